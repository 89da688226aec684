"""How Django finds this package."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    """The ladder from the front line to the board."""

    name = "whereabouts.practice.escalation"
    label = "escalation"
