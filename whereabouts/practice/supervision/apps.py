"""How Django finds this package."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """A second pair of eyes."""

    name = "whereabouts.practice.supervision"
    label = "supervision"
