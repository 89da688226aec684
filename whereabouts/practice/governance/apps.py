"""How Django finds this package."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Bundles, corrections and retention."""

    name = "whereabouts.practice.governance"
    label = "governance"
