"""Questions about conversations; callers are inside a scope."""

from collections.abc import Collection, Iterable
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.models import Agency
from whereabouts.practice.conversations import rules, vocabulary
from whereabouts.practice.conversations.models import (
    Attempt,
    Commission,
    FedBack,
    HarmSaid,
    ToldLine,
)
from whereabouts.practice.conversations.rules import Shareable
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes.models import Episode

SAID_IN = {
    "prevention": "Prevention interview",
    "return": "Return home interview",
    "review": "Review of force",
    "later": "A later conversation",
}


def shareable_lines(*, children: Iterable[UUID]) -> tuple[Shareable, ...]:
    """Return what may be shared of what a person told, over every record of theirs; latest first.

    Each with its source, its day and who may know it; what a later line replaced is left out, and
    so is everything to which the child did not agree and that nobody overrode. `children` are the
    keys of one person's records.
    """
    lines = (
        visible(ToldLine)
        .filter(child__in=list(children), replaced_by__isnull=True)
        .select_related("episode")
        .order_by("-said_at", "-id")
    )
    return tuple(
        Shareable(
            key=str(one.pk),
            child=str(one.child_id),
            kind=one.kind,
            words=one.words,
            source=f"{SAID_IN.get(one.said_in, one.said_in)}, episode {one.episode.reference}",
            said_at=one.said_at,
            audience=tuple(one.audience),
            overridden=one.agreed != "yes",
            because=one.because,
            told_first=one.told_first,
        )
        for one in lines
        if rules.may_share(agreed=one.agreed, because=one.because, audience=one.audience)
    )


def for_whoever_goes_out(
    *, children: Iterable[UUID], but: Collection[str] = ()
) -> dict[UUID, list[str]]:
    """Return by episode what the control room may know; "ask the worker" where it may not.

    `but` are conversations of which this reader hears nothing at all.
    """
    found: dict[UUID, list[str]] = {}
    lines = (
        visible(ToldLine)
        .filter(child__in=list(children), replaced_by__isnull=True)
        .exclude(said_in__in=list(but))
        .select_related("recorded_by")
        .order_by("said_at", "id")
    )
    for one in lines:
        may = rules.may_share(agreed=one.agreed, because=one.because, audience=one.audience)
        said = found.setdefault(one.episode_id, [])
        if may and rules.CONTROL_ROOM in one.audience:
            said.append(one.words)
        elif one.kind == "next_time":
            said.append(f"Something is kept in confidence: ask {one.recorded_by.display_name}.")
    return found


def standing_line(*, children: Iterable[UUID], line_id: UUID) -> ToldLine | None:
    """Return a line of a person's records that nothing replaced, or None."""
    found = visible(ToldLine).filter(pk=line_id, child__in=list(children), replaced_by__isnull=True)
    return found.select_related("episode").first()


def lines_of(*, episode: Episode) -> list[ToldLine]:
    """Return every line of an episode that stands, latest first, whether shareable or not."""
    return list(
        visible(ToldLine)
        .filter(episode=episode, replaced_by__isnull=True)
        .select_related("recorded_by")
        .order_by("-said_at", "kind", "id")
    )


def harm_of(*, episode: Episode, source: str = "") -> list[HarmSaid]:
    """Return every answer about harm in an episode, latest first; of one source, where given."""
    found = visible(HarmSaid).filter(episode=episode).order_by("-said_at", "-id")
    return list(found.filter(source=source) if source else found)


def harm_now(*, episode: Episode, source: str) -> dict[str, str]:
    """Return how each harm stands by what one source said: the latest that is an answer at all.

    Silence in a later conversation takes nothing back.
    """
    standing: dict[str, str] = {}
    for one in harm_of(episode=episode, source=source):
        if standing.get(one.harm, "not_asked") in rules.SILENT:
            standing[one.harm] = one.answer
    return standing


def asked_separately(*, episode: Episode) -> bool:
    """Return whether a parent or a carer was asked on their own."""
    return (
        visible(HarmSaid)
        .filter(episode=episode, source__in=vocabulary.ASKED_SEPARATELY)
        .exclude(answer="not_asked")
        .exists()
    )


def commission_of(*, task: Task) -> Commission | None:
    """Return the commission of a task that stands, or None."""
    return (
        visible(Commission)
        .filter(task=task)
        .exclude(state="cancelled")
        .select_related("provider", "worker", "approved_by", "episode")
        .first()
    )


def commissions_for(*, provider: UUID) -> list[Commission]:
    """Return what a provider has in hand or has written up, what is due soonest first."""
    return list(
        visible(Commission)
        .filter(provider=provider)
        .exclude(state__in=["approved", "cancelled"])
        .select_related("episode", "task", "worker", "owner_agency")
        .order_by("task__due_at", "asked_at")
    )


def asked_for_besides(*, commission: Commission, children: Collection[UUID]) -> bool:
    """Return whether the same provider has another conversation with the same child in hand."""
    return (
        visible(Commission)
        .filter(provider=commission.provider_id, child__in=list(children))
        .exclude(state__in=["approved", "cancelled"])
        .exclude(pk=commission.pk)
        .exists()
    )


def attempts_of(*, task: Task) -> list[Attempt]:
    """Return the attempts to hold one conversation, latest first."""
    return list(
        visible(Attempt).filter(task=task).select_related("recorded_by").order_by("-tried_at", "id")
    )


def feedback_of(*, episode: Episode) -> list[FedBack]:
    """Return who was told what came of it, earliest first."""
    return list(visible(FedBack).filter(episode=episode).order_by("told_at", "id"))


def providers() -> list[Agency]:
    """Return the providers that may be commissioned."""
    return list(Agency.objects.filter(kind="provider").order_by("name"))
