"""Two forces, two authorities, a school and a home: who shares, who reads, and who sees nothing."""

from datetime import datetime, timedelta
from typing import Any

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.journeys.share_child import Pack, Terms, share_pack, share_record
from whereabouts.records.people.models import Child

HOUR = timedelta(hours=1)


def member_of(make_agency: Any, noon: datetime, name: str, kind: str, role: str) -> Any:
    """Return somebody with a role at an agency of a kind."""
    agency = make_agency(name, kind)
    member = enrol(
        agency=agency, username=f"{role}@{agency.code}", display_name=f"Robin {name}",
        roles=(role,), at=noon - timedelta(days=900),
    )  # fmt: skip
    return actor_of(member=member, at=noon)


def terms(until_at: datetime, **more: Any) -> Terms:
    """Return terms as most sharings have them."""
    given: dict[str, Any] = {
        "gateway": "ca1989-s47", "purpose": "So that the school looks out.", "told": "told",
        "until_at": until_at,
    }  # fmt: skip
    return Terms(**{**given, **more})


def share(actor: Any, child: Any, receiver: Any, *, at: datetime, until_at: Any = None,
          **more: Any) -> Any:  # fmt: skip
    """Share a record, for two days where nothing is said."""
    return share_record(
        actor=actor, child_id=child.pk, to_agency=receiver.agency_id,
        terms=terms(until_at or at + 48 * HOUR, **more), at=at,
    )  # fmt: skip


def pack(actor: Any, child: Any, *, at: datetime, until_at: Any = None, typed: Any = None,
         handed: str = "link", profile: str = "hot_spot", **more: Any) -> Any:  # fmt: skip
    """Make a pack, for six hours where nothing is said."""
    return share_pack(
        actor=actor, child_id=child.pk, at=at, terms=terms(until_at or at + 6 * HOUR, **more),
        pack=Pack(
            profile=profile, reader="Val Unteer", handed=handed, to_whom="Night Watch",
            typed=typed or {"place": "The bus station", "whom_to_ring": "01632 960001"},
        ),
    )  # fmt: skip


def sees(actor: Any, child: Any, *, at: datetime) -> bool:
    """Return whether the first fence and the database let somebody see a child."""
    with entered(actor=actor, at=at):
        by_rule = visible(Child).filter(pk=child.pk).exists()
        by_database = Child.objects.filter(pk=child.pk).exists()
    assert by_rule == by_database
    return by_rule
