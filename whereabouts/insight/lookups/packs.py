"""Which packs there are, which are in force, and who approved them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.policy.library import british_day
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import agency_of, packs_followed
from whereabouts.foundations.agencies.rules import RECORDING_KINDS
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import PackApproval, ShadowDifference
from whereabouts.practice.risk.packs import in_force, library


@dataclass(frozen=True, kw_only=True)
class PackShown:
    """A pack, whether it is in force now, and its approvals as (standing, by, at)."""

    id: str
    title: str
    sha256: str
    in_force_now: bool
    approvals: tuple[tuple[str, str, datetime], ...]
    differences: int


@dataclass(frozen=True, kw_only=True)
class LocalPackShown:
    """A local pack: the practice, who described it, its days, and what it is called with them."""

    name: str
    id: str
    title: str
    says: str
    source: str
    from_on: date | None
    until_on: date | None
    day_proposed: bool


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A time for which one's agency follows a local pack; `until_on` is the first day after."""

    key: UUID
    name: str
    title: str
    from_on: date
    until_on: date | None
    said_by: str
    said_at: datetime
    ended_by: str
    today: bool


def approvals_of(*, pack: str, sha256: str) -> list[tuple[str, datetime]]:
    """Return who approved a pack with these very bytes, and when, the first first."""
    given = PackApproval.objects.filter(pack=pack, sha256=sha256, standing="approved")
    return list(
        given.order_by("approved_at").values_list("approved_by__display_name", "approved_at")
    )


@lookup(needs=Permission.PACK_APPROVE)
def local_packs(*, actor: Actor, at: datetime) -> list[LocalPackShown]:
    """Return every local pack that may be followed from today on, by its title."""
    today = british_day(at=at)
    shown = [
        LocalPackShown(
            name=file.partnership,
            id=file.id,
            title=file.title,
            says=file.says,
            source=file.source,
            from_on=file.in_force_from,
            until_on=library().last_day(file=file),
            day_proposed=file.commencement_status == "proposed",
        )
        for file in library().local
        if library().holds(file=file, day=today)
    ]
    return sorted(shown, key=lambda one: one.title)


@lookup(needs=Permission.PACK_APPROVE)
def followed(*, actor: Actor, at: datetime) -> list[Followed] | None:
    """Return what the actor's agency follows or followed, the latest first; None where none can."""
    if actor.agency_kind not in RECORDING_KINDS:
        return None
    today = british_day(at=at)
    return [
        Followed(
            key=row.pk,
            name=row.pack,
            title=library().of_partnership(name=row.pack)[-1].title,
            from_on=row.from_on,
            until_on=row.until_on,
            said_by=row.said_by.display_name,
            said_at=row.said_at,
            ended_by=row.ended_by.display_name if row.ended_by else "",
            today=row.from_on <= today and not (row.until_on and row.until_on <= today),
        )
        for row in packs_followed(agency=actor.agency_id)
    ]


@lookup(needs=Permission.PACK_APPROVE)
def own_pack(*, actor: Actor, at: datetime) -> str:
    """Return the name of the pack that the actor's agency grades by now."""
    return str(packs.own_pack(agency=agency_of(key=actor.agency_id), at=at).id)


@lookup(needs=Permission.PACK_APPROVE)
def packs_shown(*, actor: Actor, at: datetime) -> list[PackShown]:
    """Return every base pack with the safeguards, the one in force first."""
    now = in_force(at=at)
    shown = []
    for file in library().bases:
        pack = library().named(pack_id=file.id)
        approvals = PackApproval.objects.filter(pack=pack.id, sha256=pack.sha256)
        shown.append(
            PackShown(
                id=pack.id,
                title=file.title,
                sha256=pack.sha256,
                in_force_now=pack.id == now.id,
                approvals=tuple(
                    (one.get_standing_display(), one.approved_by.display_name, one.approved_at)
                    for one in approvals.select_related("approved_by").order_by("approved_at")
                ),
                differences=ShadowDifference.objects.filter(
                    pack=pack.id, pack_sha256=pack.sha256
                ).count(),
            )
        )
    return sorted(shown, key=lambda one: not one.in_force_now)
