"""The pages that keep beats: places, officers, hot spots, schools."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.street_lists import (
    beat_kept,
    colleagues,
    schools_here,
    schools_on_register,
)
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.meetings.forms import page
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.street.forms import (
    AtSchoolForm,
    BeatForm,
    OfficerForm,
    SchoolForm,
    SpotForm,
)
from whereabouts.journeys.keep_beats import (
    AlreadyNamed,
    DayGoneBy,
    NobodyThere,
    NothingSaid,
    NotInTheseIslands,
    end_hot_spot,
    make_beat,
    name_hot_spot,
    name_officer,
    name_school,
    put_at_school,
    release_officer,
)

FORM = ("GET", "HEAD", "POST")


@looks(needs=Permission.STREET_SET, purpose="beats")
def kept(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Show a beat as it is kept."""
    found = beat_kept(actor=request.actor, at=timezone.now(), beat_id=beat_id)  # type: ignore[attr-defined]
    return render(request, "street/beat.html", {"beat": found})


@acts(needs=Permission.STREET_SET, purpose="beats", methods=FORM)
def new_beat(request: HttpRequest) -> HttpResponse:
    """Write down a beat."""
    form = BeatForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            key = make_beat(
                actor=request.actor, name=given["name"], at=timezone.now(),  # type: ignore[attr-defined]
                places=given["places"].splitlines(),
            )  # fmt: skip
        except NothingSaid as fault:
            form.add_error("places", str(fault))
        except AlreadyNamed as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, "The beat is written down.")
            return redirect("street-beat", beat_id=key)
    return page(
        request, form, heading="Write down a beat", button="Save", back=address("street"),
        lead="A child is on a beat where a place of theirs lies in one of its districts.",
    )  # fmt: skip


@acts(needs=Permission.STREET_SET, purpose="beats", methods=FORM)
def officer(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Name an officer for a beat, or let one go."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    beat = beat_kept(actor=actor, at=at, beat_id=beat_id)
    form = OfficerForm(
        request.POST if request.method == "POST" else None,
        members=colleagues(actor=actor, at=at),
    )
    if form.is_valid():
        member = UUID(form.cleaned_data["member"])
        leaves = form.cleaned_data["leaves"]
        try:
            if leaves:
                release_officer(actor=actor, beat_id=beat_id, member=member, at=at)
            else:
                name_officer(actor=actor, beat_id=beat_id, member=member, at=at)
        except (AlreadyNamed, NobodyThere) as fault:
            form.add_error("member", str(fault))
        else:
            messages.success(request, "Saved.")
            return redirect("street-beat", beat_id=beat_id)
    return page(
        request, form, heading="Whose beat it is", button="Save", caption=beat.name,
        back=address("street-beat", beat_id),
    )  # fmt: skip


@acts(needs=Permission.STREET_SET, purpose="beats", methods=FORM)
def spot(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Name a hot spot."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    beat = beat_kept(actor=actor, at=at, beat_id=beat_id)
    form = SpotForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            name_hot_spot(actor=actor, beat_id=beat_id, at=at, **form.cleaned_data)
        except DayGoneBy as fault:
            form.add_error("until_on", str(fault))
        except NotInTheseIslands as fault:
            form.add_error("latitude", str(fault))
        else:
            messages.success(request, "The hot spot is on the briefing.")
            return redirect("street-beat", beat_id=beat_id)
    return page(
        request, form, heading="Name a hot spot", button="Save", caption=beat.name,
        back=address("street-beat", beat_id), lead="Say nothing here that names a child.",
    )  # fmt: skip


@acts(needs=Permission.STREET_SET, purpose="beats")
def end_spot(request: HttpRequest, hot_spot_id: UUID) -> HttpResponse:
    """Take a hot spot off its beat."""
    beat = end_hot_spot(actor=request.actor, hot_spot_id=hot_spot_id, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, "The hot spot is off the briefing.")
    return redirect("street-beat", beat_id=beat)


@acts(needs=Permission.STREET_SET, purpose="beats", methods=FORM)
def school(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Put a school on a beat."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    beat = beat_kept(actor=actor, at=at, beat_id=beat_id)
    form = SchoolForm(
        request.POST if request.method == "POST" else None,
        members=colleagues(actor=actor, at=at),
        registered=schools_on_register(actor=actor, at=at),
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["officer"] = UUID(given["officer"])
        given["setting_id"] = UUID(given["setting_id"]) if given["setting_id"] else None
        try:
            name_school(actor=actor, beat_id=beat_id, at=at, **given)
        except NobodyThere as fault:
            form.add_error("officer", str(fault))
        except NothingSaid as fault:
            form.add_error("name", str(fault))
        except AlreadyNamed as fault:
            form.add_error("setting_id", str(fault))
        else:
            messages.success(request, "The school is on the beat.")
            return redirect("street-beat", beat_id=beat_id)
    return page(
        request, form, heading="Put a school on the beat", button="Save", caption=beat.name,
        back=address("street-beat", beat_id),
    )  # fmt: skip


@acts(needs=Permission.STREET_SET, purpose="school", methods=FORM)
def at_school(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Write down which school a child goes to."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    who = who_it_is(actor=actor, at=at, child_id=child_id)
    form = AtSchoolForm(
        request.POST if request.method == "POST" else None,
        schools=schools_here(actor=actor, at=at),
    )
    if form.is_valid():
        try:
            put_at_school(
                actor=actor, child_id=child_id, school_id=UUID(form.cleaned_data["school"]), at=at
            )
        except AlreadyNamed as fault:
            form.add_error("school", str(fault))
        else:
            messages.success(request, "Saved: the school's officer sees the child on their list.")
            return redirect("child", child_id=child_id)
    return page(
        request, form, heading="Which school the child goes to", button="Save", caption=who.name,
        back=address("child", child_id),
    )  # fmt: skip
