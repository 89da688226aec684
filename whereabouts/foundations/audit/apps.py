"""How Django finds this package."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "whereabouts.foundations.audit"
    label = "audit"
