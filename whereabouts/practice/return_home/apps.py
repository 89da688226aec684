"""How Django finds this package."""

from django.apps import AppConfig


class ReturnHomeConfig(AppConfig):
    """Coming back."""

    name = "whereabouts.practice.return_home"
    label = "return_home"
