"""Suggesting that two records are of one child, and keeping what people say of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.pairs import events, rules
from whereabouts.records.pairs.models import PairAnswer, SuggestedPair
from whereabouts.records.pairs.rules import Suggestion
from whereabouts.records.people.actions import AlreadyJoined
from whereabouts.records.people.queries import same_person_set

NEW, AGAIN, KNOWN, ONE = "new", "again", "known", "one"


class AlreadySettled(Exception):
    """Somebody has said already what this pair is."""


@transaction.atomic(savepoint=False)
def suggest(*, suggestion: Suggestion, by: Actor, at: datetime) -> str:
    """Keep a suggestion, once a pair; return "new", "again" (opened anew), "known" or "one".

    Nobody is joined. What somebody said to be different stays so unless something agrees now that
    did not before; records of one child already are no pair. The scope has to reach one of them.
    """
    first, second = rules.ordered(one=suggestion.one, other=suggestion.other)
    key = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pairs_suggest(%s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s)",
            [
                key, first, second, suggestion.source, suggestion.score,
                suggestion.while_missing, sorted(suggestion.agrees), sorted(suggestion.differs),
                at,
            ],
        )  # fmt: skip
        (done,) = cursor.fetchone()
    if done in (NEW, AGAIN):
        audit.record(
            kind=events.SUGGESTED if done == NEW else events.SUGGESTED_AGAIN,
            subject=f"child:{first}", by=by, at=at,
            payload={
                "other": str(second), "score": round(suggestion.score, 4),
                "agrees": sorted(suggestion.agrees), "differs": sorted(suggestion.differs),
                "source": suggestion.source,
            },
        )  # fmt: skip
    return str(done)


@transaction.atomic
def say_different(
    *,
    pair: SuggestedPair,
    because: str,
    by: Actor,
    at: datetime,
    evidence: Collection[str] = (),
) -> None:
    """Say that a pair is two children, for good unless something new agrees.

    :raises AlreadySettled: it is settled.
    :raises AlreadyJoined: they are joined: part them instead.
    """
    if pair.second_id in same_person_set(child_id=pair.first_id):
        raise AlreadyJoined("These records are joined: part them.")
    pair = SuggestedPair.objects.select_for_update().get(pk=pair.pk)
    if pair.state != rules.State.OPEN:
        raise AlreadySettled("Somebody has said already what this pair is.")
    _settle(
        one=pair.first_id, other=pair.second_id, said="different", because=because, by=by,
        at=at, evidence=evidence,
    )  # fmt: skip


def keep_said(
    *,
    one: UUID,
    other: UUID,
    said: str,
    because: str,
    by: Actor,
    at: datetime,
    evidence: Collection[str] = (),
) -> None:
    """Keep that somebody said of two records that they are "one" child, or "parted" them.

    `evidence` is what agrees between them as far as is known: what is parted is suggested again
    only for more than that.
    """
    _settle(one=one, other=other, said=said, because=because, by=by, at=at, evidence=evidence)


def keep_asked(*, pair: SuggestedPair, agency: UUID, because: str, by: Actor, at: datetime) -> None:
    """Keep that the agency of the other record was asked."""
    _answer(
        first=pair.first_id, second=pair.second_id, said="asked", because=because,
        evidence=pair.agrees, by=by, at=at, asked=agency,
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def _settle(
    *,
    one: UUID,
    other: UUID,
    said: str,
    because: str,
    by: Actor,
    at: datetime,
    evidence: Collection[str],
) -> None:
    first, second = rules.ordered(one=one, other=other)
    pair = SuggestedPair.objects.select_for_update().filter(first=first, second=second).first()
    known = frozenset(evidence)
    before = rules.Standing(evidence=known) if pair is None else _standing(pair, more=known)
    now = (rules.said_one if said == "one" else rules.said_different)(before=before)
    if pair is None:
        # Nobody had suggested it: kept all the same, so that it is never suggested anew.
        pair = SuggestedPair(
            first_id=first, second_id=second, source="details", score=0.0, suggested_at=at,
            owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
        )  # fmt: skip
    pair.agrees, pair.weighed = sorted(now.evidence), sorted(now.weighed)
    pair.state, pair.settled_at = now.state, at
    pair.save()
    _answer(
        first=first, second=second, said=said, because=because, evidence=pair.agrees, by=by, at=at
    )


def _answer(
    *,
    first: UUID,
    second: UUID,
    said: str,
    because: str,
    evidence: Collection[str],
    by: Actor,
    at: datetime,
    asked: UUID | None = None,
) -> None:
    PairAnswer.objects.create(
        first_id=first, second_id=second, said=said, because=because, evidence=list(evidence),
        asked_id=asked, owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
    )  # fmt: skip
    kinds = {
        "one": events.SAID_ONE, "different": events.SAID_DIFFERENT, "parted": events.PARTED,
        "asked": events.ASKED,
    }  # fmt: skip
    audit.record(
        kind=kinds[said], subject=f"child:{first}", by=by, at=at,
        payload={"other": str(second), "because": because, "evidence": sorted(evidence)},
    )  # fmt: skip


def _standing(pair: SuggestedPair, *, more: frozenset[str]) -> rules.Standing:
    return rules.Standing(
        state=rules.State(pair.state),
        evidence=frozenset(pair.agrees) | more,
        weighed=frozenset(pair.weighed),
    )
