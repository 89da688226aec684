"""How Django finds this package."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """Going out, talking, telling."""

    name = "whereabouts.practice.response"
    label = "response"
