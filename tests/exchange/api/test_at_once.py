"""The same key at once, and bodies that nobody should send: one report, no fault of ours."""

import json
import os
import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from whereabouts.foundations.access.fencing import our_models
from whereabouts.interfaces.exchange.api import definitions
from whereabouts.interfaces.exchange.api.reading import parsed, read
from whereabouts.interfaces.exchange.api.received import told_of
from whereabouts.practice.risk import packs
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child
from whereabouts.records.reports.models import Contact, FeedAnswer, LogEvent, Report

REPORT = definitions.EXAMPLES["report"]
THREADS = 8


@pytest.fixture
def kept(committed, make_secret):
    """Return a counter of everything there is, as the owner of the tables sees it."""
    make_secret(per_minute=100_000)

    def rows(*models):
        found = {}
        with connections["owner"].cursor() as cursor:
            for model in models or our_models():
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
                found[model.__name__] = cursor.fetchone()[0]
        return found

    return rows


def at_once(step, each):
    """Do a step for each at the same moment, on connections of their own."""
    barrier = Barrier(len(each))

    def go(one):
        try:
            barrier.wait(60)
            return step(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(go, each))


def test_eight_at_once_with_one_key_are_one_report_and_one_answer(report, kept):
    answers = at_once(lambda _: report(REPORT), range(THREADS))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert set(kept(Child, Contact, Report, Episode, FeedAnswer).values()) == {1}


@pytest.mark.slow
def test_eight_at_once_of_one_child_are_eight_reports_of_one_episode(report, kept):
    body = {name: said for name, said in REPORT.items() if name != "log_reference"}
    answers = at_once(lambda number: report(body, key=f"k{number}"), range(THREADS))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["episode"] for answer in answers}) == 1
    assert kept(Child, Report, Episode) == {"Child": 1, "Report": THREADS, "Episode": 1}


def test_eight_at_once_with_one_key_and_two_bodies_are_one_report(report, kept):
    bodies = [{**REPORT, "words": f"The caller said {number % 2}."} for number in range(THREADS)]
    codes = sorted(answer.status_code for answer in at_once(report, bodies))
    assert codes == [201] * 4 + [422] * 4
    assert kept(Report) == {"Report": 1}


def test_eight_events_of_one_log_at_once_are_one_contact(log, kept):
    def event(number):
        return log(
            {
                "reference": "NM-1", "event": f"{number // 2}", "kind": "updated",
                "at": f"2026-11-20T11:{number // 2:02}:00Z", "words": f"Said {number // 2}.",
            }
        )  # fmt: skip

    answers = at_once(event, range(THREADS))
    assert {answer.status_code for answer in answers} == {201}
    assert kept(Contact, LogEvent) == {"Contact": 1, "LogEvent": THREADS // 2}


def test_after_a_restart_the_same_key_gets_the_same_bytes(report, kept):
    first = report(REPORT).content
    for one in connections.all():
        one.close()
    for cached in (definitions.report, packs.library, packs.vocabulary):
        cached.cache_clear()
    assert report(REPORT).content == first


# --- what nobody should send ----------------------------------------------------------

NASTY = [
    None, True, False, 0, -1, 1.5, 10**400, -(10**40), 1e308, "", " ", "x" * 30_000, "\x00", "a\x00b",
    "\ud800", "\udfffa", "\u202eatseT\u202c", "Z\u0351\u0343a\u0489l\u0321go" * 40, "\ufeff", "Null",
    "NaN", "None", "1e5", "';--", "<script>x</script>", "2026-02-30", "2026-11-20T12:00:00", "noon",
    "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "{}", [], {},
    [[]], [None], {"": ""}, {"names": {}}, ["\x00"], {"\ud800": 1}, "\U0001f9d2" * 300, "T" * 130,
]  # fmt: skip
RAW = [
    b"", b" ", b"{", b"}", b"[", b'"', b"nul", b"{'a': 1}", b'{"a": }', b'{"words": NaN}',
    b'{"words": Infinity}', b'{"words": -Infinity}', b'{"words": 1e999}', b"\xff\xfe\x00", b"\x00",
    b'{"words": "\xc3"}', b'{"words": "\xed\xa0\x80"}', b'{"words": "a", "words": "b"}',
    b'{"child": {"names": "a", "names": "b"}}', b"[" * 100_000, b'{"a":' * 50_000,
    b"[" * 30 + b"]" * 30, b'{"words": ' + b"9" * 5000 + b"}", b'{"words": ' + b"9" * 400 + b"}",
    b"\xef\xbb\xbf{}", b'{"words": "\\ud800"}', b'{"words": "\\u0000"}', b'{"words": "a" // b\n}',
    '{"words": "hier"}'.encode("utf-16"), b"<report/>", b"words=hier", b'{"\\u0000": "\\u0000"}',
    b'"' + b"x" * 10_000_000 + b'"', b'{"words": "' + b"x" * 1_000_001 + b'"}',
]  # fmt: skip
SECRET = "Quillfeather"
LONGEST = {
    "names": 120, "born_text": 60, "sex": 1, "home_address": 240, "phone": 80,
    "reporter_name": 160, "relation": 20, "reporter_contact": 80, "last_seen_place": 240,
    "living_at": 24,
}  # fmt: skip


def leaves(schema, path=()):
    for name, one in schema["properties"].items():
        if name == "facts":
            yield from [(*path, "facts", fact) for fact in sorted(one["properties"])[::8]]
        elif "properties" in one:
            yield (*path, name)
            yield from leaves(one, (*path, name))
        else:
            yield (*path, name)


def corpus(schema, base, most):
    """Yield bodies of which one or more fields are nasty, always the same ones."""
    dice, places = random.Random(1205), list(leaves(schema))
    for number in range(most):
        body = json.loads(json.dumps(base))
        for path in dice.sample(places, 1 if number % 3 else 5):
            holder = body
            for name in path[:-1]:
                if not isinstance(holder.get(name), dict):
                    holder[name] = {}
                holder = holder[name]
            holder[path[-1]] = dice.choice(NASTY)
        yield json.dumps(body).encode()


REPORTS = [*corpus(definitions.report(), {"child": {"names": SECRET}, "words": "Not back."}, 250)]
LOGS = [
    *corpus(
        definitions.contact(),
        {"event": "1", "kind": "opened", "at": "2026-11-20T11:00:00Z", "child": {"names": SECRET}},
        250,
    )
]
# A report's whole way takes a third of a second: every twelfth goes it each day.
WHOLE = 1 if os.environ.get("WHEREABOUTS_CORPUS") == "whole" else 12


@pytest.mark.slow
def test_nothing_that_is_sent_is_a_fault_of_ours_or_leaves_half_a_row(send, kept):
    assert len(RAW) * 2 + len(REPORTS) + len(LOGS) >= 500
    sent = [("/api/v1/reports", body) for body in (*RAW, *REPORTS[::WHOLE])]
    sent += [("/api/v1/contacts", body) for body in RAW]
    for number, body in enumerate(LOGS):
        said = {"reference": f"L{number}", **json.loads(body)}
        sent.append(("/api/v1/contacts", json.dumps(said).encode()))
    taken = 0
    for number, (path, body) in enumerate(sent):
        # Undone where it is taken, so that hundreds stay quick.
        with transaction.atomic():
            answer = send(path, body, key=f"k{number}")
            transaction.set_rollback(True)
        assert answer.status_code in {201, 400, 413, 422}, (path, body[:200], answer.text)
        taken += answer.status_code == 201
        if answer.status_code == 201:
            assert SECRET not in json.dumps(answer.json()["left_out"])
        else:
            assert answer["Content-Type"] == "application/problem+json"
            assert SECRET not in answer.text, body[:200]
    assert taken > len(LOGS) // 2
    assert not any(kept(Child, Contact, Report, Episode, FeedAnswer, LogEvent).values())


@pytest.mark.parametrize("place", range(0, 250, 50))
def test_whatever_is_read_of_a_report_fits_where_it_is_kept(place, noon):
    for body in REPORTS[place : place + 50]:
        reading = read(schema=definitions.report(), value=parsed(body=body))
        told = told_of(reading=reading, key="k", at=noon)
        packs.check(facts=told.facts)
        for name, most in LONGEST.items():
            assert len(getattr(told, name)) <= most, name
        texts = [getattr(told, name) for name in (*LONGEST, "words", "description", "clothing")]
        assert not any("\x00" in text for text in texts)
        "".join(texts).encode()  # no half of a character
        assert SECRET not in json.dumps(reading.faults)


def test_what_is_refused_leaves_no_row_at_all(send, kept):
    send("/api/v1/reports", {"words": "The token's use is counted before."}, key=None)
    before = kept()
    for body in (*RAW[:12], b"{}", b'{"child": {"sex": "F"}}', b'{"facts": {"weather": "mild"}}'):
        assert send("/api/v1/reports", body, key="k").status_code in {400, 422}
        assert send("/api/v1/contacts", body).status_code in {400, 422}
    assert kept() == before
