"""The forms about a child: which fields there are, and what each takes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from whereabouts.insight.lookups import choices as offered

DAYS = [
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %m %Y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
]
CHOOSE = ("", "Choose")
LEFT = ("", "Leave as it is")
A_DAY = "For example, 27/3/2026"


class Form(forms.Form):
    """A form whose fields are named as their ids, and that says its problems in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)

    def problems(self) -> list[tuple[str, str]]:
        """Return (field, sentence) for each problem."""
        return [
            (name if name != "__all__" else "", str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]


def words(
    label: str, *, most: int, needed: bool = True, hint: str = "", prose: bool = False
) -> forms.CharField:
    """Return a field for a line of text: a name, a number, a place, unless it is `prose`."""
    return forms.CharField(
        label=label, max_length=most, required=needed, help_text=hint,
        widget=forms.TextInput(attrs={"data-prose": "yes"} if prose else {}),
        error_messages={"required": f"Enter {label[0].lower()}{label[1:]}"},
    )  # fmt: skip


def story(label: str, *, needed: bool = True, hint: str = "", most: int = 4000) -> forms.CharField:
    """Return a field for several lines of text."""
    return forms.CharField(
        label=label, max_length=most, required=needed, help_text=hint,
        widget=forms.Textarea, error_messages={"required": f"Enter {label[0].lower()}{label[1:]}"},
    )  # fmt: skip


def one_of(
    label: str, choices: Sequence[tuple[Any, str]], *, needed: bool = True, hint: str = "",
    first: tuple[str, str] = CHOOSE,
) -> forms.ChoiceField:  # fmt: skip
    """Return a field for one of a list."""
    return forms.ChoiceField(
        label=label, choices=[first, *choices], required=needed, help_text=hint,
        error_messages={"required": f"Choose {label[0].lower()}{label[1:]}"},
    )  # fmt: skip


def day(label: str, *, needed: bool = True) -> forms.DateField:
    """Return a field for a day, however it is written."""
    return forms.DateField(
        label=label, input_formats=DAYS, required=needed, help_text=A_DAY,
        error_messages={
            "required": "Enter a day",
            "invalid": "Enter a day that exists, such as 27/3/2026",
        },
    )  # fmt: skip


def tick(label: str, *, hint: str = "") -> forms.BooleanField:
    """Return a field that is ticked or not."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def unsure(label: str) -> forms.ChoiceField:
    """Return a field for yes, no or not known."""
    return one_of(label, [("yes", "Yes"), ("no", "No")], needed=False, first=("", "Not known"))


def offer_forces(form: Form, forces: Sequence[tuple[UUID, str]]) -> None:
    """Let a form's `address_force` offer these forces."""
    form.fields["address_force"].choices = [  # type: ignore[attr-defined]
        ("", "Not known"), *((str(key), name) for key, name in forces),
    ]  # fmt: skip


def truth(value: str) -> bool | None:
    """Return what yes, no or not known means."""
    return {"yes": True, "no": False}.get(value)


class SearchForm(Form):
    """What is known of a child who is looked for."""

    names = words("Name", most=300, needed=False)
    born = words(
        "Date of birth or age", most=60, needed=False,
        hint="For example, 27/3/2011, March 2011, or about 14",
    )  # fmt: skip
    sex = one_of("Sex", offered.SEXES, needed=False, first=("", "Not said"))
    place = words("Place or postcode", most=240, needed=False)
    phone = words("Telephone", most=80, needed=False)
    identifier = words("Number in another register", most=80, needed=False)


class FlagForm(Form):
    """A flag to raise or propose."""

    kind = one_of("What the flag says", offered.FLAG_KINDS)
    strength = one_of("How sure this is", offered.STRENGTHS)
    source = words("Who says so", most=160)
    review_on = day("Review by")
    detail = story("What is behind it", needed=False)


class NoticeForm(Form):
    """To whom notice of a placement was given."""

    to_whom = words(
        "To whom notice was given", most=160, hint="An office: for example, the host authority"
    )


class EndForm(Form):
    """A reason."""

    because = story("Why", most=240)


class SettleForm(Form):
    """What becomes of a proposed flag."""

    answer = one_of("Decision", [("accept", "Raise the flag"), ("decline", "Decline it")])
    strength = one_of("How sure", offered.STRENGTHS, needed=False, first=LEFT)
    because = story("Why", most=240)


class AroundForm(Form):
    """Somebody around the child."""

    name = words("Name", most=160)
    relation = one_of("Who they are to the child", offered.RELATIONS)
    phone = words("Telephone", most=80, needed=False)
    address = words("Address", most=240, needed=False)
    address_force = forms.TypedChoiceField(
        label="Which force polices that address", required=False, coerce=UUID, empty_value=None,
        help_text="While the child is missing, another force is asked to look there.",
    )  # fmt: skip
    language = words("Language", most=60, needed=False)
    parental_responsibility = unsure("Parental responsibility")

    def __init__(self, *args: Any, forces: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_forces(self, forces)


class ToldForm(Form):
    """What somebody may be told."""

    told = one_of("May be told", offered.MAY_BE_TOLD)
    because = story("Why")


class AdultForm(Form):
    """An adult of concern."""

    name = words("Name", most=240)
    kind = one_of("How they are linked to the child", offered.ADULT_LINK_KINDS)
    strength = one_of("How sure this is", offered.STRENGTHS)
    source = words("Who says so", most=160)
    detail = story("What was said", needed=False)
    description = story("What they look like, where they live, how they travel", needed=False)
    registered_sex_offender = unsure("Registered sex offender")
    intelligence = story("Anything else known of them", needed=False)
    near_now = tick(
        "They are with the child now, near, or on their way",
        hint="Interrupts the duty inspector. If the child is not missing, also the force, the home "
        "and the authority of where the child lives.",
    )


class PlacementForm(Form):
    """A placement to start; the authorities and homes to choose from are given."""

    living_at = one_of("Where the child lives", offered.LIVING_AT)
    started_on = day("Since")
    looked_after = unsure("Looked after by an authority")
    home = forms.ChoiceField(label="Home or foster carer", required=False)
    place = words("Address of the place", most=240, needed=False)
    carer_name = words("Carer's name", most=160, needed=False)
    responsible_authority = forms.ChoiceField(label="Authority responsible", required=False)
    host_authority = forms.ChoiceField(label="Authority where it is", required=False)
    legal_status = words("Legal status (code)", most=4, needed=False)
    ended_because = forms.ChoiceField(
        label="Why the placement before this one ends", required=False,
        help_text="Leave it where there is none, or where you do not know.",
    )  # fmt: skip
    confidential = tick(
        "The address is confidential", hint="Only your agency sees it, and no search finds it."
    )

    def __init__(
        self,
        *args: Any,
        homes: Sequence[tuple[UUID, str]],
        authorities: Sequence[tuple[UUID, str]],
        reasons: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lists = {"home": homes, "responsible_authority": authorities, "host_authority": authorities}
        for name, given in lists.items():
            field = self.fields[name]
            field.choices = [("", "Not known"), *((str(key), name) for key, name in given)]  # type: ignore[attr-defined]
        self.fields["ended_because"].choices = [("", "Not known"), *reasons]  # type: ignore[attr-defined]


class DetailsForm(Form):
    """What a record says of the child now, and what is added to it."""

    sex = one_of("Sex", offered.SEXES, needed=False, first=("", "Not said"))
    gender = words("Gender, in the child's words", most=60, needed=False)
    description = story("What the child looks like", needed=False)
    communication_needs = story("Communication needs", needed=False)
    about_me = story("About me, in the child's words", needed=False)
    name = words("Another name", most=240, needed=False)
    name_kind = one_of("What kind of name", offered.NAME_KINDS, needed=False)
    born = words(
        "Another date of birth", most=60, needed=False,
        hint="For example, 27/3/2011, March 2011, or about 14",
    )  # fmt: skip
    born_instead = tick("Believe this one instead of those before")
    address = words("Another address", most=240, needed=False)
    address_kind = one_of("What kind of address", offered.ADDRESS_KINDS, needed=False)
    postcode = words("Postcode", most=12, needed=False)
    address_force = forms.TypedChoiceField(
        label="Whose area the address is in", required=False, coerce=UUID, empty_value=None,
        help_text="While the child is missing, another force is asked to look there.",
    )  # fmt: skip
    confidential = tick(
        "The address is confidential", hint="Only your agency sees it, and no search finds it."
    )
    phone = words("Another telephone number or handle", most=80, needed=False)
    language = words("Another language", most=60, needed=False)
    interpreter = tick("An interpreter is wanted for it")
    scheme = one_of("Another register", offered.IDENTIFIER_SCHEMES, needed=False)
    identifier = words("The number there", most=60, needed=False)
    source = words("Who says so", most=120, needed=False)

    def __init__(self, *args: Any, forces: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_forces(self, forces)


class PhotoForm(Form):
    """A photograph."""

    picture = forms.FileField(
        label="Photograph",
        help_text="JPEG, PNG or WebP, up to 5 MB. Where it was taken is removed.",
        error_messages={"required": "Choose a photograph", "empty": "The file is empty"},
    )  # fmt: skip
    taken_on = day("Taken on", needed=False)
    source = words("Who gave it", most=120, needed=False)


class NameForm(Form):
    """What an unknown child is called."""

    names = words("Name", most=240)
    born = words("Date of birth or age", most=60, needed=False)
    source = words("Who says so", most=120)


class JoinForm(Form):
    """Which other record is of the same child, and why."""

    other = forms.UUIDField(
        label="The other record",
        error_messages={"required": "Choose a record", "invalid": "Choose a record"},
    )
    because = story("Why these are one child")
