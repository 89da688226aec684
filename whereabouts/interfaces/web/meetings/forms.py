"""The forms of meetings: which fields there are, and what each takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from whereabouts.insight.lookups import meetings as offered
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story
from whereabouts.interfaces.web.child.forms import words as line
from whereabouts.interfaces.web.episode.forms import moment

Named = Sequence[tuple[UUID, str]]
UNREADABLE = 422


class Moment(forms.DateTimeField):
    """A day and a time on the clocks of England and Wales, however it is written."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment."""
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        found = moment(text=str(value).strip())
        if found is None:
            raise forms.ValidationError("Enter a day and a time, such as 20/11/2026 14:05")
        return found


def keyed(named: Named) -> list[tuple[str, str]]:
    """Return choices by key."""
    return [(str(key), name) for key, name in named]


def when(label: str) -> Moment:
    """Return a field for a moment."""
    return Moment(
        label=label, help_text="For example, 27/3/2026 14:00",
        error_messages={"required": "Enter a day and a time"},
    )  # fmt: skip


class CallForm(Form):
    """When a meeting is held, where, and who chairs it."""

    held_at = when("When it is held")
    place = line("Where, or how to join", most=200, needed=False)

    def __init__(self, *args: Any, chairs: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"] = one_of("Who chairs it", keyed(chairs))


class StrategyForm(CallForm):
    """The same for a strategy discussion, with who is asked."""

    def __init__(self, *args: Any, agencies: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in offered.KINDS if one[0] in offered.STRATEGY]
        self.fields["kind"] = one_of("How it is held", kinds)
        self.fields["invited"] = several("Who is invited", agencies)
        self.order_fields(["kind", "held_at", "place", "chair", "invited"])


class InviteForm(Form):
    """Which agencies are invited."""

    def __init__(self, *args: Any, agencies: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"] = several("Who is invited", agencies, needed=True)


class MoveForm(Form):
    """To when a meeting is moved, and why."""

    held_at = when("When it is held instead")
    because = story("Why it is moved", hint="Whoever is invited reads it. Name no child.", most=400)


class CancelForm(Form):
    """Why a meeting is cancelled."""

    because = story(
        "Why it is cancelled", hint="Whoever is invited reads it. Name no child.", most=400
    )


class AnswerForm(Form):
    """Whether somebody comes."""

    coming = one_of("Does somebody come", [("yes", "Yes"), ("no", "No, we send apologies")])
    who = line("Who comes", most=160, needed=False)


class PresenceForm(Form):
    """Who was there for an agency."""

    who = line("Who was there", most=160, needed=False)

    def __init__(self, *args: Any, agencies: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [one for one in offered.PRESENCE if one[0] in ("attended", "apologies")]
        self.fields["agency"] = one_of("Which agency", keyed(agencies))
        self.fields["presence"] = one_of("Were they there", answers)
        self.order_fields(["agency", "presence", "who"])


class ActionForm(Form):
    """An action with one owner or two."""

    what = story("What is done for the child", most=400)
    who = line("Who does it", most=160, hint="A name")
    due_on = day("By when")
    second_who = line("Who of them", most=160, needed=False)

    def __init__(self, *args: Any, agencies: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = one_of("Of which agency", keyed(agencies))
        self.fields["second_agency"] = one_of(
            "Together with which agency", keyed(agencies), needed=False, first=("", "Nobody else"),
            hint="Both take it on; either settles it, and the other is told",
        )  # fmt: skip
        self.order_fields(["what", "agency", "who", "due_on", "second_agency", "second_who"])


class ReferForm(Form):
    """A referral onward."""

    because = story("Why, and what is asked for", most=400)
    due_on = day("An answer by")

    def __init__(self, *args: Any, agencies: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_agency"] = one_of("To whom", keyed(agencies))
        self.order_fields(["to_agency", "because", "due_on"])


class TogetherForm(Form):
    """Something that two agencies own together."""

    what = story("What you do together", most=400)
    who = line("Who of your agency", most=160)
    with_who = line("Who of theirs", most=160)
    due_on = day("By when")

    def __init__(self, *args: Any, agencies: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_agency"] = one_of("Together with", keyed(agencies))
        self.order_fields(["what", "who", "with_agency", "with_who", "due_on"])


class _EnquiriesForm(Form):
    """What a strategy discussion says besides."""

    def __init__(self, *args: Any, strategy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if strategy:
            self.fields["enquiries"] = one_of("Section 47 enquiries", offered.ENQUIRIES)
            self.fields["enquiries_because"] = story("Why, where there are none", needed=False)


class DecideForm(_EnquiriesForm):
    """What a meeting decided, with its actions."""

    decision = story("What is decided")
    next_review_on = day("Looked at again on", needed=False)


class NoActionForm(_EnquiriesForm):
    """Why a meeting does nothing; the chair signs it."""

    because = story("Why nothing is done", hint="Signed in your name, as the chair")


class SettleForm(Form):
    """What came of an action."""

    done = one_of("Is it done", [("yes", "Yes, done"), ("no", "No, with the reason")])
    result = story("What came of it, or why it is not done")


class ChooseForm(Form):
    """Onto which agenda a child is put."""

    def __init__(self, *args: Any, meetings: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = one_of("Onto which agenda", keyed(meetings))


def several(label: str, named: Named, *, needed: bool = False) -> forms.MultipleChoiceField:
    """Return a field for several of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=keyed(named), required=needed, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one"},
    )  # fmt: skip


def page(
    request: HttpRequest,
    form: Form,
    *,
    heading: str,
    button: str,
    back: str,
    lead: str = "",
    caption: str = "",
) -> HttpResponse:
    """Return the page of a form, with what is wrong in it."""
    errors = form.problems() if form.is_bound else []
    shown = {
        "form": form, "heading": heading, "button": button, "back": back, "lead": lead,
        "caption": caption, "errors": errors,
    }  # fmt: skip
    return render(request, "meetings/form.html", shown, status=UNREADABLE if errors else 200)
