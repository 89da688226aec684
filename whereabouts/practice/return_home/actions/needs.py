"""What a child needs in the moment of return, and a national referral with its reference."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.return_home import events, rules
from whereabouts.practice.return_home.models import NationalReferral, Return
from whereabouts.practice.return_home.vocabulary import (
    EXPLOITATION_TYPES,
    GROUNDS,
    GROUNDS_DECIDED,
    NEEDS,
)
from whereabouts.records.episodes import actions as episodes


class ReferenceMissing(Exception):
    """A national referral is made once it has its reference."""


@dataclass(frozen=True, kw_only=True)
class Referred:
    """A national referral: when, under which reference, and who speaks for the child."""

    referred_at: datetime
    reference: str
    exploitation: tuple[str, ...] = ()
    age_disputed: bool = False
    age_words: str = ""
    interpreter: str = ""
    advocate: str = ""


@transaction.atomic
def meet_need(*, returned: Return, need: str, words: str, by: Actor, at: datetime) -> bool:
    """Keep that a need was seen to, and how; return whether every one is by now.

    :raises NotInList: it is none of the child's needs, or there are no words.
    """
    if need not in returned.needs:
        raise rules.NotInList("need")
    if not words.strip():
        raise rules.NotInList("need_words")
    met = {"words": words.strip(), "at": at.isoformat(), "by": str(by.member_id)}
    Return.objects.filter(pk=returned.pk).update(needs_met={**returned.needs_met, need: met})
    returned.refresh_from_db()
    episodes.write_log(
        episode=returned.episode, kind=events.NEED_MET, by=by, at=at, words=words,
        detail={"need": dict(NEEDS)[need]},
    )  # fmt: skip
    if rules.needs_left(needs=returned.needs, met=returned.needs_met):
        return False
    for task in Task.objects.filter(
        episode=returned.episode, kind="immediate_needs", state__in=OUTSTANDING
    ):
        tasks.settle(task=task, by=by, at=at, result="Each was seen to.")
    return True


@transaction.atomic
def refer_nationally(
    *, task: Task, referred: Referred, by: Actor, at: datetime
) -> NationalReferral:
    """Keep a national referral with its reference, and settle its task.

    :raises NotInList: a type of exploitation is none of the list.
    :raises NotYet: the time lies ahead.
    :raises ReferenceMissing: it has no reference.
    :raises NotOutstanding: it was settled already.
    """
    if not set(referred.exploitation) <= set(dict(EXPLOITATION_TYPES)):
        raise rules.NotInList("exploitation_types")
    rules.check_time(field="referred_at", when=referred.referred_at, at=at)
    if not referred.reference.strip():
        raise ReferenceMissing("Give the reference that came with the referral.")
    tasks.settle(task=task, by=by, at=at, result=f"Referred: {referred.reference.strip()}.")
    made = NationalReferral.objects.create(
        child_id=task.child_id,
        episode=task.episode,
        task=task,
        referred_at=referred.referred_at,
        reference=referred.reference.strip(),
        exploitation=sorted(set(referred.exploitation)),
        age_disputed=referred.age_disputed,
        age_words=referred.age_words,
        interpreter=referred.interpreter,
        advocate=referred.advocate,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    episodes.write_log(
        episode=task.episode, kind=events.REFERRED_NATIONALLY, by=by, at=at,
        happened_at=referred.referred_at, detail={"age_disputed": referred.age_disputed},
    )  # fmt: skip
    return made


@transaction.atomic
def decide_grounds(
    *,
    referral: NationalReferral,
    grounds: str,
    decided: str,
    decided_on: date,
    by: Actor,
    at: datetime,
    advocate: str = "",
) -> None:
    """Keep what was decided on a national referral, with its day. It lowers nothing by itself.

    :raises NotInList: the grounds or the decision is none of its list, or it was kept before.
    :raises NotYet: the day lies ahead, or before the referral.
    """
    if grounds not in dict(GROUNDS):
        raise rules.NotInList("grounds")
    if decided not in dict(GROUNDS_DECIDED):
        raise rules.NotInList("decided")
    first, last = london_date(instant=referral.referred_at), london_date(instant=at)
    if not first <= decided_on <= last:
        raise rules.NotYet("decided_on")
    kept = NationalReferral.objects.filter(pk=referral.pk, **{grounds: ""}).update(
        **{grounds: decided, f"{grounds}_on": decided_on},
        advocate=advocate.strip() or referral.advocate,
    )
    if not kept:
        raise rules.NotInList("grounds")
    referral.refresh_from_db()
    episodes.write_log(
        episode=referral.episode, kind=events.GROUNDS_DECIDED, by=by, at=at,
        detail={"grounds": grounds, "decided": decided},
    )  # fmt: skip
