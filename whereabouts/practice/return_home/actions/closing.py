"""The end of the follow-up, and the one end that has none."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.return_home.actions.standing_down import prepare, withdraw_notices
from whereabouts.practice.return_home.queries import left_of
from whereabouts.practice.return_home.rules import Left
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events as episode_events
from whereabouts.records.episodes.actions import MoveNotAllowed
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED, State
from whereabouts.records.people import actions as people


class FollowUpOpen(Exception):
    """Returned is not followed up: `left` says what still stands in the way."""

    def __init__(self, left: Sequence[Left]) -> None:
        super().__init__("The follow-up is not complete.")
        self.left = tuple(left)


@transaction.atomic
def close_follow_up(
    *,
    episode: Episode,
    words: str,
    by: Actor,
    at: datetime,
    unanswered: Sequence[str] = (),
    elsewhere: int = 0,
    unsaid: bool = False,
) -> None:
    """End the follow-up of an episode in which nothing is left, here or `elsewhere` under seal.

    A referral that is `unanswered` is left, and so is whatever else was never settled.

    :raises FollowUpOpen: naming everything that is.
    """
    left = left_of(episode=episode, unanswered=unanswered, elsewhere=elsewhere, unsaid=unsaid)
    if left:
        raise FollowUpOpen(left)
    episodes.move(
        episode=episode, to_state=State.CLOSED, kind=episode_events.CLOSED, by=by, at=at,
        words=words, closed_at=at,
    )  # fmt: skip
    stand_down(subject=f"episode:{episode.pk}", at=at)


@transaction.atomic
def open_follow_up_again(*, episode: Episode, words: str, by: Actor, at: datetime) -> None:
    """Open the follow-up of a closed episode again.

    :raises MoveNotAllowed: it is not closed.
    """
    if episode.state != State.CLOSED:
        # From "back" an episode may go there too, but only with the child seen.
        raise MoveNotAllowed("The follow-up is open already.")
    episodes.move(
        episode=episode, to_state=State.SEEN, kind=episode_events.FOLLOW_UP_REOPENED, by=by, at=at,
        words=words, closed_at=None,
    )  # fmt: skip


@transaction.atomic
def mark_found_dead(
    *,
    episode: Episode,
    others: Sequence[Episode],
    found_at: datetime,
    died_on: date,
    words: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let an episode and the child's others end in death, and with them all that runs by itself.

    Interviews and every other task are cancelled, timers stood down, unread notices taken back.
    A closed episode stays closed, and says so in its history.
    """
    for one in (episode, *others):
        if one.state in NOT_CLOSED:
            episodes.move(
                episode=one, to_state=State.FOUND_DEAD, kind=episode_events.FOUND_DEAD, by=by,
                at=at, happened_at=found_at, words=words,
            )  # fmt: skip
        else:
            episodes.write_log(
                episode=one, kind=episode_events.FOUND_DEAD, by=by, at=at, happened_at=found_at,
                words=words,
            )  # fmt: skip
        withdraw_notices(episode=one, by=by, at=at)
        tasks.cancel_all(
            episode=one, by=by, at=at, because="The child was found dead.",
            but=("family_told_of_death",),
        )  # fmt: skip
        stand_down(subject=f"episode:{one.pk}", at=at)
        # No alarm and no task: but an appeal that is still up is taken down by somebody.
        prepare(episode=one, by=by, at=at)
        people.update_child(child=one.child, died_on=died_on, by=by, at=at)
