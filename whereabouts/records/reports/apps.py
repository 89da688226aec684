"""How Django finds this package."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Contacts and reports."""

    name = "whereabouts.records.reports"
    label = "reports"
