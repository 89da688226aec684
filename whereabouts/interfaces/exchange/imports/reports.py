"""The profile of reports: a row for each, with the columns that the API's fields are called."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.interfaces.exchange.api import definitions
from whereabouts.interfaces.exchange.api.received import ENOUGH, KEY, sent_report
from whereabouts.interfaces.exchange.imports.tables import Fault
from whereabouts.journeys.report_by_feed import (
    AnswerErased,
    KeyUsedOtherwise,
    NotUsable,
    report_by_feed,
)

SCOPE, NEEDS, PURPOSE = "reports", Permission.FEED_REPORT, "reports by a file"
REFERENCE = "reference"
YES, NO, NOT_KNOWN = ("yes", "true", "1"), ("no", "false", "0"), ("not known", "unknown")


class RowRefused(Exception):
    """A row that was not taken, with every reason as (column, why)."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("The row was not taken.")
        self.faults = faults


def columns() -> list[str]:
    """Return the columns that a file may have, the one that each row needs first."""
    return [REFERENCE, *_leaves()]


def take(*, actor: Actor, cells: Mapping[str, str], at: datetime) -> tuple[bool, list[Fault]]:
    """Take one row; return whether it is new, and what of it could not be read.

    The row's own reference is its key for ever: said again, nothing changes.

    :raises RowRefused: there is nothing to go by, or the reference is wrong or came otherwise.
    """
    reference = cells[REFERENCE].strip()
    key = f"import:{reference}"
    if not reference or not KEY.fullmatch(key):
        raise RowRefused((REFERENCE, "each row needs one of its own: up to 90 visible characters"))
    said = _said(cells, at=at)
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    sent = sent_report(key=key, body=body, said=said, at=at)
    try:
        answer = json.loads(report_by_feed(actor=actor, sent=sent, at=at))
    except NotUsable:
        raise RowRefused(*sent.left_out, *ENOUGH) from None
    except KeyUsedOtherwise:
        raise RowRefused((REFERENCE, "it came before with another content")) from None
    except AnswerErased:
        raise RowRefused((REFERENCE, "it came before; its record is erased by now")) from None
    return datetime.fromisoformat(answer["received_at"]) == at, list(sent.left_out)


def _said(cells: Mapping[str, str], *, at: datetime) -> dict[str, Any]:
    """Return a row as the body that the API takes; an empty cell was not said."""
    said: dict[str, Any] = {}
    leaves = _leaves()
    for column, cell in cells.items():
        if column not in leaves or not cell.strip():
            continue
        *groups, name = column.split(".")
        place = said
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = _value(leaves[column], cell.strip())
    if "back_entry" not in said and _is_late(said.get("reported_at"), at=at):
        said["back_entry"] = True
    return said


def _is_late(reported_at: object, *, at: datetime) -> bool:
    """Return whether a row was reported so long ago that what ran out since is one alarm."""
    try:
        moment = datetime.fromisoformat(str(reported_at))
    except ValueError:
        return False
    return moment.tzinfo is not None and at - moment > length_of(key="entered_late_after", at=at)


def _value(schema: Mapping[str, Any], cell: str) -> Any:
    """Return a cell as the kind of value that is wanted; as it stands where it is not one."""
    kinds, word = schema["type"], cell.casefold()
    if "boolean" in kinds:
        for words, value in ((YES, True), (NO, False), (NOT_KNOWN, None)):
            if word in words:
                return value
        return cell
    if "integer" in kinds or "number" in kinds:
        try:
            return int(cell) if "integer" in kinds else float(cell)
        except ValueError:
            return None if word in NOT_KNOWN else cell
    return cell


def _leaves() -> dict[str, Mapping[str, Any]]:
    return dict(_walk(definitions.report(), ""))


def _walk(schema: Mapping[str, Any], under: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, one in schema["properties"].items():
        if "properties" in one:
            yield from _walk(one, f"{under}{name}.")
        else:
            yield f"{under}{name}", one
