"""The forms of a return: each is read whole, and names every field at fault."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from whereabouts.insight.lookups import returning_choices as choices
from whereabouts.journeys.locate_child import AdultSeen, Found

WORDS, LONG = 240, 4000
WAYS_TO_WRITE_A_MOMENT = (
    "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M",
)  # fmt: skip
YES_NO_UNKNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
EXPLOITATION = [("cse", "Sexual exploitation"), ("cce", "Criminal exploitation")]
ROWS_OF_ADULTS = 2


class Moment(forms.Field):
    """A day and a time, on the clocks of England and Wales."""

    default_error_messages = {
        "required": "Enter the day and the time.",
        "invalid": "Enter the day and the time, such as 20/11/2026 14:05.",
    }

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment, aware; None where nothing was typed."""
        text = str(value or "").strip()
        if not text:
            return None
        for way in WAYS_TO_WRITE_A_MOMENT:
            try:
                read = datetime.strptime(text, way)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            try:
                zone = ZoneInfo(settings.DISPLAY_TIME_ZONE)
                return read.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
            except OverflowError:
                break
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def line(*, needed: str = "", most: int = WORDS) -> forms.CharField:
    """Return a field of one line; `needed` is what to say where it is empty."""
    return _text(needed, most)


def words(*, needed: str = "") -> forms.CharField:
    """Return a field of several lines; `needed` is what to say where it is empty."""
    return _text(needed, LONG)


def _text(needed: str, most: int) -> forms.CharField:
    messages = {"required": needed, "max_length": f"Use {most} characters at most."}
    return forms.CharField(required=bool(needed), max_length=most, error_messages=messages)


def one_of(given: list[tuple[str, str]], *, needed: str = "") -> forms.ChoiceField:
    """Return a field with one answer of a list."""
    messages = {"required": needed, "invalid_choice": "Choose one of the answers shown."}
    return forms.ChoiceField(
        choices=[("", ""), *given], required=bool(needed), error_messages=messages
    )


def several_of(given: list[tuple[str, str]], *, needed: str = "") -> forms.MultipleChoiceField:
    """Return a field with any answers of a list."""
    messages = {"required": needed, "invalid_choice": "Choose from the answers shown."}
    return forms.MultipleChoiceField(choices=given, required=bool(needed), error_messages=messages)


class AdultsMixin(forms.Form):
    """Adults who may pose a risk: names not known are left empty, a description does."""

    exploitation = one_of(EXPLOITATION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, ROWS_OF_ADULTS + 1):
            self.fields[f"adult_name_{row}"] = line()
            self.fields[f"adult_detail_{row}"] = words()

    def adults(self) -> list[AdultSeen]:
        """Return the adults that were named or described."""
        said = self.cleaned_data
        rows = [
            (said.get(f"adult_name_{row}", ""), said.get(f"adult_detail_{row}", ""))
            for row in range(1, ROWS_OF_ADULTS + 1)
        ]
        return [AdultSeen(name=name, detail=detail) for name, detail in rows if name or detail]


class FoundForm(AdultsMixin):
    """How the child was found, was located or came back."""

    how = one_of(choices.HOW, needed="Choose how the child was found or came back.")
    by_whom = one_of(choices.BY_WHOM, needed="Choose who found the child.")
    by_whom_name = line(most=160)
    found_at = Moment()
    found_place = line()
    found_with = words()
    condition = words()
    needs = forms.MultipleChoiceField(
        choices=choices.NEEDS, required=False,
        error_messages={"invalid_choice": "Choose from the needs shown."},
    )  # fmt: skip
    where_now = line()
    already_there = forms.BooleanField(required=False)

    def found(self) -> Found:
        """Return the account."""
        said = self.cleaned_data
        names = (
            "how", "by_whom", "by_whom_name", "found_at", "found_place", "found_with", "condition",
            "where_now", "already_there",
        )  # fmt: skip
        return Found(**{name: said[name] for name in names}, needs=tuple(said["needs"]))


class BackForm(forms.Form):
    """The child is back."""

    back_at = Moment()
    where_now = line()
    back_words = words()


class SeenForm(forms.Form):
    """Somebody saw the child."""

    seen_at = Moment()
    alone = one_of(
        [("yes", "Yes, alone"), ("no", "No")], needed="Say whether the child was seen alone."
    )
    seen_words = words()


class GoneAgainForm(forms.Form):
    """The located child has gone again."""

    gone_at = Moment()
    gone_words = words()


class AnswersForm(forms.Form):
    """The return-safety questions."""

    said_by = line(most=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[choices.DANGER] = one_of(YES_NO_UNKNOWN)
        self.fields[choices.TOLD_TO_LEAVE] = one_of(YES_NO_UNKNOWN)
        self.fields[choices.WHY_CODE] = one_of(choices.REASONS)
        for key, _ in choices.SAFETY_QUESTIONS:
            self.fields[key] = words()

    def answers(self) -> dict[str, str]:
        """Return what was answered."""
        keys = [
            choices.DANGER,
            choices.TOLD_TO_LEAVE,
            choices.WHY_CODE,
            *(key for key, _ in choices.SAFETY_QUESTIONS),
        ]
        return {key: self.cleaned_data[key] for key in keys if self.cleaned_data.get(key)}


class DestinationForm(AnswersForm):
    """Where the child is to go, with the questions."""

    kind = one_of(choices.DESTINATION_KINDS, needed="Choose what kind of place it is.")
    destination = line(needed="Say where.")
    person = forms.UUIDField(
        required=False, error_messages={"invalid": "Choose one of the people shown."}
    )


class DecisionForm(forms.Form):
    """A named person decides where the child goes."""

    agreed = one_of([("yes", "Agree"), ("no", "Refuse")], needed="Choose agree or refuse.")
    because = words(needed="Say why, in words.")
    safeguarding = words()
    told_child = words()


class ProtectionForm(forms.Form):
    """Police protection begins."""

    started_at = Moment()
    grounds = words(needed="Say why the child would otherwise be likely to suffer harm.")
    place = line()
    designated_officer = line(most=160)
    found_in = forms.UUIDField(
        required=False, error_messages={"invalid": "Choose one of the authorities shown."}
    )


class StepForm(forms.Form):
    """A step of police protection is done."""

    step = one_of(choices.PROTECTION_STEPS, needed="Choose what was done.")
    step_words = words(needed="Say in words what was done, and by whom.")
    done_at = Moment()


class EndForm(forms.Form):
    """Police protection ends."""

    outcome = one_of(choices.PROTECTION_OUTCOMES, needed="Choose how it ended.")
    ended_at = Moment()
    end_words = words()


class ReferralForm(forms.Form):
    """Sent, or not sent, always with the reason."""

    sent = one_of([("yes", "Send it"), ("no", "Do not send it")], needed="Choose one.")
    referral_because = words(needed="Say in words why it is sent, or why not.")
    referral_needs = words()


class NotDoneForm(forms.Form):
    """A return task is left undone."""

    task = line(needed="Choose what was not done.", most=40)
    code = one_of(choices.NOT_DONE_CODES, needed="Choose why it was not done.")
    not_done_words = words(needed="Say it in words.")


class DispositionForm(forms.Form):
    """What came of an allegation."""

    task_key = forms.UUIDField(error_messages={"invalid": "Choose the task again."})
    disposition = words(needed="Give the reference, what was decided, or the reason why not.")
    disposition_code = one_of(choices.NOT_DONE_CODES)
    enquiries = one_of([("yes", "Yes"), ("no", "No")])


class StandDownForm(forms.Form):
    """One thing is stood down, or was never used."""

    system = one_of(choices.STAND_DOWN_SYSTEMS, needed="Choose what is stood down.")
    answer = one_of([("confirmed", "Stood down"), ("not_used", "Never used")], needed="Choose one.")


class ClosingForm(forms.Form):
    """Words to the end, or to a new beginning, of the follow-up."""

    closing_words = words()


class FoundDeadForm(forms.Form):
    """The child was found dead."""

    dead_found_at = Moment()
    died_on = forms.DateField(
        required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Enter the day, such as 20/11/2026, or leave it empty."},
    )  # fmt: skip
    officer = forms.UUIDField(
        error_messages={
            "required": "Name the officer who tells the family in person.",
            "invalid": "Choose one of the officers shown.",
        }
    )
    death_words = words()


class LateForm(FoundForm):
    """A child who was found or came back, and of whom no report was taken."""

    idempotency_key = line(needed="Load the page again.", most=120)
    # When the page was opened: the same page sent twice says the same, and is one report.
    told_at = Moment()
    names = line()
    born_text = line(most=60)
    sex = one_of(choices.SEXES)
    description = words()
    reporter_name = line(most=160)
    relation = one_of(choices.RELATIONS)
    reporter_contact = line(most=160)
    report_words = words()
