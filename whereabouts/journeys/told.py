"""What a report holds when it arrives, and what is answered: plain shapes, no steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


class NotUsable(Exception):
    """Nothing to go by: none of the child's name, description or place, and no words."""


class KeyUsedOtherwise(Exception):
    """The idempotency key came before with another body."""


@dataclass(frozen=True, kw_only=True)
class AdultNamed:
    """An adult whom the reporter names: on record already (`adult`), or new by name.

    `fact` is what is said of them tonight; "with_adult_of_concern" and "with_adult_partner" are
    the usual ones. It is asserted as true only where `believed` says so.
    """

    name: str = ""
    adult: UUID | None = None
    kind: str = "believed_with"
    detail: str = ""
    fact: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One telling. Empty strings, None and missing facts are "not said", never "no".

    `facts` holds {fact: value}; a value of None is "asked, and not known". `said` holds the words
    that go with a fact; `not_put` the facts that this caller must not be asked about, which
    somebody else then finds out. Times are aware; `happened_at` is when the reporter told us.
    """

    idempotency_key: str
    happened_at: datetime
    child: UUID | None = None
    names: str = ""
    born_text: str = ""
    sex: str = ""
    description: str = ""
    unidentified: bool = False
    home_address: str = ""
    phone: str = ""
    reporter_name: str = ""
    relation: str = ""
    reporter_contact: str = ""
    last_seen_at: datetime | None = None
    last_seen_place: str = ""
    clothing: str = ""
    living_at: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    not_put: tuple[str, ...] = ()
    adults: tuple[AdultNamed, ...] = ()
    words: str = ""
    channel: str = "phone"
    draft: UUID | None = None
    contact: UUID | None = None
    back_entry: bool = False
    incomplete: bool = False  # something that was sent could not be read
    unreported: bool = False
    after_return: bool = False


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the reporter's agency gets back, the same for the same key for ever."""

    report: str
    episode: str
    reference: str
    received_at: str
    incomplete: bool
    added_to_open_episode: bool
    recommendation: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "report": self.report,
            "episode": self.episode,
            "reference": self.reference,
            "received_at": self.received_at,
            "incomplete": self.incomplete,
            "added_to_open_episode": self.added_to_open_episode,
            "recommendation": dict(self.recommendation),
        }
