"""V25: men are on their way to a girl placed in another city; who keeps her safe is told at once."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.child import child_page
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import fire
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.record_back import record_back
from whereabouts.records.people.actions import relate_to_child

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SAID = "Two men whom she knows asked for a lift to her new address."


@pytest.fixture
def south(make_actor):
    """Return the force in whose area she lived and was exploited."""
    return make_actor("missing_coordinator", agency="Southmere Police")


@pytest.fixture
def host(make_agency):
    """Return the authority that hosts her from now on, policed by another force."""
    authority = make_agency("Northmoor Council", "authority")
    Area.objects.create(authority_id=authority.pk, force=make_agency())
    return authority


@pytest.fixture
def her(make_child, make_actor, make_agency, south, host, noon):
    """Fifteen, placed by Southmere in a home in Northmoor this morning; not missing."""
    child = make_child("Testa Sampleton", "4 May 2011", by=south, flags=[("cse", "confirmed")])
    authority, home = (
        make_agency("Southmere Council", "authority"),
        make_agency("Fern House", "home"),
    )
    with entered(actor=south, at=noon):
        relate_to_child(child_id=child.pk, agency=authority.pk, kind="responsible", at=noon)
    add_placement(
        actor=make_actor("social_worker", agency="Southmere Council"), child_id=child.pk,
        living_at="childrens_home", started_on=noon.date(), at=noon, home=home.pk,
        responsible_authority=authority.pk, host_authority=host.pk,
    )  # fmt: skip
    return child


def on_their_way(actor, child, at, near_now=True):
    return link_adult_of_concern(
        actor=actor, child_id=child.pk, kind="associate", strength="suspected",
        source="PC Example", detail=SAID, name="Adam Placeholder", near_now=near_now, at=at,
    )  # fmt: skip


def told(actor, at):
    with entered(actor=actor, at=at):
        return list(Message.objects.filter(kind="adult_approaching", to_agency=actor.agency_id))


@pytest.fixture
def everybody(make_actor):
    """Return who keeps her safe, by agency."""
    return {
        "Northmoor Police": make_actor("duty_inspector"),
        "Southmere Police": make_actor("duty_inspector", agency="Southmere Police"),
        "Fern House": make_actor("home_worker", agency="Fern House"),
        "Southmere Council": make_actor("social_worker", agency="Southmere Council"),
    }


def test_the_home_both_forces_and_the_authority_are_interrupted_at_once_and_can_see_her(
    her, south, everybody, noon
):
    at = noon + MINUTE
    on_their_way(south, her, at)
    for name, actor in everybody.items():
        (notice,) = told(actor, at)
        assert (notice.loudness, notice.promised_at) == ("interrupt", at), name
        for secret in ("Sampleton", "Placeholder", "Fern", SAID):
            assert secret not in notice.text
        assert child_page(actor=actor, at=at, child_id=her.pk).story.records
    with entered(actor=south, at=at):
        assert AuditEntry.objects.filter(kind="risk.adult_on_the_way").count() == 1
        assert Message.objects.filter(kind="adult_approaching").count() == 4


def test_whoever_does_not_acknowledge_is_climbed_over_and_whoever_does_is_not(
    her, south, everybody, noon
):
    on_their_way(south, her, noon)
    host = everybody["Northmoor Police"]
    acknowledge_notices(actor=host, keys=[told(host, noon)[0].pk], at=noon + MINUTE)
    fire(at=noon + 17 * MINUTE)
    assert told(host, noon)[0].climbed_to == ""
    assert told(everybody["Southmere Police"], noon)[0].climbed_to == "superintendent"


def test_an_adult_who_is_only_linked_interrupts_nobody(her, south, everybody, noon):
    on_their_way(south, her, noon, near_now=False)
    assert not any(told(actor, noon) for actor in everybody.values())


def test_while_she_is_missing_it_is_said_once_in_her_episode(
    her, south, everybody, take_report, make_actor, noon
):
    take_report(child=her, actor=make_actor("call_handler"))
    on_their_way(south, her, noon + MINUTE)
    (notice,) = told(everybody["Northmoor Police"], noon + MINUTE)
    assert notice.subject.startswith("episode:")


def test_just_back_she_is_placed_there_still_and_they_are_told(
    her, south, everybody, take_report, make_actor, noon
):
    reference = take_report(child=her, actor=make_actor("call_handler"))
    host = everybody["Northmoor Police"]
    record_back(actor=host, reference=reference, back_at=noon + MINUTE, at=noon + MINUTE)
    on_their_way(south, her, noon + 2 * MINUTE)
    assert {name for name, actor in everybody.items() if told(actor, noon)} == set(everybody)


def test_of_a_child_who_is_placed_nowhere_the_force_s_own_inspector_is_told(
    make_child, south, everybody, noon
):
    on_their_way(south, make_child(by=south), noon)
    assert {name for name, actor in everybody.items() if told(actor, noon)} == {"Southmere Police"}


def test_arrived_and_not_acknowledged_by_police_and_home_it_is_red_at_both_authorities(
    cities, noon
):
    """The receiving provider had not been told: her risks and her plan travel, and are read."""
    move = cities.move
    placement = move.place(days=1)
    move.give(placement)
    move.acknowledge("host_authority")
    assert not move.told(move.placing, "placement_unacknowledged", at=noon)
    late = noon + 2 * DAY
    fire(at=late, most=500)
    for worker in (move.placing, move.host):
        red = move.told(worker, "placement_unacknowledged", at=late)
        assert {one.loudness for one in red} == {"interrupt"}, worker.agency_id
    for stranger in cities.everybody_else()[2:]:
        assert not move.told(stranger, "placement_unacknowledged", at=late)


def test_outsiders_neither_say_it_nor_hear_of_it(her, south, outsider, make_actor, noon):
    stranger = make_actor("missing_coordinator", agency="Elsewhere Police")
    with pytest.raises(NotVisible):
        on_their_way(stranger, her, noon)
    with pytest.raises(NotPermitted):
        on_their_way(make_actor("home_worker", agency="Fern House"), her, noon)
    on_their_way(south, her, noon)
    assert told(stranger, noon) == told(outsider, noon) == []
