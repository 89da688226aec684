"""How Django finds this package."""

from django.apps import AppConfig


class PairsConfig(AppConfig):
    """Suggested pairs and what people said of them."""

    name = "whereabouts.records.pairs"
    label = "pairs"
