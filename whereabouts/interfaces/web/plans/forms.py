"""The forms of plans: which fields there are, and what each takes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.insight.lookups import planning as offered
from whereabouts.interfaces.web.child.forms import Form, day, one_of, story, unsure, words
from whereabouts.interfaces.web.wording import LEVELS

ACTIONS, CONTACTS = 6, 8
ACTORS = (
    "call_handler", "response_officer", "supervisor", "duty_inspector", "missing_coordinator",
)  # fmt: skip
WITHIN = [
    ("15", "15 minutes"), ("30", "30 minutes"), ("60", "1 hour"), ("120", "2 hours"),
    ("240", "4 hours"),
]  # fmt: skip
CONTACT_FIELDS = (
    ("name", "Name"), ("relationship", "Relationship"), ("phone", "Telephone"),
    ("address", "Address"), ("last_contacted", "Last spoken with, by staff"),
)  # fmt: skip


def _ticks(label: str, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
    )


class PlanForm(Form):
    """A trigger plan: three parts, first actions in order, contacts, and whom it tells."""

    level = one_of("Least level if the child goes missing", list(LEVELS.items()))
    category = one_of(
        "How it is recorded", [("missing", "Always as missing"), ("none", "As it is assessed")]
    )
    aim = story("What the plan is for", needed=False)
    high_when = story("When HIGH applies", needed=False, hint="Needed where the level is high")
    high_until = day("HIGH ends, or is looked at again, on", needed=False)
    locate_now = story("To find the child", needed=False, hint="Where, how, in which order")
    search_order = story("Addresses, in the order of looking", needed=False)
    patterns = story("Known patterns: days, times, stations", needed=False)
    phones_and_accounts = story("Telephones and accounts", needed=False)
    health = story("Health and medicine", needed=False)
    who_does_what = story("Who does what", needed=False)
    team = story("The team: social worker, manager, police owner", needed=False)
    prevent = story("To prevent it", needed=False)
    works = story("What works when talking with the child", needed=False)
    childs_view = story("What the child says about this plan", needed=False)
    because = story("Why this plan", needed=False)
    review_on = day("Review by")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role, ROLE_NAMES[role]) for role in ACTORS]
        for place in range(1, ACTIONS + 1):
            self.fields[f"action{place}_title"] = words(
                "What is done", most=200, needed=False, prose=True
            )
            self.fields[f"action{place}_role"] = one_of("By whom", roles, needed=False)
            self.fields[f"action{place}_within"] = one_of("Within", WITHIN, needed=False)
        for place in range(1, CONTACTS + 1):
            for name, label in CONTACT_FIELDS:
                self.fields[f"contact{place}_{name}"] = words(label, most=200, needed=False)
        self.fields["recipients"] = _ticks("Whom the plan tells when it is in use", choices)

    def said(self) -> dict[str, Any]:
        """Return what was written, as a plan says it."""
        given = self.cleaned_data
        said = {name: given[name] for name in self.base_fields if name not in ("level", "category")}
        said |= {"level": given["level"], "category": given["category"]}
        said["first_actions"] = [
            {
                "title": given[f"action{place}_title"],
                "to_role": given[f"action{place}_role"] or "response_officer",
                "due_in_minutes": int(given[f"action{place}_within"] or 0) or None,
            }
            for place in range(1, ACTIONS + 1)
            if given[f"action{place}_title"]
        ]
        said["contacts"] = [
            row
            for place in range(1, CONTACTS + 1)
            if (row := {name: given[f"contact{place}_{name}"] for name, _ in CONTACT_FIELDS})[
                "name"
            ]
        ]
        return said


def initial_of(*, says: Mapping[str, Any], recipients: Sequence[str]) -> dict[str, Any]:
    """Return what stands in the form when somebody begins to write."""
    first = {name: value for name, value in says.items() if name in PlanForm.base_fields}
    for place, action in enumerate(says.get("first_actions", []), start=1):
        first[f"action{place}_title"] = action.get("title", "")
        first[f"action{place}_role"] = action.get("to_role", "")
        first[f"action{place}_within"] = str(action.get("due_in_minutes") or "")
    for place, contact in enumerate(says.get("contacts", []), start=1):
        for name, _ in CONTACT_FIELDS:
            first[f"contact{place}_{name}"] = contact.get(name, "")
    first["recipients"] = list(recipients)
    return first


class RenewForm(Form):
    """Until when a plan goes on."""

    review_on = day("Review by")
    high_until = day("HIGH ends, or is looked at again, on", needed=False)


class LiftForm(Form):
    """Why a plan is lifted."""

    because = story("Why it is lifted: what has changed for the child")


class AnswerForm(Form):
    """An agency's answer to a drafted plan."""

    answer = one_of("Your agency's answer", [("yes", "It approves"), ("no", "It does not")])
    words = story("Anything to add, or what would have to change", needed=False)


class LineForm(Form):
    """A decision on a proposed line."""

    key = words("Source", most=80)
    do = one_of("Take it in?", [("take", "Take it in"), ("leave", "Leave it out")])
    text = story("In these words", needed=False)
    because = story("Why it is used although the child did not allow it", needed=False)
    child_told = one_of("Was the child told?", offered.CHILD_TOLD, needed=False)


class ProfileForm(Form):
    """What is known beforehand: the fields are the form's own."""

    def __init__(self, *args: Any, asked: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: list[tuple[str, list[str]]] = []
        for one in asked:
            self.fields[f"f_{one.key}"] = story(one.label, needed=False, hint=one.hint)
            if not self.parts or self.parts[-1][0] != one.part:
                self.parts.append((one.part, []))
            self.parts[-1][1].append(f"f_{one.key}")
        self.fields["described_on"] = day("How the child looks was last checked on", needed=False)
        self.fields["discussed"] = unsure("Talked through with the child?")

    def answers(self) -> dict[str, str]:
        """Return what was filled in, by field."""
        return {
            name.removeprefix("f_"): words
            for name, words in self.cleaned_data.items()
            if name.startswith("f_")
        }


class ReferralForm(Form):
    """An answer to a referral."""

    words = story("In words", needed=False, hint="Needed where it is declined, or done")

    def __init__(self, *args: Any, answers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = [(key, label) for key, label in offered.REFERRAL_ANSWERS if key in set(answers)]
        self.fields["answer"] = one_of("Answer", offers)
        self.order_fields(["answer", "words"])
