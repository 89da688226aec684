"""The pages of how the clocks run and of the paper form; and what monitors and the board are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from whereabouts.foundations.access.permissions import ROLES
from whereabouts.foundations.timers.actions import beat, set_timer
from whereabouts.foundations.timers.kinds import KINDS
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups import health
from whereabouts.journeys.clock import CLOCKS
from whereabouts.journeys.clock.heartbeat import BACK, SENT, send_heartbeat

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def running(noon):
    """A worker and a heartbeat that came round just now."""
    beat(name="worker", at=noon)
    beat(name=SENT, at=noon - MINUTE)
    beat(name=BACK, at=noon - MINUTE + timedelta(seconds=2), lag_seconds=2.0)


@pytest.mark.usefixtures("running")
def test_the_clocks_page_shows_each_kind_with_what_waits_is_late_and_fails(
    signed_in, make_agency, noon
):
    for place, due in enumerate((-5, -1, 60)):
        set_timer(
            key=f"t{place}", kind="unowned", subject="episode:x", agency=make_agency().pk,
            at=noon - timedelta(hours=1), due_at=noon + due * MINUTE,
        )  # fmt: skip
    Timer.objects.filter(key="t0").update(tries=6)
    shown = signed_in("information_governance").get("/timers/").text
    assert all(f'<span class="source">{kind}</span>' in shown for kind in KINDS)
    row = shown[shown.index(KINDS["unowned"]) :].partition("</tr>")[0]
    assert ">3</td>" in row
    assert ">2</td>" in row
    assert '<strong class="alarm-mark">1</strong>' in row
    assert "nothing is late" in shown


@pytest.mark.usefixtures("running")
def test_what_waits_at_another_agency_is_not_counted_and_its_kind_is_never_said(
    signed_in, make_agency, noon
):
    client = signed_in("superintendent")

    def page():
        return client.get("/timers/").text.partition("<main")[2]

    ours = page()
    assert "No deadline of another agency fails" in ours
    for place in range(3):
        set_timer(
            key=f"t{place}", kind="child_untold", subject="matter:x", at=noon,
            agency=make_agency("Southfell Police").pk, due_at=noon + MINUTE,
        )  # fmt: skip
    assert page() == ours
    Timer.objects.filter(key="t1").update(tries=6)
    assert "Deadlines of other agencies fail too" in page()


def test_what_the_clock_is_making_is_shown_with_how_far_it_is_and_how_long_the_rest_takes(
    signed_in, make_agency, noon
):
    assert "being made now" not in signed_in("superintendent").get("/timers/").text
    agencies = [
        make_agency(kind="police_force", name=f"{way}moor Police") for way in ("East", "West")
    ]
    for agency in agencies:
        set_timer(
            key=f"p{agency.pk}", kind="pack_round", subject="agency:x", agency=agency.pk, at=noon,
            due_at=noon - 3 * MINUTE,
        )  # fmt: skip
    unknown = signed_in("superintendent").get("/timers/").text
    assert "Packs: 0 of 2 agencies done. How long it takes is not known yet." in unknown
    first = agencies[0]
    Timer.objects.filter(key=f"p{first.pk}").update(state="fired", settled_at=noon - 2 * MINUTE)
    set_timer(
        key="next", kind="pack_round", subject="agency:x", agency=first.pk, at=noon - MINUTE,
        due_at=noon + timedelta(days=30),
    )  # fmt: skip
    shown = signed_in("superintendent").get("/timers/").text
    assert "Packs: 1 of 2 agencies done, 1 step since" in shown
    assert "About 2 minutes left." in shown


def test_the_heartbeat_is_in_no_line_of_the_clocks_page(signed_in, noon):
    send_heartbeat(at=noon)
    shown = signed_in("superintendent").get("/timers/").text
    for kind in ("heartbeat", "unowned", "task_due"):
        row = shown[shown.index(f'<span class="source">{kind}</span>') :].partition("</tr>")[0]
        assert row.count(">0<") == 3, kind


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"superintendent", "information_governance"}))
def test_nobody_else_opens_the_clocks_page(signed_in, role):
    assert signed_in(role).get("/timers/").status_code == 403


@pytest.mark.usefixtures("running")
@pytest.mark.usefixtures("durable")
def test_ready_says_when_the_made_up_report_last_came_back_and_how_long_it_took(client, noon):
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["heartbeat_back_at"] == (noon - MINUTE + timedelta(seconds=2)).isoformat()
    assert ready["heartbeat_took_seconds"] == 2.0
    beat(name="worker", at=noon, lag_seconds=61.0)
    assert client.get("/readyz").json()["status"] == "late"


@pytest.mark.usefixtures("durable")
@pytest.mark.parametrize(
    ("sent", "out_for", "back", "silent"),
    [
        (-1, 0, -1, False),
        (-1, 0, -2, False),
        (-1, 119, -4, False),
        (-1, 181, -4, True),  # the oldest has been out for over three minutes
        (-4, 0, -3.9, True),  # none was sent since
        (-4, 0, None, True),
        (-1, 0, None, False),
        (None, 0, None, False),  # a demonstration sends none
    ],
)
def test_silence_is_told_from_a_round_under_way(client, noon, sent, out_for, back, silent):
    beat(name="worker", at=noon)
    if sent is not None:
        beat(name=SENT, at=noon + sent * MINUTE, lag_seconds=out_for)
    if back is not None:
        beat(name=BACK, at=noon + back * MINUTE)
    ready = client.get("/readyz")
    assert ready.status_code == (503 if silent else 200)
    assert ("made-up report" in ready.text) is silent


@pytest.mark.usefixtures("running", "durable")
def test_clocks_that_differ_are_said_to_the_monitor_and_on_the_board(
    client, signed_in, monkeypatch, noon
):
    known = client.get("/readyz").json()
    assert abs(known["clock_apart_seconds"]) < 2
    assert known["worker_clock_apart_seconds"] == 0

    monkeypatch.setattr(health, "database_clock", lambda: noon - timedelta(hours=1))
    ours = client.get("/readyz").json()
    assert ours["status"] == "clocks differ"
    assert ours["clock_apart_seconds"] >= 3600
    monkeypatch.setattr(health, "database_clock", timezone.now)
    beat(name=CLOCKS, at=noon, lag_seconds=-300.0)
    known = client.get("/readyz").json()
    assert (known["status"], known["worker_clock_apart_seconds"]) == ("clocks differ", -300.0)
    assert "The clocks of two machines differ" in signed_in("call_handler").get("/board/").text
    beat(name=CLOCKS, at=noon - timedelta(minutes=5), lag_seconds=-300.0)
    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize(
    ("late", "said"),
    [(2, "2.0 seconds"), (400, "7 minutes"), (9_000, "2 hours"), (300_000, "3 days")],
)
def test_how_late_the_clocks_are_is_said_in_the_unit_that_fits(signed_in, noon, late, said):
    beat(name="worker", at=noon, lag_seconds=float(late))
    assert f"{said} late" in signed_in("superintendent").get("/timers/").text


def test_the_board_says_that_deadlines_are_watched_or_that_nobody_watches(signed_in, noon):
    board = signed_in("call_handler")
    assert "No deadline is being watched" in board.get("/board/").text
    beat(name="worker", at=noon)
    assert "Deadlines are watched" in board.get("/board/rows/").text
    beat(name="worker", at=noon, lag_seconds=400.0)
    assert "handled late" in board.get("/board/rows/").text


def test_the_paper_form_has_the_questions_and_first_tasks_of_the_pack_and_nobodys_name(
    signed_in, make_episode, make_actor
):
    make_episode(make_actor("call_handler"), 1)
    shown = signed_in("call_handler").get("/paper/").text
    assert "Testa" not in shown
    for words in ("Last seen: where", "Not aloud: the caller may be the danger.", "medium, high"):
        assert words in shown
    assert "30 minutes" in shown
    assert "/reports/new/" in shown
    assert "/reports/new/" not in signed_in("home_worker").get("/paper/").text


def test_an_outsider_gets_a_form_of_their_own_agency(signed_in, make_agency):
    there = make_agency("Southmoor Police")
    shown = signed_in("call_handler", agency=there).get("/paper/").text
    assert "Southmoor Police" in shown
    assert "Northmoor" not in shown
