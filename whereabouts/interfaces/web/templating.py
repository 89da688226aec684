"""The Jinja environment of the pages."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from whereabouts.foundations.access.permissions import (
    ROLE_NAMES,
    Permission,
    permitted,
)
from whereabouts.insight.figures.definitions import definition
from whereabouts.interfaces.web import wording
from whereabouts.interfaces.web.navigation import address, places_for
from whereabouts.interfaces.web.timeline import timeline_svg


def environment(**options: Any) -> Environment:
    """Return the environment: our templates, the design system's macros, and our words."""
    options.pop("auto_reload", None)
    made = Environment(  # noqa: S701 (autoescape is on)
        **{**options, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    )
    ours = made.loader
    macros = PackageLoader("govuk_frontend_jinja")
    made.loader = ChoiceLoader(
        [loader for loader in (ours, PrefixLoader({"govuk_frontend_jinja": macros})) if loader]
    )
    made.globals.update(
        {
            "static": static,
            "url": lambda name, *parts: reverse(name, args=parts) if parts else _whole(name),
            "address": address,
            "timeline": timeline_svg,
            "ROLE_NAMES": ROLE_NAMES,
            "SERIOUSNESS": wording.SERIOUSNESS,
            "IMMEDIACY": wording.IMMEDIACY,
            "CATEGORIES": wording.CATEGORIES,
            "STATES": wording.STATES,
            "level_words": wording.level_words,
            "counted_by": counted_by,
        }
    )
    made.filters.update(
        {
            "clock": wording.clock,
            "day": wording.day,
            "day_and_clock": wording.day_and_clock,
            "at_latest": wording.at_latest,
            "machine_time": wording.machine_time,
            "lasting": wording.lasting,
        }
    )
    return made


@cache
def counted_by(name: str) -> str:
    """Return the sentence by which definition, in which version, a figure of a page is counted."""
    one = definition(name=name)
    return f"Counted by {one.name}: {one.says[:1].lower()}{one.says[1:]}"


@cache
def _whole(name: str) -> str:
    """Return an address that has no part of its own: the same ever after."""
    return reverse(name)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what every page knows: who asks, where they may go, what was just done."""
    actor = getattr(request, "actor", None)
    roles = actor.roles if actor else frozenset()
    return {
        "demo": settings.DEMO,
        "actor": actor,
        "role_words": ", ".join(ROLE_NAMES[role] for role in sorted(roles) if role in ROLE_NAMES),
        "places": places_for(roles=roles, path=request.path) if actor else [],
        "may": lambda permission: permitted(roles=roles, permission=Permission(permission)),
        "said": [str(message) for message in get_messages(request)] if actor else [],
        "now": timezone.now(),
    }  # fmt: skip
