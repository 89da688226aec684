"""Reading one pack file, refusing whatever a pack may not say."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from . import conditions
from .model import (
    IMMEDIACY,
    LEVELS,
    PASSING_RANKS,
    SCALES,
    SERIOUSNESS,
    Clause,
    Deadline,
    Obligation,
    PackFile,
    Rule,
    Task,
    Vocabulary,
)
from .refusals import PackRefused

LAYERS = ("base", "safeguards", "local")
STATUSES = ("settled", "proposed")
UNKNOWN = "unknown"  # of a commencement: the wording is known, the day is not
UNITS = (
    "hours", "working_days", "days", "hours_or_earlier_midnight", "hours_or_later_midnight",
)  # fmt: skip
CALENDARS = ("england", "wales")

_PACK_KEYS = {
    "id",
    "layer",
    "title",
    "in_force_from",
    "in_force_to",
    "commencement_status",
    "child_absent_allowed",
    "rules",
    "obligations",
    "deadlines",
    "tasks",
    "table",
    "labels",
    "definitions",
    "says",
    "source",
}
_BASE_ONLY = ("table", "labels", "definitions")
_DATED = ("in_force_from", "in_force_to")  # the safeguards apply at every date
_LOCAL_ONLY = ("says", "source")
_CLAUSE_KEYS = {
    "when",
    "bar",
    "pass_by",
    "prompt",
    "consider",
    "owes",
    "because",
    "sayable",
    "source",
    "status",
}
_DEFAULTS = {"calendar": "england", "status": "settled"}


def read_pack(
    *,
    path: Path,
    vocabulary: Vocabulary,
    partnership: str = "",
    jurisdiction: str = "england_and_wales",
) -> PackFile:
    """Return one pack file, read and checked.

    :raises PackRefused: the file says something that a pack of its layer may not say.
    """
    content = path.read_bytes()
    try:
        document = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackRefused(path.name, f"it is not TOML ({error})") from error
    return _Reader(path.name, document, vocabulary, partnership, jurisdiction).pack(content)


class _Reader:
    """One file on its way to becoming a pack; every refusal names the file."""

    def __init__(
        self,
        name: str,
        document: dict[str, Any],
        vocabulary: Vocabulary,
        partnership: str,
        jurisdiction: str,
    ) -> None:
        self.name = name
        self.document = document
        self.vocabulary = vocabulary
        self.partnership = partnership
        self.jurisdiction = jurisdiction

    def refuse(self, reason: str) -> PackRefused:
        return PackRefused(self.name, reason)

    def pack(self, content: bytes) -> PackFile:
        document = self.document
        self._keys(document, _PACK_KEYS, "the pack")
        layer = self._one_of(document, "layer", LAYERS)
        if (layer == "local") is not bool(self.partnership):
            raise self.refuse("a local pack, and no other, lies under local/<partnership>")
        self._sections(layer)
        self._days(layer)
        rules = tuple(self._rule(entry) for entry in document.get("rules", []))
        obligations = tuple(self._obligation(e) for e in document.get("obligations", []))
        pack_id = self._text(document, "id")
        if not self.name.startswith(f"{pack_id}."):
            raise self.refuse("a pack's file is called by the pack's id")
        return PackFile(
            id=pack_id,
            layer=layer,
            title=self._text(document, "title"),
            sha256=hashlib.sha256(content).hexdigest(),
            in_force_from=self._day("in_force_from"),
            in_force_to=self._day("in_force_to"),
            commencement_status=self._commencement(layer),
            jurisdiction=self.jurisdiction,
            partnership=self.partnership,
            child_absent_allowed=self._absent_allowed(layer),
            rules=rules,
            obligations=obligations,
            deadlines=tuple(self._deadline(e) for e in document.get("deadlines", [])),
            tasks=tuple(self._task(e) for e in document.get("tasks", [])),
            table=self._table(layer),
            labels=self._labels(layer),
            definitions=dict(document.get("definitions", {})),
            says=self._text(document, "says") if "says" in document else "",
            source=self._text(document, "source") if "source" in document else "",
        )

    def _sections(self, layer: str) -> None:
        """Refuse what another layer alone may say."""
        not_here = {
            "base": _LOCAL_ONLY,
            "safeguards": (*_BASE_ONLY, *_DATED, *_LOCAL_ONLY),
            "local": _BASE_ONLY,
        }[layer]
        for key in not_here:
            if key in self.document:
                whose = "local" if key in _LOCAL_ONLY else "base"
                raise self.refuse(f"only a {whose} pack may have {key}")

    def _days(self, layer: str) -> None:
        """Refuse a base without a beginning, and local days that are no span."""
        begins, ends = (self._day(key) for key in _DATED)
        if layer == "base" and self.document.get("commencement_status") == UNKNOWN:
            if begins or ends:
                raise self.refuse("an unknown commencement has no days")
        elif layer == "base" and begins is None:
            raise self.refuse("a base pack has a day from which it is in force")
        elif layer == "local" and ends and (begins is None or ends < begins):
            raise self.refuse("a local pack that ends begins on a day, and not after its last")

    def _absent_allowed(self, layer: str) -> bool:
        allowed = self.document.get("child_absent_allowed", True)
        if not isinstance(allowed, bool) or (layer == "safeguards" and not allowed):
            raise self.refuse(
                "only a local pack or a base sets child_absent_allowed, and only to false"
            )
        if layer == "local" and allowed and "child_absent_allowed" in self.document:
            raise self.refuse("a local pack may forbid absent for children; it may not allow it")
        return allowed

    def _commencement(self, layer: str) -> str:
        if layer == "base" and self.document.get("commencement_status") == UNKNOWN:
            return UNKNOWN
        return self._status(self.document, "commencement_status")

    def _day(self, key: str) -> date | None:
        value = self.document.get(key)
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise self.refuse(f"{key} is a day")
        return value

    def _labels(self, layer: str) -> Mapping[str, str]:
        labels: dict[str, str] = self.document.get("labels", {})
        if layer == "base" and set(labels) != set(LEVELS):
            raise self.refuse("a base pack labels each of: " + ", ".join(LEVELS))
        return dict(labels)

    def _table(self, layer: str) -> Mapping[tuple[str, str], str]:
        if layer != "base":
            return {}
        rows = self.document.get("table", {})
        table: dict[tuple[str, str], str] = {}
        for seriousness in SERIOUSNESS:
            row = rows.get(seriousness, [])
            if len(row) != len(IMMEDIACY) or any(cell not in LEVELS for cell in row):
                raise self.refuse(f"the table's row {seriousness} is not complete")
            table.update({(seriousness, i): cell for i, cell in zip(IMMEDIACY, row, strict=True)})
        if set(rows) != set(SERIOUSNESS):
            raise self.refuse("the table has a row for each seriousness and no other")
        for before, after in _steps():
            if LEVELS.index(table[before]) > LEVELS.index(table[after]):
                raise self.refuse(f"the table falls from {before} to {after}")
        return table

    def _rule(self, entry: dict[str, Any]) -> Rule:
        self._keys(entry, {"id", "title", "clauses"}, "a rule")
        rule_id = self._text(entry, "id")
        entries = entry.get("clauses", [])
        if not entries:
            raise self.refuse(f"{rule_id} has no clause")
        clauses = tuple(self._clause(rule_id, number, e) for number, e in enumerate(entries, 1))
        strong = any(
            clause.consider
            or clause.prompt.get("seriousness") == "grave"
            or clause.prompt.get("immediacy") == "now"
            for clause in clauses
        )
        if strong and not any(clause.bar for clause in clauses):
            raise self.refuse(
                f"{rule_id} considers HIGH, or prompts grave or now, and bars nothing"
            )
        return Rule(
            id=rule_id,
            title=self._text(entry, "title"),
            clauses=clauses,
            pack=self.document.get("id", ""),
        )

    def _clause(self, rule_id: str, number: int, entry: dict[str, Any]) -> Clause:
        where = f"{rule_id}/{number}"
        self._keys(entry, _CLAUSE_KEYS, where)
        for needed in ("when", "because", "source"):
            if not entry.get(needed):
                raise self.refuse(f"{where} lacks {needed}")
        if not isinstance(entry.get("sayable"), str):
            raise self.refuse(f"{where} lacks sayable (it may be empty)")
        try:
            when = conditions.parse(condition=entry["when"], facts=self.vocabulary.facts)
        except conditions.ConditionRefused as refusal:
            raise self.refuse(f"{where}: {refusal}") from refusal
        reads = conditions.facts_read(condition=entry["when"])
        if entry["sayable"]:
            private = [name for name in reads if not self.vocabulary.facts[name].sayable]
            if private:
                raise self.refuse(f"{where} would say aloud what rests on {private[0]}")
        clause = Clause(
            id=where,
            rule=rule_id,
            when=when,
            reads=reads,
            said=conditions.in_words(condition=entry["when"]),
            because=entry["because"],
            source=entry["source"],
            sayable=entry["sayable"],
            status=self._status(entry, "status"),
        )
        return self._effects(clause, entry)

    def _effects(self, clause: Clause, entry: dict[str, Any]) -> Clause:
        bar = entry.get("bar")
        if bar is not None and bar not in LEVELS[1:]:
            raise self.refuse(f"{clause.id} bars at no level above the lowest")
        pass_by = entry.get("pass_by", PASSING_RANKS[0])
        if pass_by not in PASSING_RANKS:
            raise self.refuse(f"{clause.id}: {pass_by} is no rank that may pass a bar")
        prompt = entry.get("prompt", {})
        if not isinstance(prompt, dict):
            raise self.refuse(f"{clause.id}: a prompt names its scale")
        for scale, position in prompt.items():
            if scale not in SCALES or position not in SCALES[scale][1:]:
                raise self.refuse(f"{clause.id} prompts no position above the lowest of a scale")
        consider = entry.get("consider", False)
        owes = entry.get("owes", [])
        if not isinstance(consider, bool) or not isinstance(owes, list):
            raise self.refuse(f"{clause.id}: consider is true or false, owes is a list")
        if not (bar or prompt or consider or owes):
            raise self.refuse(f"{clause.id} has no effect")
        return replace(
            clause,
            bar=bar,
            pass_by=pass_by,
            prompt=dict(prompt),
            consider=consider,
            owes=tuple(owes),
        )

    def _obligation(self, entry: dict[str, Any]) -> Obligation:
        return Obligation(**self._timed(entry, "kind", {"to", "since"}, UNITS[:2]))

    def _task(self, entry: dict[str, Any]) -> Task:
        body = self._timed(
            entry, "kind", {"to", "since", "levels"}, UNITS[:1], {"again_after_hours"}
        )
        del body["calendar"]
        if not body["levels"] or not set(body["levels"]) <= set(LEVELS):
            raise self.refuse(f"task {body['kind']} is for a level that does not exist")
        again = body.get("again_after_hours")
        if again is not None and (
            isinstance(again, bool) or not isinstance(again, int | float) or again <= 0
        ):
            raise self.refuse(f"task {body['kind']} comes again after a number of hours")
        return Task(**{**body, "levels": tuple(body["levels"])})

    def _deadline(self, entry: dict[str, Any]) -> Deadline:
        optional = {"level", "repeats", "to", "text"}
        body = self._timed(entry, "key", {"event"}, UNITS, optional)
        if body.get("level", LEVELS[0]) not in LEVELS:
            raise self.refuse(f"deadline {body['key']} is for a level that does not exist")
        return Deadline(**body)

    def _timed(
        self,
        entry: dict[str, Any],
        named: str,
        needed: set[str],
        units: tuple[str, ...],
        optional: frozenset[str] | set[str] = frozenset(),
    ) -> dict[str, Any]:
        """Return an entry that has a clock, with the calendar and status filled in."""
        label = self._text(entry, named)
        needed = needed | {named, "length", "unit", "source"}
        needed |= set() if "text" in optional else {"text"}
        self._keys(entry, needed | optional | set(_DEFAULTS), label)
        lacking = sorted(needed - set(entry))
        if lacking:
            raise self.refuse(f"{label} lacks {', '.join(lacking)}")
        body = {**_DEFAULTS, **entry}
        length = body["length"]
        if isinstance(length, bool) or not isinstance(length, int | float) or length < 0:
            raise self.refuse(f"{label}: a length is a number, not less than none")
        if body["unit"] not in units or body["calendar"] not in CALENDARS:
            raise self.refuse(f"{label}: its unit or calendar is not known")
        self._status(body, "status")
        return body

    def _status(self, entry: Mapping[str, Any], key: str) -> str:
        return self._one_of({key: "settled", **entry}, key, STATUSES)

    def _one_of(self, entry: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        value = entry.get(key)
        if value not in allowed:
            raise self.refuse(f"{key} is one of {', '.join(allowed)}")
        return str(value)

    def _text(self, entry: Mapping[str, Any], key: str) -> str:
        value = entry.get(key)
        if not isinstance(value, str) or not value:
            raise self.refuse(f"something lacks {key}")
        return value

    def _keys(self, entry: Mapping[str, Any], allowed: set[str], where: str) -> None:
        strange = sorted(set(entry) - allowed)
        if strange:
            raise self.refuse(f"{where} has unknown keys: {', '.join(strange)}")


def _steps() -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield each pair of neighbouring cells, the less bad first."""
    for row, seriousness in enumerate(SERIOUSNESS):
        for column, immediacy in enumerate(IMMEDIACY):
            if row:
                yield (SERIOUSNESS[row - 1], immediacy), (seriousness, immediacy)
            if column:
                yield (seriousness, IMMEDIACY[column - 1]), (seriousness, immediacy)
