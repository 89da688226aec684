"""`bench rules`: the engine against rules written out by hand and against zen-engine, in one run.

The same random cases, in rounds that take turns, in processor time. Before anything is timed,
every answer of the rules by hand must be the engine's own document, and zen-engine must fire the
same clauses.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from whereabouts.engines.policy import (
    Clause,
    Fact,
    Pack,
    Rule,
    Vocabulary,
    combine,
    evaluate,
    grade,
    load_packs,
)
from whereabouts.interfaces.commands.rules_by_hand import written_out

PACKS = Path(__file__).resolve().parents[3] / "policy_packs"
FOUND_WRONG, WRONG_USAGE = 1, 2
PEER_TARGET, ZEN_TARGET, SIXTY_TARGET_US = 0.5, 10.0, 1000.0
SIXTY = 60
AT = "2024-01-01T00:00:00+00:00"

Case = dict[str, Any]
Answer = Callable[[Case], object]


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where the answers differ."""
    parser = argparse.ArgumentParser(prog="whereabouts bench rules")
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.cases < 1 or options.rounds < 1:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    library = load_packs(PACKS)
    pack = library.named(pack_id="app-2017")
    chance = random.Random(options.seed)  # noqa: S311 (made-up cases, by a seed)
    cases = [
        made_up_case(vocabulary=library.vocabulary, chance=chance) for _ in range(options.cases)
    ]
    by_hand = written_out(pack=pack)
    differ = sum(evaluate(pack=pack, facts=case, at=AT) != by_hand(case, AT) for case in cases)
    if differ:
        print(json.dumps({"bench": "rules", "differ": differ}))
        return FOUND_WRONG
    sixty = _of_sixty_rules(pack)
    answers: dict[str, Answer] = {
        "engine": lambda case: evaluate(pack=pack, facts=case, at=AT),
        "by_hand": lambda case: by_hand(case, AT),
        "sixty": lambda case: evaluate(pack=sixty, facts=case, at=AT),
    }
    zen = _zen(pack)
    if zen is not None:
        answers["grade"] = lambda case: grade(pack=pack, facts=case)
        answers["zen"] = zen
        differ = sum(_zen_differs(pack, zen, case) for case in cases[:200])
    times = _times(answers, cases, options.rounds)
    print(json.dumps(_report(pack, sixty, times, options, differ), indent=1))
    return FOUND_WRONG if differ else 0


def made_up_case(*, vocabulary: Vocabulary, chance: random.Random) -> Case:
    """Return what is known of a made-up child: from hardly anything to nearly everything."""
    told = chance.choice((0.1, 0.3, 0.6, 0.9))
    bad = chance.choice((0.02, 0.1, 0.3))
    case = {}
    for name, fact in vocabulary.facts.items():
        if chance.random() < told:
            case[name] = _value(fact, chance, worse=chance.random() < bad)
    return case


def _value(fact: Fact, chance: random.Random, *, worse: bool) -> Any:
    if fact.kind == "bool":
        return worse is (fact.worse == "true")
    if fact.kind == "choice":
        return chance.choice(fact.values) if worse else fact.values[0]
    low, high = (0, 13) if worse is (fact.worse == "down") else (13, 17)
    if fact.worse == "up":
        low, high = (1, 8) if worse else (0, 1)
    return chance.randint(low, high) + (0.5 if fact.kind == "float" else 0)


def _times(answers: Mapping[str, Answer], cases: list[Case], rounds: int) -> dict[str, list[float]]:
    """Return the microseconds an evaluation of each, a round a figure, taking turns."""
    times: dict[str, list[float]] = {name: [] for name in answers}
    for _ in range(rounds):
        for name, answer in answers.items():
            began = time.process_time()
            for case in cases:
                answer(case)
            times[name].append((time.process_time() - began) / len(cases) * 1e6)
    return times


def _report(
    pack: Pack,
    sixty: Pack,
    times: Mapping[str, list[float]],
    options: argparse.Namespace,
    differ: int,
) -> dict[str, Any]:
    middle = {name: statistics.median(found) for name, found in times.items()}
    engine = middle["engine"]
    ratio = middle["by_hand"] / engine
    report: dict[str, Any] = {
        "bench": "rules",
        "pack": pack.id,
        "rules": len(pack.rules),
        "clauses": len(pack.compiled.clauses),
        "cases": options.cases,
        "rounds": options.rounds,
        "seed": options.seed,
        "python": platform.python_version(),
        "engine": _spread(times["engine"]),
        "by_hand": _spread(times["by_hand"]),
        "speed_of_by_hand": {"ratio": round(ratio, 3), "target": PEER_TARGET},
        "sixty_rules": {
            "rules": len(sixty.rules),
            "clauses": len(sixty.compiled.clauses),
            **_spread(times["sixty"]),
            "target_microseconds": SIXTY_TARGET_US,
            "met": middle["sixty"] < SIXTY_TARGET_US,
        },
    }
    report["speed_of_by_hand"]["met"] = ratio >= PEER_TARGET
    if "zen" not in middle:
        report["zen_engine"] = {"skipped": "zen-engine is not installed"}
        return report
    report["zen_engine"] = {
        "version": metadata.version("zen-engine"),
        "cases_that_differ": differ,
        **_spread(times["zen"]),
        # What zen gives with its trace is which clauses fired, why and on what: `grade`.
        "same_work": _faster(middle["zen"] / middle["grade"]) | {"grade": _spread(times["grade"])},
        # The whole document has what is open, what to ask and what is owed as well.
        "whole_document": _faster(middle["zen"] / engine),
    }
    return report


def _faster(ratio: float) -> dict[str, Any]:
    return {"ratio": round(ratio, 2), "target": ZEN_TARGET, "met": ratio >= ZEN_TARGET}


def _spread(found: list[float]) -> dict[str, float]:
    return {
        "microseconds": round(statistics.median(found), 1),
        "least": round(min(found), 1),
        "most": round(max(found), 1),
    }


def _of_sixty_rules(pack: Pack) -> Pack:
    """Return the pack with its rules said again under other names until there are sixty."""
    rules = list(pack.files[-1].rules)
    added: list[Rule] = []
    while len(rules) + len(added) < SIXTY:
        rule = rules[len(added) % len(rules)]
        name = f"{rule.id}-{len(added)}"
        clauses = tuple(
            replace(clause, id=f"{name}/{number}", rule=name)
            for number, clause in enumerate(rule.clauses, 1)
        )
        added.append(replace(rule, id=name, clauses=clauses))
    last = replace(pack.files[-1], rules=(*rules, *added))
    return combine(files=(*pack.files[:-1], last), vocabulary=pack.vocabulary)


def _zen(pack: Pack) -> Answer | None:
    """Return zen-engine's answer to a case, trace and all; None where it is not installed."""
    try:
        zen: Any = import_module("zen")
    except ImportError:
        return None
    decision = zen.ZenEngine().create_decision(json.dumps(_decision_table(pack)))
    names = list(pack.vocabulary.facts)

    def answer(case: Case) -> Any:
        return decision.evaluate({name: case.get(name) for name in names}, {"trace": True})

    return answer


def _decision_table(pack: Pack) -> dict[str, Any]:
    """Return the clauses as one collecting decision table, a row a clause, in zen's own form."""
    rows = []
    for compiled in pack.compiled.clauses:
        clause = compiled.clause
        rows.append(
            {
                "_id": clause.id,
                "when": _expression(clause, pack.vocabulary),
                "clause": json.dumps(clause.id),
                "because": json.dumps(clause.because),
                "source": json.dumps(clause.source),
            }
        )
    outputs = [
        {"id": name, "name": name, "type": "expression", "field": name}
        for name in ("clause", "because", "source")
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "When", "type": "expression", "field": ""}],
        "outputs": outputs,
        "rules": rows,
    }
    place = {"x": 0, "y": 0}
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": place},
            {
                "id": "table",
                "name": "table",
                "type": "decisionTableNode",
                "content": table,
                "position": place,
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": place},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


def _expression(clause: Clause, vocabulary: Vocabulary) -> str:
    """Return the clause's terms in zen's expression language, unknown counted as not holding."""
    ways = []
    for term in clause.when:
        parts = [
            _requirement(vocabulary.facts[name], threshold[0]) for name, threshold in sorted(term)
        ]
        ways.append(f"({' and '.join(parts)})" if parts else "true")
    return " or ".join(ways)


def _requirement(fact: Fact, badness: float) -> str:
    if fact.kind == "bool":
        return f"{fact.name} == {fact.worse}"
    if fact.kind == "choice":
        return f"{fact.name} in {json.dumps(list(fact.values[int(badness) :]))}"
    side = ">=" if fact.worse == "up" else "<="
    return f"({fact.name} != null and {fact.name} {side} {abs(badness):g})"


def _zen_differs(pack: Pack, zen: Answer, case: Case) -> bool:
    found: Any = zen(case)
    rows = evaluate(pack=pack, facts=case)["fired"]
    return {row["clause"] for row in found["result"]} != {row["clause"] for row in rows}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
