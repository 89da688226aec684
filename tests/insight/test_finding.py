"""The index finds what is committed, whatever wrote it, and nothing that is not for the asker."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.browser.site import _url
from tests.insight import finder
from whereabouts.engines.finding import Asker
from whereabouts.engines.matching import Query
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.scope import entered
from whereabouts.insight import finding
from whereabouts.insight.finding import client
from whereabouts.insight.finding import keeper as keeper_module
from whereabouts.insight.finding.keeper import Keeper
from whereabouts.insight.lookups.alike import suggestions_for
from whereabouts.insight.lookups.search import find_children, likely_same
from whereabouts.interfaces.commands.management.commands.run_finder import connect
from whereabouts.journeys.join_records import join_records, part_records
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import ChildAddress
from whereabouts.records.placements.actions import start_placement

pytestmark = [pytest.mark.usefixtures("committed")]


@pytest.fixture
def keeper(committed):
    """The index, running."""
    with finder.running() as keeper:
        yield keeper


@pytest.fixture
def handler(committed, make_actor):
    return make_actor("call_handler")


@pytest.fixture
def coordinator(committed, make_actor):
    return make_actor("missing_coordinator")


def settle(keeper):
    """Let the index read on, as it does five times a second."""
    keeper.catch_up(since=time.monotonic())


@contextmanager
def statements():
    """Keep what is asked of the database; a statement planned once has no text in Django's log."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def by_index(**asked):
    """Search, and see that the tables' own search was not asked."""
    with statements() as told:
        answer = find_children(**asked)
    assert not [one for one in told if "people_candidates" in one]
    return answer


def keys(answer):
    return [hit.child_id for hit in answer.hits]


def test_every_kind_of_write_is_found_by_the_next_reading(
    keeper, handler, coordinator, make_child, noon
):
    settle(keeper)
    child = make_child("Testa Sampleton")
    settle(keeper)
    assert keys(by_index(actor=handler, at=noon, names="testa sampelton")) == [child.pk]
    more = {"child": child, "by": coordinator, "at": noon}
    with entered(actor=coordinator, at=noon):
        people.add_name(**more, full="Aliya Quillfeather", kind="previous")
        people.add_birth(**more, text="3 April 2011")
        people.add_phone(**more, number="07700 900123")
        people.add_identifier(**more, scheme="upn", value="A123456789012")
        people.add_address(**more, line="4 Mill Row, Northmoor", postcode="NM1 2AB")
    settle(keeper)
    for asked in (
        {"names": "quillfether aliya"}, {"born": "3/4/2011", "names": "testa"},
        {"phone": "+447700900123"}, {"identifier": "a123456789012"}, {"place": "4 Mill Row"},
        {"place": "NM12AB"}, {"identifier": "upn:A123456789012"},
    ):  # fmt: skip
        answer = by_index(actor=handler, at=noon, **asked)
        assert keys(answer) == [child.pk], asked
        assert answer.hits[0].because
        assert "An identifying number differs" not in answer.hits[0].differs


def test_nothing_uncommitted_is_found_and_a_slow_transaction_is_not_missed(
    keeper, handler, coordinator, make_child, noon
):
    slow = make_child("Slow Brambleby")
    settle(keeper)
    with finder.as_owner() as writing, finder.as_owner() as old:
        old.execute("SELECT pg_current_xact_id()")  # holds the horizon back for everybody
        writing.execute("UPDATE people_childphone SET number = number WHERE false")
        writing.execute(
            "INSERT INTO people_childphone SELECT gen_random_uuid(), recorded_at, 'mobile',"
            " '07700 900555', '', id, owner_agency_id, recorded_by_id FROM people_child"
            " WHERE id = %s", [slow.pk],
        )  # fmt: skip
        quick = make_child("Quick Brambleby")  # begun later, committed first
        settle(keeper)
        assert keys(by_index(actor=handler, at=noon, names="quick brambleby"))[0] == quick.pk
        assert keys(by_index(actor=handler, at=noon, phone="07700900555")) == []
        writing.commit()
        settle(keeper)
        assert keys(by_index(actor=handler, at=noon, phone="07700900555")) == [slow.pk]
        old.rollback()
    keeper.compare()
    assert keeper.differences == 0


def test_joined_records_are_one_hit_and_two_again_when_parted(
    keeper, handler, coordinator, make_child, noon
):
    ours, theirs = make_child("Testa Sampleton"), make_child("Zeta Quillfeather", "9 May 2009")
    given = {"actor": coordinator, "child_id": ours.pk, "other_id": theirs.pk, "at": noon}
    join_records(because="Both are her.", **given)
    settle(keeper)
    (hit,) = by_index(actor=handler, at=noon, names="Zeta Quillfeather").hits
    assert set(hit.pointer.records) == {ours.pk, theirs.pk}
    assert "Testa Sampleton" in {hit.pointer.name, *hit.pointer.other_names}
    part_records(because="They are cousins.", **given)
    settle(keeper)
    (hit,) = by_index(actor=handler, at=noon, names="Zeta Quillfeather").hits
    assert hit.pointer.records == (theirs.pk,)


def test_a_reason_to_see_begins_and_ends_with_its_row(
    keeper, handler, make_child, make_actor, noon
):
    child, worker = make_child("Testa Sampleton"), make_actor("social_worker")
    settle(keeper)
    assert by_index(actor=worker, at=noon, names="Testa Sampleton").hits == ()
    with entered(actor=handler, at=noon):
        people.relate_to_child(
            child_id=child.pk, agency=worker.agency_id, kind="shared", at=noon,
            until_at=noon + timedelta(hours=1),
        )  # fmt: skip
    settle(keeper)
    assert keys(by_index(actor=worker, at=noon, names="Testa")) == [child.pk]
    # By the moment of the question, not of the reading.
    assert by_index(actor=worker, at=noon + timedelta(hours=1), names="Testa").hits == ()
    with transaction.atomic(using="owner"):
        Relation.objects.using("owner").filter(agency=worker.agency_id).delete()
    settle(keeper)
    assert by_index(actor=worker, at=noon, names="Testa").hits == ()


def test_a_place_that_becomes_a_secret_finds_nobody_from_then_on(
    keeper, handler, coordinator, make_child, noon
):
    child, sister = make_child("Testa Sampleton"), make_child("Tessa Sampleton", "9 May 2010")
    for one in (child, sister):
        with entered(actor=coordinator, at=noon):
            people.add_address(child=one, by=coordinator, at=noon, line="4 Mill Row, Northmoor")
    settle(keeper)
    assert set(keys(by_index(actor=handler, at=noon, place="mill row"))) == {child.pk, sister.pk}
    with entered(actor=coordinator, at=noon):
        start_placement(
            child=child, living_at="other", place="The Made-up Refuge, Northmoor",
            confidential=True, started_on=noon.date(), by=coordinator, at=noon,
        )  # fmt: skip
    settle(keeper)
    for place in ("mill row", "The Made-up Refuge", "Northmoor"):
        answer = by_index(actor=handler, at=noon, place=place)
        assert child.pk not in keys(answer)
    answer = by_index(actor=handler, at=noon, place="mill row")
    assert (keys(answer), answer.said) == ([sister.pk], "One person may be meant.")
    with transaction.atomic(using="owner"):
        ChildAddress.objects.using("owner").filter(confidential=True).update(confidential=False)
    settle(keeper)
    assert child.pk in keys(by_index(actor=handler, at=noon, place="mill row"))


def test_a_secret_that_ends_with_a_day_ends_for_the_index_too(
    keeper, handler, coordinator, make_child, noon
):
    child = make_child()
    with entered(actor=coordinator, at=noon):
        add = {"child": child, "by": coordinator, "at": noon}
        people.add_address(**add, line="4 Mill Row, Northmoor")
        people.add_address(**add, line="9 Elsewhere Lane", confidential=True)
    with finder.as_owner() as writing:
        writing.execute(
            "UPDATE people_childaddress SET until_on = (now() AT TIME ZONE 'UTC')::date - 1"
            " WHERE confidential"
        )
    settle(keeper)
    assert keys(by_index(actor=handler, at=noon, place="mill row")) == [child.pk]
    # As it was two days before, and nobody has read on since.
    before = keeper._seen.day - timedelta(days=2)
    with keeper._turn:
        with keeper._snapshot() as line:
            keeper._refresh(line, {child.pk}, day=before)
        asker = Asker(
            agency=handler.agency_id, member=handler.member_id, everybody=True, moment=noon
        )
        found = keeper._finder.find(query=Query(place="mill row"), asker=asker, limit=5)
        assert found.hits == ()
        keeper._seen.day = before
    settle(keeper)
    assert keys(by_index(actor=handler, at=noon, place="mill row")) == [child.pk]
    keeper.compare()
    assert keeper.differences == 0


def test_what_slipped_past_every_trigger_is_seen_mended_and_counted(
    keeper, handler, make_child, noon
):
    child, gone = make_child("Testa Sampleton"), make_child("Zeta Quillfeather", "9 May 2009")
    settle(keeper)
    with finder.as_owner() as writing:
        writing.execute("ALTER TABLE people_childname DISABLE TRIGGER USER")
        writing.execute(
            "UPDATE people_childname SET \"full\" = 'Ada Brambleby', given = 'Ada',"
            " family = 'Brambleby' WHERE child_id = %s", [child.pk],
        )  # fmt: skip
        writing.execute("ALTER TABLE people_childname ENABLE TRIGGER USER")
    settle(keeper)
    assert by_index(actor=handler, at=noon, names="Ada Brambleby").hits == ()
    keeper._sums.remove(record=gone.pk)
    keeper._finder.remove(record=gone.pk)
    assert keeper.compare() == 2
    assert keys(by_index(actor=handler, at=noon, names="Ada Brambleby")) == [child.pk]
    assert keys(by_index(actor=handler, at=noon, names="Zeta Quillfeather")) == [gone.pk]
    assert keeper.compare() == 0
    assert finding.state()["differences"] == 2
    assert finding.state()["checked_at"]


def test_a_hit_beyond_the_scope_is_dropped_and_counted(
    keeper, handler, make_child, make_actor, noon, caplog
):
    child, worker = make_child("Testa Sampleton"), make_actor("social_worker")
    settle(keeper)
    entry = keeper._finder
    asker = Asker(agency=handler.agency_id, member=handler.member_id, everybody=True, moment=noon)
    truly = entry.find(query=Query(names=("Testa Sampleton",)), asker=asker, limit=5)
    assert truly.hits[0].records == (child.pk,)
    keeper.find = lambda **_: (truly, keeper._seen.at)  # an index that forgot whom it may tell
    answer = by_index(actor=worker, at=noon, names="Testa Sampleton")
    assert answer.hits == ()
    assert finding.state()["dropped"] == 1
    assert "Sampleton" not in caplog.text


def test_what_is_named_beyond_the_scope_is_suggested_to_nobody_and_counted(
    keeper, handler, make_child, make_actor, noon, caplog
):
    make_child("Testa Sampleton")
    settle(keeper)
    asker = Asker(agency=handler.agency_id, member=handler.member_id, everybody=True, moment=noon)
    query = Query(names=("Testa Sampleton",))
    truly = keeper._finder.find(query=query, asker=asker, limit=5)
    assert truly.hits
    worker = make_actor("social_worker")
    with entered(actor=worker, at=noon):
        own = people.create_child(
            by=worker, at=noon, names=[{"full": "Testa Sampleton"}], source="report"
        )
    settle(keeper)
    keeper.find = lambda **_: (truly, keeper._seen.at)
    with entered(actor=worker, at=noon):
        assert suggestions_for(child_id=own.pk, at=noon) == []
    assert finding.state()["dropped"] == 1
    assert "Sampleton" not in caplog.text


def test_an_index_of_which_much_has_changed_is_put_together_anew(
    keeper, handler, coordinator, make_child, noon, monkeypatch
):
    children = [make_child(f"Testa {word}") for word in ("Brambleby", "Quillfeather")]
    settle(keeper)
    monkeypatch.setattr(keeper_module, "MUCH_CHANGED", 20)
    assert not keeper.tidy()
    for number in range(20):
        with entered(actor=coordinator, at=noon):
            people.add_phone(
                child=children[number % 2], by=coordinator, at=noon, number=f"07700 9002{number:02}"
            )
        settle(keeper)
    assert keeper.tidy()
    assert not keeper.tidy()
    assert keys(by_index(actor=handler, at=noon, phone="07700900217")) == [children[1].pk]
    assert keeper.compare() == 0


def test_who_asks_for_the_latest_gets_the_latest(keeper, handler, make_child, noon):
    settle(keeper)
    for number in range(5):
        child = make_child(f"Testa Number{'abcde'[number]}", "12 March 2012")
        with entered(actor=handler, at=noon):
            found = likely_same(
                names=(f"Testa Number{'abcde'[number]}",), births=(), on=noon.date(), limit=3
            )
        assert found[0].child_id == child.pk


@pytest.mark.parametrize("wrong", ["late", "silent", "nonsense", "off"])
def test_an_index_that_cannot_be_relied_on_is_not(
    wrong, keeper, handler, make_child, noon, monkeypatch
):
    child = make_child("Testa Sampleton")
    settle(keeper)
    monkeypatch.setattr(client, "ANSWERS_WITHIN", 0.1)
    match wrong:
        case "late":
            monkeypatch.setattr(keeper, "_read_on", lambda: None)
            monkeypatch.setattr(keeper, "_known_at", time.monotonic() - 10)
        case "silent":
            monkeypatch.setattr(keeper, "find", lambda **_: time.sleep(1))
        case "nonsense":
            monkeypatch.setattr(keeper, "find", lambda **_: "what?")
        case "off":
            monkeypatch.setattr(settings, "FINDER", False)
    with statements() as told:
        answer = find_children(actor=handler, at=noon, names="Testa Sampleton")
    assert keys(answer) == [child.pk]
    assert [one for one in told if "people_candidates" in one]
    client.forget_patience()


def test_reading_on_comes_to_the_same_as_reading_everything(keeper, coordinator, make_child, noon):
    chance, children = Random(7), [make_child(f"Testa Number{one}") for one in "abcdef"]
    settle(keeper)
    joined = []
    for step in range(25):
        one, other = chance.sample(children, 2)
        match chance.randrange(5):
            case 0:
                with entered(actor=coordinator, at=noon):
                    people.add_name(
                        child=one, by=coordinator, at=noon, full=f"Ada {'xyz'[step % 3]}"
                    )
            case 1:
                with entered(actor=coordinator, at=noon):
                    people.add_address(
                        child=one, by=coordinator, at=noon, line=f"{step} Mill Row",
                        confidential=chance.random() < 0.4,
                    )  # fmt: skip
            case 2 | 3:
                try:
                    with transaction.atomic():
                        join_records(
                            actor=coordinator, child_id=one.pk, other_id=other.pk, because="x",
                            at=noon,
                        )  # fmt: skip
                    joined.append((one, other))
                except people.AlreadyJoined:
                    pass
            case 4 if joined:
                pair = joined.pop(chance.randrange(len(joined)))
                part_records(
                    actor=coordinator, child_id=pair[0].pk, other_id=pair[1].pk, because="x",
                    at=noon,
                )  # fmt: skip
        if chance.random() < 0.5:
            settle(keeper)
    settle(keeper)
    anew = Keeper(connect=connect)
    settle(anew)
    try:
        for names, place in (("Testa Number", None), ("Ada", None), ("", "Mill Row")):
            query = Query(names=(names,) if names else (), place=place)
            asker = Asker(
                agency=coordinator.agency_id, member=coordinator.member_id, everybody=True,
                moment=noon,
            )  # fmt: skip
            one, other = (
                each._finder.find(query=query, asker=asker, limit=20) for each in (keeper, anew)
            )
            assert [(h.person, set(h.records), h.match) for h in one.hits] == [
                (h.person, set(h.records), h.match) for h in other.hits
            ]
            assert one.fits == other.fits
        assert keeper.compare() == 0
    finally:
        anew.close()


@pytest.fixture
def start():
    """Return a starter of the real process; it ends with the test."""
    begun = []

    def go():
        environ = {
            "WHEREABOUTS_DATABASE_URL": _url(connection.settings_dict),
            "WHEREABOUTS_OWNER_DATABASE_URL": _url(finder.connections["owner"].settings_dict),
            "PYTHONPATH": str(settings.BASE_DIR),
            "WHEREABOUTS_STATE_DIR": str(settings.STATE_DIR),
        }
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "whereabouts.manage", "run_finder"],
                env=environ,
                cwd=settings.BASE_DIR,
            )
        )
        return begun[-1]

    yield go
    for process in begun:
        process.kill()
        process.wait(timeout=10)


def until(asked, *, within):
    """Return how long it took until something was so."""
    began = time.monotonic()
    while not asked():
        assert time.monotonic() - began < within, "It did not come about in time."
        time.sleep(0.02)
    return time.monotonic() - began


def test_killed_it_is_done_without_and_back_it_knows_what_was_missed(
    start, handler, make_child, noon, monkeypatch
):
    monkeypatch.setattr(client, "ANSWERS_WITHIN", finder.PATIENT)

    def answers():
        client.forget_patience()
        return (finding.state() or {}).get("records")

    first, process = make_child("Testa Sampleton"), start()
    until(answers, within=90)
    assert keys(by_index(actor=handler, at=noon, names="Testa")) == [first.pk]
    took = []
    for name in ("Mila Underbough", "Ines Fernsby", "Zeta Quillfeather"):
        second = make_child(name, "9 May 2009")
        asked = {"actor": handler, "at": noon, "names": name}
        took.append(until(lambda: keys(by_index(**asked))[:1] == [second.pk], within=20))  # noqa: B023
    # Of three, for a machine that others use too.
    assert min(took) < 1, f"found {took} seconds after the commit"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    meanwhile = make_child("Ada Brambleby", "9 May 2008")
    assert keys(find_children(actor=handler, at=noon, names="Ada Brambleby")) == [meanwhile.pk]
    start()
    until(answers, within=90)
    found = by_index(actor=handler, at=noon, names="Ada Brambleby")
    assert keys(found)[:1] == [meanwhile.pk]
    assert keys(by_index(actor=handler, at=noon, names="Zeta Quillfeather"))[:1] == [second.pk]
