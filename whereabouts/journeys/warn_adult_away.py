"""Warn an adult away from a child by a notice: draft, authorise, serve, review, and after."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.notices import Eligibility, Standing, eligibility, law_in_force
from whereabouts.engines.references import RANDOM_BYTES_NEEDED, new_reference
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import (
    NotInForce,
    NotLawful,
    NotNow,
    OwnDraft,
    WordsMissing,
)
from whereabouts.practice.adults.gate import breach_for, notice_for
from whereabouts.practice.adults.models import WarningNotice
from whereabouts.practice.risk.lawful import standing_of
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.people.gate import adult_for, person_for
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "NotInForce", "NotLawful", "NotNow", "NoticeSays", "OwnDraft", "Service", "WordsMissing",
    "authorise_warning_notice", "decide_after_breach", "draft_warning_notice",
    "fail_warning_notice", "record_breach", "review_warning_notice", "serve_warning_notice",
    "visit_after_breach", "withdraw_warning_notice",
]  # fmt: skip

KIND = "W"


@dataclass(frozen=True, kw_only=True)
class NoticeSays:
    """What a notice must say: whose consent is missing, what the adult knows, what is forbidden."""

    route: str
    consent_by: str
    consent_words: str
    knowledge: str
    conditions: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Service:
    """How a notice was served."""

    place: str
    how: str
    acknowledged: str
    served_at: datetime | None = None


@journey(needs=Permission.ADULT_REGISTER)
def draft_warning_notice(
    *, actor: Actor, adult_id: UUID, child_id: UUID, says: NoticeSays, at: datetime
) -> UUID:
    """Draft a notice that warns an adult away from a child, and return its key.

    :raises NotVisible: there is no such adult, or child, for this actor.
    :raises NotLawful: the law leaves no notice open, or none by this route: why, and what else.
    :raises WordsMissing: something that a notice must say is not said.
    :raises NotNow: the force has one for this adult and child.
    """
    adult = adult_for(actor, adult_id=adult_id)
    child, children = person_for(actor, child_id=child_id)
    found, _ = _lawful(children, at)
    notice = adults.draft_notice(
        reference=new_reference(
            random_bytes=secrets.token_bytes(RANDOM_BYTES_NEEDED), kind=KIND
        ),
        adult=adult, child=child, found=found, route=says.route, consent_by=says.consent_by,
        consent_words=says.consent_words, knowledge=says.knowledge, conditions=says.conditions,
        language=says.language, by=actor, at=at,
    )  # fmt: skip
    return notice.pk


@journey(needs=Permission.WARNING_AUTHORISE)
def authorise_warning_notice(*, actor: Actor, notice_id: UUID, at: datetime) -> None:
    """Authorise a drafted notice; the law is asked again.

    :raises NotVisible: there is none of the actor's agency.
    :raises NotLawful: the law no longer leaves it open.
    :raises OwnDraft: the actor drafted it.
    :raises NotNow: it is no draft.
    """
    notice = notice_for(actor, notice_id=notice_id)
    found, _ = _lawful(same_person_set(child_id=notice.child_id), at)
    adults.authorise_notice(notice=notice, found=found, by=actor, at=at)


@journey(needs=Permission.ADULT_REGISTER)
def serve_warning_notice(
    *, actor: Actor, notice_id: UUID, service: Service, at: datetime
) -> datetime | None:
    """Write down that a notice was served, and return when it lapses, where that is known.

    :raises NotVisible: there is none of the actor's agency.
    :raises NotLawful: the law no longer leaves it open.
    :raises WordsMissing: the place is missing.
    :raises NotNow: it is not authorised, or was served.
    """
    notice = notice_for(actor, notice_id=notice_id)
    found, standing = _lawful(same_person_set(child_id=notice.child_id), at)
    return adults.serve_notice(
        notice=notice, found=found, standing=standing, place=service.place, how=service.how,
        acknowledged=service.acknowledged, served_at=service.served_at or at, by=actor, at=at,
    )  # fmt: skip


@journey(needs=Permission.ADULT_REGISTER)
def fail_warning_notice(*, actor: Actor, notice_id: UUID, words: str, at: datetime) -> None:
    """Write down that a notice could not be served.

    :raises NotVisible: there is none of the actor's agency.
    :raises WordsMissing: nobody says why.
    :raises NotNow: it is not authorised, or was served.
    """
    notice = notice_for(actor, notice_id=notice_id)
    adults.fail_notice(notice=notice, words=words, by=actor, at=at)


@journey(needs=Permission.ADULT_REGISTER)
def review_warning_notice(
    *, actor: Actor, notice_id: UUID, kind: str, finding: str, words: str, at: datetime
) -> None:
    """Review a served notice; with an episode under way the review is of that.

    :raises NotVisible: there is none of the actor's agency.
    :raises WordsMissing: nobody says what was found.
    :raises NotInForce: it no longer stands.
    """
    notice = notice_for(actor, notice_id=notice_id)
    _lapse_if_due(notice, actor, at)
    episodes = under_way(children=same_person_set(child_id=notice.child_id))
    adults.review_notice(
        notice=notice, kind=kind, finding=finding, words=words,
        episode=episodes.first() if kind == "episode" else None, by=actor, at=at,
    )  # fmt: skip


@journey(needs=Permission.ADULT_REGISTER)
def record_breach(
    *,
    actor: Actor,
    notice_id: UUID,
    words: str,
    source: str,
    at: datetime,
    breached_at: datetime | None = None,
) -> UUID:
    """Write down that a notice was breached; somebody visits, by when its clock says.

    :raises NotVisible: there is none of the actor's agency.
    :raises WordsMissing: nobody says what happened, or who says so.
    :raises NotInForce: the notice did not stand at that time.
    """
    notice = notice_for(actor, notice_id=notice_id)
    _lapse_if_due(notice, actor, at)
    made = adults.record_breach(
        notice=notice, words=words, source=source, breached_at=breached_at or at, by=actor, at=at
    )
    return made.pk


@journey(needs=Permission.ADULT_REGISTER)
def visit_after_breach(
    *, actor: Actor, breach_id: UUID, words: str, children_found: int, at: datetime
) -> None:
    """Write down the visit after a breach: what was found, and how many children were there.

    :raises NotVisible: the actor's agency recorded no such breach.
    :raises WordsMissing: nobody says what was found.
    :raises NotNow: somebody visited before.
    """
    breach = breach_for(actor, breach_id=breach_id)
    adults.visit_after_breach(
        breach=breach, words=words, children_found=children_found, by=actor, at=at
    )


@journey(needs=Permission.WARNING_AUTHORISE)
def decide_after_breach(
    *, actor: Actor, breach_id: UUID, decision: str, words: str, at: datetime
) -> None:
    """Decide after the visit whether the holder is arrested.

    :raises NotVisible: the actor's agency recorded no such breach.
    :raises WordsMissing: nobody says why.
    :raises NotNow: nobody visited yet, or it was decided.
    """
    breach = breach_for(actor, breach_id=breach_id)
    adults.decide_breach(breach=breach, decision=decision, words=words, by=actor, at=at)


@journey(needs=Permission.WARNING_AUTHORISE)
def withdraw_warning_notice(*, actor: Actor, notice_id: UUID, words: str, at: datetime) -> None:
    """Withdraw a notice, with the reason.

    :raises NotVisible: there is none of the actor's agency.
    :raises WordsMissing: nobody says why.
    :raises NotNow: it has ended.
    """
    notice = notice_for(actor, notice_id=notice_id)
    adults.withdraw_notice(notice=notice, words=words, by=actor, at=at)


def _lawful(children: frozenset[UUID], at: datetime) -> tuple[Eligibility, Standing]:
    standing = standing_of(children=children, at=at)
    return eligibility(standing=standing, law=law_in_force(), at=at), standing


def _lapse_if_due(notice: WarningNotice, actor: Actor, at: datetime) -> None:
    """Ask the law before anything is done with a notice: it may have lapsed meanwhile."""
    if notice.state == "served":
        standing = standing_of(children=same_person_set(child_id=notice.child_id), at=at)
        adults.lapse_notice(notice=notice, standing=standing, by=actor, at=at)
