"""The forms of help that lasts: which fields there are, and what each takes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from whereabouts.insight.lookups import support as offered
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story
from whereabouts.interfaces.web.child.forms import words as line

Named = Sequence[tuple[UUID, str]]


class SearchForm(Form):
    """For which need support is looked for, and where."""

    need = one_of("For what", offered.NEEDS, needed=False, first=("", "Anything"))

    def __init__(self, *args: Any, authorities: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"] = one_of(
            "Area", _keyed(authorities), needed=False, first=("", "Everywhere")
        )
        self.order_fields(["authority", "need"])


class ServiceForm(Form):
    """A service of the directory."""

    name = line("The service's name", most=160)
    ages = line("For which ages", most=60, needed=False)
    telephone = line("Telephone", most=60, needed=False)
    hours = line("When it answers", most=160, needed=False)
    how_to_ask = line("How to ask", most=400, needed=False, hint="By whom, with what")
    languages = line("Languages", most=160, needed=False)

    def __init__(self, *args: Any, authorities: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"] = forms.MultipleChoiceField(
            label="What it helps with",
            choices=offered.NEEDS,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one need"},
        )
        self.fields["authority"] = one_of(
            "Area", _keyed(authorities), needed=False, first=("", "The whole country")
        )
        self.order_fields(["name", "needs", "authority"])


class OfferForm(Form):
    """Support that was offered, and what was said."""

    to_whom = one_of("To whom", offered.TO_WHOM)
    need = one_of("For what", offered.NEEDS, needed=False)
    words = story("What was offered, and what they said", needed=False)
    answer = one_of("Their answer", offered.OFFER_ANSWERS)
    named_contact = line(
        "Whom they can ask for from now on", most=160, needed=False,
        hint="A name and a number. Needed where a family has asked again and again",
    )  # fmt: skip

    def __init__(self, *args: Any, services: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = one_of(
            "Which service", _keyed(services), needed=False, first=("", "Not in the directory")
        )
        self.order_fields(["to_whom", "service", "need", "words", "answer", "named_contact"])


class SupportPlanForm(Form):
    """What a long-term plan says."""

    needs = story("What the child needs", needed=False)
    risks = story("What could harm the child", needed=False)
    childs_view = story("What the child says and wants", needed=False)
    why_no_view = story("Why the child's view is missing, if it is", needed=False)


class StartForm(SupportPlanForm):
    """The same with the first review day."""

    review_on = day("Review by")


class ActionForm(Form):
    """An action of a long-term plan."""

    kind = one_of("What kind of action", offered.ACTION_KINDS)
    what = line("What is done", most=300)
    who = line("Who does it", most=160, needed=False)
    due_on = day("By when", needed=False)

    def __init__(self, *args: Any, agencies: Named, services: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = one_of(
            "Of which agency", _keyed(agencies), needed=False, first=("", "Your own")
        )
        self.fields["service"] = one_of(
            "By which service", _keyed(services), needed=False, first=("", "None")
        )
        self.order_fields(["kind", "what", "who", "agency", "service", "due_on"])


class AskAgainForm(Form):
    """How it is by the child's own word, since the plan began or since they were asked before."""

    says = one_of("How is it now, by the child's own word?", offered.CHILD_SAYS)
    words = story("What they said, in their words; or why they were not asked", needed=False)
    asked_by = line(
        "Who asked", most=160, needed=False, hint="Somebody whom the child chose, where they can"
    )
    asked_on = day("On which day")


class ResultForm(Form):
    """What came of something."""

    result = story("What came of it")


class EndForm(Form):
    """Why a long-term plan ends."""

    ended_as = one_of("Why it ends", offered.PLAN_ENDS)
    words = story("In words")


class PanelForm(Form):
    """What a panel decided."""

    acts = one_of("Decided", [("yes", "Actions are agreed"), ("no", "No action, with the reason")])
    decision = story("Which actions, by whom and until when; or why none")


class ReviewForm(Form):
    """What a senior decided on a plan that has not helped."""

    answer = one_of("What is decided", offered.REVIEW_ANSWERS)
    words = story("What changes from now on, or why nothing does")


def key_of(value: str) -> UUID | None:
    """Return the key that was chosen, or None."""
    return UUID(value) if value else None


def _keyed(named: Named) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in named]
