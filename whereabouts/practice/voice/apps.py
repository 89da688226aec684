"""How Django finds this package."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """The child's voice."""

    name = "whereabouts.practice.voice"
    label = "voice"
