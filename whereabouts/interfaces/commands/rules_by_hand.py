"""The safeguards written out by hand: the peer that `bench rules` measures the engine against.

It answers with the very document that the engine answers with on `app-2017+safeguards-1`, as
plain and as fast as we know how to write it for these rules and no others. It makes use of what
can be seen by reading them: the level is never below medium, so only high is left to reach, and
that takes something grave, something serious within hours, or a rule that says high.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS, Pack
from whereabouts.interfaces.commands.tables_by_hand import (
    ADDS,
    EFFECTS,
    GRADED,
    HIGH,
    PLAN,
    SERIOUS,
    SIMPLE_BEFORE_WEATHER,
    clashes_among,
)

Row = dict[str, Any]


def written_out(*, pack: Pack) -> Callable[[Mapping[str, Any], str | None], Row]:
    """Return a function from facts and a moment to the document, for this one pack."""
    rows: dict[str, list[Row]] = {}
    owed: dict[str, list[Row]] = {}
    for clause_id in EFFECTS:
        compiled = next(c for c in pack.compiled.clauses if c.id == clause_id)
        rows[clause_id] = list(compiled.rows)
        owed[clause_id] = list(compiled.obligations)
    rule_of = {clause_id: clause_id.split("/")[0] for clause_id in EFFECTS}
    moves = {name: any(effect) for name, effect in EFFECTS.items()}
    cells = [[LEVELS.index(pack.table[s, i]) for i in IMMEDIACY] for s in SERIOUSNESS]
    vocabulary = pack.vocabulary.facts
    allowed: dict[str, Any] = {
        name: frozenset(f.values) if f.kind == "choice" else f.kind
        for name, f in vocabulary.items()
    }
    places = {name: place for place, name in enumerate(vocabulary)}
    texts = {name: fact.question for name, fact in vocabulary.items()}
    clashes = [conflict.text for conflict in pack.vocabulary.conflicts]

    def answer(facts: Mapping[str, Any], at: str | None) -> Row:
        for name, value in facts.items():
            kind = allowed[name]
            if value is None or (kind == "bool" and (value is True or value is False)):
                continue
            if type(kind) is frozenset:
                if value not in kind:
                    raise ValueError(name)
            elif kind == "bool" or not 0 <= value <= (17 if name == "age_years" else 1e9):
                raise ValueError(name)
        g = facts.get
        fired: list[Row] = []
        undecided: list[tuple[str, list[str]]] = []
        duties: list[Row] = []
        counts: dict[str, int] = {}
        s = i = p = b = ws = wi = wp = wb = 0

        def holds(clause: str, used: Row) -> None:
            nonlocal s, i, p, b
            effect = EFFECTS[clause]
            if effect[0] > s:
                s = effect[0]
            if effect[1] > i:
                i = effect[1]
            if effect[2] > p:
                p = effect[2]
            if effect[3] > b:
                b = effect[3]
            for row in rows[clause]:
                row = row.copy()
                row["facts"] = used.copy()
                fired.append(row)
            for row in owed[clause]:
                row = row.copy()
                row["clock"] = row["clock"].copy()
                duties.append(row)

        def may_hold(clause: str, lacks: list[str]) -> None:
            nonlocal ws, wi, wp, wb
            effect = EFFECTS[clause]
            if effect[0] > ws:
                ws = effect[0]
            if effect[1] > wi:
                wi = effect[1]
            if effect[2] > wp:
                wp = effect[2]
            if effect[3] > wb:
                wb = effect[3]
            for name in lacks:
                counts[name] = counts.get(name, 0) + 1
            undecided.append((clause, lacks))

        def simple(clause: str, name: str) -> None:
            value = g(name)
            if value:
                holds(clause, {name: True})
            elif value is None:
                may_hold(clause, [name])

        def any_of(clause: str, tests: tuple[tuple[str, bool | None], ...]) -> None:
            used = {name: facts[name] for name, so in tests if so}
            if used:
                holds(clause, used)
            else:
                lacks = [name for name, so in tests if so is None]
                if lacks:
                    may_hold(clause, lacks)

        age = g("age_years")
        for clause, name in SIMPLE_BEFORE_WEATHER:
            simple(clause, name)
        weather, hours = g("weather"), g("hours_since_last_seen")
        weather_open = False
        if weather in (None, "severe") and (hours is None or hours >= 3):
            if weather is not None and hours is not None:
                holds("APP-WEATHER/1", {"weather": weather, "hours_since_last_seen": hours})
            else:
                weather_open = True
                lacks = ["hours_since_last_seen"] if hours is None else []
                may_hold("APP-WEATHER/1", lacks + (["weather"] if weather is None else []))
        since, days = g("episodes_since_placement"), g("days_since_placement")
        placement_open = False
        if (since is None or since >= 3) and (days is None or days <= 84):
            if since is not None and days is not None:
                used = {"episodes_since_placement": since, "days_since_placement": days}
                holds("PLACEMENT/1", used)
            else:
                placement_open = True
                lacks = ["episodes_since_placement"] if since is None else []
                may_hold("PLACEMENT/1", lacks + (["days_since_placement"] if days is None else []))
        holds("RF01/1", {})
        plan = g("plan_level")
        for x in (1, 2, 3):
            if plan is None:
                may_hold(f"RF02/{x}", ["plan_level"])
            elif PLAN[plan] >= x:
                holds(f"RF02/{x}", {"plan_level": plan})
        category = g("plan_category")
        if category is None:
            may_hold("RF02/4", ["plan_category"])
        elif category == "missing":
            holds("RF02/4", {"plan_category": category})

        cse, cce, cohort = g("cse_flag"), g("cce_flag"), g("highest_risk_cohort")
        any_of(
            "RF03/1",
            (
                ("cse_flag", None if cse is None else cse == "confirmed"),
                ("cce_flag", None if cce is None else cce == "confirmed"),
                ("highest_risk_cohort", cohort),
            ),
        )
        any_of(
            "RF03/2",
            (
                ("cse_flag", None if cse is None else cse != "none"),
                ("cce_flag", None if cce is None else cce != "none"),
                ("exploitation_cue_in_history", g("exploitation_cue_in_history")),
                ("found_with_adult_of_concern_before", g("found_with_adult_of_concern_before")),
            ),
        )
        simple("RF03/3", "online_contact_concern")
        adult, partner = g("with_adult_of_concern"), g("with_adult_partner")
        any_of(
            "RF04/1",
            (
                ("with_adult_of_concern", adult),
                ("with_adult_partner", partner),
                ("adult_is_registered_sex_offender", g("adult_is_registered_sex_offender")),
            ),
        )
        simple("RF04/2", "adult_is_registered_sex_offender")
        if age is None:
            may_hold("RF05/1", ["age_years"])
        elif age <= 9:
            holds("RF05/1", {"age_years": age})
        any_of(
            "RF05/2",
            (
                ("age_years", None if age is None else age <= 12),
                ("impairs_keeping_safe", g("impairs_keeping_safe")),
            ),
        )
        simple("RF06/1", "travel_abroad")
        simple("RF06/2", "forced_marriage_or_fgm_concern")
        self_harm = g("self_harm")
        any_of(
            "RF07/1",
            (
                ("self_harm", None if self_harm is None else self_harm == "current"),
                ("suicide_concern", g("suicide_concern")),
            ),
        )
        any_of(
            "RF07/2",
            (
                ("mental_health_need", g("mental_health_need")),
                ("self_harm", None if self_harm is None else self_harm != "none"),
            ),
        )
        substance = g("substance")
        any_of(
            "RF08/1",
            (
                ("substance", None if substance is None else substance == "dependent"),
                ("seeking_drugs", g("seeking_drugs")),
            ),
        )
        simple("RF08/2", "seeking_drugs")
        before, new = g("highest_previous_level"), g("new_information")
        if not new:
            for x in (1, 2, 3):
                if before is None:
                    missing = ["highest_previous_level"]
                    may_hold(f"RF09/{x}", missing + (["new_information"] if new is None else []))
                elif GRADED[before] >= x:
                    if new is None:
                        may_hold(f"RF09/{x}", ["new_information"])
                    else:
                        used = {"highest_previous_level": before, "new_information": new}
                        holds(f"RF09/{x}", used)
        ever, often = g("episodes_ever"), g("episodes_90d")
        used = {}
        if ever is not None and ever >= 6:
            used["episodes_ever"] = ever
        if often is not None and often >= 2:
            if often >= 3:
                used["episodes_90d"] = often
            if age is not None and age <= 13:
                used["episodes_90d"] = often
                used["age_years"] = age
        if used:
            holds("RF10/1", used)
        else:
            lacks = ["age_years"] if age is None and often in (None, 2) else []
            if ever is None:
                lacks.append("episodes_ever")
            if often is None:
                lacks.append("episodes_90d")
            if lacks:
                may_hold("RF10/1", lacks)
        simple("RF11/1", "violence_at_home")
        helped = g("help_sought_before")
        if helped is None:
            may_hold("RF11/2", ["help_sought_before"])
        elif helped >= 3:
            holds("RF11/2", {"help_sought_before": helped})
        simple("RF12/1", "harmed_before")
        character, late, first = g("out_of_character"), g("late_night"), g("first_time")
        odd = character or late or first
        with_adult = adult or partner
        if odd and with_adult:
            used = {"out_of_character": character, "late_night": late, "first_time": first}
            used |= {"with_adult_of_concern": adult, "with_adult_partner": partner}
            holds("RF13/1", {name: True for name, so in used.items() if so})
        elif (odd or None in (character, late, first)) and (with_adult or None in (adult, partner)):
            lacks = []
            if not odd and character is None:
                lacks.append("out_of_character")
            if not with_adult:
                if adult is None:
                    lacks.append("with_adult_of_concern")
                if partner is None:
                    lacks.append("with_adult_partner")
            if not odd:
                if late is None:
                    lacks.append("late_night")
                if first is None:
                    lacks.append("first_time")
            may_hold("RF13/1", lacks)
        medical = g("medical_need")
        if medical is None:
            may_hold("RF14/1", ["medical_need"])
        elif medical == "time_critical":
            holds("RF14/1", {"medical_need": medical})
        simple("RF15/1", "trafficking_concern")
        simple("RF15/2", "unaccompanied")

        ws, wi, wp, wb = max(s, ws), max(i, wi), max(p, wp), max(b, wb)
        level, possible = max(cells[s][i], p), max(cells[ws][wi], wp)
        serious_open = any(clause in SERIOUS for clause, _ in undecided)

        def reach(fs: int, fi: int, fp: int) -> int:
            """Return the level that something which adds this could raise to."""
            if level == possible:
                return level
            if fp == HIGH or fs == HIGH or (max(s, fs) >= 2 and max(i, fi) >= 2):
                return HIGH
            if fs >= 2 and s < 2 and weather_open:
                return HIGH
            if fi >= 2 and i < 2 and serious_open:
                return HIGH
            return level

        found: list[tuple[int, int, int, Row]] = []

        def ask(name: str, could: int) -> None:
            text = LEVELS[could] if could >= 0 else None
            question = {"fact": name, "text": texts[name], "could_raise_to": text}
            found.append((-could, -counts.get(name, 0), places[name], question))

        owing = {row["kind"] for row in duties}
        for name, (fs, fi, fp, fb, duties_of) in ADDS.items():
            if g(name) is None:
                if fs > s or fi > i or fb > b or fp > level:
                    ask(name, reach(fs, fi, fp))
                elif duties_of and not owing.issuperset(duties_of):
                    ask(name, -1)
        if age is None:
            if s < 3 or i < 2 or b < 1:
                ask("age_years", reach(3, 2, 1))
            elif often in (None, 2) and "strategy_meeting_request" not in owing:
                ask("age_years", -1)
        if before is None and not new and level < HIGH:
            ask("highest_previous_level", HIGH)
        if new is None and before in (None, "high") and level < HIGH:
            ask("new_information", HIGH)
        if weather_open and (i < 2 or b < 1):
            could = reach(0, 2, 1)
            if weather is None:
                ask("weather", could)
            if hours is None:
                ask("hours_since_last_seen", could)
        if placement_open:
            if since is None:
                ask("episodes_since_placement", -1)
            if days is None:
                ask("days_since_placement", -1)
        where = g("whereabouts_known")
        if where is None and not b:
            ask("whereabouts_known", level)
        found.sort()

        because = [row["rule"] for row in fired if row["strength"] == "bar"]
        if where:
            because.append("whereabouts_known")
        absent = "no"
        if not because:
            because = [rule_of[clause] for clause, _ in undecided if EFFECTS[clause][3]]
            if where is None:
                because.append("whereabouts_known")
            absent = "ask" if because else "yes"
        return {
            "pack": pack.id,
            "pack_sha256": pack.sha256,
            "at": at,
            "level": LEVELS[level],
            "possible_level": LEVELS[possible],
            "floor": LEVELS[b],
            "possible_floor": LEVELS[wb],
            "seriousness": SERIOUSNESS[s],
            "possible_seriousness": SERIOUSNESS[ws],
            "immediacy": IMMEDIACY[i],
            "possible_immediacy": IMMEDIACY[wi],
            "categories": {
                "absent": {"allowed": absent, "because": list(dict.fromkeys(because))},
                "missing": {
                    "allowed": "no" if where else "yes",
                    "because": ["whereabouts_known"] if where else [],
                },
                "whereabouts_known": {
                    "allowed": "ask" if where is None else "yes" if where else "no",
                    "because": [] if where else ["whereabouts_known"],
                },
            },
            "fired": fired,
            "undecided": [
                {
                    "rule": rule_of[clause],
                    "clause": clause,
                    "lacks": lacks,
                    "could_raise_to": LEVELS[reach(*EFFECTS[clause][:3])]
                    if moves[clause]
                    else None,
                }
                for clause, lacks in undecided
            ],
            "questions": [question for _, _, _, question in found],
            "obligations": duties,
            "conflicts": clashes_among(g, clashes),
        }

    return answer
