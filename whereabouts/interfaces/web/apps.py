"""How Django finds this package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "whereabouts.interfaces.web"
    label = "web"
