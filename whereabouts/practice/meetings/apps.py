"""How Django finds this package."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings that act."""

    name = "whereabouts.practice.meetings"
    label = "meetings"
