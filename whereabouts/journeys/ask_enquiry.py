"""Ask for something to be found out or done, beyond what the packs ask for."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import ROLES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.records.episodes.gate import episode_for

__all__ = ["AskedAlready", "NothingAsked", "UnknownRole", "ask_enquiry"]


class NothingAsked(Exception):
    """An enquiry needs words."""


class UnknownRole(Exception):
    """There is no such role to ask."""


class AskedAlready(Exception):
    """The same was asked of the same agency already."""


@journey(needs=Permission.EPISODE_UPDATE)
def ask_enquiry(
    *,
    actor: Actor,
    reference: str,
    title: str,
    to_role: str,
    due_at: datetime,
    at: datetime,
    detail: str = "",
    to_agency: UUID | None = None,
) -> str:
    """Ask a role, of the agency that records the episode unless another is named; return the key.

    An agency that is asked may see the child from then on.

    :raises NothingAsked: there are no words.
    :raises UnknownRole: there is no such role.
    :raises AskedAlready: this was asked.
    :raises NotVisible: there is no such episode for this actor.
    """
    if not title.strip():
        raise NothingAsked("Say what is to be found out or done.")
    if to_role not in ROLES:
        raise UnknownRole("Choose whom to ask.")
    episode = episode_for(actor, reference=reference)
    agency = to_agency or episode.owner_agency_id
    task = tasks.ask(
        episode=episode,
        kind="enquiry",
        title=title.strip(),
        detail=detail,
        to_role=to_role,
        assigned_agency=agency,
        because="B35",
        fact=f"asked:{title.strip().casefold()}"[:60],
        by=actor,
        at=at,
        due_at=due_at,
    )
    if task is None:
        raise AskedAlready("This was asked already.")
    promise(
        key=f"task:{task.pk}:asked",
        kind="enquiry",
        subject=f"episode:{episode.pk}",
        from_agency=actor.agency_id,
        to_agency=agency,
        to_role=to_role,
        text=f"Episode {episode.reference}: something is asked of you.",
        at=at,
        child=episode.child_id,
    )
    tell_whoever_sees(child=episode.child_id)
    return str(task.pk)
