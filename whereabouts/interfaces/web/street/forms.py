"""The forms of the street: short, for one hand on a phone."""

from typing import Any

from whereabouts.insight.lookups.briefing import WORD_KINDS
from whereabouts.insight.lookups.street_lists import WORD_ENDS
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story, tick
from whereabouts.interfaces.web.child.forms import words as line
from whereabouts.interfaces.web.homes.forms import degrees
from whereabouts.interfaces.web.meetings.forms import Moment, Named, keyed

NEAR = "Interrupts the duty inspector where the child is missing"


class SeenForm(Form):
    """Where a child was seen; now, unless another time is given."""

    place = line("Where", most=240)
    words = story("What you saw", needed=False)
    seen_at = Moment(label="When, if not just now", required=False)
    adult_seen = tick("An adult of concern was with the child, or near", hint=NEAR)


class TellForm(Form):
    """What was seen or heard."""

    words = story("What you saw or heard")
    place = line("Where", most=200, needed=False)
    kind = one_of("What it is about", WORD_KINDS)
    seen_at = Moment(label="When, if not just now", required=False)


class TellOfChildForm(TellForm):
    """The same of a child."""

    adult_seen = tick("An adult of concern was with the child, or near", hint=NEAR)


class WordForm(Form):
    """What comes of a word from the street."""

    ended_as = one_of("What comes of it", WORD_ENDS)
    result = story("In words: what was done, or why nothing is")


class BeatForm(Form):
    """A beat and its places."""

    name = line("What the beat is called", most=120)
    places = story("Its postcode districts and places", hint="One a line: ZZ1, Made-up Arcade")


class SpotForm(Form):
    """A hot spot."""

    place = line("Which place", most=200)
    why = line("Why it is looked at", most=400, prose=True)
    until_on = day("Looked at until")
    latitude = degrees(
        "Latitude, if you know it",
        hint="Such as 52.4862: how far from home children are found is worked out from it",
    )
    longitude = degrees("Longitude, if you know it", hint="Such as -1.8904")


class OfficerForm(Form):
    """Whose beat it is."""

    def __init__(self, *args: Any, members: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = one_of("Which officer", keyed(members))
        self.fields["leaves"] = tick("This officer leaves the beat")


class SchoolForm(Form):
    """A school and its officer."""

    name = line(
        "The school's name", most=160, needed=False, hint="Where it is not in the list above."
    )
    when = line("When the officer is there", most=160, needed=False, hint="Tuesdays")
    telephone = line("Telephone", most=60, needed=False)

    def __init__(self, *args: Any, members: Named, registered: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["setting_id"] = one_of(
            "A school on the register", keyed(registered), needed=False,
            first=("", "None of these"),
        )  # fmt: skip
        self.fields["officer"] = one_of(
            "Its officer", keyed(members), hint="Of a school on the register, named there too."
        )
        self.order_fields(["setting_id", "name", "officer"])


class AtSchoolForm(Form):
    """Which school a child goes to."""

    def __init__(self, *args: Any, schools: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"] = one_of("Which school", keyed(schools))
