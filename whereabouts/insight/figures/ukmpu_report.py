"""What whoever signs the national unit's return has to know: what lacks, what does not agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whereabouts.insight.figures.rows import KNOWN
from whereabouts.insight.figures.tables import Table
from whereabouts.insight.figures.ukmpu_year import Year, pairs_of


def check_report(*, year: Year, tables: Sequence[Table]) -> str:
    """Return the report for whoever signs: what is counted, what lacks, and what does not agree."""
    incidents, details = year.rows.where(year.incidents), year.details.where(year.incidents)
    number = len(incidents)
    months = incidents.reported_at.astype("datetime64[s]").astype("datetime64[M]")
    heard = {
        year.forces[place]: len(np.unique(months[incidents.force == place]))
        for place in range(len(year.forces))
    }
    wrong = problems(year=year)
    lines = [
        f"UK Missing Persons Unit, year to 31 March {year.ends}",
        year.coverage,
        f"Asked for: {year.asked.source}",
        *dict.fromkeys(table.counted_by for table in tables),
        f"Calls: {int((year.rows.kind != KNOWN).sum())}; incidents: {number}",
        f"Individuals, force by force: {len(np.unique(pairs_of(rows=incidents)))}",
        f"Children, each once: {len(np.unique(incidents.person))}",
        f"Whereabouts known, counted in none of them: {int((year.rows.kind == KNOWN).sum())}",
        *(
            f"Not recorded: {words}, {_percent(int((column < 0).sum()), number)}"
            for words, column in (
                ("age", incidents.age), ("sex", details.sex), ("ethnicity", details.ethnicity),
                ("level", details.level), ("reason", details.reason),
                ("who found the child", details.found_by), ("looked after", incidents.care),
                ("publicity", details.publicity), ("how it ended", details.found_dead),
                ("whether the child was named", details.unidentified),
            )
        ),
        f"Found dead: {int((details.found_dead == 1).sum())}",
        f"Nobody could name the child: {int((details.unidentified == 1).sum())}",
        *_no_population(year),
        f"Harm not asked about: {_percent(int((details.harm <= 0).sum()), number)}",
        *(
            f"{code}: nothing in {12 - found} of 12 months" + (" at all" if not found else "")
            for code, found in heard.items()
            if found < 12
        ),
        f"Tables: {len(tables)}; cells hidden: {sum(table.hidden for table in tables)}",
        f"Found wrong: {len(wrong)}",
        *wrong,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def problems(*, year: Year) -> list[str]:
    """Return what is wrong with the rows themselves; nothing where the return can be signed."""
    incidents = year.rows.where(year.incidents)
    back = incidents.returned_at
    before = int(((back >= 0) & (back < incidents.reported_at)).sum())
    found = []
    if before:
        found.append(f"{before} incidents end before they were reported")
    if not len(incidents):
        found.append("there is no incident in the year")
    return found


def _no_population(year: Year) -> list[str]:
    held = year.population.children if year.population else {}
    lacking = [one for one in year.forces if one not in held]
    return [f"No estimate of the children who live there: {', '.join(lacking)}"] if lacking else []


def _percent(part: int, whole: int) -> str:
    return "nothing to say" if not whole else f"{100 * part / whole:.1f} %"
