"""Small forms: fields said once, read with every fault named, shown again as they were typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.wording import local

SHORT, LONG = 200, 8000
EARLIEST_YEAR = 1990


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field: text, area, moment, day, choice (radios), ticks, select or member (a key)."""

    name: str
    label: str
    kind: str = "area"
    hint: str = ""
    needed: str = ""  # the sentence where it is left out; "" where it may be
    choices: Sequence[tuple[str, str]] = ()
    value: str = ""
    longest: int = LONG
    own_words: bool = False  # a child's own: kept as said, never looked at for wording
    fact: bool = False  # a line that holds a name, a number or a place: no sentence to look at


@dataclass(frozen=True, kw_only=True)
class Form:
    """A page with a form: what it is called, its fields, what its button says."""

    heading: str
    button: str
    fields: Sequence[Field]
    lead: str = ""
    warning: str = ""
    done: str = "Saved."
    shown: Mapping[str, Any] = field(default_factory=dict)


Given = dict[str, Any]
Act = Callable[[Given, datetime], object]


def answer(
    request: HttpRequest,
    *,
    form: Form,
    act: Act,
    back: str,
    refused: Mapping[type[Exception], str],
    said: Callable[[object], str] | None = None,
    template: str = "episode/form.html",
) -> HttpResponse:
    """Show a form, or do what it says; a refusal shows it again with all that was typed.

    `refused` maps each refusal that may come to the field that it is about ("" for none, or where
    the refusal itself says its `field`); its own sentence is shown.
    """
    typed: dict[str, Any] = {one.name: one.value for one in form.fields}
    errors: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        typed = {
            one.name: request.POST.getlist(one.name)
            if one.kind == "ticks"
            else request.POST.get(one.name, "")
            for one in form.fields
        }
        given, errors = read(fields=form.fields, typed=typed)
        status = 400
        if not errors:
            try:
                result = act(given, timezone.now())
            except tuple(refused) as refusal:
                about = refused[type(refusal)] or getattr(refusal, "field", "")
                errors, status = [(about, str(refusal))], 409
            else:
                messages.success(request, said(result) if said else form.done)
                return redirect(back)
    return render(
        request,
        template,
        {
            "form": form,
            "typed": typed,
            "errors": errors,
            "wrong": dict(errors),
            "back": back,
        },
        status=status if errors else 200,
    )  # fmt: skip


def read(
    *, fields: Sequence[Field], typed: Mapping[str, Any]
) -> tuple[Given, list[tuple[str, str]]]:
    """Return (what was given, what is wrong as (field, sentence))."""
    given: Given = {}
    errors: list[tuple[str, str]] = []
    for one in fields:
        if one.kind == "ticks":
            ticked = tuple(typed.get(one.name) or ())
            given[one.name] = ticked
            if not set(ticked) <= {value for value, _ in one.choices}:
                errors.append((one.name, "Choose of the list"))
            elif one.needed and not ticked:
                errors.append((one.name, one.needed))
            continue
        text = typed.get(one.name, "").strip()
        given[one.name], wrong = None, ""
        if not text:
            given[one.name] = "" if one.kind in ("text", "area") else None
            wrong = one.needed
        elif len(text) > one.longest:
            wrong = f"Use at most {one.longest} characters"
        elif one.kind == "moment":
            given[one.name] = moment(text=text)
            wrong = "" if given[one.name] else "Enter a date and a time, such as 20/11/2026 14:05"
        elif one.kind == "day":
            given[one.name] = day(text=text)
            wrong = "" if given[one.name] else "Enter a date, such as 20/11/2026"
        elif one.choices and text not in {value for value, _ in one.choices}:
            wrong = one.needed or "Choose one of the list"
        elif one.kind == "member":
            given[one.name] = UUID(text)
        else:
            given[one.name] = text
        if wrong:
            errors.append((one.name, wrong))
    return given, errors


def moment(*, text: str) -> datetime | None:
    """Return a time typed or picked on the clocks of England and Wales, or None if unreadable."""
    zone = ZoneInfo(settings.DISPLAY_TIME_ZONE)
    for pattern in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y, %H:%M"):
        try:
            read_at = datetime.strptime(text, pattern).replace(tzinfo=zone)
        except ValueError:
            continue
        # Centuries ago is a slip of the finger, and no calendar of ours reaches there.
        return read_at if read_at.year >= EARLIEST_YEAR else None
    return None


def day(*, text: str) -> date | None:
    """Return a day typed or picked, or None if unreadable."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return found if found.year >= EARLIEST_YEAR else None
    return None


def as_typed(at: datetime) -> str:
    """Return a moment as a field for moments holds it."""
    return local(at).strftime("%Y-%m-%dT%H:%M")


def page_of(reference: str) -> str:
    """Return the address of an episode's page."""
    return address("episode", reference)
