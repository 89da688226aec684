"""The pack's parts about children: plans in force, voice, and whether they are treated alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from whereabouts.engines.disclosure import Rules, about_percent
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.facts import EpisodeFact, Facts
from whereabouts.insight.figures.pack_shapes import Measures, Section, in_time
from whereabouts.insight.figures.pack_ties import ASKED, EPISODES, HIGH, IN_TIME, SEEN
from whereabouts.insight.figures.protected import NOT_RECORDED, About, Called, rates

GROUPS = {"W": "White", "B": "Black", "A": "Asian", "M": "Mixed", "C": "Asian", "O": "Other"}
CARE = {True: "Looked after", False: "Not looked after", None: NOT_RECORDED}
SEXES = {"F": "Female", "M": "Male", "X": "Not known or neither"}


def plans(*, facts: Facts, about: About, by: Measures) -> Section:
    """Return how many children missing again and again have a plan in force."""
    named = definition(name=by.repeat)
    repeating = _repeating(facts, named.times, timedelta(days=named.days))
    live: dict[str, set[str]] = defaultdict(set)
    for one in facts.helped:
        if one.at < facts.until and (one.ended_at is None or one.ended_at > facts.until):
            live[one.kind].add(one.person)
    lines = [
        (f"{kind} in force", len(repeating & live[kind]), len(repeating))
        for kind in ("Trigger plan", "Long-term plan")
    ]
    either = live["Trigger plan"] | live["Long-term plan"]
    lines.append(("Either", len(repeating & either), len(repeating)))
    table = rates(
        about=about,
        called=Called(
            name="plans", title="Plans in force for children missing again and again",
            heading="Plan", definitions=(named,),
            notes=(f"Counted by: {named.says} There is no national definition.",),
        ),
        columns=("Children", "With it"), lines=lines, sums=False,
    )  # fmt: skip
    return Section(heading="Plans for children missing again and again", says=(), tables=(table,))


def _repeating(facts: Facts, times: int, window: timedelta) -> set[str]:
    moments: dict[str, list[Any]] = defaultdict(list)
    for one in facts.of_the_time:
        moments[one.person].append(one.reported_at)
    span = times - 1
    return {
        person
        for person, found in moments.items()
        if any(
            sorted(found)[place + span] - sorted(found)[place] <= window
            for place in range(len(found) - span)
        )
    }


def voice(*, facts: Facts, about: About) -> Section:
    """Return how often the child's own view was written down."""
    own = facts.of_the_time
    lines = []
    for words, talk in (
        ("Prevention interviews", "prevention"), ("Return interviews", "independent"),
    ):  # fmt: skip
        held = [getattr(one, talk) for one in own if getattr(one, talk).held_at is not None]
        lines.append((words, sum(one.childs_view for one in held), len(held)))
    table = rates(
        about=about,
        called=Called(
            name="voice", title="The child's own view written down", heading="Conversation"
        ),
        columns=("Held", "With the child's view"), lines=lines,
    )  # fmt: skip
    return Section(
        heading="The child's voice",
        says=("What children said of how they were treated has a page of its own.",),
        tables=(table,),
    )


def diversity(*, facts: Facts, about: About, by: Measures) -> Section:
    """Return grading, response and outcomes by group, with rates and how uncertain they are."""
    own = facts.of_the_time
    sides: list[tuple[str, Callable[[EpisodeFact], str]]] = [
        ("ethnicity", lambda one: GROUPS.get(_group(one.ethnicity), NOT_RECORDED)),
        ("sex", lambda one: SEXES.get(one.sex, NOT_RECORDED)),
        ("disability", lambda one: "Recorded" if one.disability else "None recorded"),
        ("care", lambda one: CARE[one.looked_after]),
    ]  # fmt: skip
    outcomes: list[tuple[str, str, Callable[[EpisodeFact], bool]]] = [
        (HIGH, "graded high at first", lambda one: one.first_level == "high"),
        ("went-out", "somebody went out", lambda one: one.deployed_at is not None),
        (SEEN, "prevention interview held", lambda one: one.prevention.held_at is not None),
        (ASKED, "asked about harm", lambda one: one.harm != "not_asked"),
        (IN_TIME, f"return interview {by.independent_words}",
         lambda one: in_time(one=one, by=by)),
    ]  # fmt: skip
    tables = []
    for side, group in sides:
        members: dict[str, list[EpisodeFact]] = defaultdict(list)
        for one in own:
            members[group(one)].append(one)
        names = sorted(members, key=lambda name: (name == NOT_RECORDED, name))
        for key, words, holds in outcomes:
            called = Called(
                name=f"diversity-{side}-{key}", title=f"By {side}: {words}",
                heading=side.capitalize(), of=EPISODES, by=side, which=key,
                notes=("Where intervals overlap, no difference is shown by these numbers.",),
            )  # fmt: skip
            lines = [(name, sum(map(holds, members[name])), len(members[name])) for name in names]
            tables.append(
                rates(about=about, called=called, columns=("Episodes", words.capitalize()),
                      lines=lines)
            )  # fmt: skip
    unknown = sum(_group(one.ethnicity) == "" for one in own)
    lacking = _percent(unknown, len(own), about.rules)
    return Section(
        heading="Are children treated alike?",
        says=(
            f"Ethnicity was not recorded in {lacking} of episodes.",
            "A difference is a question, not an answer: the groups differ in age and in care too.",
        ),
        tables=tuple(tables),
    )


def _group(code: str) -> str:
    return code[:1] if code and code not in {"REFU", "NOBT"} else ""


def _percent(part: int, whole: int, rules: Rules) -> str:
    """Return a share to the nearest five in a hundred, from what may be shown of both."""
    if not whole:
        return "none"
    found = about_percent(part=part, whole=whole, rules=rules)
    return "some" if found is None else f"about {found}%"
