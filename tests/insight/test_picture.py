"""Who is missing now: each child once, a silent force never as zero, nobody sees more than theirs."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.conftest import NOON
from tests.web.conftest import make_episode
from whereabouts.engines.disclosure import named_rules
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import FeedToken, Member
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.picture import picture
from whereabouts.insight.picture.places import silence, tiles
from whereabouts.insight.picture.shapes import Word, protected, said
from whereabouts.journeys.join_records import join_records
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import ChildAddress, ChildBirth
from whereabouts.records.placements.models import Placement

__all__ = ["make_episode"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def analyst(make_actor):
    return make_actor("national_analyst")


@pytest.fixture
def handler(make_actor):
    return make_actor("call_handler")


@pytest.fixture
def elsewhere(make_actor):
    return make_actor("call_handler", agency="Southfell Police")


def heard(agency_id, at):
    Member.objects.filter(agency_id=agency_id).update(last_login=at)


def force(taken, code):
    return next(one for one in taken.forces if one.code == code)


def test_every_force_of_england_and_wales_has_a_tile_of_its_own():
    held = tiles()
    assert len(held) == len({one.code for one in held}) == 43
    assert len({(one.column, one.row) for one in held}) == 43


def test_a_silent_force_is_shown_as_silent_and_one_never_heard_has_no_number(
    handler, elsewhere, analyst, make_episode
):
    make_episode(handler, 1)
    heard(elsewhere.agency_id, NOON - 2 * DAY)
    Member.objects.filter(agency_id=handler.agency_id).update(last_login=None)
    taken = picture(actor=analyst, at=NOON)
    assert force(taken, "northmoor-police").text == "1"
    silent = force(taken, "southfell-police")
    assert (silent.text, silent.is_known) == ("silent", False)
    unheard = [one for one in taken.forces if one.word is None]
    assert len(unheard) == 43
    assert {one.text for one in unheard} == {"no word"}
    assert len(taken.silent) == 44


@pytest.mark.parametrize(("minutes", "silent"), [(30, False), (31, True)])
def test_a_force_that_feeds_is_silent_after_its_minutes_and_no_sooner(minutes, silent):
    lengths = silence(at=date(2026, 11, 20))
    word_at = NOON - timedelta(minutes=minutes)
    assert lengths.holds(word_at=word_at, feeds=True, at=NOON) is silent
    assert lengths.holds(word_at=word_at, feeds=False, at=NOON) is False
    assert lengths.holds(word_at=None, feeds=True, at=NOON) is True


def test_a_number_of_a_force_that_is_not_heard_never_stands_alone():
    late = Word(at=NOON, feeds=True, silent=True)
    assert said(count="0", word=late) == "silent"
    assert said(count="4", word=late) == "silent (4)"
    assert said(count="0", word=None) == "no word"
    assert said(count="0", word=Word(at=NOON, feeds=True, silent=False)) == "0"


def test_a_feed_is_heard_by_its_last_call(handler, analyst, make_episode):
    FeedToken.objects.create(
        owner_agency_id=handler.agency_id, member_id=handler.member_id, name="cad",
        token_hash="x", scopes="reports", made_at=NOON - DAY, expires_at=NOON + DAY,
        last_used_at=NOON - timedelta(minutes=5),
    )  # fmt: skip
    Member.objects.filter(agency_id=handler.agency_id).update(last_login=None)
    word = force(picture(actor=analyst, at=NOON), "northmoor-police").word
    assert (word.feeds, word.silent, word.at) == (True, False, NOON - timedelta(minutes=5))


def a_token(agency_id, member_id, *, used):
    return FeedToken.objects.create(
        owner_agency_id=agency_id, member_id=member_id, name="cad", token_hash=str(agency_id),
        scopes="reports", made_at=NOON - DAY, expires_at=NOON + DAY, last_used_at=used,
    )  # fmt: skip


def test_a_feed_that_fell_silent_is_not_covered_by_somebody_who_signs_in(handler, analyst):
    token = a_token(handler.agency_id, handler.member_id, used=NOON - timedelta(hours=6))
    heard(handler.agency_id, NOON)
    word = force(picture(actor=analyst, at=NOON), "northmoor-police").word
    assert (word.feeds, word.silent, word.at) == (True, True, NOON - timedelta(hours=6))
    FeedToken.objects.filter(pk=token.pk).update(last_used_at=None)
    word = force(picture(actor=analyst, at=NOON), "northmoor-police").word
    assert (word.feeds, word.silent, word.at) == (False, False, NOON)


def test_a_home_whose_system_feeds_is_shown_with_its_last_word_and_only_where_it_may_be(
    handler, analyst, make_actor
):
    worker = make_actor("home_worker")
    token = a_token(worker.agency_id, worker.member_id, used=NOON - timedelta(hours=23))
    (fed,) = picture(actor=analyst, at=NOON).feeding
    assert (fed.name, fed.word.at, fed.text) == ("Fern House", NOON - timedelta(hours=23), "0")
    FeedToken.objects.filter(pk=token.pk).update(last_used_at=NOON - timedelta(hours=25))
    (fed,) = picture(actor=analyst, at=NOON).feeding
    assert (fed.word.silent, fed.text) == (True, "silent")
    assert picture(actor=analyst, at=NOON, code="fern-house").area.text == "silent"
    assert picture(actor=handler, at=NOON).feeding == ()
    assert picture(actor=handler, at=NOON, code="fern-house").area.word is None


def test_a_child_missing_in_two_other_forces_counts_once_in_what_is_published(
    handler, elsewhere, make_actor, make_episode
):
    farther = make_actor("missing_coordinator", agency="Eastfell Police")
    ours = [make_episode(farther, number, reported_at=NOON - DAY) for number in range(6)]
    theirs = [make_episode(elsewhere, 50 + number, reported_at=NOON - DAY) for number in range(6)]
    assert picture(actor=handler, at=NOON).total == "10"
    for one, other in zip(ours[:5], theirs[:5], strict=True):
        with entered(actor=elsewhere, at=NOON):
            people.relate_to_child(
                child_id=other.child_id, agency=farther.agency_id, kind="shared", at=NOON,
                because="told",
            )  # fmt: skip
        join_records(
            actor=farther, child_id=one.child_id, other_id=other.child_id,
            because="Same date of birth and carer, said by both.", at=NOON,
        )  # fmt: skip
    assert picture(actor=handler, at=NOON).total == "5"


def test_a_child_who_lives_with_family_is_found_under_the_authority_of_the_address(
    handler, analyst, make_agency, make_episode
):
    council = make_agency("Aldermere Council", "authority")
    episode = make_episode(handler, 1)
    with entered(actor=handler, at=NOON):
        address = ChildAddress.objects.create(
            child_id=episode.child_id, kind="family", line="1 Made Up Road", authority=council,
            owner_agency_id=handler.agency_id, recorded_at=NOON, recorded_by_id=handler.member_id,
        )  # fmt: skip
    for actor in (analyst, handler):
        taken = picture(actor=actor, at=NOON, code="aldermere-council")
        assert [one.reference for one in taken.children] == [episode.reference]
    with entered(actor=handler, at=NOON):
        ChildAddress.objects.filter(pk=address.pk).update(confidential=True)
    for actor in (analyst, handler):
        assert picture(actor=actor, at=NOON, code="aldermere-council").children == ()


def test_a_child_missing_in_two_forces_counts_once_at_the_highest_level(
    make_actor, elsewhere, analyst, make_episode
):
    coordinator = make_actor("missing_coordinator")
    one = make_episode(coordinator, 1, level="medium")
    other = make_episode(elsewhere, 2, level="low")
    make_episode(elsewhere, 3, level="low")
    assert picture(actor=analyst, at=NOON).total == "3"
    with entered(actor=elsewhere, at=NOON):
        people.relate_to_child(
            child_id=other.child_id, agency=coordinator.agency_id, kind="shared", at=NOON,
            because="told",
        )  # fmt: skip
    join_records(
        actor=coordinator, child_id=one.child_id, other_id=other.child_id,
        because="Same date of birth and carer, said by both.", at=NOON,
    )  # fmt: skip
    with entered(actor=elsewhere, at=NOON):
        Episode.objects.filter(pk=other.pk).update(level="high")
    taken = picture(actor=analyst, at=NOON)
    assert taken.total == "2"
    assert taken.levels == {"high": 1, "medium": 0, "low": 1, "absent": 0}
    assert [force(taken, f"{name}-police").text for name in ("northmoor", "southfell")] == [
        "1", "2",
    ]  # fmt: skip
    assert taken.also[one.reference] == ("Southfell Police",)


def test_the_national_unit_is_given_the_least_that_a_picture_needs(handler, analyst, make_episode):
    episode = make_episode(handler, 1, last_seen_place="the bus station")
    taken = picture(actor=analyst, at=NOON)
    (row,) = taken.children
    assert (row.reference, row.age, row.level) == (episode.reference, 14, "medium")
    assert row.missing_for(at=NOON) == timedelta(hours=3)
    for hidden in ("Testa", "bus station"):
        assert hidden not in str(taken)


def test_everybody_else_sees_of_other_forces_only_what_is_published(
    handler, elsewhere, make_episode
):
    """What began today is nowhere in it; what stood at midnight is rounded, and few are hidden."""
    for number in range(7):
        make_episode(elsewhere, number, reported_at=NOON - DAY)
    make_episode(elsewhere, 90)
    make_episode(handler, 91)
    heard(elsewhere.agency_id, NOON)
    heard(handler.agency_id, NOON)
    taken = picture(actor=handler, at=NOON)
    assert force(taken, "northmoor-police").text == "1"
    assert force(taken, "southfell-police").text == "5"
    assert force(taken, "southfell-police").levels == {}
    assert len(taken.children) == 1
    make_episode(elsewhere, 92)
    assert picture(actor=handler, at=NOON) == taken


def test_the_published_numbers_are_protected_as_a_line():
    rules = named_rules(rules_id="ours", at=date(2026, 11, 20))
    cells, together = protected(counts=[3, 12, 0], together=15, rules=rules)
    assert cells[0].text == "c"
    assert together.text in ("15", "c")
    assert protected(counts=[12, 12], together=13, rules=rules)[1].text == "15"


def test_the_function_itself_gives_no_row_to_anybody_but_the_national_unit(
    handler, elsewhere, make_episode
):
    make_episode(handler, 1, reported_at=NOON - DAY)
    make_episode(elsewhere, 2, reported_at=NOON - DAY)
    with entered(actor=handler, at=NOON), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM episodes_missing_at(%s)", [NOON])
        rows = cursor.fetchall()
    assert len(rows) == 2
    assert {tuple(row[2:]) for row in rows} == {(None,) * 11}


def test_outside_every_scope_the_function_gives_nothing(handler, make_episode):
    make_episode(handler, 1, reported_at=NOON - DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM episodes_missing_at(%s)", [NOON])
        assert cursor.fetchall() == []


def test_the_picture_at_midnight_is_what_stood_then(handler, elsewhere, make_episode):
    ended = {"back_at": NOON - timedelta(hours=1), "seen_at": NOON, "closed_at": NOON}
    for number in range(8):
        make_episode(elsewhere, number, reported_at=NOON - DAY, state="closed", **ended)
    early = {"back_at": NOON - timedelta(hours=20), "seen_at": NOON, "closed_at": NOON}
    make_episode(elsewhere, 20, reported_at=NOON - DAY, state="closed", **early)
    heard(elsewhere.agency_id, NOON)
    assert force(picture(actor=handler, at=NOON), "southfell-police").text == "10"


def test_a_force_an_authority_and_a_home_can_be_gone_into(
    handler, analyst, make_episode, make_agency
):
    council, home = make_agency("Aldermere Council", "authority"), make_agency("Fern House", "home")
    episode = make_episode(handler, 1)
    make_episode(handler, 2)
    with entered(actor=handler, at=NOON):
        placed = Placement.objects.create(
            child_id=episode.child_id, living_at="childrens_home", home=home,
            responsible_authority=council, started_on=date(2026, 1, 1),
            owner_agency_id=handler.agency_id, recorded_at=NOON, recorded_by_id=handler.member_id,
        )  # fmt: skip
        Episode.objects.filter(pk=episode.pk).update(placement=placed)
    for actor in (analyst, handler):
        for code, found in (
            ("aldermere-council", 1), ("fern-house", 1), ("northmoor-police", 2),
        ):  # fmt: skip
            taken = picture(actor=actor, at=NOON, code=code)
            assert len(taken.children) == found, code
            assert taken.area.count == found
    assert [one.code for one in picture(actor=analyst, at=NOON).homes] == ["fern-house"]
    with pytest.raises(NotVisible):
        picture(actor=analyst, at=NOON, code="nowhere")


def test_a_slow_recount_finds_the_same_children(handler, elsewhere, analyst, make_episode):
    states = ["open", "located", "back", "open", "open"]
    for number, state in enumerate(states):
        make_episode(
            handler if number % 2 else elsewhere, number, state=state,
            located_at=NOON, back_at=NOON if state == "back" else None,
        )  # fmt: skip
    slow = 0
    for actor in (handler, elsewhere):
        with entered(actor=actor, at=NOON):
            slow += sum(one.state in ("open", "located") for one in Episode.objects.all())
    assert picture(actor=analyst, at=NOON).total == str(slow) == "4"


def test_the_look_is_recorded_once_and_a_picture_that_renews_itself_adds_only_the_new(
    handler, make_episode
):
    make_episode(handler, 1)
    first = picture(actor=handler, at=NOON)
    picture(actor=handler, at=NOON, already_shown=first.shown)
    make_episode(handler, 2)
    picture(actor=handler, at=NOON, already_shown=first.shown)
    with entered(actor=handler, at=NOON):
        assert [(one.kind, len(one.subjects)) for one in Look.objects.order_by("id")] == [
            ("view", 1), ("live", 1),
        ]  # fmt: skip


def test_the_picture_takes_the_same_few_statements_for_one_child_and_for_thirty(
    handler, analyst, make_episode, django_assert_num_queries
):
    for actor, statements in ((analyst, 9), (handler, 11)):
        make_episode(handler, 100 + statements)
        with django_assert_num_queries(statements, exact=False):
            picture(actor=actor, at=NOON)
    for number in range(30):
        make_episode(handler, number)
    for actor, statements in ((analyst, 9), (handler, 11)):
        with django_assert_num_queries(statements, exact=False):
            picture(actor=actor, at=NOON)


def test_the_outsider_sees_no_child_and_whoever_lacks_the_permission_no_picture(
    handler, outsider, make_actor, make_episode
):
    make_episode(handler, 1, reported_at=NOON - DAY)
    heard(handler.agency_id, NOON)
    taken = picture(actor=outsider, at=NOON)
    assert (taken.children, taken.total) == ((), "c")
    assert force(taken, "northmoor-police").text == "c"
    assert picture(actor=outsider, at=NOON, code="northmoor-police").children == ()
    with pytest.raises(NotPermitted):
        picture(actor=make_actor("professional_standards"), at=NOON)


def test_an_age_that_nobody_believes_is_not_known(handler, make_episode):
    episode = make_episode(handler, 1)
    with entered(actor=handler, at=NOON):
        ChildBirth.objects.filter(child_id=episode.child_id).update(believed=False)
    (row,) = picture(actor=handler, at=NOON).children
    assert row.age is None
