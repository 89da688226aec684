"""The public form; what was told, one report, what came of it; campaigns."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.community import (
    ReportView,
    community_page,
    community_report_page,
    forces_to_tell,
    whom_it_may_concern,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.community import forms, limiting
from whereabouts.interfaces.web.doors import acts, anybody, looks
from whereabouts.interfaces.web.hello import guarding
from whereabouts.journeys import tell_of_worry as telling

BOTH = ("GET", "HEAD", "POST")
UNREADABLE = 422
MOST_SENT = 60_000
LOOK = Permission.COMMUNITY_LOOK


# No session and no cookie: nothing can be done in anybody's name from here, and where a form came
# from is looked at all the same, as on the page for children.
@csrf_exempt
@sensitive_post_parameters()
@anybody(methods=BOTH)
def tell(request: HttpRequest) -> HttpResponse:
    """Show the public form, and keep what somebody tells."""
    forces, at = forces_to_tell(), timezone.now()
    if request.method != "POST":
        form = forms.PublicForm(forces=forces, initial={"code": request.GET.get("word", "")[:20]})
        return _public(request, form)
    if not guarding.came_from_here(request):
        return _public(request, forms.PublicForm(forces=forces), status=403)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        return _public(request, forms.PublicForm(forces=forces), status=413)
    form = forms.PublicForm(request.POST, forces=forces)
    if form.is_valid():
        chosen = form.cleaned_data["force"]
        actor = telling.for_force(
            force=UUID(chosen) if chosen else None, code=form.cleaned_data["code"], at=at
        )
        if actor is None:
            form.add_error("force", "Choose the police who should hear of it.")
        else:
            if limiting.too_often(request, at=at):
                return _public(request, forms.PublicForm(forces=forces), status=429)
            reference = telling.tell_by_form(actor=actor, worry=form.worry(), at=at)
            return _plain(render(request, "community/thanks.html", {"reference": reference}))
    return _public(request, form, status=UNREADABLE)


@looks(needs=LOOK, purpose="community")
def reports(request: HttpRequest) -> HttpResponse:
    """Show what was told, and how far it led."""
    shown = community_page(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "community/reports.html", {"page": shown})


@acts(needs=LOOK, purpose="community", methods=BOTH)
def take(request: HttpRequest) -> HttpResponse:
    """Take what somebody tells on the telephone."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = forms.WorryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reference = telling.tell_by_phone(actor=actor, worry=form.worry(), at=at)
        messages.success(request, f"Kept as {reference}. Whoever looks at it is told.")
        return redirect("community")
    return _form(request, form, "What somebody tells on the telephone", "Keep it")


@looks(needs=LOOK, purpose="community")
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show one report."""
    return _report(request, report_id)


@acts(needs=LOOK, purpose="community")
def look(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep that somebody looks into it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    telling.look_into_worry(actor=actor, report_id=report_id, at=at)
    messages.success(request, "You look into it.")
    return redirect("community-report", report_id=report_id)


@acts(needs=LOOK, purpose="community")
def about(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep which child, or adult, it is about."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = forms.AboutForm(request.POST, adults=whom_it_may_concern(actor=actor, at=at))

    def do(given: dict[str, Any]) -> None:
        chosen = given.pop("adult_id")
        adult = UUID(chosen) if chosen and not given["reference"] else None
        telling.link_worry(actor=actor, report_id=report_id, adult_id=adult, at=at, **given)

    return _settled(request, form, report_id=report_id, name="about", do=do, done="Linked.")


@acts(needs=LOOK, purpose="community")
def outcome(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Keep what came of it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = community_report_page(actor=actor, report_id=report_id, at=at)
    form = forms.OutcomeForm(request.POST, left=shown.left)
    return _settled(
        request, form, report_id=report_id, name="outcome",
        do=lambda given: telling.note_outcome(actor=actor, report_id=report_id, at=at, **given),
        done="Kept.",
    )  # fmt: skip


@acts(needs=LOOK, purpose="community")
def close(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Close it, with what came of it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = forms.CloseForm(request.POST)
    return _settled(
        request, form, report_id=report_id, name="close",
        do=lambda given: telling.close_worry(actor=actor, report_id=report_id, at=at, **given),
        done="Closed.",
    )  # fmt: skip


@acts(needs=Permission.CAMPAIGN_SET, purpose="campaign", methods=BOTH)
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = forms.CampaignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            telling.begin_campaign(actor=actor, at=at, **form.cleaned_data)
        except telling.Incomplete as refused:
            for name in refused.fields:
                form.add_error(name, "This does not fit.")
        except telling.CodeTaken as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, "The campaign is on.")
            return redirect("community")
    return _form(request, form, "Begin a campaign", "Begin it")


@acts(needs=Permission.CAMPAIGN_SET, purpose="campaign")
def campaign_end(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """End a campaign today."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    typed = request.POST.get("people_reached", "").strip()
    reached = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else None
    telling.end_campaign(actor=actor, campaign_id=campaign_id, people_reached=reached, at=at)
    messages.success(request, "The campaign ends today.")
    return redirect("community")


def _settled(
    request: HttpRequest, form: Any, *, report_id: UUID, name: str, do: Any, done: str
) -> HttpResponse:
    if form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except telling.Incomplete as refused:
            for one in refused.fields:
                form.add_error(one if one in form.fields else None, "This is missing.")
        except (telling.AlreadySaid, telling.ReportClosed):
            back = reverse("community-report", args=[report_id])
            return refusals.changed_by_somebody(request, back=back)
        else:
            messages.success(request, done)
            return redirect("community-report", report_id=report_id)
    return _report(request, report_id, **{name: form})


def _report(request: HttpRequest, report_id: UUID, **sent: Any) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown: ReportView = community_report_page(actor=actor, report_id=report_id, at=at)
    (failed,) = sent.values() or (None,)
    given = {
        "page": shown,
        "about": forms.AboutForm(adults=whom_it_may_concern(actor=actor, at=at)),
        "outcome": forms.OutcomeForm(left=shown.left),
        "close": forms.CloseForm(),
        "errors": failed.problems() if failed is not None else [],
        **sent,
    }
    return render(
        request, "community/report.html", given, status=UNREADABLE if failed is not None else 200
    )


def _form(request: HttpRequest, form: Any, heading: str, button: str) -> HttpResponse:
    errors = form.problems() if form.is_bound else []
    shown = {"form": form, "heading": heading, "button": button, "errors": errors}
    return render(request, "community/form.html", shown, status=UNREADABLE if errors else 200)


def _public(request: HttpRequest, form: Any, *, status: int = 200) -> HttpResponse:
    errors = form.problems() if form.is_bound else []
    shown = {"form": form, "errors": errors, "refused": status in {403, 413, 429}}
    return _plain(render(request, "community/tell.html", shown, status=status))


def _plain(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
