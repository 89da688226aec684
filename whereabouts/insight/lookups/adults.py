"""The register of adults who pose a risk; one adult; what a home is told of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import adults_shapes as shapes
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.warning_notices import breach_lines, notice_lines
from whereabouts.practice.adults import grading, queries, rules, vocabulary
from whereabouts.practice.adults.gate import entry_for, released_to
from whereabouts.practice.adults.models import HomeWarning, RegisterEntry, WarningNotice
from whereabouts.records.people import queries as people
from whereabouts.records.people.gate import adult_for
from whereabouts.records.people.models import Adult, AdultIntelligence, AdultLink

OTHERS = dict(vocabulary.OTHERS_ANSWERS)
ACTIONS = dict(vocabulary.ACTION_KINDS)
PARTS = dict(vocabulary.RELEASE_PARTS)
TRACES = dict(vocabulary.TRACE_KINDS)
AGREES = {**TRACES, "name": "Name and day of birth", "child": "Linked with children of both"}
NEVER_ASKED = "Nobody has asked"
MOST = 200


@lookup(needs=Permission.ADULT_REGISTER)
def register_page(*, actor: Actor, at: datetime) -> shapes.RegisterView:
    """Return the register that the actor's agency keeps, and what waits on it."""
    entries = queries.entries(agency=actor.agency_id)
    keys = [entry.adult_id for entry in entries]
    links = visible(AdultLink).filter(adult__in=keys).values_list("adult_id", "child_id")
    children: dict[UUID, set[UUID]] = {}
    for adult, child in links:
        children.setdefault(adult, set()).add(child)
    others = queries.latest_others(adult_ids=keys)
    length = length_of(key="adult_without_action", at=at)
    live = ("draft", "authorised", "served")
    notices = visible(WarningNotice).filter(owner_agency=actor.agency_id, state__in=live)
    lines = notice_lines(
        notices=list(notices.select_related("adult", "owner_agency").order_by("id")),
        actor=actor, at=at,
    )  # fmt: skip
    record_look(
        kind="list", page="adults", by=actor, at=at, shown=["adults", "notices"],
        subjects={one.child_id for one in lines},
    )  # fmt: skip
    return shapes.RegisterView(
        rows=tuple(
            shapes.RegisterRow(
                adult_id=entry.adult_id,
                name=entry.adult.name,
                entered_at=entry.entered_at,
                last_action_at=entry.last_action_at,
                days_without=_without(entry, at),
                children=len(children.get(entry.adult_id, ())),
                others=OTHERS[others[entry.adult_id].answer]
                if entry.adult_id in others
                else NEVER_ASKED,
                keep_until=entry.keep_until,
                keep_due=entry.keep_until <= at.date(),
                sex_offender=bool(entry.adult.registered_sex_offender),
            )
            for entry in entries
        ),
        notices=lines,
        breaches=breach_lines(breaches=queries.waiting_for_visit(agency=actor.agency_id), at=at),
        unregistered=_linked_only(actor=actor, at=at),
        action_days=length.days,
    )


@lookup(needs=Permission.ADULT_REGISTER)
def adult_page(*, actor: Actor, adult_id: UUID, at: datetime) -> shapes.AdultView:
    """Return everything about an adult.

    :raises NotVisible: there is no such adult for this actor.
    """
    adult = adult_for(actor, adult_id=adult_id)
    links = list(visible(AdultLink).filter(adult=adult).order_by("-said_at", "-id"))
    entry = queries.entry_of(adult_id=adult.pk)
    others = queries.latest_others(adult_ids=[adult.pk]).get(adult.pk)
    record_look(
        kind="view", page="adult", by=actor, at=at, subjects={link.child_id for link in links},
        shown=["adult", "intelligence"],
    )  # fmt: skip
    owner = Agency.objects.values_list("name", flat=True).get(pk=adult.owner_agency_id)
    return shapes.AdultView(
        adult_id=adult.pk,
        name=adult.name,
        age=rules.age_on(born_on=adult.born_on, on=at.date()) if adult.born_on else None,
        born_on=adult.born_on,
        description=adult.description,
        sex_offender=adult.registered_sex_offender,
        owner=owner,
        ours=adult.owner_agency_id == actor.agency_id,
        has_photo=queries.photo_of(adult_id=adult.pk) is not None,
        entry=_entry(entry, actor, at) if entry else None,
        links=_links(links, at),
        traces=tuple(
            shapes.TraceLine(
                kind=one.get_kind_display(),
                value=one.value,
                words=one.words,
                source=one.source,
                grade=one.grading,
                grade_words=grading.in_words(grade=one.grading),
                known_at=one.known_at,
            )
            for one in queries.traces_of(adult_ids=[adult.pk])
        ),
        known=_known(adult),
        others=shapes.SaidLine(
            what=OTHERS[others.answer], words=others.words, by=others.recorded_by.display_name,
            at=others.asked_at,
        ) if others else None,
        actions=tuple(
            shapes.SaidLine(
                what=ACTIONS[one.kind], words=one.words, by=one.recorded_by.display_name,
                at=one.done_at,
            )
            for one in queries.actions_of(adult_id=adult.pk)
        ),
        shared=tuple(
            (one.other_agency.name, tuple(AGREES.get(what, what) for what in one.agrees))
            for one in queries.shared_of(adult_id=adult.pk)
        ),
        notices=notice_lines(notices=queries.notices_of(adult_id=adult.pk), actor=actor, at=at),
        releases=_releases(adult, actor, at),
        warnings=tuple(
            _warning(one, one.to_agency.name)
            for one in queries.home_warnings_of(adult_id=adult.pk, agency=actor.agency_id)
        ),
        days_without=_without(entry, at) if entry else None,
    )  # fmt: skip


@lookup(needs=Permission.ADULT_REGISTER)
def photo_of_adult(*, actor: Actor, adult_id: UUID, at: datetime) -> bytes | None:
    """Return the latest photograph of an adult, or None.

    :raises NotVisible: there is no such adult for this actor.
    """
    photo = queries.photo_of(adult_id=adult_for(actor, adult_id=adult_id).pk)
    return bytes(photo.picture) if photo is not None else None


@lookup(needs=Permission.ADULT_REGISTER)
def who_may_be_told(*, actor: Actor, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return the agencies to which something about an adult may be let go, by name."""
    found = Agency.objects.filter(kind__in=vocabulary.RECEIVERS).order_by("name")
    return tuple(found.values_list("pk", "name"))


@lookup(needs=Permission.ADULT_RELEASE)
def own_briefings(*, actor: Actor, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return the actor's own agency as one that may be let have a photograph: for its beats."""
    return ((actor.agency_id, "The briefings of your own force's beats"),)


@lookup(needs=Permission.HOME_WARNING)
def warnings_page(*, actor: Actor, at: datetime) -> shapes.WarningsView:
    """Return what the police let the actor's agency know: warnings, and releases that stand."""
    releases = queries.releases_to(agency=actor.agency_id)
    record_look(
        kind="list", page="home-warnings", by=actor, at=at, subjects=(),
        shown=["warnings", *(["adults released"] if releases else [])],
    )  # fmt: skip
    return shapes.WarningsView(
        warnings=tuple(
            _warning(one, one.owner_agency.name)
            for one in queries.home_warnings_to(agency=actor.agency_id)
        ),
        releases=tuple(
            shapes.ReceivedRelease(
                release_id=one.pk,
                name=one.name,
                description=one.description,
                has_photo="photograph" in one.parts,
                conditions=one.conditions,
                agency=one.owner_agency.name,
                by=one.decided_by.display_name,
                expires_at=one.expires_at,
            )
            for one in releases
        ),
    )


@lookup(needs=Permission.HOME_WARNING)
def released_photo(*, actor: Actor, release_id: UUID, at: datetime) -> bytes | None:
    """Return the photograph that was let go to the actor's agency, or None.

    :raises NotVisible: nothing of the kind was, or it is over.
    """
    found = released_to(actor, release_id=release_id)
    return bytes(found.picture) if found.picture is not None else None


def _linked_only(*, actor: Actor, at: datetime) -> tuple[shapes.LinkedLine, ...]:
    """Return the agency's adults who are linked with a child and never were entered."""
    found = dict(queries.unregistered(agency=actor.agency_id).values_list("pk", "name")[:MOST])
    if not found:
        return ()
    links, done = queries.since_linked(adult_ids=found)
    length = length_of(key="adult_without_action", at=at)
    return tuple(
        shapes.LinkedLine(
            adult_id=key,
            name=name,
            linked_at=links[key][0],
            last_action_at=done.get(key),
            days_without=rules.without_action(
                entered_at=links[key][0], last_action_at=done.get(key), at=at, length=length
            ),
            children=links[key][1],
        )
        for key, name in found.items()
    )


def _without(entry: RegisterEntry, at: datetime) -> int | None:
    return rules.without_action(
        entered_at=entry.entered_at, last_action_at=entry.last_action_at, at=at,
        length=length_of(key="adult_without_action", at=at),
    )  # fmt: skip


def _entry(entry: RegisterEntry, actor: Actor, at: datetime) -> shapes.EntryView:
    return shapes.EntryView(
        because=entry.because,
        source=entry.source,
        grade=entry.grading,
        entered_at=entry.entered_at,
        by=entry.recorded_by.display_name,
        agency=entry.owner_agency.name,
        keep_until=entry.keep_until,
        keep_due=entry.keep_until <= at.date(),
        ours=entry.owner_agency_id == actor.agency_id,
    )


def _links(links: Iterable[AdultLink], at: datetime) -> tuple[shapes.LinkLine, ...]:
    links = list(links)
    names = people.display_names(child_ids=[link.child_id for link in links])
    sets = people.same_person_sets(child_ids=[link.child_id for link in links])
    return tuple(
        shapes.LinkLine(
            child_id=link.child_id,
            name=names[link.child_id],
            age=people.age_on(child_ids=sets[link.child_id], on=at.date()),
            how=link.get_kind_display(),
            strength=link.strength,
            source=link.source,
            grade=link.grading,
            said_at=link.said_at,
            detail=link.detail,
        )
        for link in links
    )


def _known(adult: Adult) -> tuple[shapes.SaidLine, ...]:
    found = visible(AdultIntelligence).filter(adult=adult).order_by("-known_at", "-id")
    return tuple(
        shapes.SaidLine(
            what=one.about, words=one.text, by=one.source, at=one.known_at, grade=one.grading,
            grade_words=grading.in_words(grade=one.grading),
        )
        for one in found
    )  # fmt: skip


def _releases(adult: Adult, actor: Actor, at: datetime) -> tuple[shapes.ReleaseLine, ...]:
    return tuple(
        shapes.ReleaseLine(
            release_id=one.pk,
            agency=one.to_agency.name,
            parts=tuple(PARTS[part] for part in one.parts),
            grade=one.grading,
            because=one.because,
            conditions=one.conditions,
            by=one.decided_by.display_name,
            at=one.decided_at,
            expires_at=one.expires_at,
            stands=one.ended_at is None and one.expires_at > at,
            ended_words=one.end_words,
        )
        for one in queries.releases_of(adult_id=adult.pk, agency=actor.agency_id)
    )


def _warning(one: HomeWarning, agency: str) -> shapes.WarningLine:
    return shapes.WarningLine(
        warning_id=one.pk,
        agency=agency,
        look_for=one.look_for,
        do_this=one.do_this,
        sent_at=one.sent_at,
        expires_at=one.expires_at,
        received_at=one.received_at,
        received_by=one.received_by.display_name if one.received_by else "",
    )


@lookup(needs=Permission.ADULT_REGISTER)
def who_the_adult_is(
    *, actor: Actor, adult_id: UUID, at: datetime, own: bool = False, entered: bool = False
) -> str:
    """Return an adult's name, for the head of a form.

    With `own` of a record that the actor's agency keeps; with `entered`, of one on its register.

    :raises NotVisible: there is no such adult for this actor.
    """
    adult = adult_for(actor, adult_id=adult_id)
    if own and adult.owner_agency_id != actor.agency_id:
        raise NotVisible()
    if entered:
        entry_for(actor, adult_id=adult.pk)
    return adult.name
