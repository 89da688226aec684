"""Keys of rows: UUID version 7, so that they sort by time without telling an order of use."""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """Return a fresh key."""
    return UUID(int=uuid7().int)
