"""The forms of what the community tells."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from whereabouts.insight.lookups import community as offered
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story, tick
from whereabouts.interfaces.web.child.forms import words as line
from whereabouts.journeys.tell_of_worry import Worry

Named = Sequence[tuple[UUID, str]]
MOST_PEOPLE = 500
NAMES = (
    "source", "place", "words", "postcode", "vehicle", "of_child", "of_adult", "reporter_name",
    "reporter_contact", "now", "code",
)  # fmt: skip


class WorryForm(Form):
    """What somebody tells of a child they worry about: only where and what are needed."""

    words = story("What did you see or hear?", hint="You need not be sure.")
    place = line("Where?", most=240, hint="The name of the place, or the street")
    postcode = line("Postcode, if you know it", most=12, needed=False)
    now = tick("It is happening now", hint="If a child is in danger, ring 999 first.")
    of_child = line("The child: about how old, what they wear", most=400, needed=False, prose=True)
    of_adult = line("Anybody with them", most=400, needed=False, prose=True)
    vehicle = line("A vehicle: its number, make or colour", most=40, needed=False)
    source = one_of("Where do you tell this from?", offered.SOURCES)
    code = line("Campaign word, if you were given one", most=20, needed=False)
    reporter_name = line("Your name, if you like", most=160, needed=False)
    reporter_contact = line("How to reach you, if you like", most=160, needed=False)

    def worry(self) -> Worry:
        """Return what was told."""
        return Worry(**{name: self.cleaned_data[name] for name in NAMES})


class PublicForm(WorryForm):
    """The same for the public, who choose the police where no word says which."""

    def __init__(self, *args: Any, forces: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["force"] = one_of(
            "Which police?", [(str(key), name) for key, name in forces], needed=False,
            hint="Leave it if you have a campaign word.",
        )  # fmt: skip
        self.order_fields(["words", "place", "postcode", "now", "force"])


class AboutForm(Form):
    """Whom a report is about."""

    reference = line("Reference of an episode of the child’s", most=20, needed=False)
    because = story("Why")

    def __init__(self, *args: Any, adults: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult_id"] = one_of(
            "Or an adult", [(str(key), name) for key, name in adults], needed=False,
            first=("", "None"),
        )  # fmt: skip
        self.order_fields(["reference", "adult_id", "because"])


class OutcomeForm(Form):
    """What came of a report."""

    people = forms.IntegerField(
        label="How many people", min_value=1, max_value=MOST_PEOPLE, initial=1,
        error_messages={"required": "Enter how many people", "invalid": "Enter a whole number"},
    )  # fmt: skip
    words = story("In words")

    def __init__(self, *args: Any, left: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = one_of("What came of it", list(left))
        self.order_fields(["kind", "people", "words"])


class CloseForm(Form):
    """A report is closed."""

    words = story("What came of it, in words")


class CampaignForm(Form):
    """A new campaign."""

    name = line("Name of the campaign", most=80)
    code = line("The word that people give", most=20, hint="Short, and easy to say on the phone")
    audiences = forms.MultipleChoiceField(
        label="For whom", choices=offered.SOURCES, widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    from_on = day("From")
    until_on = day("Until", needed=False)
