"""An agency says which local packs it grades by, from a day until a day."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.agencies import actions as agencies
from whereabouts.foundations.agencies.models import Agency, FollowedPack
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.insight.lookups.packs import followed, local_packs, own_pack
from whereabouts.journeys.follow_pack import (
    FollowingRefused,
    NotVisible,
    follow_pack,
    stop_following,
)
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import Assessment

pytestmark = pytest.mark.django_db
NONE_ABSENT, MEETING = "no-absent-for-children", "meeting-at-the-second-time"
NATIONAL = "app-2017+safeguards-1"


@pytest.fixture
def owner(make_actor):
    return make_actor("superintendent")


def graded(actor, at, key="k"):
    """Return the assessment that a report made then begins with."""
    told = Told(idempotency_key=key, happened_at=at, names=f"Testa Sampleton {key}")
    receipt = report_missing(actor=actor, told=told, at=at)
    with entered(actor=actor, at=at):
        return Assessment.objects.filter(episode__reference=receipt.episode).earliest("number")


def test_from_its_first_day_until_the_day_that_ends_it_an_episode_is_graded_by_it(
    owner, make_actor, noon
):
    today, handler = noon.date(), make_actor("call_handler")
    tomorrow, two_on = (noon + timedelta(days=days) for days in (1, 2))
    assert graded(handler, noon, "today").pack == NATIONAL
    key = follow_pack(actor=owner, pack=NONE_ABSENT, from_on=tomorrow.date(), at=noon)
    assert graded(handler, noon, "still today").pack == NATIONAL
    of_tomorrow = graded(handler, tomorrow, "tomorrow")
    assert of_tomorrow.pack == f"{NATIONAL}+{NONE_ABSENT}-1"
    assert of_tomorrow.result["categories"]["absent"] == {
        "allowed": "no", "because": [f"{NONE_ABSENT}-1"],
    }  # fmt: skip
    stop_following(actor=owner, following_id=key, until_on=two_on.date(), at=tomorrow)
    assert graded(handler, tomorrow, "still tomorrow").pack == f"{NATIONAL}+{NONE_ABSENT}-1"
    assert graded(handler, two_on, "two on").pack == NATIONAL
    assert today < two_on.date()


def test_the_day_is_the_british_one(owner):
    before_midnight = datetime(2026, 6, 30, 22, 59, tzinfo=UTC)
    follow_pack(actor=owner, pack=NONE_ABSENT, from_on=date(2026, 7, 1), at=before_midnight)
    own = Agency.objects.get(pk=owner.agency_id).local_pack
    assert packs.in_force(at=before_midnight, local=own).id == NATIONAL
    on_the_day = before_midnight + timedelta(minutes=1)
    assert packs.in_force(at=on_the_day, local=own).id == f"{NATIONAL}+{NONE_ABSENT}-1"


@pytest.mark.parametrize(
    ("country", "day", "base"),
    [
        ("wales", date(2011, 6, 19), "acpo-2010"),
        ("wales", date(2011, 6, 20), "all-wales-2011"),
        ("wales", date(2021, 1, 31), "all-wales-2011"),
        ("wales", date(2021, 2, 1), "app-2017"),
        ("england", date(2015, 1, 1), "acpo-2013"),
    ],
)
def test_a_welsh_agency_was_under_the_welsh_base_of_its_years(owner, noon, country, day, base):
    agency = Agency.objects.get(pk=owner.agency_id)
    agency.country = country
    agencies.follow_pack(
        agency=agency, pack=NONE_ABSENT, from_on=date(2014, 1, 1), by=owner.member_id, at=noon
    )
    pack = packs.own_pack(agency=agency, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert pack.files[0].id == base
    assert pack.child_absent_allowed is (day < date(2014, 1, 1) and base != "acpo-2010")


def test_what_was_graded_before_keeps_the_name_of_its_pack(owner, make_actor, noon):
    handler = make_actor("call_handler")
    before = graded(handler, noon)
    follow_pack(actor=owner, pack=NONE_ABSENT, from_on=noon.date(), at=noon)
    with entered(actor=handler, at=noon):
        assert Assessment.objects.get(pk=before.pk).pack == NATIONAL


def test_an_agency_may_follow_several_and_another_follows_none_of_them(owner, make_actor, noon):
    for name in (NONE_ABSENT, MEETING):
        follow_pack(actor=owner, pack=name, from_on=noon.date(), at=noon)
    assert own_pack(actor=owner, at=noon) == f"{NATIONAL}+{MEETING}-1+{NONE_ABSENT}-1"
    outsider = make_actor("superintendent", agency="Elsewhere Police")
    assert own_pack(actor=outsider, at=noon) == NATIONAL
    assert followed(actor=outsider, at=noon) == []
    with pytest.raises(NotVisible):
        stop_following(
            actor=outsider, following_id=FollowedPack.objects.first().pk, until_on=noon.date(),
            at=noon,
        )  # fmt: skip


def test_who_said_so_and_when_stands_in_the_history(owner, noon):
    key = follow_pack(actor=owner, pack=NONE_ABSENT, from_on=noon.date(), at=noon)
    later = noon + timedelta(days=3)
    stop_following(actor=owner, following_id=key, until_on=later.date(), at=later)
    (row,) = followed(actor=owner, at=later)
    assert (row.name, row.title) == (NONE_ABSENT, "No child is absent")
    assert (row.from_on, row.until_on) == (noon.date(), later.date())
    assert (row.said_by, row.ended_by) == (owner.name, owner.name)
    assert row.today is False
    with entered(actor=owner, at=later):
        kept = AuditEntry.objects.filter(kind__startswith="local_pack").order_by("at")
        lines = [(one.kind, json.loads(bytes(one.payload))) for one in kept]
    assert [kind for kind, _ in lines] == ["local_pack.followed", "local_pack.left"]
    assert [payload for _, payload in lines] == [
        {"pack": NONE_ABSENT, "on": noon.date().isoformat()},
        {"pack": NONE_ABSENT, "on": later.date().isoformat()},
    ]


def test_it_may_be_followed_again_after_it_ended_and_never_twice_at_once(owner, noon):
    key = follow_pack(actor=owner, pack=NONE_ABSENT, from_on=noon.date(), at=noon)
    with pytest.raises(FollowingRefused, match="already"):
        follow_pack(actor=owner, pack=NONE_ABSENT, from_on=noon.date() + timedelta(days=9), at=noon)
    ends = noon + timedelta(days=2)
    stop_following(actor=owner, following_id=key, until_on=ends.date(), at=noon)
    with pytest.raises(FollowingRefused, match="already"):
        follow_pack(actor=owner, pack=NONE_ABSENT, from_on=noon.date() + timedelta(days=1), at=noon)
    with pytest.raises(FollowingRefused, match="an end already"):
        stop_following(actor=owner, following_id=key, until_on=ends.date(), at=noon)
    follow_pack(actor=owner, pack=NONE_ABSENT, from_on=ends.date(), at=noon)
    assert len(followed(actor=owner, at=noon)) == 2
    assert own_pack(actor=owner, at=ends) == f"{NATIONAL}+{NONE_ABSENT}-1"


def test_what_was_never_followed_for_a_day_may_be_taken_back(owner, noon):
    first = noon.date() + timedelta(days=5)
    key = follow_pack(actor=owner, pack=NONE_ABSENT, from_on=first, at=noon)
    with pytest.raises(FollowingRefused, match="not before"):
        stop_following(actor=owner, following_id=key, until_on=noon.date(), at=noon)
    stop_following(actor=owner, following_id=key, until_on=first, at=noon)
    assert own_pack(actor=owner, at=noon + timedelta(days=5)) == NATIONAL


@pytest.mark.parametrize(
    ("pack", "days", "reason"),
    [
        ("nobodys-practice", 0, "Choose one of the local packs"),
        (NONE_ABSENT, -1, "today or a later day"),
        ("absent-at-lower-risk", 0, "not in force on that day"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_nothing_is_kept(owner, noon, pack, days, reason):
    with pytest.raises(FollowingRefused, match=reason):
        follow_pack(actor=owner, pack=pack, from_on=noon.date() + timedelta(days=days), at=noon)
    assert not FollowedPack.objects.exists()
    assert Agency.objects.get(pk=owner.agency_id).local_pack == ""


def test_a_day_that_has_passed_ends_nothing(owner, noon):
    key = follow_pack(actor=owner, pack=NONE_ABSENT, from_on=noon.date(), at=noon)
    with pytest.raises(FollowingRefused, match="today or a later day"):
        stop_following(
            actor=owner, following_id=key, until_on=noon.date(), at=noon + timedelta(days=1)
        )


def test_only_who_approves_packs_says_it_and_only_of_whom_records_episodes(
    make_actor, make_agency, noon
):
    with pytest.raises(NotPermitted):
        follow_pack(
            actor=make_actor("call_handler"), pack=NONE_ABSENT, from_on=noon.date(), at=noon
        )
    home = make_actor("superintendent", agency=make_agency("Rowan House", "home"))
    assert followed(actor=home, at=noon) is None
    with pytest.raises(FollowingRefused, match="forces and authorities"):
        follow_pack(actor=home, pack=NONE_ABSENT, from_on=noon.date(), at=noon)


def test_those_that_may_be_followed_are_those_in_force_today(owner, noon):
    shown = {one.name: one for one in local_packs(actor=owner, at=noon)}
    assert NONE_ABSENT in shown
    assert "absent-at-lower-risk" not in shown
    of_2016 = {one.name for one in local_packs(actor=owner, at=datetime(2016, 5, 1, tzinfo=UTC))}
    assert "absent-at-lower-risk" in of_2016
    assert all(one.says and one.source for one in shown.values())


def test_the_line_kept_with_the_agency_is_what_its_rows_say_even_of_long_ago(owner, noon):
    agency = Agency.objects.get(pk=owner.agency_id)
    row = agencies.follow_pack(
        agency=agency, pack="absent-at-lower-risk", from_on=date(2014, 1, 1), by=owner.member_id,
        at=noon,
    )  # fmt: skip
    agencies.stop_following(following=row, until_on=date(2016, 1, 1), by=owner.member_id, at=noon)
    agency.refresh_from_db()
    assert agency.local_pack == "absent-at-lower-risk 2014-01-01 2016-01-01"
    at = datetime(2015, 12, 31, 12, tzinfo=UTC)
    assert packs.in_force(at=at, local=agency.local_pack).id.endswith("+absent-at-lower-risk-1")
    assert "lower" not in packs.in_force(at=at + timedelta(days=1), local=agency.local_pack).id


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_on": date(2026, 1, 1)},
        {"ended_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"until_on": date(2024, 12, 31), "ended_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_database_keeps_no_end_without_who_said_it_and_none_before_the_beginning(
    owner, noon, wrong
):
    whole = {**wrong, "ended_by_id": owner.member_id} if len(wrong) == 2 else wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowedPack.objects.create(
            agency_id=owner.agency_id, pack=NONE_ABSENT, from_on=date(2025, 1, 1),
            said_by_id=owner.member_id, said_at=noon, **whole,
        )  # fmt: skip
