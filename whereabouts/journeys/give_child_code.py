"""Give a child the code of their own page, safely; and end a code that should open no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Team
from whereabouts.journeys.door import journey
from whereabouts.practice.voice import actions as voice
from whereabouts.practice.voice import rules
from whereabouts.practice.voice.actions import AlreadyEnded
from whereabouts.practice.voice.gate import link_for
from whereabouts.practice.voice.reading import reader_of
from whereabouts.practice.voice.rules import PhoneNotSafe, TellsTooMuch
from whereabouts.practice.voice.vocabulary import MESSAGES
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import names_of, same_person_set

__all__ = [
    "AlreadyEnded", "Handed", "NoReader", "PhoneNotSafe", "TellsTooMuch", "end_child_code",
    "give_child_code",
]  # fmt: skip


class NoReader(Exception):
    """No safeguarding authority is known that would read what the child says."""


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A code, which is shown once and kept nowhere, and the messages that may carry it."""

    code: str
    until: datetime
    messages: dict[str, str]
    reader: str


@journey(needs=Permission.VOICE_KEEP)
def give_child_code(
    *,
    actor: Actor,
    reference: str,
    handed: str,
    phone: str,
    address: str,
    at: datetime,
    reader: UUID | None = None,
    team: UUID | None = None,
    worker: str = "",
    worker_phone: str = "",
) -> Handed:
    """Make a code for the child of an episode; an earlier one that still opens is ended.

    A message goes only to a telephone that is the child's own and seen by nobody else, and says
    nothing of the police, of being missing, or of who the child is.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoReader: no authority is known that would read what the child says.
    :raises PhoneNotSafe: somebody else may look at the telephone: face to face is left.
    :raises TellsTooMuch: the address, or the message with it, would tell too much.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    rules.check_phone(handed=handed, phone=phone)
    reads = _reader(episode=episode, wanted=reader, by=actor, at=at)
    if handed == "message":
        _check_message(episode=episode, address=address)
    link, code = voice.make_link(
        episode=episode, reader=reads.pk, team=_team(episode=episode, wanted=team), handed=handed,
        phone=phone, worker=worker, worker_phone=worker_phone, by=actor, at=at,
    )  # fmt: skip
    return Handed(
        code=code,
        until=link.expires_at,
        messages={
            language: said.format(address=address, code=code) for language, said in MESSAGES.items()
        },
        reader=reads.name,
    )


@journey(needs=Permission.VOICE_KEEP)
def end_child_code(*, actor: Actor, reference: str, link_id: UUID, at: datetime) -> None:
    """Let a code open nothing from now on.

    :raises NotVisible: there is no such code of this episode for this actor.
    :raises AlreadyEnded: it opens nothing already.
    """
    episode = episode_for(actor, reference=reference)
    voice.end_link(link=link_for(actor, link_id=link_id, episode=episode), by=actor, at=at)


def _reader(*, episode: Episode, wanted: UUID | None, by: Actor, at: datetime) -> Agency:
    found = wanted or reader_of(
        child_id=episode.child_id, force=episode.owner_agency_id, by=by, at=at
    )
    reads = Agency.objects.filter(pk=found, kind="authority").first() if found else None
    if reads is None:
        raise NoReader("Choose the authority whose safeguarding workers read what the child says.")
    return reads


def _team(*, episode: Episode, wanted: UUID | None) -> UUID | None:
    """Return the unit that the child may be speaking of, if the episode's force has it."""
    if wanted is None:
        return None
    return Team.objects.filter(pk=wanted, agency=episode.owner_agency).values_list(
        "pk", flat=True
    ).first()  # fmt: skip


def _check_message(*, episode: Episode, address: str) -> None:
    names = [one.full for one in names_of(child_ids=same_person_set(child_id=episode.child_id))]
    for said in MESSAGES.values():
        found = rules.tells_too_much(text=said.format(address=address, code=""), names=names)
        if found:
            raise TellsTooMuch(
                "The message would say more than it may. Give the code face to face, and ask"
                " whoever runs the service for an address that names nothing."
            )
