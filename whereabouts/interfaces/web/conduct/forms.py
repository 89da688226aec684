"""The forms of force and conduct."""

from typing import Any

from django import forms

from whereabouts.insight.lookups import returning_choices as choices
from whereabouts.interfaces.web.returns.forms import Moment, line, one_of, several_of, words
from whereabouts.journeys.record_force import Force
from whereabouts.journeys.tell_of_conduct import Told


class ForceForm(forms.Form):
    """Force used on a child, or threatened."""

    used_at = Moment()
    tactics = several_of(choices.TACTICS, needed="Choose what was done, or threatened.")
    threatened_only = forms.BooleanField(required=False)
    why = words(needed="Say why.")
    injury = words()
    afterwards = words()
    body_worn = line(most=80)
    there = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Choose from the people shown."}
    )
    others_there = line()

    def __init__(self, *args: Any, staff: tuple[tuple[Any, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["there"].choices = [(str(key), name) for key, name in staff]  # type: ignore[attr-defined]

    def force(self) -> Force:
        """Return the force."""
        said = self.cleaned_data
        names = (
            "used_at", "threatened_only", "why", "injury", "afterwards", "body_worn",
            "others_there",
        )  # fmt: skip
        return Force(
            **{name: said[name] for name in names},
            tactics=tuple(said["tactics"]),
            there=tuple(forms.UUIDField().clean(key) for key in said["there"]),
        )


class ReviewForm(forms.Form):
    """A senior who was not there reviews it."""

    finding = one_of(choices.REVIEW_FINDINGS, needed="Choose what you find.")
    review_words = words(needed="Say why, in words.")
    instead = words()


class ConductForm(forms.Form):
    """Somebody who works with children is named as the one who harms."""

    kind = one_of(choices.MATTER_KINDS, needed="Choose what it is about.")
    about_kind = one_of(choices.ABOUT_KINDS, needed="Choose who it is about.")
    about_member = forms.UUIDField(
        required=False, error_messages={"invalid": "Choose one of the people shown."}
    )
    about_name = line(most=160)
    conduct_words = words(needed="Write down what was said.")
    conduct_said_by = one_of(choices.SAID_BY, needed="Choose who said it.")
    said_at = Moment()
    wants = one_of(choices.WANTS)
    body_worn = line(most=80)

    def told(self) -> Told:
        """Return the matter."""
        said = self.cleaned_data
        return Told(
            kind=said["kind"], about_kind=said["about_kind"], about_member=said["about_member"],
            about_name=said["about_name"], words=said["conduct_words"],
            said_by=said["conduct_said_by"], said_at=said["said_at"],
            wants=said["wants"] or "not_asked", body_worn=said["body_worn"],
        )  # fmt: skip


class DecideForm(forms.Form):
    """What became of a matter."""

    outcome = one_of(choices.OUTCOMES, needed="Choose what became of it.")
    outcome_words = words(needed="Say it in words.")
    for_child = words()


class ToldBackForm(forms.Form):
    """How whoever told of a matter heard what became of it."""

    told_how = one_of(choices.TOLD_BACK, needed="Choose how they heard, or that they did not.")
    told_words = words(needed="Say in words what they were told, or why not.")


class SealForm(forms.Form):
    """Somebody else reads nothing of it, either."""

    username = line(needed="Give their sign-in name.", most=80)
