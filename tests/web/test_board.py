"""The board shows every open episode to those who may see it, and to nobody else."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.insight.lookups.board import Filters, board, board_counts
from whereabouts.interfaces.web.board.fragments import row_html
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.supervision.models import Proposal
from whereabouts.records.episodes.models import EpisodeLink

pytestmark = pytest.mark.django_db

LIVE = {"HX-Request": "true", "X-Whereabouts-Live": "1"}


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


def looks_of(actor, noon):
    with entered(actor=actor, at=noon):
        return list(Look.objects.order_by("pk").values_list("kind", "subjects"))


def test_each_row_says_who_how_serious_whose_and_until_when(make_episode, inspector, noon):
    make_episode(
        inspector, 1, level="high", seriousness="grave", owner_id=inspector.member_id, decided=True
    )
    (row,) = board(actor=inspector, at=noon).rows
    assert (row.name, row.age) == ("Testa Sampleton 1", "14")
    assert (row.level, row.seriousness, row.immediacy) == ("high", "grave", "days")
    assert (row.mine, row.unowned, row.decided, row.ours) == (True, False, True, True)
    assert row.missing_for == timedelta(hours=3)
    assert (row.due_at, row.due_what) == (noon + timedelta(hours=1), "Check the made-up address")
    assert not row.overdue


def test_the_earliest_of_tasks_and_timers_is_the_next_deadline(make_episode, inspector, noon):
    first, second = make_episode(inspector, 1), make_episode(inspector, 2, due_in=None)
    set_timer(
        key="a", kind="undecided", subject=f"episode:{first.pk}", agency=inspector.agency_id,
        at=noon, due_at=noon + timedelta(minutes=15),
    )  # fmt: skip
    rows = {row.reference: row for row in board(actor=inspector, at=noon).rows}
    assert rows[first.reference].due_at == noon + timedelta(minutes=15)
    assert rows[first.reference].due_what == "Decide the level"
    assert rows[second.reference].due_at is None
    assert not rows[second.reference].overdue


def test_another_agencys_clock_is_no_deadline_of_an_episode_whatever_else_is_on_the_board(
    make_episode, inspector, make_actor, noon
):
    theirs = make_actor("duty_inspector", agency="Southmoor Police")
    ours, other = make_episode(inspector, 1), make_episode(theirs, 2)
    with entered(actor=theirs, at=noon):
        relate(subjects={other.child_id}, agency=inspector.agency_id, kind="shared", at=noon)
    set_timer(
        key="a", kind="undecided", subject=f"episode:{ours.pk}", agency=theirs.agency_id,
        at=noon, due_at=noon + timedelta(minutes=15),
    )  # fmt: skip
    rows = {row.reference: row for row in board(actor=inspector, at=noon).rows}
    assert len(rows) == 2
    assert rows[ours.reference].due_what == "Check the made-up address"


def test_overdue_and_unowned_come_first_whatever_their_level(make_episode, inspector, noon):
    mine = {"owner_id": inspector.member_id}
    make_episode(inspector, 1, level="high", **mine)
    make_episode(inspector, 2, level="low")
    make_episode(inspector, 3, level="absent", due_in=timedelta(minutes=-1), **mine)
    taken = board(actor=inspector, at=noon)
    assert [row.reference[-1] for row in taken.rows] == ["2", "3", "1"]
    assert (taken.counts.open, taken.counts.overdue, taken.counts.unowned) == (3, 1, 1)
    assert taken.counts.by_level == {"high": 1, "medium": 0, "low": 1, "absent": 1}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(level="high"), {"1"}),
        (Filters(owner="mine"), {"2"}),
        (Filters(unowned=True), {"1", "3"}),
        (Filters(undecided=True), {"1", "2"}),
        (Filters(overdue=True), {"3"}),
        (Filters(overdue=True, level="high"), set()),
    ],
)
def test_filters_leave_what_they_name_and_counts_stay_whole(
    make_episode, inspector, noon, filters, left
):
    make_episode(inspector, 1, level="high")
    make_episode(inspector, 2, owner_id=inspector.member_id)
    make_episode(inspector, 3, decided=True, due_in=timedelta(minutes=-5))
    taken = board(actor=inspector, at=noon, filters=filters)
    assert {row.reference[-1] for row in taken.rows} == left
    assert taken.counts.open == 3


@pytest.mark.parametrize(
    ("sort", "order"), [("level", "213"), ("deadline", "312"), ("missing", "321")]
)
def test_the_board_sorts_as_asked(make_episode, inspector, noon, sort, order):
    mine = {"owner_id": inspector.member_id}
    hours = [timedelta(hours=number) for number in range(9)]
    make_episode(
        inspector, 1, level="medium", due_in=hours[2], last_seen_at=noon - hours[1], **mine
    )
    make_episode(inspector, 2, level="high", due_in=hours[3], last_seen_at=noon - hours[4], **mine)
    make_episode(inspector, 3, level="low", due_in=hours[1], last_seen_at=noon - hours[8], **mine)
    taken = board(actor=inspector, at=noon, sort=sort)
    assert "".join(row.reference[-1] for row in taken.rows) == order


def test_closed_episodes_are_not_on_the_board(make_episode, inspector, noon):
    make_episode(inspector, 1, state="closed", closed_at=noon)
    make_episode(inspector, 2, state="back", back_at=noon - timedelta(hours=1))
    (row,) = board(actor=inspector, at=noon).rows
    assert (row.reference, row.state) == ("E-MADE-0002", "back")
    assert row.missing_for == timedelta(hours=2)


def test_notices_and_waiting_proposals_are_marked(make_episode, inspector, noon):
    episode = make_episode(inspector, 1)
    with entered(actor=inspector, at=noon):
        for number, role in enumerate(["duty_inspector", "supervisor"]):
            promise(
                key=f"n{number}", kind="new", subject=f"episode:{episode.pk}", text="See it.",
                at=noon,
                from_agency=inspector.agency_id, to_agency=inspector.agency_id, to_role=role,
            )  # fmt: skip
    ours = {
        "owner_agency_id": inspector.agency_id,
        "recorded_at": noon,
        "recorded_by_id": inspector.member_id,
        "child_id": episode.child_id,
        "episode": episode,
    }
    with entered(actor=inspector, at=noon):
        assessment = Assessment.objects.create(
            number=1, at=noon, pack="p", pack_sha256="0", facts={}, sources={}, result={},
            level="medium", possible_level="high", floor="low", cause="made up", **ours,
        )  # fmt: skip
        Proposal.objects.create(
            assessment=assessment, asked_at=noon, category="missing", level="low",
            rationale="made up", **ours,
        )  # fmt: skip
    (row,) = board(actor=inspector, at=noon).rows
    assert (row.notices, row.proposal) == (1, True)


def test_another_agencys_open_episode_of_the_same_child_is_marked(
    make_episode, inspector, make_actor, noon
):
    theirs = make_actor("duty_inspector", agency="Southmoor Police")
    one, other = make_episode(inspector, 1), make_episode(theirs, 2)
    with entered(actor=theirs, at=noon):
        relate(subjects={other.child_id}, agency=inspector.agency_id, kind="shared", at=noon)
    with entered(actor=inspector, at=noon):
        EpisodeLink.objects.create(
            child_id=one.child_id, episode=one, other=other, kind="same_child",
            owner_agency_id=inspector.agency_id, recorded_at=noon,
            recorded_by_id=inspector.member_id,
        )  # fmt: skip
    rows = {row.reference: row for row in board(actor=inspector, at=noon).rows}
    assert rows[one.reference].also_at == ("Southmoor Police",)
    assert not rows[other.reference].ours


def test_an_age_that_is_not_certain_is_said_as_it_is_known(make_episode, inspector, noon):
    from whereabouts.records.people.models import ChildBirth

    one, other, none = (make_episode(inspector, number) for number in (1, 2, 3))
    with entered(actor=inspector, at=noon):
        births = ChildBirth.objects
        births.filter(child=one.child_id).update(earliest="2012-01-01", latest="2012-12-31")
        births.filter(child=other.child_id).update(earliest="2008-12-01", latest="2011-11-19")
        births.filter(child=none.child_id).update(believed=False)
    ages = {row.reference: row.age for row in board(actor=inspector, at=noon).rows}
    assert list(ages.values()) == ["13 or 14", "15 to 17", ""]


def test_the_number_of_queries_does_not_grow_with_the_rows(make_episode, inspector, noon):
    counted = []
    for number in range(1, 13):
        make_episode(inspector, number)
        if number in {2, 12}:
            with CaptureQueriesContext(
                connection,
            ) as taken:
                board(actor=inspector, at=noon)
            counted.append(len(taken))
    assert counted[0] == counted[1] <= 25


def test_one_look_is_recorded_for_all_that_a_page_showed(make_episode, inspector, noon):
    children = {make_episode(inspector, number).child_id for number in (1, 2)}
    board(actor=inspector, at=noon)
    ((kind, subjects),) = looks_of(inspector, noon)
    assert (kind, set(subjects)) == ("view", children)


def test_counts_alone_show_nobody_and_record_no_look(make_episode, inspector, noon):
    make_episode(inspector, 1)
    assert board_counts(actor=inspector, at=noon).open == 1
    assert looks_of(inspector, noon) == []


def test_a_live_picture_adds_only_those_newly_shown(make_episode, inspector, signed_in, noon):
    first = make_episode(inspector, 1)
    client = signed_in("duty_inspector")
    client.get("/board/")
    client.get("/board/rows/", headers=LIVE)
    second = make_episode(inspector, 2)
    for _ in range(2):
        assert "Testa Sampleton 2" in client.get("/board/rows/", headers=LIVE).text
    assert looks_of(inspector, noon) == [
        ("view", [first.child_id]),
        ("live", [second.child_id]),
    ]


def test_an_outsider_sees_nothing_on_the_board(make_episode, inspector, outsider, signed_in, noon):
    make_episode(inspector, 1, name="Canary Sampleton")
    taken = board(actor=outsider, at=noon)
    assert (taken.rows, taken.counts.open) == ([], 0)
    for path in ("/", "/board/", "/board/rows/", "/board/?level=high&most=1000"):
        page = signed_in("social_worker", agency="Elsewhere Council").get(path)
        assert page.status_code == 200
        assert "Canary" not in page.text
        assert "E-MADE" not in page.text


def test_a_role_that_sees_no_board_is_refused(make_actor, noon):
    with pytest.raises(NotPermitted):
        board(actor=make_actor("national_analyst"), at=noon)


def test_the_page_says_its_age_the_level_in_words_and_what_nobody_may_miss(
    make_episode, inspector, signed_in
):
    make_episode(inspector, 1, level="high", due_in=timedelta(minutes=-30))
    text = signed_in("duty_inspector").get("/board/").text
    assert re.search(
        r'Picture of <time datetime="2026-11-20T12:00:\d\d\+00:00" data-taken-at>12:00', text
    )
    assert re.search(r'level--high level--undecided">High</span>', text)
    assert "Not yet decided" in text
    assert "<strong>Overdue by 30 min</strong>" in text
    assert "No owner</strong>" in text
    assert "Take it again" in text


def test_names_are_never_markup(make_episode, inspector, signed_in):
    make_episode(inspector, 1, name='<script>alert("x")</script>')
    text = signed_in("duty_inspector").get("/board/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize(
    "query",
    [
        "level=none",
        "sort=1e5",
        "most=-1",
        "most=99999999999999",
        "owner=%E2%80%AE",
        "most=٣",
        "from=-5",
        "from=x",
        "from=99999999999999",
    ],
)
def test_no_filter_breaks_the_page(signed_in, query):
    assert signed_in("duty_inspector").get(f"/board/?{query}").status_code == 200


def rows_of(page):
    return re.findall(r'<tr data-row="([^"]+)"', page.text)


def test_a_page_holds_what_fits_in_a_hundred_kilobytes_and_the_rest_is_a_page_further(
    make_episode, inspector, signed_in, noon
):
    for number in range(1, 103):
        make_episode(inspector, number, name=f"Testa Longer-Name Sampleton-Quillfeather {number}")
    client = signed_in("duty_inspector")
    page = client.get("/board/")
    assert len(rows_of(page)) == 75
    assert "27 more." in page.text
    assert ">102</span>Open" in page.text
    assert len(page.content) < 100_000
    following = client.get("/board/?from=75")
    assert re.search(r'id="board-more" href="/board/\?from=75"', page.text)
    assert len(rows_of(following)) == 27
    assert not set(rows_of(page)) & set(rows_of(following))
    assert "75 before." in following.text
    assert 'id="board-earlier" href="/board/"' in following.text
    assert "does not go on so far" in client.get("/board/?from=900").text
    # Each look names those who were on the page, and nobody else.
    assert [len(subjects) for _, subjects in looks_of(inspector, noon)] == [75, 27]


def test_a_screen_that_asks_for_all_is_sent_them_and_its_page_holds_the_first(
    make_episode, inspector, signed_in
):
    for number in range(1, 103):
        make_episode(inspector, number)
    client = signed_in("duty_inspector")
    page = client.get("/board/?most=200")
    assert len(rows_of(page)) == 75
    assert 'data-feed="most=200"' in page.text
    assert "27 more." in page.text
    assert len(rows_of(client.get("/board/rows/?most=200"))) == 102


def test_a_row_made_once_is_made_again_for_another_owner_a_later_day_and_whoever_looks(
    make_episode, inspector, make_actor, signed_in, noon
):
    make_episode(
        inspector,
        1,
        name="Testo & Sampleton",
        owner_id=inspector.member_id,
        due_in=timedelta(hours=30),
    )
    rows = {
        "mine": board(actor=inspector, at=noon).rows,
        "again": board(actor=inspector, at=noon).rows,
        "anothers": board(actor=make_actor("duty_inspector", name="Otto"), at=noon).rows,
        "a day later": board(actor=inspector, at=noon + timedelta(days=1)).rows,
        "too late": board(actor=inspector, at=noon + timedelta(days=2)).rows,
    }
    shown = {name: row_html(row) for name, (row,) in rows.items()}
    assert shown["mine"] == shown["again"]
    assert "Testo &amp; Sampleton" in shown["mine"]
    assert "(you)" in shown["mine"]
    assert "3 h</time>" in shown["mine"]
    assert "in 1 d 6 h" in shown["mine"]
    assert "(you)" not in shown["anothers"]
    assert "1 d 3 h</time>" in shown["a day later"]
    assert "in 6 h" in shown["a day later"]
    assert "Overdue by 18 h" in shown["too late"]
    assert "board__row--alarm" in shown["too late"]
    assert "board__row--alarm" not in shown["mine"]


def test_every_part_of_a_row_that_changes_is_on_the_next_board(make_episode, inspector, noon):
    episode = make_episode(inspector, 1)
    seen = []
    changes = [
        {"level": "high"}, {"seriousness": "grave"}, {"immediacy": "now"}, {"category": "absent"},
        {"state": "located", "located_at": noon}, {"decided": True},
        {"owner_id": inspector.member_id}, {"last_seen_at": noon - timedelta(hours=9)},
    ]  # fmt: skip
    for change in [{}, *changes]:
        with entered(actor=inspector, at=noon):
            type(episode).objects.filter(pk=episode.pk).update(**change)
        seen.append(row_html(board(actor=inspector, at=noon).rows[0]))
    assert len(set(seen)) == len(seen)
