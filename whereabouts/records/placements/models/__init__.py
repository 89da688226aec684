"""Where a child is looked after, the register of settings, and notices of placements."""

from whereabouts.records.placements.models.notices import (
    Acknowledgement,
    PlacementNotice,
    TelephoneTold,
)
from whereabouts.records.placements.models.placing import LIVING_AT, Placement
from whereabouts.records.placements.models.register import (
    Capacity,
    Concern,
    NamedInConcern,
    NamedOfficer,
    OfSetting,
    Setting,
    Visit,
)

__all__ = [
    "LIVING_AT",
    "Acknowledgement",
    "Capacity",
    "Concern",
    "NamedInConcern",
    "NamedOfficer",
    "OfSetting",
    "Placement",
    "PlacementNotice",
    "Setting",
    "TelephoneTold",
    "Visit",
]
