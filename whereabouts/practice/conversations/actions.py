"""Keeping what is told and what becomes of it: rows added, one beside the other."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.conversations import events, rules
from whereabouts.practice.conversations.models import (
    Attempt,
    Commission,
    FedBack,
    HarmSaid,
    ToldLine,
)
from whereabouts.practice.conversations.rules import Asked, Line, NotInList
from whereabouts.practice.conversations.vocabulary import (
    ATTEMPT_OUTCOMES,
    ATTEMPT_WAYS,
    FED_BACK_TO,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode


class AlreadyCommissioned(Exception):
    """Somebody was asked for this conversation already."""


class NotTheirTurn(Exception):
    """The commission does not stand where this step can be taken."""


class ReasonMissing(Exception):
    """This needs its reason in words."""


@transaction.atomic
def keep_harm(
    *,
    episode: Episode,
    asked: Iterable[Asked],
    said_in: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
    sealed_from: Sequence[UUID] = (),
    sealed_harms: Sequence[str] = (),
) -> None:
    """Add the answers about harm; those of `sealed_harms` are sealed from `sealed_from`."""
    kept = HarmSaid.objects.bulk_create(
        HarmSaid(
            child_id=episode.child_id,
            episode=episode,
            harm=harm,
            answer=answer,
            source=one.source,
            said_in=said_in,
            said_by=one.said_by,
            words=one.words,
            said_at=said_at,
            sealed_from=list(sealed_from) if harm in sealed_harms else [],
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for one in asked
        for harm, answer in one.answers.items()
    )
    if kept:
        audit.record(
            kind=events.HARM_SAID, subject=f"episode:{episode.pk}", by=by, at=at,
            payload={"answers": len(kept)},
        )  # fmt: skip


@transaction.atomic
def keep_lines(
    *,
    episode: Episode,
    lines: Iterable[Line],
    said_in: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
    sealed_from: Sequence[UUID] = (),
) -> list[ToldLine]:
    """Add lines that were told, each with what the child lets be known of it.

    :raises NotInList, OverrideIncomplete: as `rules.check_line`.
    """
    given = [line for line in lines if line.words.strip()]
    return [
        _keep_line(
            episode=episode, line=line, said_in=said_in, said_at=said_at, by=by, at=at,
            sealed_from=sealed_from, replaces=None,
        )
        for line in given
    ]  # fmt: skip


@transaction.atomic
def replace_line(*, earlier: ToldLine, line: Line, by: Actor, at: datetime) -> ToldLine:
    """Add a line in an earlier one's place: the child changed their mind, or it is overridden.

    :raises NotInList, OverrideIncomplete: as `rules.check_line`.
    """
    return _keep_line(
        episode=earlier.episode, line=line, said_in="later", said_at=at, by=by, at=at,
        sealed_from=earlier.sealed_from, replaces=earlier,
    )  # fmt: skip


def _keep_line(
    *,
    episode: Episode,
    line: Line,
    said_in: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
    sealed_from: Sequence[UUID],
    replaces: ToldLine | None,
) -> ToldLine:
    rules.check_line(line=line)
    kept = ToldLine.objects.create(
        child_id=episode.child_id,
        episode=episode,
        kind=line.kind,
        words=line.words.strip(),
        said_in=said_in,
        said_at=said_at,
        agreed=line.agreed,
        audience=sorted(set(line.audience)),
        because=line.because.strip(),
        told_first=line.told_first,
        replaces=replaces,
        sealed_from=list(sealed_from),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.LINE_OVERRIDDEN if line.overridden else events.LINE_KEPT,
        subject=f"episode:{episode.pk}", by=by, at=at,
        payload={"agreed": line.agreed, "audience": list(line.audience)},
    )  # fmt: skip
    return kept


@transaction.atomic
def commission(
    *,
    episode: Episode,
    task: Task,
    provider: UUID,
    visit_risk: str,
    by: Actor,
    at: datetime,
    worker: UUID | None = None,
    best_time: str = "",
    how_to_reach: str = "",
) -> Commission:
    """Ask a provider for the independent conversation. The task and its clock stay where they are.

    :raises AlreadyCommissioned: somebody was asked, and it stands.
    """
    standing = Commission.objects.filter(task=task).exclude(state="cancelled")
    if standing.exists():
        raise AlreadyCommissioned("Somebody was asked for this conversation already.")
    made = Commission.objects.create(
        child_id=episode.child_id,
        episode=episode,
        task=task,
        provider_id=provider,
        worker_id=worker,
        asked_at=at,
        visit_risk=visit_risk.strip(),
        best_time=best_time.strip(),
        how_to_reach=how_to_reach.strip(),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    episodes.write_log(episode=episode, kind=events.COMMISSIONED, by=by, at=at)
    return made


@transaction.atomic
def take_on(*, commission: Commission, by: Actor, at: datetime) -> None:
    """Take a commission on: from now on it has a person's name.

    :raises NotTheirTurn: it is written up, or no longer asked for.
    """
    moved = Commission.objects.filter(pk=commission.pk, state__in=rules.WITH_THE_PROVIDER).update(
        state="allocated", worker_id=by.member_id, taken_at=at
    )
    if not moved:
        raise NotTheirTurn("This conversation is written up, or no longer asked for.")
    commission.refresh_from_db()
    episodes.write_log(episode=commission.episode, kind=events.TAKEN_ON, by=by, at=at)


@transaction.atomic
def record_attempt(
    *,
    episode: Episode,
    task: Task,
    tried_at: datetime,
    way: str,
    outcome: str,
    words: str,
    by: Actor,
    at: datetime,
    next_at: datetime | None = None,
) -> Attempt:
    """Add one try to speak with the child, and let the commission say where it stands.

    :raises NotInList: the way or the outcome is none of its list.
    """
    if way not in dict(ATTEMPT_WAYS):
        raise NotInList("way")
    if outcome not in dict(ATTEMPT_OUTCOMES):
        raise NotInList("outcome")
    made = Attempt.objects.create(
        child_id=episode.child_id,
        episode=episode,
        task=task,
        tried_at=tried_at,
        way=way,
        outcome=outcome,
        words=words,
        next_at=next_at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    standing = Commission.objects.filter(task=task).exclude(state="cancelled").first()
    if standing is not None:
        Commission.objects.filter(pk=standing.pk, state=standing.state).update(
            state=rules.after_attempt(state=standing.state, outcome=outcome),
            scheduled_for=next_at or standing.scheduled_for,
        )
    episodes.write_log(
        episode=episode, kind=events.TRIED, by=by, at=at, happened_at=tried_at,
        detail={"way": way, "outcome": outcome},
    )  # fmt: skip
    return made


@transaction.atomic
def submit(*, task: Task, by: Actor, at: datetime, whole: bool = True) -> bool:
    """Say that a commissioned conversation is written up; return whether it was one.

    What is held and not yet `whole` stays with the provider as a draft.
    """
    standing = Commission.objects.filter(task=task).exclude(state__in=["cancelled", "approved"])
    found = standing.select_related("episode").first()
    if found is None:
        return False
    if not whole:
        standing.exclude(state="submitted").update(state="draft")
        return True
    standing.update(state="submitted", submitted_at=at)
    episodes.write_log(episode=found.episode, kind=events.SUBMITTED, by=by, at=at)
    return True


@transaction.atomic
def answer_commission(
    *, commission: Commission, approved: bool, because: str, by: Actor, at: datetime
) -> None:
    """Accept what a provider wrote up, or send it back with the reason.

    :raises NotTheirTurn: it is not written up.
    :raises ReasonMissing: it is sent back without a reason.
    """
    if not approved and not because.strip():
        raise ReasonMissing("Say what it lacks.")
    moved = Commission.objects.filter(pk=commission.pk, state="submitted").update(
        state="approved" if approved else "rejected",
        because=because.strip(),
        approved_at=at if approved else None,
        approved_by_id=by.member_id if approved else None,
    )
    if not moved:
        raise NotTheirTurn("This conversation is not written up yet, or was answered already.")
    commission.refresh_from_db()
    episodes.write_log(
        episode=commission.episode, kind=events.APPROVED if approved else events.SENT_BACK, by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def cancel_commission(*, commission: Commission, because: str, by: Actor, at: datetime) -> None:
    """Say that a conversation is no longer asked of its provider, with the reason.

    What they tried stays on record, and the task waits for whoever is asked next.

    :raises ReasonMissing: there is no reason.
    :raises NotTheirTurn: it is written up, or no longer asked for.
    """
    if not because.strip():
        raise ReasonMissing("Say why it is no longer asked of them.")
    waiting = Commission.objects.filter(pk=commission.pk, state__in=rules.WITH_THE_PROVIDER)
    if not waiting.update(state="cancelled", because=because.strip()):
        raise NotTheirTurn("This conversation is written up, or no longer asked for.")
    commission.refresh_from_db()
    episodes.write_log(episode=commission.episode, kind=events.CANCELLED, by=by, at=at)


@transaction.atomic
def feed_back(
    *, episode: Episode, to: str, told: bool, words: str, told_at: datetime, by: Actor, at: datetime
) -> FedBack:
    """Add that somebody was told what came of it, or the reason why not.

    :raises NotInList: there is nobody of that kind to tell.
    :raises ReasonMissing: there are no words.
    """
    if to not in dict(FED_BACK_TO):
        raise NotInList("to")
    if not words.strip():
        raise ReasonMissing("Say in words what they were told, or why not.")
    made = FedBack.objects.create(
        child_id=episode.child_id,
        episode=episode,
        to=to,
        told=told,
        words=words.strip(),
        told_at=told_at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    episodes.write_log(
        episode=episode, kind=events.FED_BACK, by=by, at=at, happened_at=told_at,
        detail={"to": to, "told": told},
    )  # fmt: skip
    return made
