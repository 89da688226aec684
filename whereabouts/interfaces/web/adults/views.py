"""The register, one adult, warning notices, what a home is told, networks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.adults import (
    adult_page,
    photo_of_adult,
    register_page,
    released_photo,
    warnings_page,
)
from whereabouts.insight.lookups.network import (
    NetworkView,
    network_of_adult,
    network_of_child,
    network_page,
)
from whereabouts.insight.lookups.notice_paper import notice_paper
from whereabouts.insight.lookups.warning_notices import (
    may_be_warned,
    notice_figures,
    warning_notice_page,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.adults import forms
from whereabouts.interfaces.web.adults.deeds import REFUSED, UNREADABLE, About, Deed, page_of
from whereabouts.interfaces.web.adults.paper import notice_pdf
from whereabouts.interfaces.web.adults.picture import network_svg
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.publicity.poster import CannotDraw
from whereabouts.journeys import release_adult, warn_adult_away
from whereabouts.journeys.keep_adult import WordsMissing, enter_adult

BOTH = ("GET", "HEAD", "POST")
R, N = Permission.ADULT_REGISTER, Permission.NETWORK_LOOK


@looks(needs=R, purpose="adults")
def register(request: HttpRequest) -> HttpResponse:
    """Show the register, and what waits on it."""
    at = timezone.now()
    shown = register_page(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "adults/register.html", {"page": shown, "at": at})


@looks(needs=R, purpose="adults")
def adult(request: HttpRequest, adult_id: UUID) -> HttpResponse:
    """Show one adult."""
    at = timezone.now()
    shown = adult_page(actor=request.actor, adult_id=adult_id, at=at)  # type: ignore[attr-defined]
    return render(request, "adults/adult.html", {"page": shown, "at": at})


@looks(needs=R, purpose="adults")
def photo(request: HttpRequest, adult_id: UUID) -> HttpResponse:
    """Show an adult's photograph."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    picture = photo_of_adult(actor=actor, adult_id=adult_id, at=at)
    return _picture(request, picture)


def _list(actor: object, keys: object, at: object) -> About:
    return About(caption="", back=reverse("adults"), back_words="Back to the register")


new = page_of(
    Deed(
        needs=R, heading="Enter an adult on the register", button="Enter", form=forms.EnterForm,
        about=_list, done="Entered, with the question of other children.",
        lead="An adult who may pose a risk to children. Nobody under 18 is entered: they get a"
        " plan of their own, on the child’s page.",
        do=lambda actor, keys, given, at: enter_adult(actor=actor, at=at, **given),
    )
)  # fmt: skip


@acts(needs=R, purpose="warning notice", methods=BOTH)
def draft(request: HttpRequest, adult_id: UUID, child_id: UUID) -> HttpResponse:
    """Say whether the law lets the adult be warned away, and draft the notice."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = may_be_warned(actor=actor, adult_id=adult_id, child_id=child_id, at=at)
    form = forms.NoticeForm(request.POST if request.method == "POST" else None, routes=found.routes)
    if form.is_valid():
        says = warn_adult_away.NoticeSays(**form.said())
        try:
            key = warn_adult_away.draft_warning_notice(
                actor=actor, adult_id=adult_id, child_id=child_id, says=says, at=at
            )
        except WordsMissing as refused:
            form.add_error(refused.field, str(refused))
        except (warn_adult_away.NotNow, warn_adult_away.NotLawful) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Drafted. Somebody else authorises it.")
            return redirect("warning-notice", notice_id=key)
    errors = form.problems() if form.is_bound else []
    shown = {"found": found, "form": form, "errors": errors}
    return render(
        request, "adults/draft.html", shown, status=UNREADABLE if errors else 200
    )  # fmt: skip


@looks(needs=R, purpose="warning notice")
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Show one warning notice."""
    at = timezone.now()
    shown = warning_notice_page(actor=request.actor, notice_id=notice_id, at=at)  # type: ignore[attr-defined]
    return render(
        request, "adults/notice.html",
        {"page": shown, "at": at, "visit": forms.VisitForm(), "arrest": forms.ArrestForm()},
    )  # fmt: skip


@acts(needs=Permission.WARNING_AUTHORISE, purpose="warning notice")
def authorise(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Authorise a draft."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        warn_adult_away.authorise_warning_notice(actor=actor, notice_id=notice_id, at=at)
    except tuple(REFUSED) as refused:
        return not_now(request, refused, reverse("warning-notice", args=[notice_id]))
    messages.success(request, "Authorised. It can be served.")
    return redirect("warning-notice", notice_id=notice_id)


@acts(needs=R, purpose="warning notice")
def visit(request: HttpRequest, notice_id: UUID, breach_id: UUID) -> HttpResponse:
    """Keep the visit after a breach."""
    form = forms.VisitForm(request.POST)
    return _after_breach(
        request, form, notice_id=notice_id, breach_id=breach_id, name="visit",
        do=lambda given, at: warn_adult_away.visit_after_breach(
            actor=request.actor, breach_id=breach_id, at=at, **given  # type: ignore[attr-defined]
        ),
        done="Kept. Whoever decides on an arrest sees it. For a child who was there, open an"
        " episode from here.",
    )  # fmt: skip


@acts(needs=Permission.WARNING_AUTHORISE, purpose="warning notice")
def decide(request: HttpRequest, notice_id: UUID, breach_id: UUID) -> HttpResponse:
    """Keep whether the holder is arrested."""
    form = forms.ArrestForm(request.POST)
    return _after_breach(
        request, form, notice_id=notice_id, breach_id=breach_id, name="arrest",
        do=lambda given, at: warn_adult_away.decide_after_breach(
            actor=request.actor, breach_id=breach_id, at=at, **given  # type: ignore[attr-defined]
        ),
        done="Decided, in your name.",
    )  # fmt: skip


@looks(needs=Permission.WARNING_FIGURES, purpose="figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Show how warning notices are used, by force."""
    shown = notice_figures(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "adults/figures.html", {"page": shown})


# --- what a home is told ----------------------------------------------------------------------


@looks(needs=Permission.HOME_WARNING, purpose="warnings")
def home_warnings(request: HttpRequest) -> HttpResponse:
    """Show the warnings, and what was let go to the reader's agency."""
    shown = warnings_page(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "adults/warnings.html", {"page": shown})


@acts(needs=Permission.HOME_WARNING, purpose="warnings")
def received(request: HttpRequest, warning_id: UUID) -> HttpResponse:
    """Keep that a warning was received and read."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        release_adult.receive_home_warning(actor=actor, warning_id=warning_id, at=at)
    except release_adult.AlreadyReceived:
        return refusals.changed_by_somebody(request, back=reverse("home-warnings"))
    messages.success(request, "The police see that you have read it.")
    return redirect("home-warnings")


@looks(needs=Permission.HOME_WARNING, purpose="warnings")
def release_photo(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Show a photograph that was let go to the reader's agency."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    return _picture(request, released_photo(actor=actor, release_id=release_id, at=at))


@acts(needs=Permission.ADULT_RELEASE, purpose="adults")
def call_back(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Call back what was let go."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    words = request.POST.get("words", "")[:4000]
    try:
        key = release_adult.call_back_release(
            actor=actor, release_id=release_id, words=words, at=at
        )
    except release_adult.ReleaseEnded as refused:
        return not_now(request, refused, reverse("adults"))
    except WordsMissing:
        return refusals.bad_form(request, [("words", "say why it is called back.")])
    messages.success(request, "Called back: they read it no longer.")
    return redirect("adult", adult_id=key)


# --- who is linked with whom ------------------------------------------------------------------


@looks(needs=N, purpose="network")
def network(request: HttpRequest) -> HttpResponse:
    """Show the communities of everybody in reach."""
    return network_shown(request, network_page(actor=request.actor, at=timezone.now()))  # type: ignore[attr-defined]


@looks(needs=N, purpose="network")
def adults_network(request: HttpRequest, adult_id: UUID) -> HttpResponse:
    """Show the network round an adult."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    return network_shown(request, network_of_adult(actor=actor, adult_id=adult_id, at=at))


@looks(needs=N, purpose="network")
def childs_network(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show the network round a child."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    return network_shown(request, network_of_child(actor=actor, child_id=child_id, at=at))


# --- parts ------------------------------------------------------------------------------------


@looks(needs=R, purpose="adults")
def notice_on_paper(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Give the notice as the paper that is handed over."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = notice_paper(actor=actor, notice_id=notice_id, at=at)
    try:
        made = notice_pdf(shown=shown)
    except CannotDraw as fault:
        messages.error(request, str(fault))
        return redirect("warning-notice", notice_id=notice_id)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{shown.reference}.pdf"'
    return answer


def network_shown(request: HttpRequest, view: NetworkView) -> HttpResponse:
    return render(request, "adults/network.html", {"page": view, "drawing": network_svg(view=view)})


def _picture(request: HttpRequest, picture: bytes | None) -> HttpResponse:
    if picture is None:
        return refusals.nothing_there(request)
    return HttpResponse(picture, content_type="image/jpeg")


def _after_breach(
    request: HttpRequest,
    form: Any,
    *,
    notice_id: UUID,
    breach_id: UUID,
    name: str,
    do: Any,
    done: str,
) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = warning_notice_page(actor=actor, notice_id=notice_id, at=at, own=True)
    if breach_id not in {one.breach_id for one in found.breaches}:
        raise Http404
    if form.is_valid():
        try:
            do(form.said(), at)
        except WordsMissing as refused:
            form.add_error(refused.field, str(refused))
        except warn_adult_away.NotNow as refused:
            return not_now(request, refused, reverse("warning-notice", args=[notice_id]))
        else:
            messages.success(request, done)
            return redirect("warning-notice", notice_id=notice_id)
    shown = {
        "page": found, "at": at,
        "visit": forms.VisitForm(), "arrest": forms.ArrestForm(), "errors": form.problems(),
        name: form,
    }  # fmt: skip
    return render(request, "adults/notice.html", shown, status=UNREADABLE)


def not_now(request: HttpRequest, refused: Exception, back: str) -> HttpResponse:
    return refusals.refusal(
        request, status=409, heading="That cannot be done now", sentence=str(refused),
        next_steps=["Go back and look at where it stands."], back=back,
    )  # fmt: skip
