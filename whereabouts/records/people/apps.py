"""How Django finds this package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Children and adults."""

    name = "whereabouts.records.people"
    label = "people"
