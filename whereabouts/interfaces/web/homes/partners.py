"""Late returns that are agreed, gradings of one's own agency, and case conferences."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.conferring import (
    conference_of,
    conferences_page,
    late_return_of,
    who_may_be_asked,
)
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.homes.forms import (
    AskForm,
    BecauseForm,
    ConferenceForm,
    GradingForm,
    LateReturnForm,
)
from whereabouts.journeys.agree_late_return import (
    Agreed,
    AlreadySettled,
    EndsBeforeItBegins,
    agree_late_return,
    end_late_return,
)
from whereabouts.journeys.ask_conference import (
    AlreadyAsked,
    NotAskedOfYou,
    NothingSaid,
    answer_conference,
    ask_conference,
    hold_conference,
)
from whereabouts.journeys.ask_conference import AlreadySettled as ConferenceSettled
from whereabouts.journeys.grade_for_agency import grade_for_agency

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422


@acts(needs=Permission.LATE_RETURN_AGREE, purpose="late return", methods=FORM)
def late_return(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Agree a late return."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = LateReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agree_late_return(
                actor=actor, child_id=child_id, agreed=Agreed(**form.cleaned_data), at=at
            )
        except EndsBeforeItBegins as fault:
            form.add_error("until_on", str(fault))
        else:
            messages.success(request, "It is kept. Whoever takes a call about the child sees it.")
            return redirect("child", child_id=child_id)
    return form_page(
        request, child_id, form, heading="A late return that is agreed", button="Save",
        lead="It is shown to whoever takes a call. It lowers no grade: past the hour, report.",
    )  # fmt: skip


@acts(needs=Permission.LATE_RETURN_AGREE, purpose="late return", methods=FORM)
def late_end(request: HttpRequest, late_return_id: UUID) -> HttpResponse:
    """Say that it holds no more."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    child_id = late_return_of(actor=actor, at=at, late_return_id=late_return_id)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_late_return(
                actor=actor, late_return_id=late_return_id, at=at,
                because=form.cleaned_data["because"],
            )  # fmt: skip
        except AlreadySettled as fault:
            form.add_error("because", str(fault))
        else:
            messages.success(request, "It holds no more.")
            return redirect("child", child_id=child_id)
    return form_page(request, child_id, form, heading="It holds no more", button="End it")


@acts(needs=Permission.GRADE_OWN, purpose="own grading", methods=FORM)
def grading(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Give one's agency's own grading."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = GradingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        grade_for_agency(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        messages.success(
            request, "It stands beside the others. What the police decided stands too."
        )
        return redirect("child", child_id=child_id)
    return form_page(
        request, child_id, form, heading="Your agency’s own grading", button="Save",
        lead="Each agency’s grading is shown beside the others. None is averaged, none changed.",
    )  # fmt: skip


@acts(needs=Permission.CONFERENCE_ASK, purpose="case conference", methods=FORM)
def ask(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Ask for a case conference."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = AskForm(
        request.POST if request.method == "POST" else None,
        agencies=who_may_be_asked(actor=actor, at=at, child_id=child_id),
    )
    if form.is_valid():
        try:
            ask_conference(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        except AlreadyAsked as fault:
            form.add_error("to_agency", str(fault))
        else:
            messages.success(request, "Asked. They answer in time, or their senior hears of it.")
            return redirect("conferences")
    return form_page(request, child_id, form, heading="Ask for a case conference", button="Ask")


@looks(needs=Permission.CONFERENCE_ASK, purpose="case conference")
def conferences(request: HttpRequest) -> HttpResponse:
    """Show the conferences that wait."""
    at = timezone.now()
    found = conferences_page(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "homes/conferences.html", {"found": found, "at": at})


@acts(needs=Permission.CONFERENCE_ASK, purpose="case conference", methods=FORM)
def conference(request: HttpRequest, conference_id: UUID) -> HttpResponse:
    """Answer a request, or write down what was decided."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = conference_of(actor=actor, at=at, conference_id=conference_id)
    answers = [("held", "It was held: what was decided")]
    if shown.ours_to_answer:
        answers = [("agreed", "We agree, on a day"), ("declined", "We decline"), *answers]
    form = ConferenceForm(request.POST if request.method == "POST" else None, answers=answers)
    if form.is_valid():
        said = form.cleaned_data
        given = {"actor": actor, "conference_id": conference_id, "at": at}
        try:
            if said["answer"] == "held":
                hold_conference(outcome=said["outcome"], **given)
            else:
                answer_conference(
                    agreed=said["answer"] == "agreed", meets_at=said["meets_at"],
                    because=said["outcome"], **given,
                )  # fmt: skip
        except NothingSaid as fault:
            form.add_error("meets_at" if said["answer"] == "agreed" else "outcome", str(fault))
        except (ConferenceSettled, NotAskedOfYou) as fault:
            form.add_error("answer", str(fault))
        else:
            messages.success(request, "It is written down, and the other side is told.")
            return redirect("conferences")
    errors = form.problems() if form.is_bound else []
    return render(
        request, "homes/conference.html",
        {"form": form, "errors": errors, "page": shown, "at": at},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip
