"""How Django finds this package."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Help that lasts."""

    name = "whereabouts.practice.support"
    label = "support"
