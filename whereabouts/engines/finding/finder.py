"""The index: built once, kept fresh a record at a time, and asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from whereabouts.engines.finding.entries import Asker, Entry, Found, Scored
from whereabouts.engines.matching import Candidate, Query, compare


class Finder:
    """Everybody who may be asked for. Safe to use from several threads."""

    def __init__(self) -> None:
        self._entries: dict[UUID, Entry] = {}

    @classmethod
    def build(cls, *, entries: Iterable[Entry]) -> Finder:
        """Return an index of these records; of two of the same record the last counts."""
        finder = cls()
        for entry in entries:
            finder.put(entry=entry)
        return finder

    def put(self, *, entry: Entry) -> None:
        """Add a record, or replace it; the next question sees it."""
        self._entries[entry.record] = entry

    def remove(self, *, record: UUID) -> bool:
        """Take a record out; return whether it was there. The next question does not see it."""
        return self._entries.pop(record, None) is not None

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self._entries)

    def find(self, *, query: Query, asker: Asker, limit: int = 20) -> Found:
        """Return the likeliest persons that the asker may know of, and how many fit.

        The last word of a name may be unfinished. A query that says nothing finds nobody.

        :raises BadName: a name or a place holds characters that no name has.
        """
        persons: defaultdict[UUID, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            if _may_know(entry, asker):
                persons[entry.person].append(entry)
        scored = [
            Scored(
                person=person,
                records=tuple(entry.record for entry in entries),
                owners=tuple(entry.owner for entry in entries),
                match=compare(query=query, candidate=_together(entries)),
            )
            for person, entries in persons.items()
        ]
        fitting = [each for each in scored if each.match.because and not each.match.differs]
        scored.sort(key=lambda each: (-each.match.score, each.person))
        hits = [each for each in scored if each.match.because]
        return Found(hits=tuple(hits[:limit]), fits=len(fitting))


def _may_know(entry: Entry, asker: Asker) -> bool:
    return asker.everybody or any(
        agency == asker.agency
        and member in (None, asker.member)
        and since <= asker.moment
        and (until is None or asker.moment < until)
        for agency, member, since, until in entry.known_to
    )


def _together(entries: list[Entry]) -> Candidate:
    return Candidate(
        names=tuple(name for entry in entries for name in entry.names),
        births=tuple(birth for entry in entries for birth in entry.births),
        sex=next((entry.sex for entry in entries if entry.sex not in (None, "X")), None),
        places=tuple(place for entry in entries for place in entry.places),
        phones=tuple(phone for entry in entries for phone in entry.phones),
        identifiers=tuple(number for entry in entries for number in entry.identifiers),
    )
