"""Recording force and matters of conduct, and what became of each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.conduct import events, rules
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.practice.conduct.rules import Force, Incomplete, NotInList, Told
from whereabouts.practice.conduct.vocabulary import OUTCOMES, REVIEW_FINDINGS, TOLD_BACK
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode


class AlreadyDecided(Exception):
    """Somebody has decided on it already."""


class NothingToTell(Exception):
    """Nothing is decided yet, whoever told of it cannot be found, or they were told already."""


class NotTheReviewer(Exception):
    """Force is reviewed by a senior of the rank that it takes, who was not there."""


@transaction.atomic
def record_force(
    *, episode: Episode, task: Task, force: Force, by: Actor, at: datetime
) -> ForceUsed:
    """Keep force that was used on a child, or threatened; its review is a task.

    :raises NotInList, Incomplete: as `rules.check_force`.
    """
    rules.check_force(force=force, at=at)
    made = ForceUsed.objects.create(
        child_id=episode.child_id,
        episode=episode,
        task=task,
        used_at=force.used_at,
        tactics=sorted(set(force.tactics)),
        threatened_only=force.threatened_only,
        why=force.why.strip(),
        injury=force.injury.strip(),
        afterwards=force.afterwards.strip(),
        body_worn=force.body_worn.strip(),
        there=sorted(set(force.there)),
        others_there=force.others_there.strip(),
        reviewer_role=rules.reviewed_by(tactics=force.tactics),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    episodes.write_log(
        episode=episode, kind=events.FORCE_RECORDED, by=by, at=at, happened_at=force.used_at,
        detail={"threatened": force.threatened_only},
    )  # fmt: skip
    return made


@transaction.atomic
def review_force(
    *, force: ForceUsed, finding: str, words: str, instead: str, by: Actor, at: datetime
) -> None:
    """Review force, in words, by a senior who was not there.

    :raises NotInList: the finding is none of the list.
    :raises Incomplete: there are no words.
    :raises NotTheReviewer: the rank is too low, or they were there.
    :raises AlreadyDecided: it was reviewed.
    """
    if finding not in dict(REVIEW_FINDINGS):
        raise NotInList("finding")
    if not words.strip():
        raise Incomplete(("review_words",))
    if not rules.may_review(
        roles=by.roles,
        member=by.member_id,
        there=[*force.there, force.recorded_by_id],
        role=force.reviewer_role,
    ):
        raise NotTheReviewer("Force is reviewed by a senior of the rank it takes, not there then.")
    reviewed = ForceUsed.objects.filter(pk=force.pk, reviewed_at__isnull=True).update(
        reviewed_at=at,
        reviewed_by_id=by.member_id,
        finding=finding,
        review_words=words.strip(),
        instead=instead.strip(),
    )
    if not reviewed:
        raise AlreadyDecided("This was reviewed already.")
    force.refresh_from_db()
    episodes.write_log(episode=force.episode, kind=events.FORCE_REVIEWED, by=by, at=at)


@transaction.atomic
def keep_matter(
    *,
    episode: Episode | None,
    told: Told,
    about_agency: Agency | None,
    route: str,
    route_agency: UUID,
    sealed_from: Sequence[UUID],
    by: Actor,
    at: datetime,
    from_words: UUID | None = None,
) -> Matter:
    """Keep a matter under seal. Nothing of it stands in the episode's history.

    Without an episode it is what a child said without a name, and leads to none.

    :raises NotInList, Incomplete: as `rules.check_told`.
    """
    rules.check_told(told=told, at=at)
    made = Matter(
        child_id=episode.child_id if episode is not None else None,
        episode=episode,
        from_words=from_words,
        kind=told.kind,
        about_kind=told.about_kind,
        about_member_id=told.about_member,
        about_agency=about_agency,
        about_name=told.about_name.strip(),
        words=told.words.strip(),
        said_by=told.said_by,
        said_at=told.said_at,
        wants=told.wants,
        body_worn=told.body_worn.strip(),
        route=route,
        route_agency_id=route_agency,
        sealed_from=list(sealed_from),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    made.save(force_insert=True)
    audit.record(kind=events.MATTER_KEPT, subject=f"matter:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def seal_further(*, matter: Matter, keys: Sequence[UUID], by: Actor, at: datetime) -> None:
    """Seal a matter from others, too: a friend, a superior whom nothing here names as one."""
    Matter.objects.filter(pk=matter.pk).update(sealed_from=sorted({*matter.sealed_from, *keys}))
    audit.record(kind=events.MATTER_SEALED, subject=f"matter:{matter.pk}", by=by, at=at)


@transaction.atomic
def decide_matter(
    *, matter: Matter, outcome: str, words: str, for_child: str, by: Actor, at: datetime
) -> None:
    """Say what became of a matter, in words, and what whoever told of it may hear.

    :raises NotInList: the outcome is none of the list.
    :raises Incomplete: there are no words, or none for whoever told of it.
    :raises AlreadyDecided: it was decided.
    """
    if outcome not in dict(OUTCOMES):
        raise NotInList("outcome")
    wrong = [] if words.strip() else ["outcome_words"]
    if matter.child_id is not None and not for_child.strip():
        wrong.append("for_child")
    if wrong:
        raise Incomplete(tuple(wrong))
    decided = Matter.objects.filter(pk=matter.pk, decided_at__isnull=True).update(
        decided_at=at, decided_by_id=by.member_id, outcome=outcome, outcome_words=words.strip(),
        for_child=for_child.strip(),
    )  # fmt: skip
    if not decided:
        raise AlreadyDecided("This was decided already.")
    matter.refresh_from_db()
    audit.record(kind=events.MATTER_DECIDED, subject=f"matter:{matter.pk}", by=by, at=at)


@transaction.atomic
def tell_back(*, matter: Matter, how: str, words: str, by: Actor, at: datetime) -> None:
    """Say that whoever told of a matter heard what became of it, or why they did not.

    :raises NotInList: `how` is none of the list.
    :raises Incomplete: there are no words.
    :raises NothingToTell: it is not decided, leads to nobody, or they were told.
    """
    if how not in dict(TOLD_BACK):
        raise NotInList("told_how")
    if not words.strip():
        raise Incomplete(("told_words",))
    to_tell = Matter.objects.filter(
        pk=matter.pk, decided_at__isnull=False, told_at__isnull=True, child__isnull=False,
        from_words__isnull=True,
    )  # fmt: skip
    told = to_tell.update(
        told_at=at, told_by_id=by.member_id, told_how=how, told_words=words.strip()
    )
    if not told:
        raise NothingToTell("There is nothing to tell, or somebody told them already.")
    audit.record(kind=events.MATTER_TOLD_BACK, subject=f"matter:{matter.pk}", by=by, at=at)
