"""Drawing the page of a return, and reading its forms."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.insight.lookups import returning_choices as choices
from whereabouts.insight.lookups.returning import return_page
from whereabouts.interfaces.web.returns.forms import EXPLOITATION, YES_NO_UNKNOWN
from whereabouts.interfaces.web.returns.refused import REFUSED, answer
from whereabouts.interfaces.web.wording import local

PATH = (
    ("located", "Located"),
    ("back", "Back"),
    ("seen", "Seen alone"),
    ("closed", "Followed up"),
)
LISTS = {
    name: getattr(choices, name)
    for name in choices.__all__
    if name not in {"BAR_WORDS", "LACKING_WORDS", "TITLES", "DANGER", "WHY_CODE"}
} | {"EXPLOITATION": EXPLOITATION, "YES_NO_UNKNOWN": YES_NO_UNKNOWN, "YES_NO": YES_NO_UNKNOWN[:2]}


def draw(
    request: HttpRequest,
    template: str,
    reference: str,
    *,
    form: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    """Return a page about a return, with what was typed and each field's fault; 400 with faults."""
    at = timezone.now()
    shown = return_page(actor=request.actor, reference=reference, at=at)  # type: ignore[attr-defined]
    return render(
        request,
        template,
        {"shown": shown, "path": _path(shown.state), **typed(form=form, at=at), **more},
        status=400 if form is not None and form.errors else 200,
    )


def typed(*, form: forms.Form | None, at: datetime) -> dict[str, Any]:
    """Return what a template needs to show a form again: values, faults, lists and the time now."""
    data = form.data if form is not None else {}
    lists = dict(data.lists()) if hasattr(data, "lists") else {}
    return {
        "values": {name: given[-1] for name, given in lists.items() if given},
        "ticked": lists,
        "faults": (
            {name: str(given[0]) for name, given in form.errors.items()} if form is not None else {}
        ),
        "errors": (
            [(name, str(given[0])) for name, given in form.errors.items()]
            if form is not None
            else []
        ),
        "lists": LISTS,
        "moment_now": local(at).strftime("%Y-%m-%dT%H:%M"),
    }


def act(
    request: HttpRequest,
    reference: str,
    *,
    form: forms.Form,
    step: Callable[[datetime], Any],
    done: str,
    template: str = "returns/return.html",
    **more: Any,
) -> HttpResponse:
    """Take a step with a form that holds, and go on to the page of the return.

    A fault shows the form again with what was typed; a refusal has a page of its own.
    """
    if not form.is_valid():
        return draw(request, template, reference, form=form, **more)
    try:
        step(timezone.now())
    except REFUSED as refused:
        return answer(request, refused, reference=reference)
    messages.success(request, done)
    return redirect("return", reference)


def _path(state: str) -> list[tuple[str, str, str]]:
    """Return the four steps as (key, words, "done", "now" or "later")."""
    order = [key for key, _ in PATH]
    reached = order.index(state) if state in order else -1
    return [
        (key, words, "done" if place <= reached else "now" if place == reached + 1 else "later")
        for place, (key, words) in enumerate(PATH)
    ]
