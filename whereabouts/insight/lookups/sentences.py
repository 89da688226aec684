"""The sentence of everything that can happen, from every package's events."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@cache
def sentences() -> dict[str, str]:
    """Return the sentence of every kind of event that a package of ours declares."""
    declared: dict[str, str] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("whereabouts.") and find_spec(f"{app.name}.events"):
            declared |= import_module(f"{app.name}.events").SENTENCES
    return declared


def sentence_of(*, kind: str) -> str:
    """Return the sentence that history shows for something that happened."""
    return sentences().get(kind) or kind.replace("_", " ").replace(".", ": ").capitalize() + "."
