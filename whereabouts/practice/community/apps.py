"""How Django finds this package."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Community reports and campaigns."""

    name = "whereabouts.practice.community"
    label = "community"
