"""How Django finds this package."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may see what."""

    name = "whereabouts.foundations.access"
    label = "access"
