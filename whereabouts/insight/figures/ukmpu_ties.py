"""How the national unit's tables hang together: which count is a part of which, and adds up."""

from __future__ import annotations

from collections.abc import Hashable

from whereabouts.insight.figures.beside import Tied
from whereabouts.insight.figures.details import HARMS_TOLD, SEXES, VULNERABILITIES
from whereabouts.insight.figures.rows import ABSENT, INSEPARABLE, MISSING
from whereabouts.insight.figures.ukmpu_year import Year

Side = tuple[tuple[str, str], ...]
FORCE, KIND = "Force", "Kind"
ONCE, AGAIN, THEIRS = "individual once", "individual again", "incident of those again"
KINDS_SAID = ((MISSING, "Missing"), (ABSENT, "Absent"), (INSEPARABLE, "Not told apart"))
NOT_RECORDED = "Not recorded"
STILL_OPEN, FOUND_DEAD, NONE_RECORDED = "Still open", "Found dead", "None recorded"
TOLD = "Told of, seen or suspected"
VULNERABILITY, HARM = "Vulnerability", "Harm"


def count_of(unit: str, *sides: tuple[str, str]) -> Hashable:
    """Return the name of a count: the same in whichever table it stands, in whatever order."""
    return (unit, frozenset(sides))


def ties_of(*, year: Year) -> list[Tied]:
    """Return what ties counts of several tables; sums within one are the table's own."""
    found = []
    for side in [*((FORCE, code) for code in year.forces), None]:
        found += _of_force(*([side] if side else []))
    return found + _of_ends() + _of_marks(year)


def _of_force(*own: tuple[str, str]) -> list[Tied]:
    incidents, people = count_of("incident", *own), count_of("individual", *own)
    once, again, theirs = (count_of(unit, *own) for unit in (ONCE, AGAIN, THEIRS))
    kinds = [
        (count_of("incident", *own, (KIND, words)), count_of("call", *own, (KIND, words)))
        for _, words in KINDS_SAID
    ]
    return [
        Tied(whole=incidents, parts=tuple(incident for incident, _ in kinds)),
        Tied(whole=people, parts=(once, again)),
        Tied(whole=incidents, parts=(once, theirs)),
        Tied(whole=theirs, parts=(again, again), adds_up=False),
        Tied(whole=incidents, parts=(people,), adds_up=False),
        *(Tied(whole=call, parts=(incident,), adds_up=False) for incident, call in kinds),
    ]


def _of_ends() -> list[Tied]:
    """Return what ties how it ended to how long it lasted; a child found dead is never open."""
    open_by_end = count_of("incident", ("How it ended", STILL_OPEN))
    open_by_time = count_of("incident", ("Duration", STILL_OPEN))
    dead = count_of("incident", ("How it ended", FOUND_DEAD))
    dead_and_open = ("incident", "found dead and open")
    return [
        Tied(whole=open_by_time, parts=(open_by_end, dead_and_open)),
        Tied(whole=dead, parts=(dead_and_open,), adds_up=False),
    ]


def _of_marks(year: Year) -> list[Tied]:
    """Return what ties entries to incidents: each mark stands at most once on one of them."""
    ages = (*year.asked.age_names, NOT_RECORDED)
    found = []
    for heading, marks, table in (
        (VULNERABILITY, VULNERABILITIES, "d-vulnerability-sex-age"),
        (HARM, HARMS_TOLD, "e-harm-nature"),
    ):
        for column, (sex, age) in enumerate(
            (sex, age) for sex in (*SEXES, NOT_RECORDED) for age in ages
        ):
            own = (("Sex", sex), ("Age", age))
            incidents = count_of("incident", *own)
            none = count_of("incident", *own, (heading, NONE_RECORDED))
            found += [
                Tied(
                    whole=incidents, parts=(none, count_of("incident", *own, (heading, mark))),
                    adds_up=False,
                )
                for mark in marks
            ]  # fmt: skip
            found.append(Tied(whole=("entries", table, column), parts=(incidents,), adds_up=False))
        nobody = (table, len(marks))  # as the table calls the sums of its lines
        found += [
            Tied(whole=count_of("incident"), parts=(nobody, (table, place)), adds_up=False)
            for place in range(len(marks))
        ]
    return found
