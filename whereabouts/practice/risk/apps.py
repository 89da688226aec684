"""How Django finds this package."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """Assessment and decision."""

    name = "whereabouts.practice.risk"
    label = "risk"
