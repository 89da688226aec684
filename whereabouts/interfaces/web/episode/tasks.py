"""The list of tasks for somebody's roles, and settling one."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.episode_shapes import TaskLine
from whereabouts.insight.lookups.tasks import not_done_codes, one_task, tasks_for_me
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, page_of
from whereabouts.interfaces.web.middleware import BY_ITSELF
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.accept_task import NotForYou, NotOutstanding, accept_task
from whereabouts.journeys.settle_task import HasItsOwnForm, NeedsCode, settle_task

SHOWN = "tasks_shown"
A_PAGE, LAST, DIGITS = 60, 100_000, 6  # so many, that a page stays under 100 kB
BOTH = ("GET", "HEAD", "POST")


@looks(needs=Permission.TASK_DO, purpose="tasks")
def page(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person."""
    return render(request, "episode/tasks.html", _picture(request, live=False))


@looks(needs=Permission.TASK_DO, purpose="tasks")
def now(request: HttpRequest) -> HttpResponse:
    """Show the part of the list that renews itself."""
    live = BY_ITSELF in request.headers
    return render(request, "episode/tasks_now.html", _picture(request, live=live))


@acts(needs=Permission.TASK_DO, purpose="task")
def accept(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Take a task on."""
    try:
        accept_task(actor=request.actor, task_id=task_id, at=timezone.now())  # type: ignore[attr-defined]
    except (NotOutstanding, NotForYou) as refused:
        return refusals.refusal(
            request,
            status=409,
            heading="The task is not yours",
            sentence=str(refused),
            next_steps=["Look at the list again: somebody is at it."],
            back=address("tasks"),
        )
    messages.success(request, "The task is yours.")
    return redirect("task", task_id=task_id)


@acts(needs=Permission.TASK_DO, purpose="task", methods=BOTH)
def settle(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Say that a task is done, or why not."""
    actor = request.actor  # type: ignore[attr-defined]
    task = one_task(actor=actor, at=timezone.now(), task_id=task_id)
    if task.own_form:
        return _to_its_form(task)
    form = Form(
        heading=task.title,
        button="Save",
        done="The task is settled.",
        shown={"task": task},
        fields=[
            Field(
                name="not_done_code",
                label="Is it done?",
                kind="choice",
                choices=[("done", "Done"), *not_done_codes()],
                needed="Say whether it is done",
            ),
            Field(
                name="result",
                label="What was done and found, or why not",
                needed="Say what was done and found, or why it was not done",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        code = given["not_done_code"]
        return settle_task(
            actor=actor,
            task_id=task_id,
            result=given["result"],
            not_done_code="" if code == "done" else code,
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(task.reference),
        refused={NeedsCode: "not_done_code", NotOutstanding: "", NotForYou: "", HasItsOwnForm: ""},
    )


# Where a kind of task is settled that is neither a return's nor a challenge's.
FORMS = {
    "deployment_clock": "attend",
    "family_update": "family",
    "plan_sign_off": "plan",
    "publicity_decision": "publicity",
    "take_appeal_down": "publicity-down",
}


def _to_its_form(task: TaskLine) -> HttpResponse:
    there = address(FORMS.get(task.kind, "return"), task.reference)
    if task.kind == "challenge_answer":
        there = address("challenge-answer", task.about)
    elif task.kind == "cross_force_task":
        there = address("across", task.key)
    elif task.kind == "same_child":
        there = address("pair", task.about)
    return redirect(there or page_of(task.reference))


def _picture(request: HttpRequest, *, live: bool) -> dict[str, Any]:
    before = frozenset(UUID(key) for key in request.session.get(SHOWN, [])) if live else None
    whole = request.GET.get("whole") == "1"
    first = _first(request.GET.get("from", ""))
    taken = tasks_for_me(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        whole_agency=whole,
        most=A_PAGE,
        first=first,
        already_shown=before,
    )
    if not live or taken.shown != before:
        request.session[SHOWN] = sorted(key.hex for key in taken.shown)
    counts = taken.counts
    kept = {"whole": "1"} if whole else {}
    return {
        "list": taken,
        "at": taken.at,
        "whole": whole,
        "query": urlencode({**kept, **({"from": first} if first else {})}),
        "earlier": urlencode({**kept, **({"from": first - A_PAGE} if first > A_PAGE else {})}),
        "more": urlencode({**kept, "from": first + A_PAGE}),
        "summary": f"{counts.mine + counts.for_my_roles} tasks wait, {counts.overdue} overdue",
    }


def _first(text: str) -> int:
    """Return how many tasks stand before a page; what cannot be read is the first page."""
    digits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return min(int(text), LAST) if digits else 0
