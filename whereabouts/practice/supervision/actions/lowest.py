"""The end of the lowest category: it cannot stand longer than the pack in force lets it."""

from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.risk.assessing import assess
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.risk.rules import higher, standing_category
from whereabouts.practice.supervision import events, rules
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, UNDER_WAY


@transaction.atomic
def end_the_lowest(*, episode: Episode, by: Actor, at: datetime) -> Assessment | None:
    """Let medium stand, not yet decided, and return the new assessment; None where nothing ends.

    What is known is assessed anew: it may say more than medium, and then that stands.
    """
    episode = Episode.objects.select_for_update().get(pk=episode.pk)
    if episode.level != LEVEL_ORDER[0] or episode.state not in UNDER_WAY:
        return None
    assessment = assess(episode=episode, by=by, at=at, cause="the lowest category ended")
    episodes.stand_at(
        episode=episode,
        level=higher(one=episode.level, other=rules.AFTER_THE_LOWEST),
        category=standing_category(result=assessment.result),
        by=by,
        at=at,
        decided=False,
        recommended=assessment.result,
        pack=assessment.pack,
    )
    episodes.write_log(
        episode=episode, kind=events.LOWEST_ENDED, by=by, at=at, detail={"level": episode.level}
    )
    set_timer(
        key=f"episode:{episode.pk}:undecided:{assessment.number}",
        kind="undecided",
        subject=f"episode:{episode.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=at + length_of(key="looked_again", at=at),
    )
    return assessment
