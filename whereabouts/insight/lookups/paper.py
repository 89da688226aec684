"""The form to fill in by hand while the system is away: today's questions, and nobody's answers."""

from dataclasses import dataclass
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.lookups.asking import Question, prescribed
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.vocabulary import TITLES
from whereabouts.practice.risk import packs
from whereabouts.records.people.vocabulary import RELATIONS
from whereabouts.records.placements.models import LIVING_AT


@dataclass(frozen=True, kw_only=True)
class FirstTask:
    """What is done first at a level, and within which time."""

    words: str
    levels: tuple[str, ...]
    within: str


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """What a paper form asks: it names nobody."""

    pack: str
    printed_at: datetime
    agency: str
    phone: str
    out_of_hours_phone: str
    relations: tuple[str, ...]
    living_at: tuple[str, ...]
    questions: tuple[Question, ...]
    tasks: tuple[FirstTask, ...]


@lookup(needs=Permission.SIGNED_IN)
def paper_form(*, actor: Actor, at: datetime) -> PaperForm:
    """Return the form of the pack in force for the actor's agency. It shows nobody."""
    agency = Agency.objects.get(pk=actor.agency_id)
    pack = packs.own_pack(agency=agency, at=at)
    return PaperForm(
        pack=pack.id,
        printed_at=at,
        agency=agency.name,
        phone=agency.phone,
        out_of_hours_phone=agency.out_of_hours_phone,
        relations=tuple(words for _, words in RELATIONS),
        living_at=tuple(words for _, words in LIVING_AT),
        questions=tuple(prescribed(pack=pack)),
        tasks=tuple(
            FirstTask(
                words=TITLES.get(task.kind, task.text),
                levels=task.levels,
                within=_within(length=task.length, unit=task.unit),
            )
            for task in pack.tasks
        ),
    )


def _within(*, length: float, unit: str) -> str:
    if unit == "hours" and length < 1:
        return f"{round(length * 60)} minutes"
    return f"{length:g} {unit.replace('_', ' ')}"
