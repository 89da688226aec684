"""The moment of return: another place tonight, what the child needs, who is referred nationally."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.returning_moment import silences
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.returns import moment_forms as forms
from whereabouts.interfaces.web.returns.pages import act
from whereabouts.journeys.ask_for_place import answer_about_place, ask_for_place
from whereabouts.journeys.meet_need import meet_need
from whereabouts.journeys.refer_nationally import decide_grounds, refer_nationally


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep that another place was asked for."""
    form = forms.PlaceForm(request.POST)
    return act(
        request, reference, form=form, done="Kept. Silence is counted from now, and climbs.",
        step=lambda at: ask_for_place(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            place=form.place(),
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.ALTERNATIVE_ANSWER, purpose="return")
def place_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what was answered about another place."""
    form = forms.PlaceAnswerForm(request.POST)
    return act(
        request, reference, form=form, done="Their answer is kept, with how long it took.",
        step=lambda at: answer_about_place(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            alternative_id=form.cleaned_data["place_key"],
            answer=form.cleaned_data["alternative_answer"],
            answered_at=form.cleaned_data["answered_at"],
            words=form.cleaned_data["alternative_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def need(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep that a need was seen to."""
    form = forms.NeedForm(request.POST)
    return act(
        request, reference, form=form, done="Kept.",
        step=lambda at: meet_need(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            need=form.cleaned_data["need"],
            words=form.cleaned_data["need_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.REFERRAL_DECIDE, purpose="return")
def national(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a national referral with its reference."""
    form = forms.NationalForm(request.POST)
    return act(
        request, reference, form=form, done="The referral is on record, with its reference.",
        step=lambda at: refer_nationally(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            referred=form.referred(),
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.REFERRAL_DECIDE, purpose="return")
def grounds(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what was decided on a national referral."""
    form = forms.GroundsForm(request.POST)
    return act(
        request, reference, form=form, done="The decision is on record, with its day.",
        step=lambda at: decide_grounds(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            grounds=form.cleaned_data["grounds"],
            decided=form.cleaned_data["decided"],
            decided_on=form.cleaned_data["decided_on"],
            advocate=form.cleaned_data["grounds_advocate"],
            at=at,
        ),
    )  # fmt: skip


@looks(needs=Permission.GAPS_LOOK, purpose="oversight")
def gaps(request: HttpRequest) -> HttpResponse:
    """Show how soon authorities answer when another place is asked for."""
    found = silences(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "returns/gaps.html", {"silences": found})
