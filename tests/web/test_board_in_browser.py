"""The board in a real browser: what changed is drawn anew, and hands, eyes and ears keep their place."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.test_live import _cookie, _get, at_noon, noon, screen, server
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.records.episodes.models import Episode

__all__ = ["at_noon", "noon", "screen", "server"]
pytestmark = [pytest.mark.slow, pytest.mark.browser]

ROWS = "[...document.querySelectorAll('tr[data-row]')]"
WORDS = re.compile(
    r'data-row="([^"]+)".*?data-since>([^<]*)<.*?(?:<strong>(Overdue by [^<]*)|deadline">(in [^<]*))',
    re.DOTALL,
)


# Before the stream can have brought anything.
MARK = """document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("board").mark = "from the page";
});"""


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def board(server, screen, make_member):
    """Return an opener of the board, once its stream has brought the whole of it."""

    def go(path="/board/"):
        name, _, value = _cookie(make_member("duty_inspector")).partition("=")
        screen.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
        page = screen.new_page()
        page.add_init_script(MARK)
        page.goto(f"http://127.0.0.1:{server}{path}")
        until(page, "!document.getElementById('board').mark")
        page.evaluate(f"for (const row of {ROWS}) row.mark = 'as it was'")
        return page

    return go


def until(page, holds):
    """Wait until something holds; asked from outside, since the page lets nobody evaluate."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It never came to be: {holds}")


def change(actor, episode, **more):
    now = datetime.now(tz=UTC)
    with entered(actor=actor, at=now):
        Episode.objects.filter(pk=episode.pk).update(**more)
        tell_whoever_sees(child=episode.child_id)


def rows(page):
    return page.evaluate(f"{ROWS}.map((row) => [row.dataset.row, row.mark || 'anew'])")


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_a_row_that_changes_is_drawn_anew_where_it_belongs_and_every_other_is_left(
    board, inspector, make_episode
):
    mine = {"owner_id": inspector.member_id}
    one, two, three = (
        make_episode(inspector, number, due_in=timedelta(hours=number), **mine)
        for number in (1, 2, 3)
    )
    page = board()
    page.focus("#E-MADE-0002")
    change(inspector, three, level="high", seriousness="grave")
    page.wait_for_selector("tr[data-row='E-MADE-0003'] .level--high")
    assert rows(page) == [
        ["E-MADE-0003", "anew"], ["E-MADE-0001", "as it was"], ["E-MADE-0002", "as it was"],
    ]  # fmt: skip
    assert focused(page) == "E-MADE-0002"
    until(page, "document.getElementById('live-said').textContent.startsWith('3 open, 1 high')")
    assert "3Open" in page.inner_text(".board-counts").replace("\n", "")

    # Whoever stands on a row that changes still stands on it, and on the one beside it if it goes.
    change(inspector, two, level="low")
    page.wait_for_selector("tr[data-row='E-MADE-0002'] .level--low")
    assert focused(page) == "E-MADE-0002"
    change(inspector, two, state="closed", closed_at=datetime.now(tz=UTC))
    page.wait_for_selector("tr[data-row='E-MADE-0002']", state="detached")
    assert focused(page) == "E-MADE-0001"
    assert [row for row, _ in rows(page)] == ["E-MADE-0003", "E-MADE-0001"]
    change(inspector, one, state="closed", closed_at=datetime.now(tz=UTC))
    change(inspector, three, state="closed", closed_at=datetime.now(tz=UTC))
    page.wait_for_selector("text=No episode that you may see is open")


def test_a_row_that_leaves_the_filter_goes_and_what_is_chosen_stays_chosen(
    board, inspector, make_episode
):
    episode, other = (make_episode(inspector, number, level="high") for number in (1, 2))
    page = board("/board/?level=high&sort=level")
    change(inspector, episode, level="low")
    page.wait_for_selector("tr[data-row='E-MADE-0001']", state="detached")
    assert rows(page) == [[other.reference, "as it was"]]
    assert page.input_value("#filter-level") == "high"
    assert page.input_value("#filter-sort") == "level"


def test_a_screen_that_missed_a_message_asks_for_everything(board, inspector, make_episode):
    one, other = make_episode(inspector, 1), make_episode(inspector, 2)
    page = board()
    page.evaluate("window.whereaboutsBoard.forget()")
    change(inspector, one, level="high")
    page.wait_for_selector("tr[data-row='E-MADE-0001'] .level--high")
    assert [mark for _, mark in rows(page)] == ["anew", "anew"]
    # And from then on it is sent what changed again.
    page.evaluate(f"for (const row of {ROWS}) row.mark = 'as it was'")
    change(inspector, other, level="low")
    page.wait_for_selector("tr[data-row='E-MADE-0002'] .level--low")
    assert ["E-MADE-0001", "as it was"] in rows(page)


def test_how_long_is_said_by_the_screen_as_by_the_server(
    board, server, inspector, make_episode, make_member
):
    now = datetime.now(tz=UTC)
    half = timedelta(seconds=30)
    lasted = [timedelta(minutes=minutes) for minutes in (0, 59, 60, 61, 1439, 1440, 1501, 4320)]
    for number, length in enumerate(lasted, 1):
        due_at = now + half + (length if number % 2 else -length - timedelta(minutes=1))
        make_episode(
            inspector, number, due_in=due_at - (now - timedelta(minutes=1)),
            last_seen_at=now - half - length,
        )  # fmt: skip
    page = board()
    # Anything else than the words themselves would be put right by the script.
    page.evaluate(
        "document.querySelectorAll('[data-since]').forEach((one) => { one.textContent = '' })"
    )
    until(page, "[...document.querySelectorAll('[data-since]')].every((one) => one.textContent)")
    shown = page.evaluate(
        f"{ROWS}.map((row) => [row.dataset.row, row.querySelector('[data-since]').textContent,"
        " row.querySelector('.deadline').textContent.match(/(?:in|Overdue by) .*?(?= \\d+ \\w+ \\d{4})/)[0]])"
    )
    text = _get(server, "/board/", _cookie(make_member("duty_inspector"))).read().decode()
    said = [
        [row, lasting, (late or due).strip()] for row, lasting, late, due in WORDS.findall(text)
    ]
    assert len(said) == len(lasted)
    assert [[row, since, due.strip()] for row, since, due in shown] == said
