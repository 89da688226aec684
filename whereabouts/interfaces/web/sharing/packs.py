"""Packs: made of the few fields that a profile names, on paper, or opened once by a code."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.sharing import (
    pack_by_code,
    pack_fields,
    pack_on_paper,
    pack_profiles,
    share_choices,
)
from whereabouts.interfaces.web.doors import acts, anybody, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, read
from whereabouts.interfaces.web.hello import guarding
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.sharing.views import BOTH, REFUSED, terms_fields, terms_of
from whereabouts.journeys import share_child as sharing
from whereabouts.journeys.open_pack import AlreadyReceipted, NameNeeded, receipt_pack, whose_pack
from whereabouts.journeys.share_child import Pack, PackMade

LONGEST_TYPED, LONGEST_SAW, MOST_SENT = 600, 2000, 30_000
WRONG = "This code opens nothing. Check it, or ask whoever gave it to you."


@acts(needs=Permission.SHARE, purpose="sharing", methods=BOTH)
def make(request: HttpRequest, child_id: UUID, profile: str) -> HttpResponse:
    """Make a pack, and show its code this once."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = share_choices(actor=actor, at=at, child_id=child_id)
    kind = next((one for one in pack_profiles(at=at) if one.id == profile), None)
    if kind is None:
        raise Http404
    words = pack_fields()
    taken = [words[name] for name in kind.fields if name not in kind.typed]
    form = Form(
        heading=f"Pack: {kind.title}",
        lead=f"{shown.name}. They get no record. From the record go, and nothing else: "
        + (", ".join(one.lower() for one in taken) or "nothing")
        + f". At most {int(kind.longest.total_seconds() // 3600)} hours.",
        button="Make the pack",
        fields=[
            Field(
                name="reader", label="Who gets it? A name", kind="text", fact=True,
                needed="Enter who gets it, by name", longest=120,
            ),
            Field(
                name="to_whom", label="Their group or agency", kind="text", fact=True, longest=120
            ),
            *(
                Field(
                    name=f"typed_{name}", label=words[name], longest=LONGEST_TYPED,
                    hint="No family name, birthday or address.",
                )
                for name in kind.typed
            ),
            Field(
                name="handed", label="How does it reach them?", kind="choice",
                choices=shown.handed, needed="Choose how it reaches them",
            ),
            *terms_fields(shown),
        ],
    )  # fmt: skip
    typed = {one.name: one.value for one in form.fields}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        typed = {one.name: request.POST.get(one.name, "") for one in form.fields}
        given, errors = read(fields=form.fields, typed=typed)
        if not errors:
            try:
                made = _share(request, child_id, profile, given, typed=kind.typed)
            except sharing.TellsTooMuch as refused:
                errors = [(f"typed_{refused.field}", str(refused))]
            except tuple(REFUSED) as refused:
                about = REFUSED[type(refused)] or getattr(refused, "field", "")
                errors = [(about, str(refused))]
            else:
                return render(
                    request,
                    "sharing/pack_made.html",
                    {
                        "made": made, "child_id": child_id, "until_at": given["until_at"],
                        "reader": given["reader"],
                        "address": request.build_absolute_uri(reverse("pack-open")),
                    },
                )  # fmt: skip
    return render(
        request,
        "episode/form.html",
        {
            "form": form, "typed": typed, "errors": errors, "wrong": dict(errors),
            "back": address("child-sharing", child_id),
        },
        status=400 if errors else 200,
    )  # fmt: skip


def _share(
    request: HttpRequest, child_id: UUID, profile: str, given: Given, *, typed: tuple[str, ...]
) -> PackMade:
    return sharing.share_pack(
        actor=request.actor,  # type: ignore[attr-defined]
        child_id=child_id,
        pack=Pack(
            profile=profile, reader=given["reader"], handed=given["handed"],
            to_whom=given["to_whom"], typed={name: given[f"typed_{name}"] for name in typed},
        ),
        terms=terms_of(given),
        at=timezone.now(),
    )  # fmt: skip


@looks(needs=Permission.SHARE, purpose="sharing")
def paper(request: HttpRequest, sharing_id: UUID) -> HttpResponse:
    """Show a pack to print."""
    found = pack_on_paper(actor=request.actor, at=timezone.now(), sharing_id=sharing_id)  # type: ignore[attr-defined]
    return render(request, "sharing/paper.html", {"pack": found})


# The code is the only key that there is; where a form came from is looked at all the same.
@csrf_exempt
@sensitive_post_parameters()
@anybody(methods=BOTH)
def by_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, show the pack, keep the receipt and what its reader saw."""
    if request.method != "POST":
        return _show(request, "sharing/code.html")
    if not guarding.came_from_here(request):
        return _show(request, "sharing/code.html", status=403, refused="Send this page's own form.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        return _show(request, "sharing/code.html", status=413, refused="That is too long.")
    at, typed = timezone.now(), request.POST.get("code", "")
    wait = guarding.shut_for(request, at=at)
    reader = None if wait else whose_pack(typed=typed, at=at)
    if reader is None:
        return _refused(request, wait=wait or guarding.count_wrong(request, at=at))
    errors: list[tuple[str, str]] = []
    name, saw = request.POST.get("name", ""), request.POST.get("saw", "")
    if request.POST.get("do") == "receipt":
        if len(name) > 120 or len(saw) > LONGEST_SAW:
            errors = [("saw", f"Use at most {LONGEST_SAW} characters")]
        else:
            try:
                receipt_pack(actor=reader.actor, slip_id=reader.slip_id, name=name, saw=saw, at=at)
            except NameNeeded as refused:
                errors = [("name", str(refused))]
            except AlreadyReceipted as refused:
                errors = [("saw", str(refused))]
            else:
                name, saw = "", ""
    pack = pack_by_code(actor=reader.actor, at=at, slip_id=reader.slip_id)
    return _show(
        request, "sharing/pack.html", status=400 if errors else 200, pack=pack, code=typed,
        errors=errors, wrong=dict(errors), name=name, saw=saw,
    )  # fmt: skip


def _refused(request: HttpRequest, *, wait: int) -> HttpResponse:
    """Say that a code opens nothing, or that after so many nobody's is tried for a while."""
    if not wait:
        return _show(request, "sharing/code.html", status=400, refused=WRONG)
    response = _show(
        request,
        "sharing/code.html",
        status=429,
        refused=f"That was a lot of codes. Wait {wait} seconds, then type yours again.",
    )
    response.headers["Retry-After"] = str(wait)
    return response


def _show(
    request: HttpRequest, template: str, *, status: int = 200, **shown: object
) -> HttpResponse:
    response = render(request, template, {"errors": [], "wrong": {}, **shown}, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
