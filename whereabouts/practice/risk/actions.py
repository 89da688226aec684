"""Keeping what was said, and approving packs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.policy import check_facts
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.risk import events, packs
from whereabouts.practice.risk.models import Assertion, PackApproval
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import Report


class HashDiffers(Exception):
    """The pack is not what was read and approved."""


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
    check_facts(vocabulary=packs.vocabulary(), facts={fact: value})
    assertion = Assertion.objects.create(
        child_id=episode.child_id,
        episode=episode,
        report=report,
        fact=fact,
        value=value,
        said_by=said_by,
        source_kind=source_kind,
        said_at=said_at,
        words=words,
        adult_id=adult,
        resolves=resolves,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.ASSERTED, subject=f"assertion:{assertion.pk}", by=by, at=at,
        payload={"fact": fact, "value": value, "said_by": said_by},
    )  # fmt: skip
    return assertion


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
