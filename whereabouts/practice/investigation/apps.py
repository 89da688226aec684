"""How Django finds this package."""

from django.apps import AppConfig


class InvestigationConfig(AppConfig):
    """Tasks and sightings."""

    name = "whereabouts.practice.investigation"
    label = "investigation"
