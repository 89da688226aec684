"""The pages that say which records are one child, take it back, or name an unknown child."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.child import there_are, who_else_it_may_be
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import EndForm, JoinForm, NameForm, SearchForm
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.journeys.ask_whose_child import (
    AlreadySettled,
    NobodyToAsk,
    ask_whether_one,
    ask_who_it_is,
)
from whereabouts.journeys.identify_child import NotUnidentified, identify_child
from whereabouts.journeys.join_records import (
    AlreadyJoined,
    MoveNotAllowed,
    NotJoined,
    ReasonNeeded,
    join_records,
    part_records,
)
from whereabouts.journeys.name_child import BadDate, BadName, name_child

FORM = ("GET", "HEAD", "POST")


@acts(needs=Permission.CHILD_JOIN, purpose="join records", methods=FORM)
def join(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say which other record is of this child."""
    return _choose(request, child_id, known=False)


@acts(needs=Permission.CHILD_UPDATE, purpose="identify a child", methods=FORM)
def identify(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say which known child an unknown one is."""
    return _choose(request, child_id, known=True)


def _choose(request: HttpRequest, child_id: UUID, *, known: bool) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    looking = request.method == "POST" and "look" in request.POST
    form = JoinForm(request.POST if request.method == "POST" and not looking else None)
    if form.is_valid():
        try:
            said = _said_to_be_one(request, child_id, known=known, at=at, **form.cleaned_data)
        except ReasonNeeded:
            form.add_error("because", "Enter why these are one child")
        except AlreadyJoined:
            form.add_error("other", "These records are of one child already")
        except NotUnidentified:
            form.add_error(None, "This child is known. Joining is for a coordinator.")
        except AlreadySettled:
            form.add_error("other", "Somebody has said already that these are different children")
        except NobodyToAsk as refusal:
            form.add_error("other", str(refusal))
        except MoveNotAllowed:
            return refusals.changed_by_somebody(request)
        else:
            messages.success(request, said)
            return redirect("child", child_id=child_id)
    search = SearchForm(request.POST if looking else None)
    wanted = search.cleaned_data if search.is_valid() else {}
    hits = who_else_it_may_be(
        actor=actor, at=at, child_id=child_id, names=wanted.get("names", ""),
        born=wanted.get("born", ""),
    )  # fmt: skip
    return form_page(
        request, child_id, form, template="child/join.html", search=search, hits=hits,
        heading="Who this child is" if known else "Join with another record",
        button="These are one child",
        lead="Nothing is moved or retyped: the records are linked, and can be parted again.",
    )  # fmt: skip


def _said_to_be_one(
    request: HttpRequest, child_id: UUID, *, known: bool, other: UUID, because: str, at: datetime
) -> str:
    """Link the records, or ask whoever keeps the other one; return what was done, in words."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        if known:
            identify_child(actor=actor, child_id=child_id, known_id=other, because=because, at=at)
        else:
            join_records(actor=actor, child_id=child_id, other_id=other, because=because, at=at)
    except NotVisible:
        ask = (
            partial(ask_who_it_is, known_id=other)
            if known
            else partial(ask_whether_one, other_id=other)
        )
        agency = ask(actor=actor, child_id=child_id, because=because, at=at)
        return f"{agency} is asked: the other record is theirs. They see this one and decide."
    return "The records are read as one child from now on."


@acts(needs=Permission.CHILD_JOIN, purpose="part records", methods=FORM)
def part(request: HttpRequest, child_id: UUID, other_id: UUID) -> HttpResponse:
    """Take back that two records are one child."""
    there_are(actor=request.actor, at=timezone.now(), child_ids=(child_id, other_id))  # type: ignore[attr-defined]
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            part_records(
                actor=request.actor,  # type: ignore[attr-defined]
                child_id=child_id,
                other_id=other_id,
                because=form.cleaned_data["because"],
                at=timezone.now(),
            )
        except ReasonNeeded:
            form.add_error("because", "Enter why")
        except NotJoined:
            return refusals.changed_by_somebody(request)
        else:
            messages.success(request, "The records are parted: they are different children.")
            return redirect("child", child_id=child_id)
    return form_page(
        request, child_id, form, heading="Part two records", button="These are different children",
        lead="Everything will be as if they had never been joined. Whoever saw one only through the"
        " other will see it no more.",
    )  # fmt: skip


@acts(needs=Permission.CHILD_UPDATE, purpose="name a child", methods=FORM)
def name(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say what an unknown child is called."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            name_child(
                actor=request.actor,  # type: ignore[attr-defined]
                child_id=child_id,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NotUnidentified:
            form.add_error(None, "This child is known. Change the details instead.")
        except BadName as fault:
            form.add_error("names", str(fault))
        except BadDate as fault:
            form.add_error("born", str(fault))
        else:
            messages.success(request, "The child has a name now.")
            return redirect("child", child_id=child_id)
    return form_page(request, child_id, form, heading="Name this child", button="Save")
