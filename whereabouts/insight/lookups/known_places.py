"""Where places lie that somebody gave coordinates of: homes, schools, hot spots; never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.street.models import HotSpot
from whereabouts.practice.street.rules import plain
from whereabouts.records.people.rules import postcode_in
from whereabouts.records.placements.models import Setting
from whereabouts.records.placements.rules import km_apart

Point = tuple[float, float]
# Two places that are called the same and lie further apart than this are two places.
SAME_PLACE_KM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlaces:
    """Where each place lies, by how it is called and by its whole postcode."""

    called: dict[str, Point]
    postcodes: dict[str, Point]

    def of(self, *, text: str) -> Point | None:
        """Return where a place lies as it was written down, or None where nobody said."""
        return self.called.get(plain(text)) or self.postcodes.get(postcode_in(text=text))


def known_places() -> KnownPlaces:
    """Return every place in scope whose coordinates are known; the caller is inside a scope."""
    settings = visible(Setting).values_list(
        "agency__name", "address", "latitude", "longitude"
    )  # fmt: skip
    spots = visible(HotSpot).values_list(
        "place", "latitude", "longitude"
    )  # fmt: skip
    called: list[tuple[str, Point]] = []
    postcodes: list[tuple[str, Point]] = []
    for name, address, north, east in settings:
        if north is None or east is None:
            continue
        point = (float(north), float(east))
        called += [(plain(name), point), (plain(address), point)]
        postcodes.append((postcode_in(text=address), point))
    for place, north, east in spots:
        if north is None or east is None:
            continue
        point = (float(north), float(east))
        called.append((plain(place), point))
        postcodes.append((postcode_in(text=place), point))
    return KnownPlaces(called=_one_each(called), postcodes=_one_each(postcodes))


def _one_each(found: Iterable[tuple[str, Point]]) -> dict[str, Point]:
    """Return what lies in one place; what is called the same and lies apart is left out."""
    kept: dict[str, Point] = {}
    apart: set[str] = set()
    for name, point in found:
        if name and km_apart(one=kept.setdefault(name, point), other=point) > SAME_PLACE_KM:
            apart.add(name)
    return {name: point for name, point in kept.items() if name not in apart}
