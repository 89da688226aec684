"""How Django finds this package."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies and members."""

    name = "whereabouts.foundations.agencies"
    label = "agencies"
