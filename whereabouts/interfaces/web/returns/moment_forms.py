"""The forms of the moment of return: another place, needs, a national referral."""

from django import forms

from whereabouts.insight.lookups import returning_choices as choices
from whereabouts.interfaces.web.child.forms import day
from whereabouts.interfaces.web.returns.forms import Moment, line, one_of, several_of, words
from whereabouts.journeys.ask_for_place import Place
from whereabouts.journeys.refer_nationally import Referred


class PlaceForm(forms.Form):
    """Another place is asked for."""

    alternative_kind = one_of(choices.ALTERNATIVE_KINDS, needed="Choose what kind of place.")
    alternative_name = line(needed="Say who was asked.", most=160)
    alternative_phone = line(most=40)
    alternative_agency = forms.UUIDField(
        required=False, error_messages={"invalid": "Choose one of the authorities shown."}
    )
    asked_at = Moment()

    def place(self) -> Place:
        """Return the place."""
        said = self.cleaned_data
        return Place(
            kind=said["alternative_kind"], name=said["alternative_name"],
            phone=said["alternative_phone"], agency=said["alternative_agency"],
            asked_at=said["asked_at"],
        )  # fmt: skip


class PlaceAnswerForm(forms.Form):
    """They answered."""

    place_key = forms.UUIDField(error_messages={"invalid": "Choose the place again."})
    alternative_answer = one_of(choices.ALTERNATIVE_ANSWERS, needed="Choose what they said.")
    answered_at = Moment()
    alternative_words = words()


class NeedForm(forms.Form):
    """A need was seen to."""

    need = one_of(choices.NEEDS, needed="Choose what was seen to.")
    need_words = words(needed="Say how.")


class GroundsForm(forms.Form):
    """The national mechanism decided."""

    grounds = one_of(choices.GROUNDS, needed="Choose which decision it is.")
    decided = one_of(choices.GROUNDS_DECIDED, needed="Choose what was decided.")
    decided_on = day("On which day")
    grounds_advocate = line(most=160)


class NationalForm(forms.Form):
    """The child is referred nationally."""

    referred_at = Moment()
    national_reference = line(needed="Give the reference that came with the referral.", most=60)
    exploitation_types = several_of(choices.EXPLOITATION_TYPES)
    age_disputed = forms.BooleanField(required=False)
    age_words = words()
    interpreter = line(most=160)
    advocate = line(most=160)

    def referred(self) -> Referred:
        """Return the referral."""
        said = self.cleaned_data
        return Referred(
            referred_at=said["referred_at"], reference=said["national_reference"],
            exploitation=tuple(said["exploitation_types"]), age_disputed=said["age_disputed"],
            age_words=said["age_words"], interpreter=said["interpreter"],
            advocate=said["advocate"],
        )  # fmt: skip
