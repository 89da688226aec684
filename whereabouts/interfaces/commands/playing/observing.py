"""Reading back, through a member's eyes, what playing a case left in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whereabouts.engines.policy import evaluate
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.interfaces.commands.playing.cast import Cast
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER
from whereabouts.records.people.models import AdultLink, Child, Flag
from whereabouts.records.reports.models import Contact

READER = "missing_coordinator"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One assessment as it was kept: what fired, the floor, what it asks."""

    level: str
    floor: str
    fired: tuple[str, ...]
    considers: tuple[str, ...]
    asking: tuple[str, ...]
    facts: Mapping[str, Any]
    stands: str

    @property
    def high_prompt(self) -> bool:
        """Whether HIGH is recommended, or asked about."""
        return self.level == "high" or bool(self.considers)


def latest(*, cast: Cast, reference: str, at: datetime) -> Seen:
    """Return an episode's latest assessment."""
    with entered(actor=cast.actor(READER, at=at), at=at):
        episode = visible(Episode).get(reference=reference)
        return _seen(episode.assessments.order_by("-number")[0], stands=episode.level)


def every_rule_fired(*, cast: Cast, reference: str, at: datetime) -> list[str]:
    """Return the rules that fired in any assessment of an episode, each once."""
    with entered(actor=cast.actor(READER, at=at), at=at):
        kept = visible(Assessment).filter(episode__reference=reference).order_by("number")
        rules = [row["rule"] for assessment in kept for row in assessment.result["fired"]]
    return sorted(dict.fromkeys(rules))


def created(*, cast: Cast, child: Child, reference: str, at: datetime) -> list[str]:
    """Return the kinds of everything that stands in the database because of an episode.

    Tasks that were not cancelled; reviews, by whom they are asked of; proposals of flags; records
    of adults said to supply drugs; notices about the episode and about the child's contacts.
    """
    with entered(actor=cast.actor(READER, at=at), at=at):
        episode = visible(Episode).get(reference=reference)
        tasks = visible(Task).filter(episode=episode).exclude(state="cancelled")
        kinds = set(tasks.values_list("kind", flat=True))
        asked = visible(Review).filter(episode=episode).values_list("to_role", flat=True)
        kinds |= {f"{role}_review" for role in asked}
        flags = visible(Flag).filter(child=child, state="proposed")
        proposed = flags.values_list("kind", flat=True)
        kinds |= {f"flag_proposal_{kind.upper()}" for kind in proposed}
        if visible(AdultLink).filter(child=child, kind="supplier").exists():
            kinds.add("supplier_person_record")
        contacts = visible(Contact).filter(child=child).values_list("pk", flat=True)
        subjects = [f"episode:{episode.pk}", *(f"contact:{key}" for key in contacts)]
        notices = visible(Message).filter(subject__in=subjects)
        kinds |= set(notices.values_list("kind", flat=True))
    return sorted(kinds)


def safeguards_floors(*, facts: Mapping[str, Any], at: datetime) -> dict[str, tuple[str, str]]:
    """Return for every force's settings (the safeguards' part of the floor, the whole floor).

    Every base pack there has been, alone and with each partnership's own additions.
    """
    library = packs.library()
    partnerships = [None, *dict.fromkeys(file.partnership for file in library.local)]
    found = {}
    for base in library.bases:
        for local in partnerships:
            pack = library.named(pack_id=base.id, local=local)
            result = evaluate(pack=pack, facts=dict(facts), sources={}, at=at.isoformat())
            of_safeguards = {
                rule.id
                for file in library.safeguards
                for rule in file.rules
            }  # fmt: skip
            floors = [
                row["at_least"]
                for row in result["fired"]
                if row["strength"] == "bar" and row["rule"] in of_safeguards
            ]
            lowest = max(floors, key=LEVEL_ORDER.index, default=LEVEL_ORDER[0])
            found[pack.id] = (lowest, result["floor"])
    return found


def _seen(assessment: Assessment, *, stands: str) -> Seen:
    fired = assessment.result["fired"]

    def of(*strengths: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row["rule"] for row in fired if row["strength"] in strengths))

    return Seen(
        level=assessment.level,
        floor=assessment.floor,
        fired=tuple(dict.fromkeys(row["rule"] for row in fired)),
        considers=of("consider"),
        asking=of("consider", "prompt"),
        facts=assessment.facts,
        stands=stands,
    )
