"""Pages of retention: the dry run, the second person's decision, the bin and its undoing."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.governance import RunLine, retention_page, retention_subjects
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import retain_records as retaining

BOTH = ("GET", "HEAD", "POST")
DECISIONS = [
    ("agreed", "Agree: put what is personal in the bin"), ("refused", "Refuse: nothing is changed"),
]  # fmt: skip


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance", methods=BOTH)
def retention(request: HttpRequest) -> HttpResponse:
    """Show the rules and the runs; count what of a subject has reached its time."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = retention_page(actor=actor, at=timezone.now())

    def act(given: Given, at: datetime) -> object:
        return retaining.run_retention(actor=actor, at=at, subject=given["subject"] or "children")

    return answer(
        request,
        form=Form(
            heading="How long records are kept",
            button="Count what has reached its time",
            done="It is counted, and nothing is changed. A second person decides.",
            shown={"page": shown},
            fields=[
                Field(
                    name="subject", label="Whose records", kind="choice",
                    choices=retention_subjects(),
                ),
            ],
        ),
        act=act,
        back=address("governance-retention"),
        refused={
            retaining.NoRule: "", retaining.AboveTheCap: "", retaining.AlreadyAnswered: "",
        },
        template="sharing/retention.html",
    )  # fmt: skip


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance", methods=BOTH)
def decide(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Agree to a run that somebody else made, or refuse it."""
    actor = request.actor  # type: ignore[attr-defined]
    run, bin_days = _run_of(request, run_id)
    if run is None:
        return refusals.nothing_there(request)

    def act(given: Given, at: datetime) -> object:
        return retaining.decide_retention(
            actor=actor, run_id=run_id, agreed=given["decision"] == "agreed",
            because=given["because"], at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Decide on a run",
            lead=f"{run.subject}. {run.named} are named, of {run.found} that have reached their"
            f" time and {run.of} that you have; {run.held} are held back. Run by {run.by}."
            f" Agreed to, what is personal in every row about them is emptied. For {bin_days} days"
            " it can be put back; then it is erased for good.",
            button="Decide",
            done="It is decided.",
            fields=[
                Field(
                    name="decision", label="Your decision", kind="choice", choices=DECISIONS,
                    needed="Choose your decision",
                ),
                Field(
                    name="because", label="What you looked at", needed="Write what you looked at"
                ),
            ],
        ),
        act=act,
        back=address("governance-retention"),
        refused={
            retaining.NoReason: "", retaining.AnotherDecides: "", retaining.AlreadyAnswered: "",
            retaining.NoRule: "",
        },
    )  # fmt: skip


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance", methods=BOTH)
def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Put back what a run put in the bin."""
    actor = request.actor  # type: ignore[attr-defined]
    run, _ = _run_of(request, run_id)
    if run is None:
        return refusals.nothing_there(request)

    def act(given: Given, at: datetime) -> object:
        return retaining.undo_retention(actor=actor, run_id=run_id, because=given["because"], at=at)

    return answer(
        request,
        form=Form(
            heading="Undo a run",
            lead=f"{run.rows} rows lie in the bin. All of them are put back as they were.",
            button="Put everything back",
            done="Everything is back.",
            fields=[
                Field(name="because", label="Why it is undone", needed="Write why it is undone"),
            ],
        ),
        act=act,
        back=address("governance-retention"),
        refused={retaining.NoReason: "", retaining.NothingToUndo: ""},
    )  # fmt: skip


def _run_of(request: HttpRequest, run_id: UUID) -> tuple[RunLine | None, int]:
    shown = retention_page(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return next((one for one in shown.runs if one.key == run_id), None), shown.bin_days
