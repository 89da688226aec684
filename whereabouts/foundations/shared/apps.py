"""How Django finds this package."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """What all processes remember together."""

    name = "whereabouts.foundations.shared"
    label = "shared"
