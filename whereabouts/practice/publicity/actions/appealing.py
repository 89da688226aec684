"""Saying what a poster and a message hold, of a decision to appeal."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.engines.references import RANDOM_BYTES_NEEDED, new_reference
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.investigation.models import Publicity
from whereabouts.practice.publicity import events, rules
from whereabouts.practice.publicity.models import Appeal
from whereabouts.records.episodes.models import Episode

END_CLOCK = "appeal_ends"


class NothingDecided(Exception):
    """Nobody has decided that the public is asked, or the appeal was taken down."""


class AppealStands(Exception):
    """What the decision says to the public is written already."""


class AppealIncomplete(ValueError):
    """An appeal lacks something: `fields` says what."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__("Say what is asked, where, whom to ring, and until when.")
        self.fields = fields


@transaction.atomic
def make_appeal(
    *,
    episode: Episode,
    shown_name: str,
    words: str,
    area: str,
    contact: str,
    expires_at: datetime,
    photo: UUID | None,
    by: Actor,
    at: datetime,
) -> Appeal:
    """Write what the poster and the message of the standing decision say; its end has a clock.

    :raises AppealIncomplete: words, area or contact are missing, or its end does not lie ahead.
    :raises NothingDecided: no decision to appeal stands.
    :raises AppealStands: it is written already.
    """
    lacking = rules.unsaid(given=(("words", words), ("area", area), ("contact", contact)))
    if expires_at <= at:
        lacking = (*lacking, "expires_at")
    if lacking:
        raise AppealIncomplete(lacking)
    decision = (
        Publicity.objects.select_for_update()
        .filter(episode=episode, owner_agency_id=by.agency_id, taken_down_at__isnull=True)
        .exclude(decision="none")
        .first()
    )
    if decision is None:
        raise NothingDecided("Decide on publicity first: nobody has said that the public is asked.")
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                child_id=episode.child_id,
                episode=episode,
                publicity=decision,
                reference=new_reference(
                    random_bytes=secrets.token_bytes(RANDOM_BYTES_NEEDED), kind="P"
                ),
                shown_name=shown_name.strip(),
                words=words.strip(),
                area=area.strip(),
                contact=contact.strip(),
                photo_id=photo,
                made_at=at,
                expires_at=expires_at,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError:
        raise AppealStands(
            "The poster of this decision is written. To say something else, take it down and"
            " decide anew."
        ) from None
    set_timer(
        key=f"appeal:{appeal.pk}", kind=END_CLOCK, subject=f"appeal:{appeal.pk}",
        agency=by.agency_id, at=at, due_at=expires_at,
    )  # fmt: skip
    audit.record(
        kind=events.APPEAL_MADE, subject=f"publicity:{decision.pk}", by=by, at=at,
        payload={"words": words, "photo": photo is not None},
    )  # fmt: skip
    return appeal
