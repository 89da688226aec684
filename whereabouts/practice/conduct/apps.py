"""How Django finds this package."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """Force, and sealed matters of conduct."""

    name = "whereabouts.practice.conduct"
    label = "conduct"
