"""The follow-up: two conversations, the referral, what is stood down, and the end."""

from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.returning import what_may_be_said
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.returns import forms
from whereabouts.interfaces.web.returns.pages import act, draw, typed
from whereabouts.interfaces.web.returns.refused import REFUSED, answer
from whereabouts.journeys.close_follow_up import close_follow_up, reopen_follow_up
from whereabouts.journeys.confirm_stand_down import confirm_stand_down
from whereabouts.journeys.decide_referral import decide_referral
from whereabouts.journeys.leave_undone import leave_undone
from whereabouts.journeys.open_for_found_child import open_for_found_child
from whereabouts.journeys.record_after_return import record_after_return
from whereabouts.journeys.record_disposition import record_disposition
from whereabouts.journeys.record_found_dead import record_found_dead
from whereabouts.journeys.told import Told

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.REFERRAL_DECIDE, purpose="return")
def referral(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide on a referral: sent, or not, with the reason."""
    form = forms.ReferralForm(request.POST)
    return act(
        request, reference, form=form, done="Decided, with your reason.",
        step=lambda at: decide_referral(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            sent=form.cleaned_data["sent"] == "yes",
            because=form.cleaned_data["referral_because"],
            needs=form.cleaned_data["referral_needs"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.TASK_DO, purpose="return")
def not_done(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a return task undone, with a code and words."""
    form = forms.NotDoneForm(request.POST)
    return act(
        request, reference, form=form, done="Kept as not done, with your reason.",
        step=lambda at: leave_undone(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            kind=form.cleaned_data["task"],
            code=form.cleaned_data["code"],
            words=form.cleaned_data["not_done_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.TASK_DO, purpose="return")
def disposition(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what came of an allegation."""
    form = forms.DispositionForm(request.POST)
    return act(
        request, reference, form=form, done="What came of it is kept.",
        step=lambda at: record_disposition(
            actor=request.actor,  # type: ignore[attr-defined]
            task_id=form.cleaned_data["task_key"],
            words=form.cleaned_data["disposition"],
            not_done_code=form.cleaned_data["disposition_code"],
            enquiries=form.cleaned_data["enquiries"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.STAND_DOWN, purpose="return")
def stand_down(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm that one thing is stood down, or was never used."""
    form = forms.StandDownForm(request.POST)
    return act(
        request, reference, form=form, done="Confirmed, in your name.",
        step=lambda at: confirm_stand_down(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            system=form.cleaned_data["system"],
            not_used=form.cleaned_data["answer"] == "not_used",
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.EPISODE_CLOSE, purpose="return")
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the follow-up where nothing is left."""
    form = forms.ClosingForm(request.POST)
    return act(
        request, reference, form=form, done="The follow-up is complete.",
        step=lambda at: close_follow_up(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            words=form.cleaned_data["closing_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.EPISODE_CLOSE, purpose="return")
def open_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the follow-up of a closed episode again."""
    form = forms.ClosingForm(request.POST)
    return act(
        request, reference, form=form, done="The follow-up is open again.",
        step=lambda at: reopen_follow_up(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            words=form.cleaned_data["closing_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.DEATH_RECORD, purpose="return", methods=BOTH)
def found_dead(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form, and record that the child was found dead."""
    if request.method != "POST":
        return draw(request, "returns/found_dead.html", reference)
    form = forms.FoundDeadForm(request.POST)
    return act(
        request, reference, form=form, template="returns/found_dead.html",
        done="Recorded. Everything that runs by itself has stopped.",
        step=lambda at: record_found_dead(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            found_at=form.cleaned_data["dead_found_at"],
            died_on=form.cleaned_data["died_on"],
            officer=form.cleaned_data["officer"],
            words=form.cleaned_data["death_words"],
            at=at,
        ),
    )  # fmt: skip


@looks(needs=Permission.EPISODE_LOOK, purpose="return")
def may_be_said(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what each person may be told now, and the sentence for the telephone."""
    said = what_may_be_said(
        actor=request.actor,  # type: ignore[attr-defined]
        reference=reference,
        at=timezone.now(),
    )
    return render(request, "returns/may_be_said.html", {"people": said, "reference": reference})


@acts(needs=Permission.REPORT_TAKE, purpose="return", methods=BOTH)
def found_child(request: HttpRequest) -> HttpResponse:
    """Open an episode for a child whom an officer found and nobody had reported."""
    return _late(request, way="found", keep=open_for_found_child)


@acts(needs=Permission.REPORT_TAKE, purpose="return", methods=BOTH)
def after_return(request: HttpRequest) -> HttpResponse:
    """Take the report of a child who is back already."""
    return _late(request, way="after", keep=record_after_return)


def _late(request: HttpRequest, *, way: str, keep: Any) -> HttpResponse:
    at = timezone.now()
    form = forms.LateForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return render(
            request,
            "returns/late.html",
            {"way": way, "key": f"page-{token_hex(12)}", **typed(form=form, at=at)},
            status=200 if form is None else 400,
        )
    try:
        receipt = keep(
            actor=request.actor,  # type: ignore[attr-defined]
            told=_told(form),
            found=form.found(),
            adults=form.adults(),
            at=at,
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "The episode is open, with everything that follows a return.")
    return redirect("return", receipt.reference)


def _told(form: forms.LateForm) -> Told:
    said = form.cleaned_data
    names = (
        "idempotency_key", "names", "born_text", "sex", "description", "reporter_name", "relation",
        "reporter_contact",
    )  # fmt: skip
    return Told(
        **{name: said[name] for name in names},
        happened_at=said["told_at"],
        words=said["report_words"],
    )
