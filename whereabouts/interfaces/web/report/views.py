"""The page on which a report is taken: saved as it is typed, searched as it is typed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.engines.matching import BadDate, BadName
from whereabouts.engines.policy import BadValue, UnknownFact
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.insight.lookups import asking
from whereabouts.insight.lookups.asking import DraftSeen
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.report import form, likely
from whereabouts.interfaces.web.report.form import Reading
from whereabouts.interfaces.web.wording import clock
from whereabouts.journeys.report_missing import (
    KeyUsedOtherwise,
    NotUsable,
    Receipt,
    report_missing,
)
from whereabouts.journeys.save_draft import DraftGone, discard_draft, save_draft

PURPOSE = "report being taken"
NEEDS = Permission.REPORT_TAKE


@looks(needs=NEEDS, purpose=PURPOSE)
def begin(request: HttpRequest) -> HttpResponse:
    """Lead on to a fresh draft; nothing is kept until something is typed."""
    return redirect("report-draft", new_id())


@looks(needs=NEEDS, purpose=PURPOSE)
def waiting(request: HttpRequest) -> HttpResponse:
    """List the actor's own reports that were begun and not sent."""
    at = timezone.now()
    drafts = asking.own_drafts(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "report/drafts.html", {"drafts": drafts, "at": at})


@acts(needs=NEEDS, purpose=PURPOSE, methods=("GET", "HEAD", "POST"))
def page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the form; take the report; or look people up for a browser without scripts."""
    at = timezone.now()
    draft = asking.own_draft(actor=request.actor, draft_id=draft_id, at=at)  # type: ignore[attr-defined]
    if draft is not None and draft.state != "open":
        return _already(request, draft)
    if request.method != "POST":
        typed = dict(draft.answers) if draft else {}
        return _show(request, draft_id, typed=typed, at=at, draft=draft)
    typed = _typed(request, at)
    if "undo" in request.POST:
        typed.pop("child", None)
    try:
        _keep(request, draft_id, typed, at)
    except DraftGone:
        return _gone(request, draft_id, at)
    if request.POST.get("do") == "send":
        return _send(request, draft_id, typed=typed, at=at)
    return _show(request, draft_id, typed=typed, at=at, draft=draft)


@acts(needs=NEEDS, purpose=PURPOSE)
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what is typed so far, and say when it was kept."""
    at = timezone.now()
    try:
        version = _keep(request, draft_id, _typed(request, at), at)
    except DraftGone:
        return JsonResponse({"gone": True}, status=409)
    return JsonResponse({"saved_at": f"{clock(at)}", "version": version})


@acts(needs=Permission.CHILD_SEARCH, purpose=PURPOSE)
def who(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show who may be meant by what is typed so far, with what is known of them."""
    at = timezone.now()
    typed = _typed(request, at)
    try:
        _keep(request, draft_id, typed, at)
    except DraftGone:
        return HttpResponse(status=409)
    actor = request.actor  # type: ignore[attr-defined]
    found = likely.find(actor=actor, typed=typed, draft=draft_id, at=at, typing=True)
    shown = {"found": found, "typed": typed, "at": at, "draft_id": draft_id}
    return render(request, "report/who.html", shown)


@acts(needs=NEEDS, purpose=PURPOSE)
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft away."""
    discard_draft(actor=request.actor, draft_id=draft_id, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, "The draft is put away. It is kept, and no longer offered.")
    return redirect("report-drafts")


def _send(
    request: HttpRequest, draft_id: UUID, *, typed: dict[str, str], at: datetime
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    draft = asking.own_draft(actor=actor, draft_id=draft_id, at=at)
    reading = form.read(
        typed=typed,
        questions=asking.questions_to_ask(actor=actor, at=at),
        draft=draft_id,
        at=at,
        called_at=draft.started_at if draft else at,
    )
    # Whoever said who is meant is not asked again, and looks for nobody.
    found = None
    if not typed.get("child"):
        found = likely.find(actor=actor, typed=typed, draft=draft_id, at=at)
    if found and found.must_choose:
        reading.wrong(
            "child",
            "Who is meant: choose one of the children shown, or “a child we do not know”",
        )
    if reading.told is None or reading.errors:
        return _show(
            request, draft_id, typed=typed, at=at, draft=draft, found=found, reading=reading
        )
    try:
        receipt = report_missing(actor=actor, told=reading.told, at=at)
    except KeyUsedOtherwise:
        # Sent twice at the same moment: the first is the report.
        return _gone(request, draft_id, at)
    except NotUsable as fault:
        reading.wrong("names", str(fault))
    except BadName as fault:
        reading.wrong("names", f"{form.LABELS['names']}: {fault}")
    except BadDate as fault:
        reading.wrong("born_text", f"{form.LABELS['born_text']}: {fault}")
    except (BadValue, UnknownFact) as fault:
        reading.wrong(f"q-{fault.fact}", "This answer is not one of those that can be kept")
    except NotVisible:
        reading.wrong(
            "child", "Who is meant: this child's record is not there any more. Look again"
        )
    else:
        return _taken(request, receipt)
    return _show(request, draft_id, typed=typed, at=at, draft=draft, found=found, reading=reading)


def _taken(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    said = f"Report {receipt.report} is taken."
    if receipt.added_to_open_episode:
        said += f" It was added to the episode that is open already, {receipt.episode}."
    else:
        said += f" Episode {receipt.episode} is open and stands; everybody who must act is told."
    if receipt.incomplete:
        said += " Something always wanted is missing: add it when it is known."
    messages.success(request, said)
    return _onward(request, receipt.episode)


def _onward(request: HttpRequest, episode: str) -> HttpResponse:
    may_decide = permitted(
        roles=request.actor.roles,  # type: ignore[attr-defined]
        permission=Permission.RISK_DECIDE,
    )
    decide = address("decide", episode) if may_decide and episode else ""
    return redirect(decide or (address("episode", episode) if episode else "") or "home")


def _already(request: HttpRequest, draft: DraftSeen) -> HttpResponse:
    if draft.state == "sent":
        messages.success(request, f"This report was taken already: {draft.report}.")
        return _onward(request, draft.episode)
    messages.success(request, "This draft was put away. Begin another report.")
    return redirect("report-drafts")


def _gone(request: HttpRequest, draft_id: UUID, at: datetime) -> HttpResponse:
    """Lead on from a draft that is sent or put away; alike for none and another's: nothing there.

    :raises NotVisible: it is not the actor's.
    """
    draft = asking.own_draft(actor=request.actor, draft_id=draft_id, at=at)  # type: ignore[attr-defined]
    if draft is None:
        raise NotVisible()
    return _already(request, draft)


def _keep(request: HttpRequest, draft_id: UUID, typed: dict[str, str], at: datetime) -> int:
    actor = request.actor  # type: ignore[attr-defined]
    return save_draft(actor=actor, draft_id=draft_id, answers=typed, at=at)


def _typed(request: HttpRequest, at: datetime) -> dict[str, str]:
    questions = asking.questions_to_ask(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return form.kept(posted=request.POST.dict(), questions=questions)


def _show(
    request: HttpRequest,
    draft_id: UUID,
    *,
    typed: dict[str, Any],
    at: datetime,
    draft: DraftSeen | None,
    found: likely.Found | None = None,
    reading: Reading | None = None,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if found is None and typed:
        found = likely.find(actor=actor, typed=typed, draft=draft_id, at=at)
    errors = reading.errors if reading else []
    shown = {
        "draft_id": draft_id,
        "typed": typed,
        "found": found or likely.NOTHING,
        "questions": asking.questions_to_ask(actor=actor, at=at),
        "relation": typed.get("relation", ""),
        "relations": asking.RELATIONS,
        "sexes": asking.SEXES,
        "living_at": asking.LIVING_AT,
        "adult_kinds": asking.ADULT_LINK_KINDS,
        "adult_facts": form.ADULT_FACTS,
        "adult_rows": form.ADULTS,
        "seen": form.SEEN,
        "texts": form.TEXTS,
        "errors": errors,
        "wrong": dict(reversed(errors)),
        "saved_at": draft.saved_at if draft else None,
        "at": at,
    }
    return render(request, "report/draft.html", shown, status=422 if errors else 200)
