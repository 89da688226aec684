"""The looked-after children of a made-up nation, authority by authority, for the return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.annex_a import AfterLast
from whereabouts.insight.figures.looked_after import (
    NOT_OBTAINED,
    NOT_REGISTERED,
    Absence,
    LookedAfter,
    Placed,
)
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT, areas

Table = Mapping[str, NDArray[Any]]
EPOCH, LONDON = date(1970, 1, 1), ZoneInfo("Europe/London")
ETHNICITIES = ("WBRI", "BAFR", "AIND", "OOTH")
PLACES = {
    "foster": "U6",
    "home": "P1",
    "childrens_home": "K2",
    "supported_accommodation": "H5",
    "other": "R1",
}
PROVIDERS = {"P1": "PR0", "H5": "PR5"}


def children_of(
    *, authority: int, children: Table, placements: Table, episodes: Table
) -> list[LookedAfter]:
    """Return everybody whom the authority looks after in some year; their clock is London's."""
    rows = np.flatnonzero(np.asarray(placements["authority"]) == authority)
    absent = np.flatnonzero(
        (np.asarray(episodes["authority"]) == authority) & np.asarray(episodes["care"])
    )
    absences: dict[int, list[Absence]] = {}
    for row in absent:
        back = int(episodes["returned_at"][row])
        absences.setdefault(int(episodes["child"][row]), []).append(
            Absence(
                began_at=_instant(int(episodes["last_seen_at"][row])),
                ended_at=None if back < 0 else _instant(back),
            )
        )
    placed: dict[int, list[Placed]] = {}
    for row in rows[np.argsort(np.asarray(placements["from_at"])[rows], kind="stable")]:
        placed.setdefault(int(placements["child"][row]), []).append(_placed(placements, int(row)))
    return [
        LookedAfter(
            number=f"{authority:03}{child:07}",
            sex="F" if children["girl"][child] else "M",
            born=EPOCH + timedelta(days=int(children["born"][child])),
            ethnicity=_ethnicity(int(children["ethnicity"][child])),
            placements=tuple(places),
            absences=tuple(absences.get(child, ())),
        )
        for child, places in sorted(placed.items())
    ]


def after_last_of(*, authority: int, episodes: Table) -> dict[str, AfterLast]:
    """Return whether the independent conversation was offered and taken up after the last one."""
    own = np.flatnonzero(
        (np.asarray(episodes["authority"]) == authority) & np.asarray(episodes["care"])
    )
    found = {}
    for row in own[np.argsort(np.asarray(episodes["reported_at"])[own], kind="stable")]:
        offered = bool(episodes["rhi_offered"][row])
        found[f"{authority:03}{int(episodes['child'][row]):07}"] = AfterLast(
            offered=offered, accepted=int(episodes["rhi_at"][row]) >= 0 if offered else None
        )
    return found


def _placed(placements: Table, row: int) -> Placed:
    postcodes = areas().postcodes
    place = PLACES[LIVING_AT[int(placements["living_at"][row])]]
    came_from = postcodes[int(placements["authority"][row])][1]
    until = int(placements["to_at"][row])
    return Placed(
        began=_instant(int(placements["from_at"][row])).date(),
        ended=None if until < 0 else _instant(until).date(),
        place=place,
        provider=PROVIDERS.get(place, "PR4"),
        from_postcode=came_from,
        postcode=came_from
        if place == "P1"
        else postcodes[int(placements["host_authority"][row])][0],
        urn="" if place == "P1" else NOT_REGISTERED,
    )


def _ethnicity(place: int) -> str:
    return NOT_OBTAINED if place < 0 else ETHNICITIES[place]


def _instant(seconds: int) -> datetime:
    """Return the moment at which a British clock tells so: the nation's times are the wall's."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=LONDON)
