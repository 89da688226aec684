"""What a conversation leaves open, what may be shared of it, and when feeding back is done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from whereabouts.practice.conversations import vocabulary
from whereabouts.practice.conversations.vocabulary import AGREED, AUDIENCES, LINE_KINDS, SOURCES

# The harms that every child is asked about in so many words, whatever is on record of them.
ASKED_DIRECTLY = ("hurt", "sexual", "held")
CONTROL_ROOM = "control_room"
# A commission in one of these waits for the provider.
WITH_THE_PROVIDER = ("asked", "allocated", "scheduled", "draft", "rejected")
SILENT = frozenset({"not_asked", "asked"})


class NotInList(ValueError):
    """An answer is none of those that may be given; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"“{field.replace('_', ' ')}” is none of the answers that may be given.")
        self.field = field


class OverrideIncomplete(ValueError):
    """Sharing against a child's no takes a reason, and whether the child was told first."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Answers about harm by one person: {harm: answer}, in their words where there are any."""

    source: str
    answers: Mapping[str, str]
    said_by: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was told, whether the child lets it be known, and to whom.

    `because` and `told_first` are for what is shared against a child's no: who decided is whoever
    records it.
    """

    kind: str
    words: str
    agreed: str = "not_asked"
    audience: tuple[str, ...] = ()
    because: str = ""
    told_first: bool | None = None

    @property
    def overridden(self) -> bool:
        """Whether it is shared although the child did not agree."""
        return self.agreed != "yes" and bool(self.because.strip())


@dataclass(frozen=True, kw_only=True)
class Shareable:
    """A line that may be shared, with where it comes from and who may know it."""

    key: str
    child: str
    kind: str
    words: str
    source: str
    said_at: datetime
    audience: tuple[str, ...]
    overridden: bool
    because: str
    told_first: bool | None


def check_line(*, line: Line) -> None:
    """Go on if a line holds only answers from the lists, and an override is whole.

    :raises NotInList: naming the field.
    :raises OverrideIncomplete: it overrides a no, without saying whether the child was told first.
    """
    if line.kind not in dict(LINE_KINDS):
        raise NotInList("kind")
    if line.agreed not in dict(AGREED):
        raise NotInList("agreed")
    if not set(line.audience) <= set(dict(AUDIENCES)):
        raise NotInList("audience")
    if line.overridden and line.told_first is None:
        raise OverrideIncomplete("Say whether the child was told first that it would be shared.")


def may_share(*, agreed: str, because: str, audience: Collection[str]) -> bool:
    """Return whether a line may be shared: with somebody, by the child's yes or an override."""
    return bool(audience) and (agreed == "yes" or bool(because.strip()))


def check_asked(*, asked: Asked, harms: Collection[str], answers: Collection[str]) -> None:
    """Go on if answers about harm hold only harms, answers and a source of the lists.

    :raises NotInList: naming the field.
    """
    if asked.source not in dict(SOURCES):
        raise NotInList("source")
    for harm, answer in asked.answers.items():
        if harm not in harms:
            raise NotInList("harms")
        if answer not in answers:
            raise NotInList(harm)


def unanswered(*, said: Mapping[str, str]) -> tuple[str, ...]:
    """Return the direct questions to which no answer came: asked into silence, or not asked."""
    return tuple(harm for harm in ASKED_DIRECTLY if said.get(harm, "not_asked") in SILENT)


def feedback_left(
    *, given: Iterable[tuple[str, bool]], heard_elsewhere: bool = False
) -> tuple[str, ...]:
    """Return whom nobody has fed back to yet; a reason why not counts. `given` is (to, told).

    `heard_elsewhere` is whether somebody of another agency listened: they hear what came of it.
    """
    named = {to for to, _ in given}
    needed = (*vocabulary.FED_BACK_NEEDED, *(("worker",) if heard_elsewhere else ()))
    return tuple(to for to in needed if to not in named)


def after_attempt(*, state: str, outcome: str) -> str:
    """Return how a commission stands after an attempt; one that is being written up stays so."""
    if state not in WITH_THE_PROVIDER or state == "draft":
        return state
    return {"agreed": "scheduled"}.get(outcome, "allocated")


def visit_is_due(*, state: str) -> bool:
    """Return whether a commission still waits for the provider."""
    return state in WITH_THE_PROVIDER
