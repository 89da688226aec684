"""Keeping what was said, and approving packs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.policy import check_facts
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import insert
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.risk import events, packs
from whereabouts.practice.risk.models import Assertion, PackApproval
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import Report


class HashDiffers(Exception):
    """The pack is not what was read and approved."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What somebody says of one fact; None is "not known"."""

    fact: str
    value: Any
    words: str = ""
    adult: UUID | None = None


def assert_fact(
    *,
    episode: Episode,
    fact: str,
    value: Any,
    said_by: str,
    source_kind: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
    report: Report | None = None,
    words: str = "",
    adult: UUID | None = None,
    resolves: bool = False,
) -> Assertion:
    """Keep a statement about a fact: added, never changed. None is "not known", and kept too.

    :raises UnknownFact: the vocabulary has no such fact.
    :raises BadValue: the fact cannot have that value.
    """
    return assert_facts(
        episode=episode,
        stated=[Stated(fact=fact, value=value, words=words, adult=adult)],
        said_by=said_by,
        source_kind=source_kind,
        said_at=said_at,
        by=by,
        at=at,
        report=report,
        resolves=resolves,
    )[0]


def assert_facts(
    *,
    episode: Episode,
    stated: Iterable[Stated],
    said_by: str,
    source_kind: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
    report: Report | None = None,
    resolves: bool = False,
) -> list[Assertion]:
    """Keep several statements of one person at once, as `assert_fact` keeps one.

    :raises UnknownFact, BadValue: as there; then none is kept.
    """
    said = list(stated)
    check_facts(vocabulary=packs.vocabulary(), facts={one.fact: one.value for one in said})
    assertions = [
        Assertion(
            child_id=episode.child_id,
            episode=episode,
            report=report,
            fact=one.fact,
            value=one.value,
            said_by=said_by,
            source_kind=source_kind,
            said_at=said_at,
            words=one.words,
            adult_id=one.adult,
            resolves=resolves,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for one in said
    ]
    insert(rows=assertions)
    audit.record_all(
        lines=[
            audit.Line(
                kind=events.ASSERTED,
                subject=f"assertion:{kept.pk}",
                payload={"fact": kept.fact, "value": kept.value, "said_by": said_by},
            )
            for kept in assertions
        ],
        by=by,
        at=at,
    )
    return assertions


def approve_pack(
    *, pack: str, sha256: str, standing: str, by: Actor, at: datetime, note: str = ""
) -> PackApproval:
    """Put a pack in force, or in shadow, by a named person who read these very bytes.

    :raises HashDiffers: the pack's hash is another than the one that was read.
    """
    if packs.library().named(pack_id=pack).sha256 != sha256:
        raise HashDiffers("The pack has changed since it was read. Read it again.")
    approval, _ = PackApproval.objects.get_or_create(
        pack=pack,
        sha256=sha256,
        standing=standing,
        defaults={"approved_at": at, "approved_by_id": by.member_id, "note": note},
    )
    audit.record(
        kind=events.PACK_APPROVED, subject=f"pack:{approval.pk}", by=by, at=at,
        payload={"pack": pack, "standing": standing},
    )  # fmt: skip
    return approval
