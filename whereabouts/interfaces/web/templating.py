"""The Jinja environment of the pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options: Any) -> Environment:
    """Return the environment: our templates, and the design system's macros."""
    options.pop("auto_reload", None)
    made = Environment(
        **{**options, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    )
    ours = made.loader
    macros = PackageLoader("govuk_frontend_jinja")
    made.loader = ChoiceLoader(
        [loader for loader in (ours, PrefixLoader({"govuk_frontend_jinja": macros})) if loader]
    )
    made.globals.update({"static": static, "url": reverse})
    return made


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what every page knows."""
    return {"demo": settings.DEMO, "actor": getattr(request, "actor", None)}
