"""The page on which somebody looks again: keep what stands, or change it, upon what is known."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.decision import found_phrases, no_reasons
from whereabouts.insight.lookups.reviewing import ReviewPage, review_page
from whereabouts.interfaces.web.decide import form
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.wording import LEVELS
from whereabouts.journeys.propose_lower import AlreadyAsked, NothingToPropose, propose_lower
from whereabouts.journeys.review_episode import (
    ChangedMeanwhile,
    DecisionRefused,
    NoReason,
    NothingToReview,
    NotYourRank,
    Wish,
    review_episode,
)

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.REVIEW_MAKE, purpose="review", methods=BOTH)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what waits, what changed and what is recommended now; look again."""
    at = timezone.now()
    seen = review_page(actor=request.actor, reference=reference, at=at)  # type: ignore[attr-defined]
    if request.method != "POST":
        return _show(request, seen, at=at, typed={})
    typed = request.POST.dict()
    wish, errors = form.read_wish(typed=typed, cited=request.POST.getlist("cite"), page=seen.decide)
    if wish is None:
        return _show(request, seen, at=at, typed=typed, errors=errors, status=422)
    if typed.get("do") == "ask":
        return _ask(request, seen, wish=wish, typed=typed, at=at)
    return _review(request, seen, wish=wish, typed=typed, at=at)


def _review(
    request: HttpRequest, seen: ReviewPage, *, wish: Wish, typed: dict[str, str], at: datetime
) -> HttpResponse:
    reference = seen.decide.reference
    try:
        review_episode(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            wish=wish,
            at=at,
            seen_version=form.version_of(typed=typed),
        )
    except ChangedMeanwhile:
        return _show(request, seen, at=at, typed=typed, changed=True, status=409)
    except DecisionRefused as refused:
        return _show(request, seen, at=at, typed=typed, refused=refused, status=422)
    except NoReason as fault:
        errors = [("rationale", str(fault))]
        return _show(request, seen, at=at, typed=typed, errors=errors, status=422)
    except (NothingToReview, NotYourRank) as fault:
        return _show(request, seen, at=at, typed=typed, errors=[("", str(fault))], status=409)
    level = wish.effective_level
    messages.success(request, f"Reviewed: {seen.decide.labels.get(level, LEVELS[level])} stands.")
    return redirect("episode", reference)


def _ask(
    request: HttpRequest, seen: ReviewPage, *, wish: Wish, typed: dict[str, str], at: datetime
) -> HttpResponse:
    reference = seen.decide.reference
    try:
        propose_lower(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            wish=wish,
            at=at,
        )
    except DecisionRefused as refused:
        return _show(request, seen, at=at, typed=typed, refused=refused, status=422)
    except (AlreadyAsked, NothingToPropose) as fault:
        return _show(request, seen, at=at, typed=typed, errors=[("", str(fault))], status=409)
    messages.success(
        request, "The duty inspector is asked. Until the answer, what stands goes on standing."
    )
    return redirect("episode", reference)


def _show(
    request: HttpRequest,
    seen: ReviewPage,
    *,
    at: datetime,
    typed: dict[str, Any],
    errors: form.Errors | None = None,
    refused: DecisionRefused | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "reviews/review.html",
        {
            "review": seen,
            "page": seen.decide,
            "typed": typed,
            "cited": request.POST.getlist("cite"),
            "errors": errors or [],
            "wrong": dict(reversed(errors or [])),
            "refused": refused,
            "changed": changed,
            "hints": found_phrases(text=typed.get("rationale", "")),
            "phrases": no_reasons(),
            "at": at,
        },
        status=status,
    )
