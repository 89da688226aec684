"""Two people at once over a second look or a shift: one has it, the other is told."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.accept_shift import NoLongerOffered, accept_shift
from whereabouts.journeys.grade_second_look import AlreadyGraded, grade_second_look
from whereabouts.journeys.write_shift_list import write_shift_list
from whereabouts.practice.oversight.models import BlindGrade, SecondLook, ShiftHandOver
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.usefixtures("committed")


def at_once(*steps):
    """Run the steps at the same moment, and return the refusal of each, or None."""
    barrier, ends = Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        barrier.wait(60)
        try:
            step()
        except (AlreadyGraded, NoLongerOffered) as refused:
            ends[place] = type(refused)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def test_of_two_reviewers_one_grades_and_the_other_is_told(take_report, make_actor, noon):
    reference = take_report()
    reviewers = [make_actor("supervisor"), make_actor("superintendent")]
    with entered(actor=reviewers[0], at=noon):
        episode = Episode.objects.get(reference=reference)
        look = SecondLook.objects.create(
            child_id=episode.child_id, episode=episode, standing="open", level="low",
            assessment=episode.assessments.latest("number"), category="missing", seed="s",
            share=1.0, drawn_at=noon, due_at=noon + timedelta(hours=12),
            owner_agency_id=episode.owner_agency_id, recorded_at=noon,
            recorded_by_id=reviewers[0].member_id,
        )  # fmt: skip
    ends = at_once(
        *(
            lambda who=who: grade_second_look(
                actor=who, look_id=look.pk, level="high", confidence="sure", words="So.", at=noon
            )
            for who in reviewers
        )
    )
    assert sorted(ends, key=str) == [AlreadyGraded, None]
    with entered(actor=reviewers[0], at=noon):
        winner = reviewers[ends.index(None)]
        assert BlindGrade.objects.get().recorded_by_id == winner.member_id


def test_of_two_inspectors_one_takes_the_shift_on(make_actor, noon):
    writer = make_actor("duty_inspector")
    key = UUID(write_shift_list(actor=writer, words="", at=noon))
    takers = [make_actor("superintendent"), make_actor("duty_inspector", name="second")]
    ends = at_once(
        *(lambda who=who: accept_shift(actor=who, shift_id=key, at=noon) for who in takers)
    )
    assert sorted(ends, key=str) == [NoLongerOffered, None]
    with entered(actor=writer, at=noon):
        taken = ShiftHandOver.objects.get()
        assert taken.accepted_by_id == takers[ends.index(None)].member_id


def test_of_two_lists_written_at_once_one_waits(make_actor, noon):
    writers = [make_actor("duty_inspector"), make_actor("superintendent")]
    ends = at_once(
        *(lambda who=who: write_shift_list(actor=who, words="", at=noon) for who in writers)
    )
    assert ends == [None, None]
    with entered(actor=writers[0], at=noon):
        assert sorted(ShiftHandOver.objects.values_list("state", flat=True)) == [
            "offered", "withdrawn",
        ]  # fmt: skip
