"""`bench search`: the identity index beside trigrams and Tantivy, on one corpus, in one run.

Every kind of mistake is asked for as often as the next, and every round asks other questions, so
that nothing is remembered from the one before. Accuracy is printed beside every speed;
each peer is asked the same questions with the same date of birth and says how it is set up. The
index gives back its memory before the peers are loaded: they need theirs. Beside the time that
passed stands the processor's, which a busy machine changes less.
Each size is said on standard error as soon as it is measured, and all of them at the end.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path
from resource import getpagesize
from typing import Any
from uuid import UUID

import numpy as np

from whereabouts.engines.finding import Asker, Entry, Finder
from whereabouts.engines.matching import BirthRange, Query, parse_date_of_birth
from whereabouts.interfaces.commands.corpus import People, Question, make_people, make_questions
from whereabouts.interfaces.commands.corpus.questions import ASKED_ON
from whereabouts.interfaces.commands.searching_peers import Peer, tantivy_peers, trigram_peer

WRONG_USAGE = 2
SHOWN = 20
WARM_UP = 30
PAGE = getpagesize()
SINCE, MOMENT = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
AGENCIES = [UUID(int=(0x7000 << 64) | (0x8 << 60) | number) for number in range(60)]
PARTNER, FORCES, RELATED_TO = AGENCIES[50], 43, 1_000
ANYBODY = UUID(int=(0x7000 << 64) | (0x8 << 60) | 999)
SIZES = "500000,2000000,5000000"
TARGET = {"p99_of_trigram": 1 / 40, "recall_at_20": 0.98, "access": 1.2, "growth_of_p99": 1.3}

Asked = tuple[Question, Query]
Answer = Callable[[Asked], Sequence[int]]


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0."""
    parser = argparse.ArgumentParser(prog="whereabouts bench search")
    parser.add_argument("--people", type=_sizes, default=SIZES, help="how many, and how many more")
    parser.add_argument("--queries", type=int, default=550, help="a round")
    parser.add_argument("--peer-queries", type=int, default=220, help="the first ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--peers", default="trigram,tantivy", help="which, or none")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if min(*options.people, options.queries, options.peer_queries, options.rounds) < 1:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    sizes = []
    for number in options.people:
        sizes.append(measure(options=options, number=number))
        # The greatest takes long: what is measured is said at once.
        print(json.dumps(sizes[-1]), file=sys.stderr, flush=True)
    report = {
        "bench": "search",
        "questions_a_round": options.queries,
        "rounds": options.rounds,
        "seed": options.seed,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "sizes": sizes,
        "growth": [_growth(one, other) for one, other in pairwise(sizes)],
        "target": TARGET,
    }
    print(json.dumps(report, indent=1))
    return 0


def _sizes(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _growth(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return how much more the index takes for more people."""
    return {
        "from": one["people"],
        "to": other["people"],
        **{
            name: round(other["index"][name] / one["index"][name], 3)
            for name in ("p50_ms", "p99_ms", "processor_p50_ms", "processor_p99_ms")
        },
    }


def measure(*, options: argparse.Namespace, number: int) -> dict[str, Any]:
    """Return what the index and its peers take among so many, and whom they find."""
    people = make_people(number=number, seed=options.seed)
    wanted = options.peer_queries + options.queries * options.rounds
    made = questions(people=people, number=wanted, seed=options.seed)
    first, asked = [made[: options.peer_queries]], _in_rounds(made, options)
    held, began = _memory(), time.perf_counter()
    finder = Finder.build(entries=entries(people=people))
    built = time.perf_counter() - began
    gc.freeze()  # as the process that keeps the index does
    police = Asker(AGENCIES[0], ANYBODY, everybody=True, moment=MOMENT)
    answers = _answers(finder, people, police)
    report: dict[str, Any] = {
        "people": number,
        "surnames": len(np.unique(people.family)),
        "index": {
            "seconds_to_build": round(built, 1),
            "bytes_a_person": round((_memory() - held) / number),
            "the_questions_of_the_peers": _measured(answers, first),
            **_measured(answers, asked),
        },
        "fresh": _freshness(finder, people),
        "access": _access(finder, people, options),
    }
    del finder, answers
    gc.unfreeze()
    gc.collect()
    for peer in _peers(options, people):
        report[peer.name] = {
            "set_up": peer.set_up,
            "seconds_to_load": round(peer.loaded, 1),
            **_measured(peer.answer, first, peer.worked),
        }
    _compared(report)
    return report


def entries(*, people: People) -> Iterator[Entry]:
    """Return the made-up people as the index takes them: each known to its own force."""
    for row in range(len(people)):
        given, family, former = (
            people.given_name(row),
            people.family_name(row),
            people.former_name(row),
        )
        names = ((given, family),) if former is None else ((given, family), (given, former))
        born, phone, record = people.birthday(row), people.phone_number(row), people.uuid(row)
        force = AGENCIES[people.force[row]]
        partner = ((PARTNER, None, SINCE, None),) if row % RELATED_TO == 3 else ()
        yield Entry(
            record=record,
            person=record,
            owner=force,
            names=names,
            births=(BirthRange(born, born, "day"),),
            sex=people.sex(row),
            places=(people.address(row),),
            phones=() if phone is None else (phone,),
            identifiers=(("local", people.local_number(row)),),
            known_to=((force, None, SINCE, None), *partner),
        )


def questions(*, people: People, number: int, seed: int) -> list[Asked]:
    """Return questions with their answers, and each as the index is asked it."""
    made = make_questions(people=people, number=number, seed=seed + 1)
    return [(each, _query(each)) for each in made]


def _query(question: Question) -> Query:
    return Query(
        names=(question.name,),
        born=parse_date_of_birth(text=question.born, on=ASKED_ON),
        sex=question.sex,
        place=question.place,
    )


def _answers(finder: Finder, people: People, asker: Asker) -> Answer:
    def answer(asked: Asked) -> Sequence[int]:
        found = finder.find(query=asked[1], asker=asker, limit=SHOWN)
        # The made-up keys end in the row.
        return [record.int & 0xFFFF_FFFF for hit in found.hits for record in hit.records]

    return answer


def _in_rounds(asked: list[Asked], options: argparse.Namespace) -> list[list[Asked]]:
    """Return them as so many rounds; the first few are the peers' where there are enough."""
    asked = asked[options.peer_queries :] or asked
    number = -(-len(asked) // options.rounds)
    return [asked[start : start + number] for start in range(0, len(asked), number)]


def _measured(
    answer: Answer, asked: Sequence[Sequence[Asked]], beside: Callable[[], float] = lambda: 0.0
) -> dict[str, Any]:
    """Return times and places; `beside` is what another process has worked so far."""
    for each in asked[-1][-WARM_UP:]:
        answer(each)
    times: list[list[float]] = []
    worked: list[list[float]] = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    for turn in asked:
        times.append([])
        worked.append([])
        for each in turn:
            other, work, began = beside(), time.thread_time(), time.perf_counter()
            rows = answer(each)
            times[-1].append((time.perf_counter() - began) * 1000)
            worked[-1].append((time.thread_time() - work) * 1000 + beside() - other)
            truth = each[0].truth
            places[each[0].kind].append(rows.index(truth) if truth in rows else SHOWN)
    every = [place for found in places.values() for place in found]
    return {
        **{f"p{share}_ms": _middle(times, share) for share in (50, 95, 99)},
        **{f"processor_p{share}_ms": _middle(worked, share) for share in (50, 99)},
        "recall_at_1": _share(every, 1),
        "recall_at_20": _share(every, SHOWN),
        "by_kind": {
            kind: {"at_1": _share(found, 1), "at_20": _share(found, SHOWN)}
            for kind, found in places.items()
        },
    }


def _middle(times: list[list[float]], share: int) -> float:
    """Return the median over the rounds of one percentile."""
    return round(float(np.median([np.percentile(turn, share) for turn in times])), 2)


def _share(places: list[int], least: int) -> float:
    return round(sum(place < least for place in places) / max(len(places), 1), 4)


def _freshness(finder: Finder, people: People) -> dict[str, Any]:
    """Return what it takes to put a record in again and to take one out, in milliseconds."""
    new, put, seen, removed = [], [], [], []
    for number, entry in enumerate(islice(entries(people=people), 200)):
        other = UUID(int=(0x7000 << 64) | (0x9 << 60) | number)
        new.append(replace(entry, record=other, person=other))
    police = Asker(AGENCIES[0], ANYBODY, everybody=True, moment=MOMENT)
    for entry in new:
        began = time.perf_counter()
        finder.put(entry=entry)
        put.append((time.perf_counter() - began) * 1000)
        finder.find(query=Query(identifiers=entry.identifiers), asker=police)
        seen.append((time.perf_counter() - began) * 1000)
    for entry in new:
        began = time.perf_counter()
        finder.remove(record=entry.record)
        removed.append((time.perf_counter() - began) * 1000)
    return {
        f"{name}_{share}_ms": round(float(np.percentile(times, share)), 3)
        for name, times in (("put", put), ("put_and_found", seen), ("remove", removed))
        for share in (50, 99)
    }


def _access(finder: Finder, people: People, options: argparse.Namespace) -> dict[str, Any]:
    """Return the same for those who may know of some only, asked about these alone."""
    found: dict[str, Any] = {}
    askers = {
        "a_force_of_its_own_children": (AGENCIES[0], np.flatnonzero(people.force == 0)),
        "a_partner_of_one_in_a_thousand": (PARTNER, np.arange(3, len(people), RELATED_TO)),
    }
    for name, (agency, rows) in askers.items():
        asked = _about(people, rows, options)
        police = Asker(agency, ANYBODY, everybody=True, moment=MOMENT)
        limited = Asker(agency, ANYBODY, everybody=False, moment=MOMENT)
        off = _measured(_answers(finder, people, police), asked)
        on = _measured(_answers(finder, people, limited), asked)
        found[name] = {
            "may_know": len(rows),
            "on": {key: value for key, value in on.items() if key != "by_kind"},
            "off": {key: value for key, value in off.items() if key != "by_kind"},
            "ratio_p50": round(on["p50_ms"] / off["p50_ms"], 2),
            "ratio_p99": round(on["p99_ms"] / off["p99_ms"], 2),
            "target": TARGET["access"],
        }
    return found


def _about(people: People, rows: Any, options: argparse.Namespace) -> list[list[Asked]]:
    """Return questions about some of the people only."""
    known = set(rows.tolist())
    made = make_questions(
        people=people,
        number=min(options.peer_queries + options.queries * options.rounds, len(rows) // 4),
        seed=options.seed + 2,
        only=known,
    )
    return _in_rounds([(each, _query(each)) for each in made], options)


def _peers(options: argparse.Namespace, people: People) -> Iterator[Peer]:
    wanted = options.peers.split(",")
    if "trigram" in wanted:
        yield trigram_peer(people=people, shown=SHOWN)
    if "tantivy" in wanted:
        yield from tantivy_peers(people=people, shown=SHOWN)


def _compared(report: dict[str, Any]) -> None:
    ours = report["index"]["the_questions_of_the_peers"]
    peers = [name for name in ("trigram", "tantivy_fuzzy", "tantivy_rescored") if name in report]
    for name in peers:
        for key in ("p99_ms", "processor_p99_ms"):
            report[name][f"our_{key}_over_theirs"] = round(ours[key] / report[name][key], 4)
    if "trigram" in peers:
        report["met"] = {
            "p99": report["trigram"]["our_p99_ms_over_theirs"] <= TARGET["p99_of_trigram"],
            "recall": report["index"]["recall_at_20"] >= TARGET["recall_at_20"],
            "recall_of_the_best_peer": all(
                ours["recall_at_20"] >= report[name]["recall_at_20"] for name in peers
            ),
        }


def _memory() -> int:
    """Return the bytes that this process holds now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
