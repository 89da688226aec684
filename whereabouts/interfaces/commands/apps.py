"""How Django finds this package."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """Commands."""

    name = "whereabouts.interfaces.commands"
    label = "commands"
