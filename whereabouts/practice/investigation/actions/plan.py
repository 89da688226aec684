"""A supervisor signs the investigation plan, or says what it lacks."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation import events, queries, rules
from whereabouts.practice.investigation.actions.tasks import settle
from whereabouts.practice.investigation.models import SignOff, Task
from whereabouts.practice.investigation.vocabulary import LINE_KINDS
from whereabouts.records.episodes.models import Episode


class NeedsWords(Exception):
    """A plan that is not signed needs what it lacks, in words."""


@transaction.atomic
def sign_off(*, episode: Episode, agreed: bool, words: str, by: Actor, at: datetime) -> SignOff:
    """Keep that a supervisor looked at the plan as it stands; signed, its task is done.

    :raises NeedsWords: it is not agreed, and nothing says what it lacks.
    """
    if not agreed and not words.strip():
        raise NeedsWords("Say what the plan lacks, so that somebody can mend it.")
    signed = SignOff.objects.create(
        child_id=episode.child_id,
        episode=episode,
        signed_at=at,
        agreed=agreed,
        words=words.strip(),
        lines=rules.as_signed(
            lines=[
                (line.kind, line.state)
                for line in queries.of_episode(episode=episode)
                if line.kind in LINE_KINDS
            ]
        ),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.SIGNED if agreed else events.NOT_SIGNED,
        subject=f"episode:{episode.pk}", by=by, at=at, payload={"words": words},
    )  # fmt: skip
    if agreed:
        for task in Task.objects.filter(
            episode=episode, kind="plan_sign_off", state__in=rules.OUTSTANDING
        ):
            settle(task=task, by=by, at=at, result="Signed.")
    return signed
