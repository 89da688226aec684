"""How Django finds this package."""

from django.apps import AppConfig


class StreetConfig(AppConfig):
    """The street."""

    name = "whereabouts.practice.street"
    label = "street"
