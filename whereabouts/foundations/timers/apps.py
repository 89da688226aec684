"""How Django finds this package."""

from django.apps import AppConfig


class TimersConfig(AppConfig):
    """Deadlines."""

    name = "whereabouts.foundations.timers"
    label = "timers"
