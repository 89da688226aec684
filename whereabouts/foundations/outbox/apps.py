"""How Django finds this package."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages."""

    name = "whereabouts.foundations.outbox"
    label = "outbox"
