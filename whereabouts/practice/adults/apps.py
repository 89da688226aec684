"""How Django finds this package."""

from django.apps import AppConfig


class AdultsConfig(AppConfig):
    """Adults who pose a risk."""

    name = "whereabouts.practice.adults"
    label = "adults"
