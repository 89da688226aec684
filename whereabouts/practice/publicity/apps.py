"""How Django finds this package."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """Appeals to the public."""

    name = "whereabouts.practice.publicity"
    label = "publicity"
