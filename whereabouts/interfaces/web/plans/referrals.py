"""The pages of referrals: those that wait at an agency, and the answer to each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.plans_now import referral_page, referrals_now
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.plans.forms import ReferralForm
from whereabouts.journeys.answer_referral import AnswerMissing, NotThatAnswer, answer_referral

UNREADABLE = 422


@looks(needs=Permission.REFERRAL_ANSWER, purpose="referrals")
def now(request: HttpRequest) -> HttpResponse:
    """Show the referrals that wait for an answer, and those that were sent."""
    at = timezone.now()
    waiting, sent = referrals_now(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "plans/referrals.html", {"waiting": waiting, "sent": sent, "at": at})


@acts(needs=Permission.REFERRAL_ANSWER, purpose="referral", methods=("GET", "HEAD", "POST"))
def one(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Show a referral, and keep the answer to it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = referral_page(actor=actor, at=at, referral_id=referral_id)
    form = ReferralForm(
        request.POST if request.method == "POST" else None, answers=shown.may_answer
    )
    if request.method == "POST" and not shown.may_answer:
        return refusals.changed_by_somebody(request)
    if form.is_valid():
        try:
            answer_referral(actor=actor, referral_id=referral_id, at=at, **form.cleaned_data)
        except AnswerMissing as fault:
            form.add_error("words", str(fault))
        except NotThatAnswer:
            return refusals.changed_by_somebody(request)
        else:
            messages.success(request, "Your answer is kept, and whoever sent it is told.")
            return redirect("referral", referral_id=referral_id)
    errors = form.problems() if form.is_bound else []
    return render(
        request, "plans/referral.html",
        {"page": shown, "at": at, "form": form, "errors": errors},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip
