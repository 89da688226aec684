"""How Django finds this package."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Harm that is told of, confidence, commissioned conversations, feedback."""

    name = "whereabouts.practice.conversations"
    label = "conversations"
