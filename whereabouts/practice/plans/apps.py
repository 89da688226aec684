"""How Django finds this package."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans and referrals."""

    name = "whereabouts.practice.plans"
    label = "plans"
