"""The homes on a beat and those that know an officer by name: from the register of homes."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.practice.street import rules
from whereabouts.practice.street.models import Beat
from whereabouts.records.placements import queries as placements
from whereabouts.records.placements.models import Placement, Setting
from whereabouts.records.placements.vocabulary import TAUGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOnBeat:
    """A home: how many children whom the reader may see live there, and are away.

    `officer` is whom the register names; `registered` is false where a child lives in a home that
    nobody put there.
    """

    agency_id: UUID
    name: str
    phone: str
    living: int
    away: int
    officer: str = ""
    registered: bool = True


def homes_on(
    *, beats: Iterable[Beat], away: Collection[UUID], at: datetime
) -> tuple[HomeOnBeat, ...]:
    """Return the homes on some beats of the reader's force, by name.

    What the register holds there, whoever lives in it; and every other home in which a child lives
    whom the reader may see.
    """
    places = [place for one in beats for place in one.places]
    if not places:
        return ()
    standing = list(placements.settings_in(force=current().agency_id))
    on_register = [
        one for one in standing
        if one.kind not in TAUGHT
        and rules.lies_on(places=places, lines=[f"{one.address} {one.agency.name}"])
    ]  # fmt: skip
    living = _living(at=at)
    known = {one.agency_id for one in standing}
    others = {
        one.home_id: one
        for some in living.values()
        for one in some
        if one.home_id not in known
        and rules.lies_on(places=places, lines=[f"{one.place} {one.home and one.home.name}"])
    }
    return _lines(settings=on_register, others=[*others.values()], living=living, away=away)


def homes_knowing(*, officer: UUID, away: Collection[UUID], at: datetime) -> tuple[HomeOnBeat, ...]:
    """Return the homes that know an officer by name, wherever they lie."""
    found = [one for one in placements.known_by(officer=officer) if one.kind not in TAUGHT]
    return _lines(settings=found, others=(), living=_living(at=at), away=away) if found else ()


def _living(*, at: datetime) -> dict[UUID, list[Placement]]:
    """Return home → the placements that stand there, as far as the reader may see them."""
    on = at.date()
    found: dict[UUID, list[Placement]] = {}
    for one in (
        visible(Placement)
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=on), home__isnull=False, started_on__lte=on
        )
        .select_related("home")
    ):
        if one.home_id is not None:
            found.setdefault(one.home_id, []).append(one)
    return found


def _lines(
    *,
    settings: Iterable[Setting],
    others: Iterable[Placement],
    living: dict[UUID, list[Placement]],
    away: Collection[UUID],
) -> tuple[HomeOnBeat, ...]:
    known = list(settings)
    named = placements.settings_officers(settings=[one.pk for one in known])
    lives = {home: len({one.child_id for one in some}) for home, some in living.items()}
    out = Counter(
        home for home, some in living.items() for child in {one.child_id for one in some}
        if child in away
    )  # fmt: skip
    lines = [
        HomeOnBeat(
            agency_id=one.agency_id, name=one.agency.name, phone=one.phone or one.agency.phone,
            living=lives.get(one.agency_id, 0), away=out[one.agency_id],
            officer=named[one.pk].officer.display_name if one.pk in named else "",
        )
        for one in known
    ]  # fmt: skip
    lines += [
        HomeOnBeat(
            agency_id=one.home.pk, name=one.home.name, phone=one.home.phone,
            living=lives[one.home.pk], away=out[one.home.pk], registered=False,
        )
        for one in others
        if one.home is not None
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (one.name, one.agency_id)))
