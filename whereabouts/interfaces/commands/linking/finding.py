"""From records to suggested pairs: candidates by an engine, the shared model's word, the rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from whereabouts.engines.linking import candidate_pairs, register, score_pairs
from whereabouts.engines.matching import Candidate, Match, compare_records
from whereabouts.interfaces.commands.linking.by_splink import pairs_by_splink
from whereabouts.records.pairs import rules

ENGINES = ("duckdb", "spark", "own")


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two records, by their rows, and what the shared model says of them."""

    one: int
    other: int
    match: Match


@dataclass(frozen=True, slots=True)
class FoundPairs:
    """What is suggested, likeliest first, and how many there were on the way to it.

    `weighed` pairs had a key in common, `likely` were at least so probable, and `not_enough` of
    them share only what brothers and sisters share.
    """

    suggested: tuple[Suggested, ...]
    weighed: int
    likely: int
    not_enough: int


def find_pairs(
    *, records: Sequence[Candidate], engine: str, least: float = rules.LEAST,
    say: Callable[[str], None] = lambda words: None,
) -> FoundPairs:  # fmt: skip
    """Return the pairs of records that a person should look at; nothing is joined by it.

    `say` hears what is done next, and of how many.

    :raises EngineMissing: the engine is not there.
    :raises BadName: a name or a place holds characters that no name has.
    """
    say(f"finding candidates among {len(records)} records, step 1 of 3")
    held = register(records=records)
    if engine == "own":
        pairs = candidate_pairs(held=held)
        one, other = pairs.one, pairs.other
    else:
        one, other = pairs_by_splink(held=held, engine=engine)
    say(f"weighing {len(one)} pairs, step 2 of 3")
    probable = score_pairs(held=held, one=one, other=other).probability
    kept = np.flatnonzero(probable >= least)
    say(f"writing down why {len(kept)} likely pairs are so, step 3 of 3")
    found = [
        Suggested(first, second, compare_records(one=records[first], other=records[second]))
        for first, second in zip(one[kept].tolist(), other[kept].tolist(), strict=True)
    ]
    enough = [pair for pair in found if may_be_one(records=records, pair=pair)]
    return FoundPairs(
        suggested=tuple(sorted(enough, key=lambda pair: -pair.match.score)),
        weighed=len(one),
        likely=len(found),
        not_enough=len(found) - len(enough),
    )


def given_names(record: Candidate) -> tuple[str, ...]:
    """Return every given name of a record, once."""
    return tuple(dict.fromkeys(given for given, _ in record.names if given))


def may_be_one(*, records: Sequence[Candidate], pair: Suggested) -> bool:
    """Return whether more speaks for one child than what brothers and sisters share."""
    agrees, differs = rules.evidence_of(
        because=pair.match.because,
        differs=pair.match.differs,
        given=(given_names(records[pair.one]), given_names(records[pair.other])),
    )
    return rules.may_be_one(agrees=agrees, differs=differs)
