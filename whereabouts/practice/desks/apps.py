"""How Django finds this package."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Desks as they stood."""

    name = "whereabouts.practice.desks"
    label = "desks"
