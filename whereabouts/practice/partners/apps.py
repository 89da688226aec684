"""How Django finds this package."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """What partners bring."""

    name = "whereabouts.practice.partners"
    label = "partners"
