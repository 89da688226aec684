"""Who acts: a member of an agency, with roles and a purpose."""

from dataclasses import dataclass, field, replace
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one on whose authority something is done or looked at.

    `purpose` is why they look or act now; it is written beside every look.
    """

    member_id: UUID
    agency_id: UUID
    agency_kind: str
    roles: frozenset[str]
    rank: str = ""
    calendar: str = "england"
    purpose: str = "duty"
    route: str = ""
    name: str = field(default="", repr=False)

    def for_purpose(self, purpose: str, *, route: str = "") -> "Actor":
        """Return the same actor with another purpose."""
        return replace(self, purpose=purpose, route=route or self.route)
