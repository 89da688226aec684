"""Which packs there are, which are in force, and who approved them."""

from dataclasses import dataclass
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
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
