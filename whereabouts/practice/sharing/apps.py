"""How Django finds this package."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Sharing, and what agencies write beside each other."""

    name = "whereabouts.practice.sharing"
    label = "sharing"
