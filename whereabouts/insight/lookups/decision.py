"""What whoever decides must see: the recommendation with its reasons, and what is not known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from whereabouts.engines.policy import LEVELS, record_text, sayable
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.rules import at_least
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import decision_parts as parts
from whereabouts.insight.lookups.adults_named import adults_named
from whereabouts.insight.lookups.decision_shapes import Change, DecidePage
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.support import again_of
from whereabouts.practice.risk import gather, packs, phrases
from whereabouts.practice.risk.assessing import latest_assessment, latest_decision
from whereabouts.practice.risk.citing import graded_before
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people

SHOWN = ("identity", "risk", "statements", "tasks")


@lookup(needs=Permission.RISK_DECIDE)
def decide_page(*, actor: Actor, reference: str, at: datetime) -> DecidePage:
    """Return everything on which a decision about an episode is made; a look is recorded.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    assessment = latest_assessment(episode=episode)
    children = people.same_person_set(child_id=episode.child_id)
    adults = adults_named(children=children, at=at)
    beside = {other.child_id for adult in adults for other in adult.others}
    record_look(
        kind="view", page="decide", by=actor, at=at, subjects=children | beside,
        shown=[*SHOWN, *(["adults"] if adults else [])],
    )  # fmt: skip
    page = page_of(
        episode=episode, actor=actor, at=at, result=assessment.result,
        sources=assessment.sources, assessed_at=assessment.at,
    )  # fmt: skip
    again = again_of(children=children, actor=actor, at=at)
    return replace(page, again=again, adults=adults)


def page_of(
    *,
    episode: Episode,
    actor: Actor,
    at: datetime,
    result: Mapping[str, Any],
    sources: Mapping[str, str],
    assessed_at: datetime,
) -> DecidePage:
    """Return what a decision is made on, given what the rules made of the facts; no look."""
    before = latest_decision(episode=episode)
    # Explained by the very pack that it was made under, whatever is in force by now.
    pack = packs.library().named(pack_id=result["pack"])
    children = people.same_person_set(child_id=episode.child_id)
    caller = parts.caller_of(episode=episode)
    ask, later = parts.ask_next(result=result, relation=caller.relation)
    considered = parts.considered(episode=episode, at=at)
    sergeant = at_least(rank=actor.rank, needed="sergeant")
    return DecidePage(
        reference=episode.reference,
        version=episode.version,
        child_id=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        age=people.age_on(child_ids=children, on=at.date()),
        sex=episode.child.get_sex_display(),
        agency=episode.owner_agency.name,
        state=episode.state,
        category=episode.category,
        level=episode.level,
        decided=episode.decided,
        recommended=result["level"],
        possible=result["possible_level"],
        floor=result["floor"],
        seriousness=result["seriousness"],
        immediacy=result["immediacy"],
        reported_at=episode.reported_at,
        last_seen_at=episode.last_seen_at,
        last_seen_place=episode.last_seen_place,
        owner=episode.owner.display_name if episode.owner else "",
        pack=result["pack"],
        labels=dict(pack.labels),
        definitions=dict(pack.definitions),
        closed=_closed(result=result),
        reasons=parts.reasons(pack=pack, result=result, sources=sources),
        record=tuple(record_text(pack=pack, result=result)),
        sayable=tuple(sayable(pack=pack, result=result)),
        conflicts=tuple(result["conflicts"]),
        contradictions=tuple(
            packs.vocabulary().facts[fact].question
            for fact in gather.contradictions(episode=episode)
        ),
        ask=tuple(ask),
        ask_later=tuple(later),
        could=parts.could_raise(pack=pack, result=result),
        prompts=parts.prompts(result=result, considered=[one.rule for one in considered]),
        considered=considered,
        grades=parts.grades(children=children, episode=episode),
        new=parts.may_be_cited(episode=episode, before=before),
        cites=graded_before(episode=episode, before=before),
        supervisors=() if sergeant else parts.supervisors(
            agency=actor.agency_id, but=actor.member_id, at=at
        ),
        needs_supervisor=not sergeant and result["level"] == LEVELS[-1],
        may_override=permitted(roles=actor.roles, permission=Permission.RISK_OVERRIDE),
        running=parts.running(episode=episode),
        waiting=parts.waiting(episode=episode, member=actor.member_id),
        caller=caller,
        assessed_at=assessed_at,
    )  # fmt: skip


@lookup(needs=Permission.ADULT_LINK)
def child_of(*, actor: Actor, reference: str, at: datetime) -> str:
    """Return the name of an episode's child, to head a form with; a look is recorded.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    record_look(
        kind="view", page="form", by=actor, at=at, subjects=[episode.child_id], shown=["identity"]
    )
    return people.display_name(child_id=episode.child_id)


@lookup(needs=Permission.RISK_DECIDE)
def changes_since(
    *, actor: Actor, reference: str, since: datetime, at: datetime
) -> tuple[Change, ...]:
    """Return what happened in an episode after somebody's page was made.

    :raises NotVisible: there is no such episode for this actor.
    """
    return parts.changes(episode=episode_for(actor, reference=reference), since=since)


def no_reasons() -> tuple[tuple[str, str], ...]:
    """Return the phrases that are no reason, as (pattern, another way to say it)."""
    return phrases.listed()


def found_phrases(*, text: str) -> tuple[tuple[str, str], ...]:
    """Return the phrases in a text that are no reason by themselves, each with another way."""
    return tuple((one.found, one.say_instead) for one in phrases.phrases_in(text=text))


def _closed(*, result: Mapping[str, Any]) -> dict[str, str]:
    """Return why a category is closed now, for each that is."""
    facts = packs.vocabulary().facts
    said = {}
    for name, answer in result["categories"].items():
        if answer["allowed"] == "yes":
            continue
        because = [facts[one].question if one in facts else one for one in answer["because"]]
        lead = "Open questions" if answer["allowed"] == "ask" else "Forbidden by"
        said[name] = f"{lead}: {', '.join(because)}"
    return said
