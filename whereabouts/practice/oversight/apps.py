"""How Django finds this package."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Looking again."""

    name = "whereabouts.practice.oversight"
    label = "oversight"
