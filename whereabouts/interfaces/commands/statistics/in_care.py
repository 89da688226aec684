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
    Absence,
    LookedAfter,
    Placed,
)
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT, areas

Table = Mapping[str, NDArray[Any]]
EPOCH, LONDON = date(1970, 1, 1), ZoneInfo("Europe/London")
ETHNICITIES = ("WBRI", "BAFR", "AIND", "OOTH")
PROVIDER = "PR4"  # of every placement that is not with parents
REGISTERED = ("childrens_home", "supported_accommodation")


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
    living_at = LIVING_AT[int(placements["living_at"][row])]
    host = int(placements["host_authority"][row])
    came_from = postcodes[int(placements["authority"][row])][1]
    until = int(placements["to_at"][row])
    return Placed(
        began=_instant(int(placements["from_at"][row])).date(),
        ended=None if until < 0 else _instant(until).date(),
        living_at=living_at,
        legal_status="C2",
        need="N1",
        provider=PROVIDER,
        why_moved="CARPL",
        from_postcode=came_from,
        postcode=came_from if living_at == "home" else postcodes[host][0],
        urn=_number(host, living_at),
    )


def _number(host: int, living_at: str) -> str:
    """Return the made-up number of the one setting of a kind that an authority has.

    The form is the inspectorate's, and none of its own numbers begins as these do.
    """
    return f"SC9{host:03}{REGISTERED.index(living_at):02}" if living_at in REGISTERED else ""


def _ethnicity(place: int) -> str:
    return NOT_OBTAINED if place < 0 else ETHNICITIES[place]


def _instant(seconds: int) -> datetime:
    """Return the moment at which a British clock tells so: the nation's times are the wall's."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=LONDON)
