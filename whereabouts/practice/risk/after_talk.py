"""What harm asks for, whoever told of it: a crime record, a discussion, a mark for next time."""

from collections.abc import Mapping
from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.return_home import events, rules, vocabulary
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import returning
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people

SOURCE_KINDS = {
    "child": "child",
    "parent": "carer",
    "carer": "carer",
    "professional": "partner",
    "record": "records",
}
# Dealt with under seal, and nowhere else: history and tasks are read by whoever may be meant.
UNDER_SEAL = frozenset({"by_staff"})


def follow_harm(
    *,
    episode: Episode,
    harms: Mapping[str, str],
    about: str,
    said_by: str,
    source: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Ask for everything that harm asks for, and return which harms asked for it.

    `about` tells one telling from another, so that each has its disposition.
    """
    told = tuple(harm for harm in rules.allegations(harms=harms) if harm not in UNDER_SEAL)
    if not told:
        return ()
    words = dict(vocabulary.HARMS)
    episodes.write_log(
        episode=episode, kind=events.ALLEGATION, by=by, at=at, happened_at=said_at,
        detail={harm: harms[harm] for harm in told},
    )  # fmt: skip
    returning.arrange_allegation(
        episode=episode, about=about, because="B15", by=by, at=at,
        detail="; ".join(words[harm] for harm in told) + ".",
    )  # fmt: skip
    kind = SOURCE_KINDS[source]
    sure = any(harms[harm] in ("disclosed", "observed") for harm in told)
    risk.assert_fact(
        episode=episode, fact="victim_of_crime_suspected", value=True, said_by=said_by,
        source_kind=kind, said_at=said_at, by=by, at=at,
    )  # fmt: skip
    people.raise_flag(
        child=episode.child,
        kind="harmed_before",
        strength="confirmed" if sure else "suspected",
        source=f"Told after the return, episode {episode.reference}",
        review_on=(at + length_of(key="flag_reviewed_after_interview", at=at)).date(),
        by=by,
        at=at,
    )
    if "at_home" in told:
        risk.assert_fact(
            episode=episode, fact="violence_at_home", value=True, said_by=said_by,
            source_kind=kind, said_at=said_at, by=by, at=at,
        )  # fmt: skip
        people.hold_back_relatives(child_id=episode.child_id, concern="violence", by=by, at=at)
    return told
