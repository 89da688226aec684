"""The forms of homes, placements, partners and schools: which fields, and what each takes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from whereabouts.insight.lookups import capacity, register, schools
from whereabouts.insight.lookups import out_of_area as moves
from whereabouts.insight.lookups.asking import Question
from whereabouts.insight.lookups.conferring import LEVELS, SAFE_ANSWERS, TONES, TOOLS
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story, tick, unsure
from whereabouts.interfaces.web.child.forms import words as line
from whereabouts.interfaces.web.returns.forms import Moment


def moment(label: str, *, needed: bool = True) -> Moment:
    """Return a field for a day and a time; a phone shows its own way to choose one."""
    return Moment(
        label=label, required=needed,
        widget=forms.TextInput(attrs={"data-type": "datetime-local"}),
    )  # fmt: skip


def taps(
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    needed: bool = True,
    empty: str = "Choose one",
) -> forms.ChoiceField:
    """Return a field for one of a few, each a tap; nothing chosen is nothing said."""
    return forms.ChoiceField(
        label=label, choices=list(choices), required=needed, widget=forms.RadioSelect,
        error_messages={"required": empty},
    )  # fmt: skip


def number(label: str, *, most: int, needed: bool = False) -> forms.IntegerField:
    """Return a field for a whole number."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=needed,
        widget=forms.TextInput(attrs={"data-mode": "numeric"}),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number",
            "max_value": f"Enter a number up to {most}",
            "min_value": "Enter a number from 0 on",
        },
    )  # fmt: skip


def degrees(label: str, *, hint: str) -> forms.DecimalField:
    """Return a field for degrees of latitude or longitude."""
    return forms.DecimalField(
        label=label, required=False, max_digits=8, decimal_places=5, help_text=hint,
        widget=forms.TextInput(attrs={"data-mode": "numeric"}),
        error_messages={
            "invalid": "Enter degrees, such as 52.4862",
            "max_decimal_places": "Enter no more than five figures after the point",
            "max_digits": "Enter degrees, such as 52.4862",
            "max_whole_digits": "Enter degrees, such as 52.4862",
        },
    )  # fmt: skip


def ticks(label: str, choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Return a field for any of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
    )


def keyed(label: str, found: Sequence[tuple[UUID, str]], *, needed: bool = True, hint: str = "",
    first: str = "Choose") -> forms.TypedChoiceField:  # fmt: skip
    """Return a field for one of some records, by key."""
    return forms.TypedChoiceField(
        label=label, coerce=UUID, empty_value=None, required=needed, help_text=hint,
        choices=[("", first), *((str(key), name) for key, name in found)],
        error_messages={"required": f"Choose {label[0].lower()}{label[1:]}"},
    )  # fmt: skip


class ReportForm(Form):
    """What a carer tells in two minutes: what it is, last seen, first questions, what was tried."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    away = taps(
        "What is it?",
        [("no", "Missing: nobody here knows where the child is"),
         ("yes", "Away: we know where the child is, and it is not where they should be")],
        empty="Choose whether the child is missing or away",
    )  # fmt: skip
    words = story("What has happened, and what worries you", needed=False)
    last_seen_at = moment("Last seen", needed=False)
    last_seen_place = line("Where last seen", most=240, needed=False)
    clothing = line("Clothes, bag, phone", most=240, needed=False, prose=True)

    def __init__(self, *args: Any, questions: Sequence[Question], steps: Sequence[tuple[str, str]],
        **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.questions = [f"fact_{one.fact}" for one in questions]
        for question in questions:
            self.fields[f"fact_{question.fact}"] = answer_field(question)
        self.fields["tried"] = ticks("Tick what is done", steps)
        self.fields["tried_words"] = story("Anything more on what was tried", needed=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a report with nothing to go by."""
        given = super().clean() or {}
        if not (
            given.get("words") or given.get("last_seen_at") or given.get("last_seen_place")
        ) and not {"words", "last_seen_at", "last_seen_place"} & set(self.errors):
            self.add_error(
                "words", "Say what has happened, or when or where the child was last seen"
            )
        return given


def answer_field(question: Question) -> forms.ChoiceField:
    """Return a field for a question of the vocabulary."""
    return taps(question.text, question.answers, needed=False)


class QuestionsForm(Form):
    """What the police still ask of a carer."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"fact_{question.fact}"] = answer_field(question)
        self.fields["words"] = story("In your words", needed=False)


class RangForm(Form):
    """The child rang or wrote."""

    rang_at = moment("When")
    words = story("What was said", needed=False)
    safe_answer = taps("Does the child say they are safe?", SAFE_ANSWERS)
    tone = taps("How did they sound?", TONES)
    adult_heard = tick("Somebody who worries us was with the child, by what was heard")


class BackForm(Form):
    """The child is back."""

    back_at = moment("When did they come back?")
    seen_by = line("Who saw the child?", most=120, prose=True)
    condition = story("How are they? Injuries, cold, hungry, upset, new things", needed=False)
    where_now = line("Where are they now?", most=240, needed=False)


class SentForm(Form):
    """To whom the notice went."""

    sent_to = line("To whom it was sent", most=160, prose=True)


class SettingForm(Form):
    """A line of the register."""

    kind = one_of("What it is", register.SETTING_KINDS)
    urn = line("Registration number (URN)", most=20, needed=False)
    places = number("Places", most=500)
    address = line("Address", most=240, needed=False)
    phone = line("Telephone", most=40, needed=False)
    registered_on = day("Registered since", needed=False)
    latitude = degrees("Latitude, if you know it", hint="Such as 52.4862: distances are worked out")
    longitude = degrees("Longitude, if you know it", hint="Such as -1.8904")

    def __init__(self, *args: Any, agencies: Sequence[tuple[UUID, str]],
        authorities: Sequence[tuple[UUID, str]], forces: Sequence[tuple[UUID, str]],
        **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["agency"] = keyed("Home, carer or school", agencies)
        self.fields["authority"] = keyed("Authority where it is", authorities)
        self.fields["force"] = keyed("Police force where it is", forces)


class CapacityForm(Form):
    """What a home or provider can take."""

    kind = one_of("What you can take", capacity.CAPACITY_KINDS)
    free = number("How many are free", most=5000, needed=True)
    of = number("Of how many in all, if you know", most=5000)
    until_on = day("This holds until")
    words = line("Anything that whoever asks should know", most=240, needed=False, prose=True)


class OfficerForm(Form):
    """Whom a setting knows by name."""

    phone = line("Telephone of the officer", most=40, needed=False)

    def __init__(self, *args: Any, officers: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"] = keyed("Officer", officers)
        self.order_fields(["officer", "phone"])


class VisitForm(Form):
    """A visit that was made."""

    kind = one_of("What kind of visit", register.VISIT_KINDS)
    visited_at = moment("When")
    talked_with = number("How many children you spoke with", most=200)
    words = story("What was talked about", hint="Without naming a child")


class ConcernForm(Form):
    """Something about a setting that worries somebody."""

    kind = one_of("What it is about", register.CONCERN_KINDS)
    words = story(
        "What was seen or heard",
        hint="Of somebody who works there, use “somebody who works with children did harm” instead",
    )
    seen_at = moment("When", needed=False)

    def __init__(self, *args: Any, children: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child_id"] = keyed(
            "A child it is about", children, needed=False, first="None in particular"
        )


class ConcernAdultForm(Form):
    """The adult whom a concern is of: on the register, or by name."""

    name = line(
        "Name, or what they are known by",
        most=240,
        needed=False,
        hint="Leave it out if you choose somebody from the register.",
    )
    source = line("Who says so", most=160)

    field_order = ["adult_id", "name", "source"]

    def __init__(self, *args: Any, adults: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult_id"] = keyed(
            "On the register of your force", adults, needed=False, first="Not on it, or not known"
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or self.cleaned_data
        if not given.get("adult_id") and not given.get("name", "").strip() and not self.errors:
            self.add_error("name", "Choose somebody, or enter a name or what they are known by")
        return given


class OutcomeForm(Form):
    """What came of it."""

    outcome = story("What came of it")


class GiveForm(Form):
    """Notice of a placement out of area, with risk and plan."""

    risks = ticks("Risks that must be known where the child comes to", moves.MOVE_RISKS)
    risk_pack = story(
        "What must be known to keep the child safe", needed=False,
        hint="Name no adult: the police tell of adults in their own way",
    )  # fmt: skip
    why_suitable = story("Why this placement suits the child", needed=False)
    plan = story("What is planned, or the care plan in brief", needed=False)
    contacts = story("Whom to ask, by day and at night", needed=False)
    at_a_distance = unsure("Is it at a distance: not in a neighbouring authority?")
    distance_km = number("Distance in kilometres, where the register does not know", most=1500)
    director = line("Director who approved it", most=160, needed=False)
    approved_on = day("Approved on", needed=False)


class EndPlacementForm(Form):
    """The last day, and why it ends; the reasons to choose from are given."""

    ended_on = day("Last day of the placement")
    because = forms.ChoiceField(
        label="Why does it end?", widget=forms.RadioSelect,
        help_text="The return on looked-after children says the same.",
        error_messages={"required": "Choose why it ends"},
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = list(reasons)  # type: ignore[attr-defined]


class AcknowledgeForm(Form):
    """That it was read, and what is done about it."""

    words = story("What you do about it", needed=False)


class RungForm(Form):
    """Somebody was told by telephone."""

    told_to = line("Whom you spoke with", most=160, hint="By name, and what they do there")
    told_at = moment("When")
    words = line("What they said", most=240, needed=False, prose=True)


class LateReturnForm(Form):
    """A late return that is agreed."""

    latest = forms.TimeField(
        label="Back by", input_formats=["%H:%M", "%H.%M", "%I%p", "%I.%M%p"],
        help_text="For example, 21:30",
        error_messages={"required": "Enter the hour", "invalid": "Enter an hour such as 21:30"},
    )  # fmt: skip
    days = line("On which days", most=120, prose=True)
    what = line("What is agreed", most=240, prose=True)
    agreed_with = line("With whom it is agreed", most=160, hint="For example, her social worker")
    childs_view = story("What the child says of it", needed=False)
    from_on = day("From")
    until_on = day("Until")


class BecauseForm(Form):
    """A reason."""

    because = story("Why", most=240)


class GradingForm(Form):
    """An agency's own grading."""

    level = one_of("How your agency grades the risk", LEVELS)
    tool = one_of("What you graded with", TOOLS)
    because = story("What it rests on")


class AskForm(Form):
    """A case conference to ask for."""

    why = story("Why a conference is needed")

    def __init__(self, *args: Any, agencies: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_agency"] = keyed("Whom you ask", agencies)
        self.order_fields(["to_agency", "why"])


class ConferenceForm(Form):
    """An answer, or what was decided."""

    meets_at = moment("It meets", needed=False)
    outcome = story("What was decided, or why you decline", needed=False)

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = one_of("What do you want to write down?", answers)
        self.order_fields(["answer", "meets_at", "outcome"])


class AbsenceForm(Form):
    """What a school says of a child who is not there."""

    names = line("Child’s name", most=240)
    born_text = line("Date of birth or age", most=60, needed=False)
    worry = one_of("Why you tell us", schools.WORRIES)
    absent_at = moment("Not there since")
    last_seen = line("Where last seen", most=240, needed=False)
    words = story("What you know, and whom you rang", needed=False)
    contact = line("Whom we ring back", most=160, needed=False)


class SettleAbsenceForm(Form):
    """What came of a school's report."""

    outcome = one_of("What came of it", schools.ABSENCE_OUTCOMES)
    words = story("What was done")


class ActivityForm(Form):
    """What was done to prevent harm."""

    title = line("What it was", most=120, prose=True)
    kind = one_of("What kind", schools.ACTIVITY_KINDS)
    audience = one_of("For whom", schools.AUDIENCES)
    reached = number("How many it reached", most=100_000, needed=True)
    on = day("When")
    language = one_of("Language", schools.LANGUAGES)
    topics = line("Topics", most=160, needed=False, prose=True)
    words = story("What people said of it", needed=False, hint="Name nobody")

    def __init__(self, *args: Any, places: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_agency"] = keyed(
            "At which school or home", places, needed=False, first="Elsewhere"
        )
