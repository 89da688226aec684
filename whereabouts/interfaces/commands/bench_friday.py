"""`bench friday`: how often the busiest Friday interrupts an inspector and a team out of hours."""

from __future__ import annotations

import argparse
import json
import sys
import time

import django

from whereabouts.interfaces.commands.measuring import own_database

FOUND_WRONG, WRONG_USAGE = 1, 2


def main(argv: list[str]) -> int:
    """Print the counts as JSON; return 0, or 1 where somebody was interrupted too often."""
    parser = argparse.ArgumentParser(prog="whereabouts bench friday")
    parser.add_argument("--reports", type=int, default=44)
    parser.add_argument("--seed", type=int, default=2016, help="which evening")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.reports < 1:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    own_database(measure="friday")
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from whereabouts.interfaces.commands import busiest_friday as friday

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    try:
        counted = friday.play(reports=options.reports, seed=options.seed)
    finally:
        connections.close_all()
    most = {
        "inspector": friday.MOST_TO_AN_INSPECTOR,
        "night_team": friday.MOST_TO_A_NIGHT_TEAM,
    }
    kept = (
        counted["interrupts_to_an_inspector"] <= most["inspector"]
        and counted["interrupts_to_a_night_team"] <= most["night_team"]
    )
    measured = {
        "measure": "friday",
        "seed": options.seed,
        "forecast": friday.forecast(reports=options.reports, seed=options.seed),
        "seconds": round(time.perf_counter() - began, 1),
        **counted,
        "most": most,
        "kept": kept,
    }
    print(json.dumps(measured, indent=2))
    return 0 if kept else FOUND_WRONG
