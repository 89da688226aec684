"""The page of a return, and the steps until the child is seen."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from whereabouts.foundations.access.permissions import Permission
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.returns import forms
from whereabouts.interfaces.web.returns.pages import act, draw
from whereabouts.journeys.decide_destination import decide_destination
from whereabouts.journeys.locate_child import locate_child
from whereabouts.journeys.propose_destination import answer_safety_questions, propose_destination
from whereabouts.journeys.record_back import record_back, record_seen
from whereabouts.journeys.reopen_as_missing import reopen_as_missing
from whereabouts.journeys.use_police_protection import (
    end_police_protection,
    record_protection_step,
    use_police_protection,
)

BOTH = ("GET", "HEAD", "POST")


@looks(needs=Permission.EPISODE_LOOK, purpose="return")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show where the child is on the way, and the next step."""
    return draw(request, "returns/return.html", reference)


@acts(needs=Permission.RETURN_RECORD, purpose="return", methods=BOTH)
def locate(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form, and keep how the child was found, was located or came back."""
    if request.method != "POST":
        return draw(request, "returns/located.html", reference)
    form = forms.FoundForm(request.POST)

    def step(at: datetime) -> None:
        locate_child(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            found=form.found(),
            adults=form.adults(),
            exploitation=form.cleaned_data["exploitation"] or "cse",
            at=at,
        )

    return act(
        request, reference, form=form, step=step, template="returns/located.html",
        done="Written down. What comes next is below.",
    )  # fmt: skip


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the child is back."""
    form = forms.BackForm(request.POST)
    return act(
        request, reference, form=form, done="The child is back. Nobody has seen them alone yet.",
        step=lambda at: record_back(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            back_at=form.cleaned_data["back_at"],
            where_now=form.cleaned_data["where_now"],
            words=form.cleaned_data["back_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def seen(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that somebody saw the child."""
    form = forms.SeenForm(request.POST)
    return act(
        request, reference, form=form, done="Written down.",
        step=lambda at: record_seen(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            seen_at=form.cleaned_data["seen_at"],
            alone=form.cleaned_data["alone"] == "yes",
            words=form.cleaned_data["seen_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def gone_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a located child has gone again."""
    form = forms.GoneAgainForm(request.POST)
    return act(
        request, reference, form=form, done="The episode is open again; everybody was told.",
        step=lambda at: reopen_as_missing(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            gone_at=form.cleaned_data["gone_at"],
            words=form.cleaned_data["gone_words"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def destination(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose where the child goes, with the return-safety questions."""
    form = forms.DestinationForm(request.POST)
    return act(
        request, reference, form=form,
        done="Proposed. Nobody is taken there before a named person has agreed.",
        step=lambda at: propose_destination(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            kind=form.cleaned_data["kind"],
            destination=form.cleaned_data["destination"],
            person=form.cleaned_data["person"],
            answers=form.answers(),
            said_by=form.cleaned_data["said_by"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_RECORD, purpose="return")
def answers(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer return-safety questions."""
    form = forms.AnswersForm(request.POST)
    return act(
        request, reference, form=form, done="Answers kept.",
        step=lambda at: answer_safety_questions(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            answers=form.answers(),
            said_by=form.cleaned_data["said_by"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_DESTINATION, purpose="return")
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree to where the child goes, or refuse it, in one's own name."""
    form = forms.DecisionForm(request.POST)
    return act(
        request, reference, form=form, done="Decided, in your name.",
        step=lambda at: decide_destination(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            agreed=form.cleaned_data["agreed"] == "yes",
            because=form.cleaned_data["because"],
            safeguarding=form.cleaned_data["safeguarding"],
            told_child=form.cleaned_data["told_child"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.PROTECTION_USE, purpose="return", methods=BOTH)
def protection(request: HttpRequest, reference: str) -> HttpResponse:
    """Show police protection with its steps, and write down that it began."""
    if request.method != "POST":
        return draw(request, "returns/protection.html", reference)
    form = forms.ProtectionForm(request.POST)
    return act(
        request, reference, form=form, template="returns/protection.html",
        done="Police protection is on record. It runs 72 hours at most.",
        step=lambda at: use_police_protection(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            started_at=form.cleaned_data["started_at"],
            grounds=form.cleaned_data["grounds"],
            place=form.cleaned_data["place"],
            designated_officer=form.cleaned_data["designated_officer"],
            found_in=form.cleaned_data["found_in"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.EPISODE_UPDATE, purpose="return")
def protection_step(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down that a step of police protection was done."""
    form = forms.StepForm(request.POST)
    return act(
        request, reference, form=form, template="returns/protection.html", done="Step kept.",
        step=lambda at: record_protection_step(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            step=form.cleaned_data["step"],
            words=form.cleaned_data["step_words"],
            done_at=form.cleaned_data["done_at"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.EPISODE_UPDATE, purpose="return")
def protection_end(request: HttpRequest, reference: str) -> HttpResponse:
    """End police protection with its outcome."""
    form = forms.EndForm(request.POST)
    return act(
        request, reference, form=form, template="returns/protection.html",
        done="Police protection has ended.",
        step=lambda at: end_police_protection(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            outcome=form.cleaned_data["outcome"],
            ended_at=form.cleaned_data["ended_at"],
            words=form.cleaned_data["end_words"],
            at=at,
        ),
    )  # fmt: skip
