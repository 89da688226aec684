"""The directory of support, and what is offered to children, parents and carers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.support import events
from whereabouts.practice.support.actions.asked_again import help_sought_by, settle_help
from whereabouts.practice.support.models import Service, SupportOffer
from whereabouts.practice.support.queries import callers_of
from whereabouts.practice.support.vocabulary import CHILD, FAMILY, NEEDS, THE_CHILD
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set

HELP_SEEKING, NOT_OFFERED = "help_seeking_offer", "not_offered"
# What a contact leaves owed where nothing was offered in it: to the child, or to those at home.
AFTER_CONTACT = "support_offer"


@dataclass(frozen=True, kw_only=True)
class AtContact:
    """What became of help at the end of a contact with the child: offered, declined, or why not."""

    answer: str
    words: str
    to_whom: str = "child"
    need: str = ""


class NothingOffered(Exception):
    """An offer names a service, a need, or says in words what it is."""


class NamedContactMissing(Exception):
    """Whoever has asked again and again gets somebody by name."""


def list_service(
    *,
    name: str,
    needs: Sequence[str],
    by: Actor,
    at: datetime,
    authority: UUID | None = None,
    ages: str = "",
    telephone: str = "",
    hours: str = "",
    how_to_ask: str = "",
    languages: str = "",
) -> Service:
    """List a service in the directory: every agency finds it. Without an authority: everywhere.

    :raises NothingOffered: it has no name, or helps with none of the needs of the list.
    """
    if not name.strip() or not set(needs) & {key for key, _ in NEEDS}:
        raise NothingOffered("Enter the service's name and at least one need that it helps with.")
    service = Service.objects.create(
        name=name,
        needs=list(needs),
        authority_id=authority,
        ages=ages,
        telephone=telephone,
        hours=hours,
        how_to_ask=how_to_ask,
        languages=languages,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.SERVICE_LISTED, subject=f"service:{service.pk}", by=by, at=at)
    return service


def end_service(*, service: Service, by: Actor, at: datetime) -> None:
    """Take a service out of the directory; offers of it are kept."""
    if Service.objects.filter(pk=service.pk, ended_at__isnull=True).update(ended_at=at):
        audit.record(kind=events.SERVICE_ENDED, subject=f"service:{service.pk}", by=by, at=at)


@transaction.atomic
def offer_support(
    *,
    child: Child,
    to_whom: str,
    answer: str,
    by: Actor,
    at: datetime,
    episode: Episode | None = None,
    service: UUID | None = None,
    need: str = "",
    words: str = "",
    named_contact: str = "",
    said_in: str = "",
    nobody_named: bool = False,
) -> SupportOffer:
    """Write down that support was offered and what was said, or why none was offered.

    Where the family, or the child, was owed an offer because they had asked again and again, this
    is it, and they get somebody by name. With `nobody_named` it is kept, and that stays owed.

    :raises NothingOffered: nobody can tell what was offered, or why nothing was.
    :raises NamedContactMissing: the offer that was owed to a family or a child names nobody.
    """
    none = answer == NOT_OFFERED
    if none and not words.strip():
        raise NothingOffered("Say why nothing was offered.")
    if service is None and not need and not words.strip():
        raise NothingOffered("Choose a service or a need, or say what was offered.")
    waits = not (none or nobody_named)
    owed = _owed(child=child, to_whom=to_whom, at=at) if waits else []
    sought = help_sought_by(child=child, to_whom=to_whom) if waits else []
    if (owed or sought) and not named_contact.strip():
        raise NamedContactMissing(
            "They have asked again and again: name whom they can ask for from now on."
        )
    offer = SupportOffer.objects.create(
        child=child,
        episode=episode,
        service_id=service,
        need=need,
        to_whom=to_whom,
        answer=answer,
        words=words,
        named_contact=named_contact,
        help_seeking=bool(owed or sought),
        said_in=said_in,
        offered_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    settle_help(sought=sought, offer=offer, by=by, at=at)
    for task in owed:
        tasks.settle(task=task, by=by, at=at, result="Support was offered, with a named contact.")
    if episode is not None:
        settle_after_contact(episode=episode, to_whom=to_whom, by=by, at=at)
    kind = events.NOT_OFFERED if none else events.OFFERED
    audit.record(kind=kind, subject=f"offer:{offer.pk}", by=by, at=at)
    return offer


def keep_at_contact(
    *, episode: Episode, said: AtContact | None, said_in: str, by: Actor, at: datetime
) -> SupportOffer | None:
    """Write down what became of help at the end of a contact; None where nobody said.

    It names nobody whom they can ask for: who has asked again and again is still owed that.

    :raises NothingOffered: nobody can tell what was offered, or why nothing was.
    """
    if said is None:
        return None
    return offer_support(
        child=episode.child, episode=episode, to_whom=said.to_whom, answer=said.answer,
        need=said.need, words=said.words, said_in=said_in, nobody_named=True, by=by, at=at,
    )  # fmt: skip


def left_after_contact(*, episode: Episode, to: str) -> list[Task]:
    """Return the offers that contacts left owed, to the child or to the family."""
    return list(
        Task.objects.filter(
            episode=episode, kind=AFTER_CONTACT, state__in=OUTSTANDING, fact__startswith=to
        )
    )


def left_to_those_who_asked(*, children: Iterable[UUID]) -> set[str]:
    """Return to whom an episode left an offer owed because they asked again: child, family."""
    waiting = Task.objects.filter(
        child__in=list(children), kind=HELP_SEEKING, state__in=OUTSTANDING
    ).values_list("fact", flat=True)
    return {CHILD if fact == CHILD else FAMILY for fact in waiting}


def offered_to_family(*, episode: Episode) -> bool:
    """Return whether help was offered to a parent or carer in this episode, or a reason given."""
    return SupportOffer.objects.filter(episode=episode, to_whom__in=("parent", "carer")).exists()


def settle_after_contact(*, episode: Episode, to_whom: str, by: Actor, at: datetime) -> None:
    """Settle what contacts left owed: help was offered, or somebody said why not."""
    to = CHILD if to_whom == "child" else FAMILY
    for task in left_after_contact(episode=episode, to=to):
        tasks.settle(task=task, by=by, at=at, result="Offered, or the reason why not is written.")


def _owed(*, child: Child, to_whom: str, at: datetime) -> list[Task]:
    """Return what this offer settles: the family's own, or the child's own.

    What a rule asked for without saying whom is the family's, unless the child alone has asked.
    """
    children = same_person_set(child_id=child.pk)
    waiting = list(
        Task.objects.filter(child__in=children, kind=HELP_SEEKING, state__in=OUTSTANDING)
    )
    if not waiting or to_whom != CHILD:
        return [task for task in waiting if task.fact != CHILD]
    theirs = [task for task in waiting if task.fact == CHILD]
    asked_alone = theirs and {who for who, _ in callers_of(children=children, at=at)} == {THE_CHILD}
    return waiting if asked_alone else theirs
