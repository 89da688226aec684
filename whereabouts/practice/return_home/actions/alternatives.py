"""Other places, asked for before a child is taken anywhere, and how long each answer took."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.return_home import events, rules
from whereabouts.practice.return_home.models import Alternative
from whereabouts.practice.return_home.vocabulary import ALTERNATIVE_ANSWERS, ALTERNATIVE_KINDS
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode

# The two steps of silence: it climbs, then it is a gap.
CLIMBS, GAP = "climbs", "gap"


class AlreadyAnswered(Exception):
    """They have answered; what they say now is asked anew."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Another place, and who was asked for it."""

    kind: str
    name: str
    asked_at: datetime
    phone: str = ""
    agency: UUID | None = None


@transaction.atomic
def ask_for_place(*, episode: Episode, place: Place, by: Actor, at: datetime) -> Alternative:
    """Keep that another place was asked for. From now on silence is counted, and climbs.

    :raises NotInList: the kind is none of the list, or nobody is named.
    :raises NotYet: the time lies ahead.
    """
    if place.kind not in dict(ALTERNATIVE_KINDS):
        raise rules.NotInList("alternative_kind")
    if not place.name.strip():
        raise rules.NotInList("alternative_name")
    rules.check_time(field="asked_at", when=place.asked_at, at=at)
    made = Alternative.objects.create(
        child_id=episode.child_id,
        episode=episode,
        kind=place.kind,
        asked_agency_id=place.agency,
        name=place.name.strip(),
        phone=place.phone,
        asked_at=place.asked_at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    for step, key in ((CLIMBS, "alternative_answered"), (GAP, "alternative_gap")):
        set_timer(
            key=f"alternative:{made.pk}:{step}",
            kind="alternative_silent",
            subject=f"alternative:{made.pk}",
            agency=by.agency_id,
            at=at,
            due_at=place.asked_at + length_of(key=key, at=at),
            because=step,
        )
    episodes.write_log(
        episode=episode, kind=events.PLACE_ASKED, by=by, at=at, happened_at=place.asked_at,
        detail={"kind": place.kind, "name": made.name},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_about_place(
    *,
    alternative: Alternative,
    answer: str,
    answered_at: datetime,
    by: Actor,
    at: datetime,
    words: str = "",
) -> None:
    """Keep what they answered, and when. "Not yet" is no end of the waiting.

    :raises NotInList: the answer is none of the list.
    :raises NotYet: the time lies ahead, or before they were asked.
    :raises AlreadyAnswered: they have answered yes or no.
    """
    if answer not in dict(ALTERNATIVE_ANSWERS):
        raise rules.NotInList("alternative_answer")
    rules.check_time(field="answered_at", when=answered_at, at=at)
    if answered_at < alternative.asked_at:
        raise rules.NotYet("answered_at")
    if alternative.answer in ("yes", "no"):
        raise AlreadyAnswered("They have answered already: ask again, if something is new.")
    Alternative.objects.filter(pk=alternative.pk).update(
        answer=answer, answered_at=answered_at, words=words
    )
    alternative.refresh_from_db()
    if answer != "later":
        stand_down(subject=f"alternative:{alternative.pk}", at=at)
    episodes.write_log(
        episode=alternative.episode, kind=events.PLACE_ANSWERED, by=by, at=at,
        happened_at=answered_at, words=words,
        detail={"answer": answer, "minutes": rules.minutes_between(
            alternative.asked_at, answered_at)},
    )  # fmt: skip


@transaction.atomic
def note_silence(*, alternative: Alternative, step: str, by: Actor, at: datetime) -> bool:
    """Write down that nobody has answered in time; return whether anybody is still waited for."""
    if alternative.answer in ("yes", "no"):
        return False
    change = {"gap_at": at} if step == GAP else {"climbed_at": at}
    Alternative.objects.filter(pk=alternative.pk).update(**change)
    alternative.refresh_from_db()
    episodes.write_log(
        episode=alternative.episode,
        kind=events.PLACE_GAP if step == GAP else events.PLACE_SILENT,
        by=by,
        at=at,
        detail={"name": alternative.name},
    )
    return True
