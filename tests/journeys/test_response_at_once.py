"""Two people press at once: one unit is there once, one promise stands, one appeal is up."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.attend import AlreadySaid, say_arrived
from whereabouts.journeys.decide_publicity import StillUp, Weighed, decide_publicity
from whereabouts.journeys.keep_family_told import AlreadyPromised, promise_family_news
from whereabouts.journeys.send_somebody import send_somebody
from whereabouts.practice.investigation.models import Publicity, Task
from whereabouts.practice.response.models import FamilyUpdate
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.models import RelatedPerson

pytestmark = pytest.mark.usefixtures("committed")
REFUSALS = (AlreadySaid, AlreadyPromised, StillUp)


def at_once(*steps):
    """Run the steps at the same moment, and return what each returned or refused."""
    barrier, ends = Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        barrier.wait(60)
        try:
            ends[place] = step() or "done"
        except REFUSALS as refused:
            ends[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def test_of_two_who_say_the_same_one_is_told_that_it_is_said(take_report, make_actor, noon):
    reference = take_report()
    officers = [make_actor("response_officer", name=name) for name in ("first", "second")]
    inspector = make_actor("duty_inspector")
    unit = send_somebody(actor=officers[0], reference=reference, unit="X", asked_at=noon, at=noon)
    with entered(actor=officers[0], at=noon):
        child = Episode.objects.get(reference=reference).child_id
    add_related_person(
        actor=officers[0], child_id=child, name="Mina Sampleton", relation="mother", at=noon
    )
    with entered(actor=officers[0], at=noon):
        person = RelatedPerson.objects.get(name="Mina Sampleton").pk
    weighed = Weighed(
        decision="public", because="Hours count.", harm_weighed="School.", may_say="Seen her?",
        channels=("press",),
    )  # fmt: skip

    def arriving(actor):
        return lambda: say_arrived(
            actor=actor, reference=reference, deployment_id=unit, arrived_at=noon, at=noon
        )

    def promising(actor):
        return lambda: promise_family_news(
            actor=actor, reference=reference, person_id=person, named=actor.member_id, at=noon,
            due_at=noon + timedelta(hours=1),
        )  # fmt: skip

    def deciding(_):
        return lambda: decide_publicity(
            actor=inspector, reference=reference, weighed=weighed, at=noon
        )

    for step in (arriving, promising, deciding):
        ends = at_once(*(step(actor) for actor in officers))
        assert [isinstance(end, REFUSALS) for end in ends].count(True) == 1, ends
        assert None not in ends
    with entered(actor=inspector, at=noon):
        assert LogEntry.objects.filter(kind="deployment.arrived").count() == 1
        assert (
            FamilyUpdate.objects.count() == Task.objects.filter(kind="family_update").count() == 1
        )
        assert Publicity.objects.count() == 1
