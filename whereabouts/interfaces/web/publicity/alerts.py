"""The pages of a Child Rescue Alert: its questions, and the decision of each force."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.appeals import (
    ANSWERS,
    alert_page,
    other_forces,
    whose_alert,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import Form, one_of, story
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.meetings.forms import Named, keyed
from whereabouts.interfaces.web.meetings.forms import page as form_page
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.rescue_alert import (
    AlreadyDecided,
    AlreadyUnderWay,
    Answer,
    NoLongerMissing,
    NoSuchForce,
    NotMet,
    NotOurs,
    NotRanked,
    Unanswered,
    answer_rescue_alert,
    ask_rescue_alert,
    decide_rescue_alert,
    end_rescue_alert,
)

FORM = ("GET", "HEAD", "POST")
Questions = tuple[tuple[str, str, str], ...]


class AskForm(Form):
    """The questions, and the other force that is affected."""

    def __init__(self, *args: Any, questions: Questions, forces: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [key for key, _, _ in questions]
        for key, text, source in questions:
            self.fields[key] = one_of(text, ANSWERS, hint=source)
            self.fields[f"{key}_words"] = story("What is known of it", needed=False)
        self.fields["second_force"] = one_of(
            "Another force that is affected", keyed(forces), needed=False, first=("", "None"),
            hint="Its superintendent decides, too",
        )  # fmt: skip

    def answers(self) -> dict[str, Answer]:
        """Return the answers as they were given."""
        given = self.cleaned_data
        return {
            key: Answer(answer=given[key], words=given[f"{key}_words"]) for key in self.questions
        }


class DecideForm(Form):
    """Whether it goes out, and why."""

    agreed = one_of("Decision", [("yes", "Launch it"), ("no", "Do not launch it")])
    because = story("Why")


class EndForm(Form):
    """Why it ends."""

    because = story("Why it ends")


@looks(needs=Permission.EPISODE_UPDATE, purpose="rescue alert")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the alerts of an episode."""
    at = timezone.now()
    shown = alert_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    return render(request, "publicity/alerts.html", {"page": shown, "at": at})


@acts(needs=Permission.PUBLICITY_DECIDE, purpose="rescue alert", methods=FORM)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for an alert."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = alert_page(actor=actor, at=at, reference=reference.upper())
    form = AskForm(
        request.POST if request.method == "POST" else None, questions=shown.questions,
        forces=other_forces(actor=actor, at=at),
    )  # fmt: skip
    if form.is_valid():
        second = form.cleaned_data["second_force"]
        try:
            ask_rescue_alert(
                actor=actor, reference=reference.upper(), answers=form.answers(), at=at,
                second_force=UUID(second) if second else None,
            )  # fmt: skip
        except Unanswered as fault:
            for key in fault.questions:
                form.add_error(f"{key}_words", "Say what is known of it")
        except NoSuchForce as fault:
            form.add_error("second_force", str(fault))
        except (AlreadyUnderWay, NoLongerMissing, NotOurs) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "Asked. The superintendents were interrupted.")
            return redirect("rescue-alert", reference=reference.upper())
    return form_page(
        request, form, heading="Ask for a Child Rescue Alert", button="Ask", caption=shown.name,
        back=address("rescue-alert", reference.upper()),
        lead="An alert goes out where every question is answered with yes.",
    )  # fmt: skip


@acts(needs=Permission.ALERT_DECIDE, purpose="rescue alert", methods=FORM)
def decide(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Decide for the force that asked."""
    return _decide(request, alert_id, theirs=False)


@acts(needs=Permission.ALERT_DECIDE, purpose="rescue alert", methods=FORM)
def answer(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Decide for the other force."""
    return _decide(request, alert_id, theirs=True)


@acts(needs=Permission.PUBLICITY_DECIDE, purpose="rescue alert", methods=FORM)
def end(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """End an alert."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    reference, _ = whose_alert(actor=actor, at=at, alert_id=alert_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    back = address("rescue-alert", reference)
    if form.is_valid():
        try:
            end_rescue_alert(
                actor=actor, alert_id=alert_id, because=form.cleaned_data["because"], at=at
            )
        except AlreadyDecided:
            return refusals.changed_by_somebody(request, back=back)
        messages.success(request, "The alert is ended.")
        return redirect(back)
    return form_page(
        request, form, heading="End the Child Rescue Alert", button="End it", back=back,
        caption=reference,
    )  # fmt: skip


def _decide(request: HttpRequest, alert_id: UUID, *, theirs: bool) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    reference, shown = whose_alert(actor=actor, at=at, alert_id=alert_id)
    if shown.theirs is not theirs:
        return refusals.nothing_there(request)
    back = address("rescue-alert", reference)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        agreed, because = form.cleaned_data["agreed"] == "yes", form.cleaned_data["because"]
        try:
            if theirs:
                answer_rescue_alert(
                    actor=actor, alert_id=alert_id, agreed=agreed, because=because, at=at
                )
            else:
                decide_rescue_alert(
                    actor=actor, alert_id=alert_id, launch=agreed, because=because, at=at
                )
        except (NotMet, NotRanked) as fault:
            form.add_error("agreed", str(fault))
        except AlreadyDecided:
            return refusals.changed_by_somebody(request, back=back)
        else:
            messages.success(request, "Decided, in your name.")
            return redirect(back)
    lead = (
        "Every question is answered with yes."
        if shown.met
        else "A question is not answered with yes: it may not go out on this."
    )
    return form_page(
        request, form, heading="Decide on the Child Rescue Alert", button="Decide", back=back,
        caption=reference, lead=lead,
    )  # fmt: skip
