"""Decisions about placements from plain values: who is related, how long it has lasted."""

from datetime import date
from uuid import UUID

CARE_SETTINGS = frozenset(
    ("foster", "childrens_home", "supported_accommodation", "kinship", "secure", "other")
)


def relations_of(
    *,
    responsible_authority: UUID | None,
    host_authority: UUID | None,
    host_force: UUID | None,
    home: UUID | None,
    home_parent: UUID | None,
) -> list[tuple[UUID, str]]:
    """Return each agency that a placement relates to the child, with the kind of the relation."""
    wanted = [
        (responsible_authority, "responsible"),
        (host_authority, "host"),
        (host_force, "host"),
        (home, "caring"),
        (home_parent, "caring"),
    ]
    return [(agency, kind) for agency, kind in wanted if agency is not None]


def is_out_of_area(
    *, responsible_authority: UUID | None, host_authority: UUID | None
) -> bool | None:
    """Return whether the child lives outside the area of the authority responsible, if known."""
    if responsible_authority is None or host_authority is None:
        return None
    return responsible_authority != host_authority


def days_since(*, started_on: date | None, on: date) -> int | None:
    """Return how many days a placement has lasted, or None where nobody knows."""
    return None if started_on is None else max((on - started_on).days, 0)


def stands_on(*, started_on: date, ended_on: date | None, on: date) -> bool:
    """Return whether a placement stood on a day, the first and the last day included."""
    return started_on <= on and (ended_on is None or ended_on >= on)


def notice_of(*, agency: UUID, responsible_authority: UUID | None, home: UUID | None) -> str:
    """Return which notice of a placement an agency gives, or "" where none is its own.

    The authority responsible gives notice of a placement out of its area; a home of an admission.
    """
    kinds = {responsible_authority: "placement_notice", home: "admission_notice"}
    return kinds.get(agency, "")
