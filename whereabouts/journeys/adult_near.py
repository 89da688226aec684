"""What a step of several journeys does where somebody says that an adult of concern is near."""

from datetime import datetime

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.journeys.report_missing import follow_up
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import telling
from whereabouts.practice.risk.assessing import assess
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY


def adult_near(
    *, episode: Episode, key: str, said_by: str, words: str, by: Actor, at: datetime
) -> None:
    """Keep the statement, interrupt whoever acts, and assess again: it may only raise the level.

    Once the child is back nobody is interrupted: how they were found is said apart.
    """
    if episode.state not in UNDER_WAY:
        return
    risk.assert_fact(
        episode=episode,
        fact="with_adult_of_concern",
        value=True,
        said_by=said_by.strip() or by.name,
        source_kind="police" if is_police(actor=by) else "partner",
        said_at=at,
        words=words,
        by=by,
        at=at,
    )
    telling.tell_adult_near(episode=episode, key=key, by=by, at=at)
    assessment = assess(episode=episode, by=by, at=at, cause="an adult of concern is near")
    follow_up(episode=episode, assessment=assessment, told=None, by=by, at=at, new=False)
