"""The page on which somebody decides; a refusal shows who may pass it, and delays nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.engines.policy import BadValue, UnknownFact
from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.asking import ADULT_LINK_KINDS
from whereabouts.insight.lookups.decision import (
    changes_since,
    child_of,
    decide_page,
    found_phrases,
    no_reasons,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.decide import form
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.report.form import ADULT_FACTS
from whereabouts.interfaces.web.wording import LEVELS
from whereabouts.journeys.answer_proposal import (
    AlreadyAnswered,
    AskedByYou,
    NeedsReason,
    answer_proposal,
)
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.decide import ChangedMeanwhile, DecisionRefused, Wish, decide
from whereabouts.journeys.name_adult import name_adult
from whereabouts.journeys.propose_lower import AlreadyAsked, NothingToPropose, propose_lower
from whereabouts.journeys.told import AdultNamed

PURPOSE = "deciding the level of risk"
BOTH = ("GET", "HEAD", "POST")
LIMITS = {"name": 240, "detail": 2000, "said_by": 160}


@acts(needs=Permission.RISK_DECIDE, purpose=PURPOSE, methods=BOTH)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is recommended and why; decide, answer, or ask the duty inspector."""
    if request.method != "POST":
        return _show(request, reference, typed={})
    typed = request.POST.dict()
    does, _, what = typed.get("do", "").partition(":")
    if does == "answer":
        return _answer(request, reference, typed=typed, fact=what)
    if does == "proposal":
        return _answer_proposal(request, reference, typed=typed, agreed=what == "agree")
    return _decide(request, reference, typed=typed, does=does)


@acts(needs=Permission.ADULT_LINK, purpose="naming an adult", methods=BOTH)
def adult(request: HttpRequest, reference: str) -> HttpResponse:
    """Name an adult who may be with the child."""
    typed = {name: text.strip() for name, text in request.POST.dict().items()}
    errors = _adult_errors(typed) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        name_adult(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            adult=AdultNamed(
                name=typed.get("name", "") or "Name not known",
                kind=typed.get("kind", "") or "believed_with",
                fact=typed.get("fact", ""),
                detail=typed.get("detail", ""),
            ),
            said_by=typed["said_by"],
            at=timezone.now(),
        )
        messages.success(request, "The adult is on record with the child. It was assessed again.")
        return redirect(_onward(reference))
    name = child_of(actor=request.actor, reference=reference, at=timezone.now())  # type: ignore[attr-defined]
    shown = {
        "reference": reference, "name": name, "typed": typed,
        "errors": errors, "wrong": dict(errors),
        "kinds": ADULT_LINK_KINDS, "facts": [one for one in ADULT_FACTS.items() if one[0]],
    }  # fmt: skip
    return render(request, "decide/adult.html", shown, status=422 if errors else 200)


def _decide(
    request: HttpRequest, reference: str, *, typed: dict[str, str], does: str
) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    seen = decide_page(actor=actor, reference=reference, at=at)
    rationale = typed.get("rationale", "")
    wish: Wish | None
    errors: form.Errors
    if does == "high":
        wish, errors = form.as_high(page=seen, rationale=rationale), []
    elif does == "agree":
        wish, errors = form.as_recommended(page=seen, rationale=rationale), []
    else:
        cited = request.POST.getlist("cite")
        wish, errors = form.read_wish(typed=typed, cited=cited, page=seen)
    if wish is None:
        return _show(request, reference, typed=typed, errors=errors, status=422)
    try:
        if does == "ask":
            propose_lower(actor=actor, reference=reference, wish=wish, at=at)
            messages.success(
                request,
                "The duty inspector is asked. Until the answer, what stands goes on standing.",
            )
            return redirect("decide", reference)
        decide(
            actor=actor,
            reference=reference,
            wish=wish,
            at=at,
            # Going up never waits for anybody, not even for an old page.
            seen_version=None if does == "high" else form.version_of(typed=typed),
        )
    except ChangedMeanwhile:
        return _changed(request, reference, typed=typed, at=at)
    except DecisionRefused as refused:
        return _show(request, reference, typed=typed, refused=refused, status=422)
    except AlreadyAsked:
        return _show(request, reference, typed=typed, status=409, errors=[
            ("", "The duty inspector is asked already: one proposal at a time")
        ])  # fmt: skip
    except NothingToPropose:
        return _show(request, reference, typed=typed, status=422, errors=[
            ("override_reason", "Nobody needs to be asked: decide it, and write down why")
        ])  # fmt: skip
    level = wish.effective_level
    messages.success(request, f"Decided: {seen.labels.get(level, LEVELS[level])}. It stands now.")
    return redirect(_onward(reference))


def _answer(
    request: HttpRequest, reference: str, *, typed: dict[str, str], fact: str
) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    seen = decide_page(actor=actor, reference=reference, at=at)
    asked = next((one for one in seen.ask if one.question.fact == fact), None)
    if asked is None:
        return _show(
            request, reference, typed=typed, said="It is answered already, or does not matter now."
        )
    answer, errors = form.read_answer(fact=fact, typed=typed, asked=asked, page=seen)
    if answer is not None:
        try:
            answer_question(
                actor=actor, reference=reference, fact=fact, value=answer.value,
                said_by=answer.said_by, source_kind=answer.source_kind, words=answer.words, at=at,
            )  # fmt: skip
        except (BadValue, UnknownFact):
            errors = [(f"a-{fact}", "This answer is not one of those that can be kept")]
    if errors:
        return _show(request, reference, typed=typed, errors=errors, status=422)
    now = decide_page(actor=actor, reference=reference, at=at)
    said = "The answer is kept."
    if now.recommended != seen.recommended:
        said += (
            f" Recommended was {seen.labels[seen.recommended]},"
            f" is now {now.labels[now.recommended]}."
        )
    # What was seen a moment ago is what this person answered upon: the page goes on from here.
    typed = {**typed, "version": "", "seen_at": ""}
    return _show(request, reference, typed=typed, said=said)


def _answer_proposal(
    request: HttpRequest, reference: str, *, typed: dict[str, str], agreed: bool
) -> HttpResponse:
    try:
        key = UUID(typed.get("proposal", ""))
    except ValueError:
        return refusals.nothing_there(request)
    try:
        ended = answer_proposal(
            actor=request.actor,  # type: ignore[attr-defined]
            proposal_id=key,
            agreed=agreed,
            because=typed.get("proposal_because", "")[: form.LONGEST],
            at=timezone.now(),
        )
    except NeedsReason as fault:
        return _show(
            request, reference, typed=typed, status=422, errors=[("proposal_because", str(fault))]
        )
    except AskedByYou as fault:
        return _show(
            request, reference, typed=typed, status=422, errors=[("proposal_because", str(fault))]
        )
    except AlreadyAnswered:
        return refusals.changed_by_somebody(request, back=address("decide", reference))
    except DecisionRefused as refused:
        return _show(request, reference, typed=typed, refused=refused, status=422)
    messages.success(request, f"The proposal is {ended}.")
    return redirect("decide", reference)


def _changed(
    request: HttpRequest, reference: str, *, typed: dict[str, str], at: datetime
) -> HttpResponse:
    since = form.seen_at(typed=typed, otherwise=at)
    actor = request.actor  # type: ignore[attr-defined]
    changes = changes_since(actor=actor, reference=reference, since=since, at=at)
    return _show(request, reference, typed=typed, changes=changes, changed=True, status=409)


def _show(
    request: HttpRequest,
    reference: str,
    *,
    typed: dict[str, Any],
    errors: form.Errors | None = None,
    refused: DecisionRefused | None = None,
    changes: Any = (),
    changed: bool = False,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = decide_page(actor=actor, reference=reference, at=at)
    text = typed.get("rationale", "") + " " + typed.get("override_reason", "")
    return render(
        request,
        "decide/decide.html",
        {
            "page": shown,
            "typed": typed,
            "cited": request.POST.getlist("cite"),
            "errors": errors or [],
            "wrong": dict(reversed(errors or [])),
            "refused": refused,
            "changes": changes,
            "changed": changed,
            "said_now": said,
            "hints": found_phrases(text=text),
            "phrases": no_reasons(),
            "sources": form.SOURCES,
            "at": at,
        },
        status=status,
    )


def _adult_errors(typed: dict[str, str]) -> form.Errors:
    errors: form.Errors = []
    if not typed.get("name") and not typed.get("detail"):
        errors.append(("name", "Enter the adult’s name, or say below what is known of them"))
    if not typed.get("said_by"):
        errors.append(("said_by", "Enter who says so"))
    if typed.get("kind", "") not in {"", *dict(ADULT_LINK_KINDS)}:
        errors.append(("kind", "Choose how the adult is known"))
    if typed.get("fact", "") not in ADULT_FACTS:
        errors.append(("fact", "Choose who the adult is"))
    for name, most in LIMITS.items():
        if len(typed.get(name, "")) > most:
            errors.append((name, f"Say it in {most:,} characters"))
    return errors


def _onward(reference: str) -> str:
    return address("episode", reference) or address("decide", reference)
