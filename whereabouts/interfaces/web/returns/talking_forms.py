"""The forms of the conversations: what a child tells, what may be shared, who asks, what came."""

from typing import Any

from django import forms

from whereabouts.insight.lookups import returning_choices as choices
from whereabouts.interfaces.web.returns.forms import (
    YES_NO_UNKNOWN,
    AdultsMixin,
    Moment,
    line,
    one_of,
    several_of,
    words,
)
from whereabouts.journeys.hear_of_harm import Asked
from whereabouts.journeys.record_interview import (
    AtContact,
    Beside,
    Consent,
    Line,
    Spoken,
    ToldOfConduct,
)

YES_NO = YES_NO_UNKNOWN[:2]


class HarmsMixin(forms.Form):
    """Each harm asked about by name, of somebody."""

    of = "harm"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, _ in choices.HARMS:
            self.fields[f"{self.of}_{key}"] = one_of(choices.HARM_ANSWERS)

    def answers(self, of: str) -> dict[str, str]:
        """Return what was asked of them, and how it was answered."""
        said = self.cleaned_data
        return {key: said[f"{of}_{key}"] for key, _ in choices.HARMS if said.get(f"{of}_{key}")}


class InterviewForm(AdultsMixin, HarmsMixin):
    """A conversation after the return, in the order in which it goes."""

    outcome = one_of(choices.INTERVIEW_OUTCOMES, needed="Choose what came of it.")
    held_at = Moment()
    held_by = line(needed="Say who spoke, or tried to speak, with the child.", most=160)
    way = one_of(choices.WAYS)
    setting = line(most=160)
    consent_child = one_of(choices.CONSENT_ANSWERS)
    consent_child_to = several_of(choices.CONSENT_TO)
    consent_child_words = words()
    consent_carer = one_of(choices.CONSENT_ANSWERS)
    consent_carer_by = one_of([("parent", "A parent"), ("carer", "A carer")])
    consent_carer_name = line(most=160)
    consent_carer_to = several_of(choices.CONSENT_TO)
    consent_carer_words = words()
    best_time = line(most=160)
    how_to_reach = line()
    explained = forms.BooleanField(required=False)
    seen_alone = one_of(YES_NO)
    safe_now = one_of(YES_NO_UNKNOWN)
    what_happened = words()
    needs = words()
    reasons = several_of(choices.REASONS)
    child_words = words()
    child_view = words()
    offered = words()
    support = one_of(choices.AT_CONTACT)
    carer_support = one_of(choices.AT_CONTACT)
    carer_offered = words()
    know_next_time = words()
    next_agreed = one_of(choices.AGREED)
    next_audience = several_of(choices.AUDIENCES)
    next_because = words()
    next_told_first = one_of(YES_NO)
    carer_source = one_of([("parent", "A parent"), ("carer", "A carer")])
    carer_name = line(most=160)
    carer_words = words()
    conduct_kind = one_of(choices.MATTER_KINDS)
    conduct_about_kind = one_of(choices.ABOUT_KINDS)
    conduct_about = forms.UUIDField(
        required=False, error_messages={"invalid": "Choose one of the people shown."}
    )
    conduct_name = line(most=160)
    conduct_words = words()
    conduct_wants = one_of(choices.WANTS)
    conduct_body_worn = line(most=80)
    also = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, kind: str, also: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for key, _ in (*choices.QUESTIONS[kind], *choices.WRITTEN_UP[kind]):
            self.fields[f"told_{key}"] = words()
        for key, _ in choices.HARMS:
            self.fields[f"carer_{key}"] = one_of(choices.HARM_ANSWERS)
        self.fields["also"].choices = [(one, one) for one in also]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together: an override's reason, words to a matter."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self._ask_what_was_agreed_to(said)
        if said.get("next_because") and not said.get("next_told_first"):
            self.add_error("next_told_first", "Say whether the child was told first.")
        if said.get("support") and not said.get("offered"):
            self.add_error("offered", "Say what was offered, or why nothing was.")
        if said.get("carer_support") and not said.get("carer_offered"):
            self.add_error("carer_offered", "Say what was offered, or why nothing was.")
        if said.get("conduct_words") or said.get("conduct_kind"):
            for name, fault in (
                ("conduct_words", "Write down what the child said."),
                ("conduct_kind", "Choose what it is about."),
                ("conduct_about_kind", "Choose who it is about."),
            ):
                if not said.get(name):
                    self.add_error(name, fault)
        return said

    def _ask_what_was_agreed_to(self, said: dict[str, Any]) -> None:
        if said.get("outcome") == "held" and said.get("consent_child") == "no":
            self.add_error(
                "outcome",
                "The child said no to this conversation. Choose “Declined by the child”: what has"
                " to be done to keep them safe is done all the same.",
            )
        for of in ("child", "carer"):
            if said.get(f"consent_{of}") == "yes" and not said.get(f"consent_{of}_to"):
                self.add_error(f"consent_{of}_to", "Say what they agreed to.")
            if said.get(f"consent_{of}") == "not_able" and not said.get(f"consent_{of}_words"):
                self.add_error(f"consent_{of}_words", "Say why they could not be asked.")
        if said.get("consent_carer") and not said.get("consent_carer_by"):
            self.add_error("consent_carer_by", "Say who was asked.")

    def _consents(self) -> tuple[Consent, ...]:
        """Return who agreed to what; whoever was not spoken of is left out."""
        said = self.cleaned_data
        whom = {"child": "child", "carer": said["consent_carer_by"]}
        return tuple(
            Consent(
                who=who, answer=said[f"consent_{of}"], to=tuple(said[f"consent_{of}_to"]),
                name=said.get(f"consent_{of}_name", ""), words=said[f"consent_{of}_words"],
            )
            for of, who in whom.items()
            if said[f"consent_{of}"]
        )  # fmt: skip

    def spoken(self) -> Spoken:
        """Return the conversation."""
        said = self.cleaned_data
        names = (
            "outcome", "held_at", "held_by", "setting", "explained", "safe_now", "what_happened",
            "needs", "child_view", "offered", "know_next_time", "way", "best_time", "how_to_reach",
        )  # fmt: skip
        told = {
            key: said[f"told_{key}"]
            for key, _ in (*choices.QUESTIONS[self.kind], *choices.WRITTEN_UP[self.kind])
            if said.get(f"told_{key}")
        }
        return Spoken(
            **{name: said[name] for name in names},
            seen_alone={"yes": True, "no": False}.get(said["seen_alone"]),
            words=said["child_words"],
            told=told,
            harms=self.answers("harm"),
            reasons=tuple(said["reasons"]),
            consents=self._consents(),
        )

    def beside(self) -> Beside:
        """Return what comes with it."""
        said = self.cleaned_data
        carer = self.answers("carer")
        return Beside(
            carer=Asked(
                source=said["carer_source"] or "parent", answers=carer, said_by=said["carer_name"],
                words=said["carer_words"],
            ) if carer else None,
            know_next=Line(
                kind="next_time", words="", agreed=said["next_agreed"] or "not_asked",
                audience=tuple(said["next_audience"]), because=said["next_because"],
                told_first={"yes": True, "no": False}.get(said["next_told_first"]),
            ),
            conduct=ToldOfConduct(
                kind=said["conduct_kind"], about_kind=said["conduct_about_kind"],
                about_member=said["conduct_about"], about_name=said["conduct_name"],
                words=said["conduct_words"], said_at=said["held_at"],
                wants=said["conduct_wants"] or "not_asked", body_worn=said["conduct_body_worn"],
            ) if said["conduct_words"] else None,
            support=AtContact(answer=said["support"], words=said["offered"])
            if said["support"] else None,
            carer_support=AtContact(
                answer=said["carer_support"], words=said["carer_offered"],
                to_whom=said["carer_source"] or "parent",
            ) if said["carer_support"] else None,
        )  # fmt: skip


class HarmForm(HarmsMixin):
    """What somebody else answers about harm, or what was seen, on its own."""

    source = one_of(choices.SOURCES, needed="Choose who answered, or what it was seen by.")
    said_by = line(most=160)
    said_at = Moment()
    harm_words = words()

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(said.get(f"harm_{key}") for key, _ in choices.HARMS):
            self.add_error("harm_hurt", "Answer one of the questions at least.")
        return said

    def asked(self) -> Asked:
        """Return the answers."""
        said = self.cleaned_data
        return Asked(
            source=said["source"], answers=self.answers("harm"), said_by=said["said_by"],
            words=said["harm_words"],
        )  # fmt: skip


class LineForm(forms.Form):
    """A line that was told, and what may be known of it."""

    line_kind = one_of(choices.LINE_KINDS, needed="Choose what it is.")
    line_words = words(needed="Write it down.")
    agreed = one_of(choices.AGREED, needed="Say whether the child lets it be known.")
    audience = several_of(choices.AUDIENCES)
    line_because = words()
    told_first = one_of(YES_NO)
    replaces = forms.UUIDField(
        required=False, error_messages={"invalid": "Choose one of the lines shown."}
    )

    def clean(self) -> dict[str, Any]:
        """Ask, beside an override's reason, whether the child was told first."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("line_because") and not said.get("told_first"):
            self.add_error("told_first", "Say whether the child was told first.")
        return said

    def line(self) -> Line:
        """Return the line."""
        said = self.cleaned_data
        return Line(
            kind=said["line_kind"], words=said["line_words"], agreed=said["agreed"],
            audience=tuple(said["audience"]), because=said["line_because"],
            told_first={"yes": True, "no": False}.get(said["told_first"]),
        )  # fmt: skip


class CommissionForm(forms.Form):
    """The independent conversation is asked of a provider."""

    provider = forms.UUIDField(
        error_messages={
            "required": "Choose who is asked.", "invalid": "Choose one of the providers shown.",
        }
    )  # fmt: skip
    visit_risk = words(needed="Say what is risky about a visit, or that nothing is known.")
    best_time = line(most=160)
    how_to_reach = line()


class AttemptForm(forms.Form):
    """One try to speak with the child."""

    tried_at = Moment()
    way = one_of(choices.ATTEMPT_WAYS, needed="Choose how you tried.")
    attempt_outcome = one_of(choices.ATTEMPT_OUTCOMES, needed="Choose what came of it.")
    attempt_words = words()
    next_at = Moment(required=False)


class AnswerCommissionForm(forms.Form):
    """What a provider wrote up is accepted, or sent back."""

    approved = one_of([("yes", "Accept it"), ("no", "Send it back")], needed="Choose one.")
    commission_because = words()

    def clean(self) -> dict[str, Any]:
        """Ask for what it lacks where it is sent back."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("approved") == "no" and not said.get("commission_because"):
            self.add_error("commission_because", "Say what it lacks.")
        return said


class CancelCommissionForm(forms.Form):
    """A conversation is no longer asked of its provider."""

    cancel_because = words(needed="Say why it is no longer asked of them.")


class FeedbackForm(forms.Form):
    """Somebody was told what came of it, or why not."""

    to = one_of(choices.FED_BACK_TO, needed="Choose who was told.")
    told = one_of([("yes", "Told"), ("no", "Not told")], needed="Choose one.")
    feedback_words = words(needed="Say what they were told, or why not.")
    told_at = Moment()
