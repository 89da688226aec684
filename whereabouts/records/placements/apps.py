"""How Django finds this package."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Placements."""

    name = "whereabouts.records.placements"
    label = "placements"
