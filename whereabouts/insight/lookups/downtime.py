"""What an agency needs on the table while the system is away: its board, plans and profiles."""

from dataclasses import dataclass, replace
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.board import Board, board
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known import shown_of, story_of
from whereabouts.insight.lookups.known_shapes import Story
from whereabouts.insight.lookups.paper import PaperForm, paper_form

MOST = 1000
# Whose eyes an agency's clock has here: no more than somebody who works there.
EYES = {"home": "home_worker", "authority": "social_worker"}


@dataclass(frozen=True, kw_only=True)
class Downtime:
    """An agency's open episodes with all that is known of each child, and the form on paper."""

    agency: str
    at: datetime
    board: Board
    stories: tuple[Story, ...]
    form: PaperForm


@lookup(needs=Permission.BOARD_LOOK)
def downtime(*, actor: Actor, at: datetime) -> Downtime:
    """Return what an agency needs while the system is away; a look at every child in it."""
    open_now = board(actor=actor, at=at, most=MOST)
    children = list(dict.fromkeys(row.child for row in open_now.rows))
    stories = tuple(story_of(actor=actor, at=at, child_id=child) for child in children)
    if stories:
        record_look(
            kind="view",
            page="snapshot",
            by=actor,
            at=at,
            subjects=[record.child_id for story in stories for record in story.records],
            shown=[part for story in stories for part in shown_of(story=story)],
        )
    return Downtime(
        agency=Agency.objects.get(pk=actor.agency_id).name,
        at=at,
        board=open_now,
        stories=stories,
        form=paper_form(actor=actor, at=at),
    )


def keeper_of(*, code: str, at: datetime) -> Actor | None:
    """Return the agency's clock with the eyes of somebody who works there; None: no such agency."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        return None
    clock = system_actor(agency=agency.pk, at=at)
    role = EYES.get(agency.kind, "duty_inspector")
    return replace(clock, roles=frozenset({role}), purpose="snapshot for when the system is away")
