"""How Django finds this package."""

from django.apps import AppConfig


class EpisodesConfig(AppConfig):
    """Episodes."""

    name = "whereabouts.records.episodes"
    label = "episodes"
