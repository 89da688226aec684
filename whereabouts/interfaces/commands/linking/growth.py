"""How linking grows with a register: pairs for each record, and pairs a second, size by size."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from whereabouts.engines.linking import candidate_pairs, register, score_pairs
from whereabouts.interfaces.commands.linking.made_up import made_up_register

TWICE_IN = 16  # one in so many stands in the register twice
# No more at any size: pairs for each record, and how many times as long for a pair as at the first.
MOST_PAIRS_A_RECORD, MOST_SLOWER = 40.0, 1.5


def grown(
    *, sizes: Sequence[int], rounds: int, seed: int, most: int = 2_000_000
) -> list[dict[str, Any]]:
    """Return of registers of each size their pairs, and how many a processor scores a second.

    All pairs that share a key are counted; `most` of them are scored, in their order.
    """
    found = []
    for people in sizes:
        made = made_up_register(people=people, twice=people // TWICE_IN, seed=seed)
        true = len(made.kinds)
        began = time.process_time()
        held = register(records=made.records)
        reading = time.process_time() - began
        person = made.person
        del made
        began = time.process_time()
        pairs = candidate_pairs(held=held)
        finding = time.process_time() - began
        together = int((person[pairs.one] == person[pairs.other]).sum())
        # Neighbours stay neighbours, as in a whole register.
        start = max(0, (len(pairs.one) - most) // 2)
        one, other = (rows[start : start + most].copy() for rows in (pairs.one, pairs.other))
        score_pairs(held=held, one=one[:1], other=other[:1])
        seconds = []
        for _ in range(rounds):
            began = time.process_time()
            score_pairs(held=held, one=one, other=other)
            seconds.append(time.process_time() - began)
        found.append(
            {
                "records": held.size,
                "pairs": len(pairs.one),
                "pairs_a_record": round(len(pairs.one) / held.size, 2),
                "true_pairs_found": round(together / max(true, 1), 4),
                "left_out": pairs.left_out,
                "scored": len(one),
                "pairs_a_processor_second": round(len(one) / statistics.median(seconds)),
                "nanoseconds_a_pair": round(statistics.median(seconds) / len(one) * 1e9, 1),
                "reading_microseconds_a_record": round(reading / held.size * 1e6, 1),
                "finding_microseconds_a_record": round(finding / held.size * 1e6, 1),
            }
        )
        del held, pairs, one, other, person
        gc.collect()
    return found


def flat(*, found: Sequence[dict[str, Any]]) -> bool:
    """Return whether a pair costs about the same at every size, and a record has few pairs."""
    costs = np.array([one["nanoseconds_a_pair"] for one in found])
    few = all(one["pairs_a_record"] <= MOST_PAIRS_A_RECORD for one in found)
    return few and bool((costs <= costs[0] * MOST_SLOWER).all())
