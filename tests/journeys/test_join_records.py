"""Records are joined as one child, and parted exactly."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.journeys.join_records import (
    AlreadyJoined,
    NotJoined,
    ReasonNeeded,
    join_records,
    part_records,
)
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode, EpisodeLink, EpisodeReport
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import (
    display_name,
    names_of,
    same_person_set,
    same_person_sets,
)
from whereabouts.records.reports.models import Report

pytestmark = pytest.mark.django_db
WHY = "Same date of birth and carer, said by both."
RECOMMENDED = {
    "level": "medium",
    "category": "missing",
    "seriousness": "some",
    "immediacy": "hours",
}


@pytest.fixture
def coordinator(make_actor: Callable[..., Any]) -> Any:
    return make_actor("missing_coordinator")


@pytest.fixture
def elsewhere(make_actor: Callable[..., Any]) -> Any:
    return make_actor("missing_coordinator", agency="Southfell Police")


def a_child(by: Any, full: str = "Ada Quillfeather", seen_by: Any = None) -> Child:
    with entered(actor=by, at=NOON):
        child = people.create_child(by=by, at=NOON, names=[{"full": full}])
        if seen_by is not None:
            people.relate_to_child(
                child_id=child.pk, agency=seen_by.agency_id, kind="shared", at=NOON, because="told"
            )
        return child


def an_episode(by: Any, child: Child, hours_ago: int = 1) -> Episode:
    reported = NOON - timedelta(hours=hours_ago)
    with entered(actor=by, at=NOON):
        episode = episodes.open_episode(
            reference=f"E-{child.pk.hex[-8:]}-{hours_ago}"[:20],
            child=child,
            by=by,
            at=NOON,
            happened_at=reported,
            reported_at=reported,
            recommended=RECOMMENDED,
            pack="test",
        )
        report = Report.objects.create(
            reference=f"R-{child.pk.hex[-8:]}-{hours_ago}"[:20],
            child=child,
            happened_at=reported,
            idempotency_key=f"{child.pk}-{hours_ago}",
            request_digest=b"x",
            owner_agency_id=by.agency_id,
            recorded_at=NOON,
            recorded_by_id=by.member_id,
        )
        episodes.add_report(episode=episode, report=report, by=by, at=NOON)
        return episode


def join(by: Any, one: Child, two: Child) -> None:
    join_records(actor=by, child_id=one.pk, other_id=two.pk, because=WHY, at=NOON)


def part(by: Any, one: Child, two: Child) -> None:
    part_records(actor=by, child_id=one.pk, other_id=two.pk, because="Not one child.", at=NOON)


def all_after(step: Callable[[], None]) -> dict[str, Any]:
    """Do a step, and return what the application's own scopes see of everything, put together."""
    step()
    seen: dict[str, set[str]] = {}
    for agency in Agency.objects.all():
        member = Member.objects.filter(agency=agency).first()
        with entered(actor=actor_of(member=member, at=NOON), at=NOON):
            rows = {
                "relations": Relation.objects.values_list(
                    "subject", "agency", "member", "kind", "from_at", "until_at", "because",
                    "via_link",
                ),
                "episodes": Episode.objects.values_list("id", "state", "joined_to"),
                "reports": EpisodeReport.objects.filter(parted_at=None).values_list(
                    "episode", "report"
                ),
                "links": EpisodeLink.objects.filter(ended_at=None).values_list(
                    "episode", "other"
                ),
                "children": Child.objects.values_list(),
            }  # fmt: skip
            for name, found in rows.items():
                key = f"{agency.code} {name}"
                seen[key] = {str(row) for row in found}
    return seen


def test_joined_records_are_read_as_one_child(coordinator: Any, elsewhere: Any) -> None:
    ours = a_child(coordinator)
    theirs = a_child(elsewhere, "Adaeze Quill", seen_by=coordinator)

    join(coordinator, ours, theirs)

    for actor in (coordinator, elsewhere):
        with entered(actor=actor, at=NOON):
            assert same_person_set(child_id=ours.pk) == {ours.pk, theirs.pk}
            names = names_of(child_ids=same_person_set(child_id=ours.pk))
            assert {name.full for name in names} == {"Ada Quillfeather", "Adaeze Quill"}


def test_an_agency_of_one_record_sees_the_other_while_they_are_joined(
    coordinator: Any, elsewhere: Any
) -> None:
    ours = a_child(coordinator)
    theirs = a_child(elsewhere, seen_by=coordinator)

    join(coordinator, ours, theirs)
    with entered(actor=elsewhere, at=NOON):
        assert Child.objects.filter(pk=ours.pk).exists()
    part(coordinator, ours, theirs)

    with entered(actor=elsewhere, at=NOON):
        assert not Child.objects.filter(pk=ours.pk).exists()
        assert same_person_set(child_id=ours.pk) == {ours.pk}


def test_an_agency_related_while_they_were_joined_keeps_only_its_own_record(
    coordinator: Any, make_actor: Any
) -> None:
    one, two = a_child(coordinator), a_child(coordinator)
    worker = make_actor("social_worker")
    join(coordinator, one, two)
    with entered(actor=coordinator, at=NOON):
        people.relate_to_child(
            child_id=one.pk, agency=worker.agency_id, kind="responsible", at=NOON
        )
    with entered(actor=worker, at=NOON):
        assert Child.objects.count() == 2

    part(coordinator, one, two)

    with entered(actor=worker, at=NOON):
        assert [child.pk for child in Child.objects.all()] == [one.pk]


def test_a_third_record_is_reached_over_the_second(coordinator: Any) -> None:
    one, two, three = (a_child(coordinator) for _ in range(3))

    join(coordinator, one, two)
    join(coordinator, three, two)

    with entered(actor=coordinator, at=NOON):
        assert same_person_set(child_id=one.pk) == {one.pk, two.pk, three.pk}


def test_of_one_and_of_many_the_same_is_said_and_of_what_nobody_may_see_nothing(
    coordinator: Any, elsewhere: Any
) -> None:
    ours = [a_child(coordinator) for _ in range(11)]
    shared, theirs = a_child(elsewhere, seen_by=coordinator), a_child(elsewhere)
    for two in (ours[1], ours[2], shared):
        join(coordinator, ours[0], two)
    everybody = [one.pk for one in (*ours, shared, theirs)]

    with entered(actor=coordinator, at=NOON):
        of_many = same_person_sets(child_ids=everybody)
        assert of_many == {one: same_person_set(child_id=one) for one in everybody}
    assert of_many[shared.pk] == {ours[0].pk, ours[1].pk, ours[2].pk, shared.pk}
    assert of_many[theirs.pk] == {theirs.pk}
    with entered(actor=elsewhere, at=NOON):
        of_one = {one: same_person_set(child_id=one) for one in everybody}
        assert of_one == same_person_sets(child_ids=everybody)
    assert of_one[ours[5].pk] == {ours[5].pk}


def test_two_open_episodes_of_one_agency_become_one_and_part_again(coordinator: Any) -> None:
    one, two = a_child(coordinator), a_child(coordinator)
    later, first = an_episode(coordinator, one, 1), an_episode(coordinator, two, 5)
    before = all_after(lambda: None)

    join(coordinator, one, two)

    with entered(actor=coordinator, at=NOON):
        (kept,) = under_way(children=[one.pk, two.pk])
        assert kept.pk == first.pk
        later.refresh_from_db()
        assert (later.state, later.joined_to_id) == ("joined", first.pk)
        reports = EpisodeReport.objects.filter(episode=first, parted_at=None)
        assert reports.count() == 2

    assert all_after(lambda: part(coordinator, one, two)) == before


def test_a_later_episode_goes_on_when_records_are_parted_and_takes_the_earlier_reports(
    coordinator: Any,
) -> None:
    one, two = a_child(coordinator), a_child(coordinator)
    first, joined = an_episode(coordinator, one, 5), an_episode(coordinator, two, 3)
    join(coordinator, one, two)
    later = an_episode(coordinator, two, 1)

    part(coordinator, one, two)

    with entered(actor=coordinator, at=NOON):
        (at_one,), (at_two,) = (under_way(children=[child.pk]) for child in (one, two))
        assert (at_one.pk, at_two.pk) == (first.pk, later.pk)
        joined.refresh_from_db()
        assert (joined.state, joined.joined_to_id) == ("joined", later.pk)
        told = EpisodeReport.objects.filter(parted_at=None)
        assert told.filter(episode=later).count() == 2
        assert told.filter(episode=first).count() == 1


def test_open_episodes_of_two_agencies_are_linked_not_merged(
    coordinator: Any, elsewhere: Any
) -> None:
    ours = a_child(coordinator)
    theirs = a_child(elsewhere, seen_by=coordinator)
    mine, other = an_episode(coordinator, ours, 2), an_episode(elsewhere, theirs, 4)

    join(coordinator, ours, theirs)

    with entered(actor=coordinator, at=NOON):
        assert under_way(children=[ours.pk, theirs.pk]).count() == 2
        linked = EpisodeLink.objects.filter(ended_at=None, kind="same_child")
        assert {(link.episode_id, link.other_id) for link in linked} == {
            (mine.pk, other.pk),
            (other.pk, mine.pk),
        }


def test_joining_twice_is_refused(coordinator: Any) -> None:
    one, two = a_child(coordinator), a_child(coordinator)
    join(coordinator, one, two)

    with pytest.raises(AlreadyJoined):
        join(coordinator, two, one)
    with pytest.raises(AlreadyJoined):
        join(coordinator, one, one)


def test_parting_what_is_not_joined_is_refused(coordinator: Any) -> None:
    with pytest.raises(NotJoined):
        part(coordinator, a_child(coordinator), a_child(coordinator))


def test_joining_without_a_reason_is_refused(coordinator: Any) -> None:
    one, two = a_child(coordinator), a_child(coordinator)

    with pytest.raises(ReasonNeeded):
        join_records(actor=coordinator, child_id=one.pk, other_id=two.pk, because="  ", at=NOON)


def test_nobody_joins_a_record_that_is_not_theirs_to_see(
    coordinator: Any, elsewhere: Any, outsider: Any
) -> None:
    ours, theirs = a_child(coordinator), a_child(elsewhere)

    with pytest.raises(NotVisible):
        join(coordinator, ours, theirs)
    with pytest.raises(NotVisible):
        join(coordinator, theirs, ours)
    with pytest.raises(NotPermitted):
        join(outsider, ours, theirs)


def test_the_database_rebuilds_no_relations_of_records_out_of_reach(
    coordinator: Any, elsewhere: Any
) -> None:
    from django.db.utils import ProgrammingError

    theirs = a_child(elsewhere)

    with (
        pytest.raises(ProgrammingError),
        entered(actor=coordinator, at=NOON),
        transaction.atomic(),
    ):
        people.rebuild_relations(child_ids=[theirs.pk])


def test_a_joined_record_without_a_name_is_shown_by_the_others(coordinator: Any) -> None:
    known = a_child(coordinator, "Ada Quillfeather")
    with entered(actor=coordinator, at=NOON):
        nameless = people.create_child(by=coordinator, at=NOON, unidentified=True)
        assert display_name(child_id=nameless.pk) == "Unknown child"

    join(coordinator, nameless, known)

    with entered(actor=coordinator, at=NOON):
        assert display_name(child_id=nameless.pk) == "Ada Quillfeather"


PAIRS = list(combinations(range(4), 2))


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # to make it smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(st.sampled_from(PAIRS), max_size=9), last=st.permutations(PAIRS))
def test_any_history_of_joining_and_parting_leaves_what_never_joining_leaves(
    history: list[tuple[int, int]],
    last: list[tuple[int, int]],
    make_actor: Callable[..., Any],
) -> None:
    with transaction.atomic():
        one = make_actor("missing_coordinator")
        two = make_actor("missing_coordinator", agency="Southfell Police")
        records = [a_child(one), a_child(one), a_child(two, seen_by=one), a_child(two, seen_by=one)]
        for number, (by, child) in enumerate(zip((one, one, two, two), records, strict=True)):
            an_episode(by, child, 7 - 2 * number)
        before = all_after(lambda: None)
        joined: set[tuple[int, int]] = set()

        for pair in history:
            left, right = (records[number] for number in pair)
            if pair in joined:
                part(one, left, right)
                joined.remove(pair)
            else:
                try:
                    join(one, left, right)
                    joined.add(pair)
                except AlreadyJoined:
                    continue
            with entered(actor=one, at=NOON):
                for number, record in enumerate(records):
                    expected = {records[other].pk for other in _together(number, joined)}
                    assert same_person_set(child_id=record.pk) == expected
        for pair in last:
            if pair in joined:
                part(one, *(records[number] for number in pair))

        assert all_after(lambda: None) == before
        transaction.set_rollback(True)  # every example starts afresh


def _together(number: int, joined: set[tuple[int, int]]) -> set[int]:
    reached = {number}
    while True:
        more = {end for pair in joined if reached & set(pair) for end in pair}
        if more <= reached:
            return reached
        reached |= more
