"""Two people at once: one wins, the other is told, and nothing of either is lost."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.accept_task import NotOutstanding, accept_task
from whereabouts.journeys.answer_proposal import AlreadyAnswered, answer_proposal
from whereabouts.journeys.decide import ChangedMeanwhile, decide
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.review_episode import review_episode
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.usefixtures("committed")


def at_once(*steps):
    """Run the steps at the same moment, and return what each returned or raised, in order."""
    barrier, ends = Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        barrier.wait(60)
        try:
            ends[place] = step()
        except (ChangedMeanwhile, NotOutstanding, AlreadyAnswered) as refused:
            ends[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


@pytest.mark.parametrize("round_number", range(3))
def test_one_decides_and_the_other_sees_that_it_changed(
    round_number, take_report, make_actor, accept_all, noon
):
    reference = take_report()
    supervisor, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    with entered(actor=supervisor, at=noon):
        seen = Episode.objects.get(reference=reference).version

    def deciding(actor, level):
        wish = accept_all(actor, reference, level=level)
        later = noon + timedelta(minutes=1)
        return lambda: decide(
            actor=actor, reference=reference, wish=wish, at=later, seen_version=seen
        )

    ends = at_once(deciding(supervisor, "medium"), deciding(inspector, "high"))
    assert [isinstance(end, ChangedMeanwhile) for end in ends].count(True) == 1
    won = ends.index(next(end for end in ends if isinstance(end, str)))
    with entered(actor=supervisor, at=noon):
        decision = Decision.objects.get(episode__reference=reference)
        episode = Episode.objects.get(reference=reference)
    assert decision.level == ("medium", "high")[won]
    assert (episode.level, episode.decided) == (decision.level, True)


def test_one_takes_a_task_and_the_other_is_told(take_report, make_actor, noon):
    take_report()
    officers = [make_actor("response_officer", name=name) for name in ("first", "second")]
    with entered(actor=officers[0], at=noon):
        task = Task.objects.filter(assigned_agency=officers[0].agency_id).first()
    ends = at_once(
        *(
            lambda actor=actor: accept_task(actor=actor, task_id=task.pk, at=noon)
            for actor in officers
        )
    )
    assert [isinstance(end, NotOutstanding) for end in ends].count(True) == 1
    winner = officers[[end is None for end in ends].index(True)]
    with entered(actor=winner, at=noon):
        assert Task.objects.get(pk=task.pk).owner_id == winner.member_id


def test_two_inspectors_answer_a_proposal_and_one_answer_stands(
    make_child, take_report, make_actor, accept_all, noon
):
    reference = take_report(child=make_child(flags=[("cse", "suspected")]))
    supervisor = make_actor("supervisor")
    proposal = propose_lower(
        actor=supervisor, reference=reference, at=noon,
        wish=accept_all(supervisor, reference, level="low"),
    )  # fmt: skip
    inspectors = [make_actor("duty_inspector", name=name) for name in ("first", "second")]
    later = noon + timedelta(minutes=1)
    reason = "The aunt confirmed by video that the child eats at her table."

    def answering(actor, agreed):
        return lambda: answer_proposal(
            actor=actor, proposal_id=proposal, agreed=agreed, because=reason, at=later
        )

    ends = at_once(answering(inspectors[0], True), answering(inspectors[1], False))
    assert [isinstance(end, AlreadyAnswered) for end in ends].count(True) == 1
    stands = next(end for end in ends if isinstance(end, str))
    with entered(actor=supervisor, at=noon):
        level = Episode.objects.get(reference=reference).level
    assert level == {"agreed": "low", "refused": "medium"}[stands]


def test_one_of_two_reviewers_is_told_and_one_review_of_a_kind_waits(
    take_report, make_actor, accept_all, noon
):
    reference = take_report()
    supervisor, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    later = noon + timedelta(hours=1)
    with entered(actor=supervisor, at=noon):
        seen = Episode.objects.get(reference=reference).version

    def reviewing(actor):
        wish = accept_all(actor, reference, level="medium")
        return lambda: review_episode(
            actor=actor, reference=reference, wish=wish, at=later, seen_version=seen
        )

    ends = at_once(reviewing(supervisor), reviewing(inspector))
    assert [isinstance(end, ChangedMeanwhile) for end in ends].count(True) == 1
    with entered(actor=supervisor, at=noon):
        assert Decision.objects.count() == 1
        waits = list(Review.objects.filter(state="waiting").values_list("key", flat=True))
        done = Review.objects.get(key="review_first_medium")
    assert len(waits) == len(set(waits))
    won = ends.index(next(end for end in ends if isinstance(end, str)))
    assert done.done_by_id == (supervisor, inspector)[won].member_id
