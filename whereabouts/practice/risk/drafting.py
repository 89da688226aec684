"""A plan's draft that writes itself: lines from returns, sightings, contacts and interviews.

Each line has its source and its audience, and waits for a person. Of an interview only what the
child allows; else the worker whom they told is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.practice.conversations.models import FedBack, ToldLine
from whereabouts.practice.conversations.queries import standing_line
from whereabouts.practice.conversations.rules import may_share
from whereabouts.practice.investigation.models import Sighting
from whereabouts.practice.plans.actions import Proposed
from whereabouts.practice.plans.queries import decided_keys
from whereabouts.practice.response.models import ChildContact
from whereabouts.practice.return_home.models import Interview, Return

BOTH, ALL = "police_and_social_care", "everybody"
SURE = ("certain", "likely")
REACHED = ("calm", "warm", "quiet", "upset")
# Whom a child may let know of something, and the audience of a plan that reaches them.
AUDIENCE_OF = {
    "control_room": BOTH,
    "police": BOTH,
    "social_care": BOTH,
    "home": ALL,
    "family": ALL,
    "school": ALL,
    "health": ALL,
}


@dataclass(frozen=True, kw_only=True)
class SaidForNextTime:
    """What a child said that may help next time, and whether they allow it to be used."""

    key: UUID
    words: str
    allowed: bool
    audience: str
    worker: str
    reference: str
    at: datetime


def said_for_next_time(*, children: Iterable[UUID]) -> list[SaidForNextTime]:
    """Return what was said after returns for the next time; the caller is in a scope.

    Only lines that were marked with whom they may be shared. Words for next time from before a
    child was asked count as not allowed: nobody knows, so the worker is asked. The rest of a
    conversation is never read here.
    """
    keys = list(children)
    lines = (
        visible(ToldLine)
        .filter(child__in=keys, kind="next_time", replaced_by__isnull=True)
        .select_related("episode", "recorded_by")
        .order_by("said_at", "pk")
    )
    found = [
        SaidForNextTime(
            key=one.pk,
            words=one.words,
            allowed=may_share(
                agreed=one.agreed,
                because=one.because,
                audience=[who for who in one.audience if AUDIENCE_OF[who] == BOTH],
            ),
            audience=ALL if set(one.audience) == set(AUDIENCE_OF) else BOTH,
            worker=one.recorded_by.display_name,
            reference=one.episode.reference,
            at=one.said_at,
        )
        for one in lines
    ]
    marked = {one.episode_id for one in lines}
    earlier = (
        visible(Interview)
        .filter(child__in=keys, outcome="held")
        .exclude(know_next_time="")
        .exclude(episode__in=marked)
        .select_related("episode")
        .order_by("held_at", "pk")
    )
    found += [
        SaidForNextTime(
            key=one.pk,
            words=one.know_next_time,
            allowed=False,
            audience=BOTH,
            worker=one.held_by,
            reference=one.episode.reference,
            at=one.held_at,
        )
        for one in earlier
    ]
    return found


def reached_by(*, audience: str) -> frozenset[str]:
    """Return whom a line of a plan reaches, in the words of the conversations."""
    return frozenset(who for who, plan in AUDIENCE_OF.items() if audience in (ALL, plan))


def proposed_lines(*, children: Iterable[UUID]) -> list[Proposed]:
    """Return the lines that nobody has decided on yet, part by part, the oldest source first.

    Two sources that say the same of one place are one line.
    """
    keys = list(children)
    decided = decided_keys(children=keys)
    lines = [
        *_from_returns(keys),
        *_from_sightings(keys),
        *_from_contacts(keys),
        *_from_interviews(keys),
        *_from_feedback(keys),
    ]
    once: dict[tuple[str, str], Proposed] = {}
    for one in lines:
        if one.key not in decided:
            once.setdefault((one.part, one.text.casefold() or one.key), one)
    return sorted(once.values(), key=lambda one: one.part)


def _from_returns(children: list[UUID]) -> list[Proposed]:
    found = (
        visible(Return)
        .filter(child__in=children)
        .select_related("episode")
        .order_by("found_at", "pk")
    )
    lines = []
    for one in found:
        words = f"Return of {_day(one.found_at)}, episode {one.episode.reference}"
        if one.found_place:
            lines.append(
                Proposed(
                    key=f"return:{one.pk}:place", part="locate_now", source="return",
                    source_words=words, audience=ALL,
                    text=f"Was found at {_said(one.found_place)}.",
                )
            )  # fmt: skip
        if one.found_with:
            # Names others, perhaps adults of concern: never for everybody.
            lines.append(
                Proposed(
                    key=f"return:{one.pk}:with", part="locate_now", source="return",
                    source_words=words, audience=BOTH,
                    text=f"Was found with {_said(one.found_with)}.",
                )
            )  # fmt: skip
    return lines


def _from_sightings(children: list[UUID]) -> list[Proposed]:
    found = (
        visible(Sighting)
        .filter(child__in=children, confidence__in=SURE)
        .select_related("episode")
        .order_by("seen_at", "pk")
    )
    return [
        Proposed(
            key=f"sighting:{one.pk}", part="locate_now", source="sighting", audience=BOTH,
            source_words=f"Sighting of {_day(one.seen_at)}, episode {one.episode.reference}",
            text=f"Was seen at {_said(one.place)}.",
        )
        for one in found
    ]  # fmt: skip


def _from_contacts(children: list[UUID]) -> list[Proposed]:
    """Return who reached the child, and whom the child asked to hear from: what worked."""
    found = (
        visible(ChildContact)
        .filter(child__in=children)
        .select_related("episode")
        .order_by("happened_at", "pk")
    )
    lines = []
    for one in found:
        words = f"Contact of {_day(one.happened_at)}, episode {one.episode.reference}"
        if one.towards == "to_child" and one.tone in REACHED and one.made_by:
            lines.append(
                Proposed(
                    key=f"talked:{one.pk}:made", part="works", source="talked", audience=ALL,
                    source_words=words,
                    text=f"Answered when {_said(one.made_by)} got in touch"
                    f" ({one.get_how_display().lower()}).",
                )
            )  # fmt: skip
        if one.next_by:
            lines.append(
                Proposed(
                    key=f"talked:{one.pk}:next", part="works", source="talked", audience=ALL,
                    source_words=words, text=f"Would rather hear from {_said(one.next_by)}.",
                )
            )  # fmt: skip
    return lines


def _from_interviews(children: list[UUID]) -> list[Proposed]:
    return [
        Proposed(
            key=f"interview:{one.key}", part="works", source="interview", audience=one.audience,
            source_words=f"Said on {_day(one.at)}, episode {one.reference}",
            text=_said(one.words) + "." if one.allowed else "",
            allowed=one.allowed,
            ask="" if one.allowed else f"Ask the worker, {one.worker}.",
        )
        for one in said_for_next_time(children=children)
    ]  # fmt: skip


def _from_feedback(children: list[UUID]) -> list[Proposed]:
    """Return what whoever listened fed back to the plan; a reason why not is no line."""
    found = (
        visible(FedBack)
        .filter(child__in=children, to="plan", told=True)
        .select_related("episode")
        .order_by("told_at", "pk")
    )
    return [
        Proposed(
            key=f"feedback:{one.pk}", part="works", source="interview", audience=BOTH,
            source_words=f"Fed back to the plan on {_day(one.told_at)},"
            f" episode {one.episode.reference}",
            text=f"{_said(one.words)}.",
        )
        for one in found
    ]  # fmt: skip


def told_line(*, key: str, children: Iterable[UUID]) -> ToldLine | None:
    """Return the line of a conversation that proposes a line of a plan, where it is one."""
    source, _, line = key.partition(":")
    return standing_line(children=children, line_id=UUID(line)) if source == "interview" else None


def key_of(*, line: ToldLine) -> str:
    """Return the key under which a line of a conversation proposes a line of a plan."""
    return f"interview:{line.pk}"


def text_of(*, proposed: Proposed, children: Iterable[UUID]) -> str:
    """Return the words of a line that the child did not allow, for whoever overrides their no."""
    for one in said_for_next_time(children=children):
        if proposed.key == f"interview:{one.key}":
            return one.words
    return proposed.text


def _day(at: datetime) -> str:
    on = london_date(instant=at)
    return f"{on.day} {on:%B %Y}"


def _said(words: str) -> str:
    return " ".join(words.split()).rstrip(".")
