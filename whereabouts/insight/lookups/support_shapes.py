"""Help that lasts as plain values: plans, actions, offers, repeats, before against after."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.repeats import Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A definition of a repeat as it stands for a child."""

    label: str
    count: int
    needed: int
    holds: bool
    held_ever: bool
    age_known: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpOwed:
    """An offer that calls without an episode left owed: to whom, how many, by whom until when."""

    to_whom: str
    calls: int
    agency: str
    asked_at: datetime
    due_at: datetime
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Every definition at once, who has called for help again and again, and the panel."""

    repeats: tuple[Repeat, ...]
    callers: tuple[tuple[str, int, str], ...]  # relation, calls, the definition
    panel_since: datetime | None
    panel_due: datetime | None
    panel_id: UUID | None
    panel_ours: bool
    help_offered: bool
    owed: tuple[HelpOwed, ...] = ()

    @property
    def held(self) -> tuple[Repeat, ...]:
        """The definitions that hold now."""
        return tuple(one for one in self.repeats if one.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action of a long-term plan."""

    action_id: UUID
    kind: str
    what: str
    who: str
    agency: str
    service: str
    due_on: date | None
    done_at: datetime | None
    done_by: str
    result: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeniorLine:
    """A senior review: what it was asked for by, and what was decided."""

    review_id: UUID
    asked_at: datetime
    due_at: datetime
    before: int
    after: int
    days: int
    answer: str
    words: str
    by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaysLine:
    """How it is by the child's own word, on the day they were asked."""

    on: date
    says: str
    words: str
    asked_by: str
    written_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPlanView:
    """A long-term plan with its words, actions, what it lacks, and before against after."""

    plan_id: UUID
    agency: str
    ours: bool
    lead: str
    started_at: datetime
    review_on: date
    overdue: bool
    ended_at: datetime | None
    ended_words: str
    needs: str
    risks: str
    childs_view: str
    why_no_view: str
    written_by: str
    written_at: datetime | None
    versions: int
    lacks: tuple[str, ...]
    actions: tuple[Action, ...]
    compared: Compared
    reviews: tuple[SeniorLine, ...]
    waiting: SeniorLine | None
    suggestions: tuple[str, ...]
    child_says: tuple[SaysLine, ...]
    ask_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """Support that was offered, and what was said; before against after where it was accepted."""

    at: datetime
    what: str
    to_whom: str
    answer: str
    words: str
    contact: str
    by: str
    agency: str
    compared: Compared | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Thirty days: episodes begun, those with harm, what the child said, whether a plan began.

    `harm` is None where whoever looks is shown nothing of it.
    """

    began: date
    ended: date
    count: int
    plan_began: bool
    harm: int | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPage:
    """A child's help that lasts."""

    child_id: UUID
    name: str
    full: bool
    again: Again | None
    plans: tuple[SupportPlanView, ...]
    offers: tuple[OfferLine, ...]
    periods: tuple[Period, ...]
    childs_view: str
    days_since_last: int | None
    may_start: bool
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A service of the directory."""

    service_id: UUID
    name: str
    needs: tuple[str, ...]
    area: str
    ages: str
    telephone: str
    hours: str
    how_to_ask: str
    languages: str
    ours: bool
