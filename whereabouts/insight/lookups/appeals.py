"""What goes out to the public about a child: posters, messages, Child Rescue Alerts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.alerting import Alert, Area, Info, as_xml
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.models import Publicity
from whereabouts.practice.publicity import queries, rules
from whereabouts.practice.publicity.gate import alert_for, appeal_for
from whereabouts.practice.publicity.models import Appeal, RescueAlert
from whereabouts.practice.publicity.vocabulary import ANSWERS
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import State
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import ChildPhoto

__all__ = [
    "ANSWERS", "alert_page", "appeals_page", "message", "other_forces", "poster", "whose_alert",
]  # fmt: skip

SEVERITY = {"high": "Severe", "medium": "Moderate"}
LEAST = "Minor"
STANDS = {
    "up": "Up",
    "found": "Taken down: the child is found",
    "taken_down": "Taken down",
    "ended": "Its day is over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLine:
    """An appeal: what it says, how it stands, who made it."""

    reference: str
    shown_name: str
    words: str
    area: str
    contact: str
    has_photo: bool
    made_at: datetime
    expires_at: datetime
    by: str
    standing: str
    standing_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealsPage:
    """Everything said to the public in an episode, and what the decision lets be said."""

    reference: str
    name: str
    appeals: tuple[AppealLine, ...]
    may_say: str
    has_photo: bool
    may_make: bool
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What a poster shows. Taken down, it shows nobody."""

    reference: str
    standing: str
    shown_name: str
    words: str
    area: str
    contact: str
    agency: str
    picture: bytes
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """A Child Rescue Alert: its answers, and who decided in each force."""

    alert_id: UUID
    answers: tuple[tuple[str, str, str], ...]  # question, answer, words
    met: bool
    asked_at: datetime
    asked_by: str
    due_at: datetime
    late: bool
    state: str
    state_words: str
    decided_by: str
    decided_at: datetime | None
    because: str
    second_force: str
    second_by: str
    second_at: datetime | None
    second_agreed: bool | None
    second_because: str
    launched_at: datetime | None
    ended_by: str
    ended_because: str
    theirs: bool
    may_decide: bool
    may_answer: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """The alerts of an episode, and the questions of a new one."""

    reference: str
    name: str
    questions: tuple[tuple[str, str, str], ...]  # id, text, source
    alerts: tuple[AlertLine, ...]
    may_ask: bool


@lookup(needs=Permission.EPISODE_UPDATE)
def appeals_page(*, actor: Actor, at: datetime, reference: str) -> AppealsPage:
    """Return what was said to the public in an episode; a look.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    children = people.same_person_set(child_id=episode.child_id)
    found = queries.appeals_of(episode=episode)
    decision = (
        visible(Publicity)
        .filter(episode=episode, taken_down_at__isnull=True)
        .exclude(decision="none")
        .first()
    )
    record_look(
        kind="view", page="appeals", by=actor, at=at, subjects=children,
        shown=["name", "publicity"],
    )  # fmt: skip
    ours = episode.owner_agency_id == actor.agency_id
    written = {one.publicity_id for one in found}
    return AppealsPage(
        reference=episode.reference,
        name=people.display_name(child_id=episode.child_id),
        appeals=tuple(_appeal(one, at) for one in found),
        may_say=decision.may_say if decision else "",
        has_photo=people.photo_of(child_ids=children) is not None,
        may_make=ours
        and decision is not None
        and decision.pk not in written
        and episode.state == State.OPEN
        and permitted(roles=actor.roles, permission=Permission.PUBLICITY_DECIDE),
        ours=ours,
    )


@lookup(needs=Permission.EPISODE_UPDATE)
def poster(*, actor: Actor, at: datetime, reference: str) -> Poster:
    """Return what the poster of an appeal shows now; a look while it shows the child.

    :raises NotVisible: there is no such appeal for this actor.
    """
    appeal = appeal_for(actor, reference=reference)
    standing = queries.standing_of(appeal=appeal, at=at)
    up = standing == "up"
    if up:
        record_look(
            kind="view", page="poster", by=actor, at=at, subjects=[appeal.child_id],
            shown=["name", *(["photo"] if appeal.photo_id else [])],
        )  # fmt: skip
    photo = None
    if up and appeal.photo_id is not None:
        photo = visible(ChildPhoto).filter(pk=appeal.photo_id).first()
    return Poster(
        reference=appeal.reference,
        standing=standing,
        shown_name=appeal.shown_name if up else "",
        words=appeal.words if up else "",
        area=appeal.area if up else "",
        contact=appeal.contact,
        agency=appeal.owner_agency.name,
        picture=bytes(photo.picture) if photo else b"",
        made_up=appeal.owner_agency.made_up,
    )


@lookup(needs=Permission.EPISODE_UPDATE)
def message(*, actor: Actor, at: datetime, reference: str) -> bytes:
    """Return the appeal as a CAP 1.2 message: an alert while it is up, then its cancellation.

    :raises NotVisible: there is no such appeal for this actor.
    """
    appeal = appeal_for(actor, reference=reference)
    standing = queries.standing_of(appeal=appeal, at=at)
    if standing == "up":
        record_look(
            kind="view", page="appeal message", by=actor, at=at, subjects=[appeal.child_id],
            shown=["name"],
        )  # fmt: skip
        return as_xml(alert=_alert(appeal))
    return as_xml(alert=_cancellation(appeal, standing=standing))


@lookup(needs=Permission.EPISODE_UPDATE)
def alert_page(*, actor: Actor, at: datetime, reference: str) -> AlertPage:
    """Return the Child Rescue Alerts of an episode, with the questions of a new one; a look.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    found = queries.alerts_of(episode=episode)
    record_look(
        kind="view", page="rescue alert", by=actor, at=at,
        subjects=people.same_person_set(child_id=episode.child_id), shown=["name", "publicity"],
    )  # fmt: skip
    under_way = any(one.state in ("asked", "agreed", "launched") for one in found)
    return AlertPage(
        reference=episode.reference,
        name=people.display_name(child_id=episode.child_id),
        questions=tuple((one.id, one.text, one.source) for one in rules.questions(on=at.date())),
        alerts=tuple(_line(one, actor, at) for one in found),
        may_ask=episode.owner_agency_id == actor.agency_id
        and episode.state == State.OPEN
        and not under_way
        and permitted(roles=actor.roles, permission=Permission.PUBLICITY_DECIDE),
    )


@lookup(needs=Permission.EPISODE_UPDATE)
def whose_alert(*, actor: Actor, at: datetime, alert_id: UUID) -> tuple[str, AlertLine]:
    """Return (reference of the episode, the alert) for its forms; a look.

    :raises NotVisible: there is none for this actor.
    """
    alert = alert_for(actor, alert_id=alert_id)
    record_look(
        kind="view", page="rescue alert", by=actor, at=at, subjects=[alert.child_id],
        shown=["publicity"],
    )  # fmt: skip
    return alert.episode.reference, _line(alert, actor, at)


@lookup(needs=Permission.EPISODE_UPDATE)
def other_forces(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the forces besides the actor's, by name."""
    found = Agency.objects.filter(kind__in=POLICE_KINDS).exclude(pk=actor.agency_id)
    return list(found.order_by("name").values_list("pk", "name"))


def _appeal(one: Appeal, at: datetime) -> AppealLine:
    standing = queries.standing_of(appeal=one, at=at)
    return AppealLine(
        reference=one.reference,
        shown_name=one.shown_name,
        words=one.words,
        area=one.area,
        contact=one.contact,
        has_photo=one.photo_id is not None,
        made_at=one.made_at,
        expires_at=one.expires_at,
        by=one.recorded_by.display_name,
        standing=standing,
        standing_words=STANDS[standing],
    )


def _line(one: RescueAlert, actor: Actor, at: datetime) -> AlertLine:
    words, said = dict(ANSWERS), one.answers
    texts = {asked.id: asked.text for asked in rules.questions(on=one.asked_at.date())}
    ours = one.owner_agency_id == actor.agency_id
    theirs = one.second_force_id == actor.agency_id
    decides = permitted(roles=actor.roles, permission=Permission.ALERT_DECIDE)
    return AlertLine(
        alert_id=one.pk,
        answers=tuple(
            (texts.get(key, key), words.get(given["answer"], ""), given["words"])
            for key, given in said.items()
        ),
        met=one.met,
        asked_at=one.asked_at,
        asked_by=one.recorded_by.display_name,
        due_at=one.due_at,
        late=one.state in ("asked", "agreed") and one.due_at < at,
        state=one.state,
        state_words=one.get_state_display(),
        decided_by=one.decided_by.display_name if one.decided_by else "",
        decided_at=one.decided_at,
        because=one.because,
        second_force=one.second_force.name if one.second_force else "",
        second_by=one.second_by.display_name if one.second_by else "",
        second_at=one.second_at,
        second_agreed=one.second_agreed,
        second_because=one.second_because,
        launched_at=one.launched_at,
        ended_by=one.ended_by.display_name if one.ended_by else "",
        ended_because=one.ended_because,
        theirs=theirs,
        may_decide=ours and decides and one.state == "asked",
        may_answer=theirs
        and decides
        and one.second_at is None
        and one.state in ("asked", "agreed"),
        may_end=(ours or theirs)
        and one.state == "launched"
        and permitted(roles=actor.roles, permission=Permission.PUBLICITY_DECIDE),
    )


def _alert(appeal: Appeal) -> Alert:
    agency, level = appeal.owner_agency, appeal.episode.level
    return Alert(
        identifier=appeal.reference,
        sender=agency.code,
        sent=appeal.made_at,
        status="Exercise" if agency.made_up else "Actual",
        kind="Alert",
        info=Info(
            event="Missing child",
            urgency="Immediate" if level == "high" else "Expected",
            severity=SEVERITY.get(level, LEAST),
            certainty="Likely",
            headline=f"Have you seen {appeal.shown_name or 'this child'}?",
            description=appeal.words,
            instruction="Tell the police where and when. Do not approach anybody with the child.",
            contact=appeal.contact,
            sender_name=agency.name,
            effective=appeal.made_at,
            expires=appeal.expires_at,
            area=_area(appeal.area, agency),
        ),
    )


def _cancellation(appeal: Appeal, *, standing: str) -> Alert:
    """Return the message that takes the first one back: it names nobody."""
    agency = appeal.owner_agency
    ended = {
        "found": queries.found_since(episode=appeal.episode) or appeal.expires_at,
        "taken_down": appeal.publicity.taken_down_at or appeal.expires_at,
    }.get(standing, appeal.expires_at)
    return Alert(
        identifier=f"{appeal.reference}-END",
        sender=agency.code,
        sent=ended,
        status="Exercise" if agency.made_up else "Actual",
        kind="Cancel",
        references=((agency.code, appeal.reference, appeal.made_at),),
        note="Taken down.",
        info=Info(
            event="Missing child",
            urgency="Past",
            severity=LEAST,
            certainty="Observed",
            headline="This appeal is over",
            description="Take it down everywhere, and delete every copy of the picture.",
            instruction="",
            contact=appeal.contact,
            sender_name=agency.name,
            effective=ended,
            expires=ended,
            area=_area("Wherever it was shown", agency),
            response_type="AllClear",
        ),
    )


def _area(words: str, agency: Agency) -> Area:
    codes = (("GSS", agency.gss_code),) if agency.gss_code else ()
    return Area(words=words, geocodes=codes)
