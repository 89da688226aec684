"""The forms about adults who pose a risk: which fields there are, and what each takes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from whereabouts.insight.lookups import adults_choices as offered
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story, tick, truth, unsure
from whereabouts.interfaces.web.child.forms import words as line

Named = Sequence[tuple[UUID, str]]
NO_MORE = 20


class Graded(Form):
    """A form whose last fields grade what it says, by the scheme that holds today."""

    graded = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.graded:
            scheme, parts = offered.grading_parts(on=timezone.now().date())
            for part in parts:
                self.fields[f"grade_{part.key}"] = one_of(
                    f"{part.label} ({scheme})",
                    [(code, f"{code}: {words}") for code, words in part.codes],
                )

    def said(self) -> dict[str, Any]:
        """Return what was typed, the grade as one."""
        given = dict(self.cleaned_data)
        parts = [name for name in self.fields if name.startswith("grade_")]
        if parts:
            given["grading"] = "".join(given.pop(name) for name in parts)
        return given


class OthersMixin(Graded):
    """Other children at risk? It is asked each time."""

    others = one_of("Are other children at risk?", offered.OTHERS_ANSWERS)
    others_words = story("Who, or how that was found out", needed=False)


class EnterForm(OthersMixin):
    """An adult for the register."""

    name = line("Name", most=240)
    born_on = day("Date of birth", needed=False)
    description = story("Description", needed=False, most=400)
    sex_offender = unsure("Registered sex offender?")
    because = story("Why they may pose a risk to children")
    source = line("Who says so", most=160)

    field_order = [
        "name", "born_on", "description", "sex_offender", "because", "source", "others",
        "others_words",
    ]  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return what was typed."""
        given = super().said()
        given["registered_sex_offender"] = truth(given.pop("sex_offender"))
        return given


class KnownEnterForm(OthersMixin):
    """An adult with a record, for the register."""

    because = story("Why they may pose a risk to children")
    source = line("Who says so", most=160)

    field_order = ["because", "source", "others", "others_words"]


class LinkForm(OthersMixin):
    """A child who is linked with the adult."""

    reference = line("Reference of an episode of the child’s", most=20)
    kind = one_of("How they are linked", offered.LINK_KINDS)
    strength = one_of("How sure", offered.LINK_STRENGTHS)
    source = line("Who says so", most=160)
    detail = story("What is known of it", needed=False)

    field_order = ["reference", "kind", "strength", "source", "detail", "others", "others_words"]


class TraceForm(Graded):
    """A place, vehicle, phone or account that leads to the adult."""

    kind = one_of("What it is", offered.TRACE_KINDS)
    value = line("Address, registration, number or name online", most=240)
    words = line("What they have to do with it", most=240, needed=False, prose=True)
    source = line("Who says so", most=160)


class KnownForm(Graded):
    """Intelligence about the adult."""

    text = story("What is known")
    about = line("What it is about", most=120, needed=False, prose=True)
    source = line("Where it is from", most=160)


class OthersForm(Form):
    """Whether other children are at risk."""

    answer = one_of("Are other children at risk?", offered.OTHERS_ANSWERS)
    words = story("Who, or how that was found out", needed=False)

    def said(self) -> dict[str, Any]:
        """Return what was typed."""
        return dict(self.cleaned_data)


class ActionForm(OthersForm):
    """Something that was done."""

    answer = None  # type: ignore[assignment]
    kind = one_of("What was done", offered.ACTION_KINDS)
    words = story("In words")

    field_order = ["kind", "words"]


class PhotoForm(OthersForm):
    """A photograph."""

    answer = words = None  # type: ignore[assignment]
    photo = forms.FileField(
        label="Photograph", widget=forms.ClearableFileInput,
        error_messages={"required": "Choose a photograph"},
    )  # fmt: skip
    source = line("Where it is from", most=160)


class EndForm(OthersForm):
    """An entry is ended."""

    answer = None  # type: ignore[assignment]
    kind = one_of("Why", offered.END_KINDS)
    words = story("In words")

    field_order = ["kind", "words"]


class WordsForm(OthersForm):
    """Something that needs words alone."""

    answer = None  # type: ignore[assignment]
    words = story("Why, in words")


class ReleaseForm(Graded):
    """Something leaves the police."""

    because = story("Why they need it")
    conditions = story("Conditions", needed=False, hint="Who may read it, and what they do with it")
    expires_on = day("Until and including")

    def __init__(self, *args: Any, agencies: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_agency"] = one_of("To whom", [(str(key), name) for key, name in agencies])
        self.fields["parts"] = forms.MultipleChoiceField(
            label="What leaves", choices=offered.RELEASE_PARTS,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one"},
        )  # fmt: skip
        self.order_fields(["to_agency", "parts", "because", "conditions", "expires_on"])


class WarnForm(Graded):
    """A home is warned, without naming anybody."""

    look_for = story("What to look for", hint="No name, number, account or date of birth")
    do_this = story("What to do")
    expires_on = day("Until and including")

    def __init__(self, *args: Any, agencies: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_agency"] = one_of("To whom", [(str(key), name) for key, name in agencies])
        self.order_fields(["to_agency", "look_for", "do_this", "expires_on"])


class NoticeForm(OthersForm):
    """What a warning notice says."""

    answer = words = None  # type: ignore[assignment]
    consent_by = line("Who has parental responsibility, or the authority", most=160)
    consent_words = story("Their statement that this adult has no permission")
    knowledge = story("What the adult knows: the child’s age, and that nobody consents")
    conditions = story("What the notice forbids")
    language = line("Language, if another than English", most=60, needed=False)

    def __init__(self, *args: Any, routes: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"] = one_of("The law", list(routes))
        self.order_fields(["route"])


class ServeForm(OthersForm):
    """How a notice was served."""

    answer = words = None  # type: ignore[assignment]
    place = line("Where it was served", most=240)
    how = one_of("How", offered.DELIVERY_WAYS)
    acknowledged = one_of("Did they sign?", offered.ACKNOWLEDGED)


class ReviewForm(OthersForm):
    """A notice is looked at again."""

    answer = None  # type: ignore[assignment]
    kind = one_of("Why it is reviewed", offered.REVIEW_KINDS)
    finding = one_of("What was found", offered.REVIEW_FINDINGS)
    words = story("In words")

    field_order = ["kind", "finding", "words"]


class BreachForm(OthersForm):
    """A notice was breached."""

    answer = None  # type: ignore[assignment]
    words = story("What happened")
    source = line("Who says so", most=160)


class VisitForm(OthersForm):
    """A visit after a breach."""

    answer = None  # type: ignore[assignment]
    words = story("What was found")
    children_found = forms.IntegerField(
        label="How many children were there", min_value=0, max_value=NO_MORE,
        error_messages={
            "required": "Enter how many children were there: 0 if none",
            "invalid": "Enter a whole number",
        },
    )  # fmt: skip


class ArrestForm(OthersForm):
    """Whether the holder is arrested."""

    answer = None  # type: ignore[assignment]
    decision = one_of("Decision", offered.ARREST_DECISIONS)
    words = story("Why")

    field_order = ["decision", "words"]


class YoungPlanForm(OthersForm):
    """A plan for a young person who may harm others."""

    answer = words = None  # type: ignore[assignment]
    because = story("What happened, or is feared")
    needs = story("What they need")
    safety = story("How they and others are kept safe")
    childs_view = story("What they say themselves", needed=False)
    review_on = day("Review on")


class OperationForm(OthersForm):
    """A new operation."""

    answer = words = None  # type: ignore[assignment]
    name = line("Name of the operation", most=60)
    purpose = story("What it is for")


class BecauseForm(OthersForm):
    """A reason."""

    answer = words = None  # type: ignore[assignment]
    because = story("Why")


class ForceForm(BecauseForm):
    """Another force, and why it takes part."""

    def __init__(self, *args: Any, forces: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = one_of("Which force", [(str(key), name) for key, name in forces])
        self.order_fields(["agency", "because"])


class JoinForm(OthersForm):
    """Somebody, or an episode, joins an operation."""

    answer = words = None  # type: ignore[assignment]
    reference = line("Reference of an episode", most=20, needed=False)
    child_alone = tick("The child alone, without the episode")
    because = story("Why")

    def __init__(self, *args: Any, adults: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult_id"] = one_of(
            "Or an adult", [(str(key), name) for key, name in adults], needed=False,
            first=("", "None"),
        )  # fmt: skip
        self.order_fields(["reference", "child_alone", "adult_id", "because"])
