"""A board kept by what changed is, row for row, the board read anew; and no sight is shared."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.web.board_screen import Gallery, anew, hearing, plain
from whereabouts.foundations.access.fences import Sealable
from whereabouts.foundations.access.gate import end_relation, relate
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import end_role
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.outbox.actions import tell_screens, tell_whoever_sees
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.insight.lookups import board_feed, board_lines
from whereabouts.insight.lookups.board_feed import Told
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.records.episodes.models import Episode, EpisodeLink

pytestmark = pytest.mark.django_db

THEIRS = "Southmoor Police"


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def gallery():
    return Gallery()


def change(actor, episode, noon, **more):
    """Change an episode as a journey does: the row, and a word to whoever sees the child."""
    with entered(actor=actor, at=noon):
        Episode.objects.filter(pk=episode.pk).update(**more)
        tell_whoever_sees(child=episode.child_id)


def tell(gallery, work):
    with hearing() as heard:
        work()
    for told in heard:
        gallery.tell(told)
    return heard


def same(gallery):
    for seat, screen in gallery.screens.items():
        if seat not in gallery.closed:
            assert plain(screen.rows) == plain(anew(seat))


def test_a_screen_is_sent_the_row_that_changed_and_no_other(
    gallery, make_episode, inspector, signed_in, noon
):
    first, second = make_episode(inspector, 1), make_episode(inspector, 2)
    seat = gallery.open(signed_in("duty_inspector"))
    (whole,) = gallery.screens[seat].said
    assert "Testa Sampleton 1" in whole["whole"]
    told = tell(
        gallery, lambda: take_ownership(actor=inspector, reference=second.reference, at=noon)
    )
    assert len(told) == 1
    assert f"child:{second.child_id}" in told[0]
    _, said = gallery.screens[seat].said
    ((after, reference, html),) = said["put"]
    assert (after, reference, said["gone"]) == (first.reference, second.reference, [])
    assert "(you)" in html
    assert "Testa Sampleton 1" not in str(said)
    assert "1 without an owner" in said["summary"]
    assert ">1</span>No owner" in said["head"]
    same(gallery)


def test_after_one_change_only_its_rows_are_read(
    gallery, make_episode, inspector, signed_in, noon, monkeypatch
):
    episode = make_episode(inspector, 1)
    gallery.open(signed_in("duty_inspector"))
    monkeypatch.setattr(board_lines, "_found", lambda: pytest.fail("Everything was read."))
    tell(gallery, lambda: change(inspector, episode, noon, level="high"))
    same_rows = [screen.rows for screen in gallery.screens.values()]
    assert "level--high" in same_rows[0][0][1]


def test_a_row_that_leaves_a_filter_or_the_board_is_taken_out(
    gallery, make_episode, inspector, signed_in, noon
):
    episode = make_episode(inspector, 1, level="high")
    make_episode(inspector, 2, level="high")
    every = gallery.open(signed_in("duty_inspector"))
    high = gallery.open(signed_in("duty_inspector"), "level=high")
    tell(gallery, lambda: change(inspector, episode, noon, level="low"))
    assert gallery.screens[high].said[-1]["gone"] == [episode.reference]
    assert gallery.screens[every].said[-1]["gone"] == []
    tell(gallery, lambda: change(inspector, episode, noon, state="closed", closed_at=noon))
    assert gallery.screens[every].said[-1]["gone"] == [episode.reference]
    same(gallery)


def test_the_row_after_the_last_one_shown_comes_up_when_one_leaves(
    gallery, make_episode, inspector, signed_in, noon
):
    made = [make_episode(inspector, number) for number in range(1, 78)]
    seat = gallery.open(signed_in("duty_inspector"))
    assert "2 more." in gallery.screens[seat].said[0]["whole"]
    tell(gallery, lambda: change(inspector, made[4], noon, state="closed", closed_at=noon))
    said = gallery.screens[seat].said[-1]
    assert (len(said["put"]), said["gone"]) == (1, [made[4].reference])
    assert "1 more." in said["foot"]
    assert len(gallery.screens[seat].rows) == 75
    same(gallery)


def test_the_rows_of_a_further_page_move_up_when_one_before_them_leaves(
    gallery, make_episode, inspector, signed_in, noon
):
    made = [make_episode(inspector, number) for number in range(1, 80)]
    seat = gallery.open(signed_in("duty_inspector"), "from=75")
    assert len(gallery.screens[seat].rows) == 4
    tell(gallery, lambda: change(inspector, made[4], noon, state="closed", closed_at=noon))
    assert len(gallery.screens[seat].rows) == 3
    assert len(gallery.screens[seat].said[-1]["gone"]) == 1
    same(gallery)


def test_a_deadline_that_passes_turns_its_row_though_nothing_changed(
    gallery, make_episode, inspector, signed_in, at_noon, noon
):
    mine = {"owner_id": inspector.member_id}
    make_episode(inspector, 1, **mine)
    episode = make_episode(inspector, 2, due_in=timedelta(seconds=20), **mine)
    seat = gallery.open(signed_in("duty_inspector"))
    (room,) = gallery.rooms.values()
    at_noon.move_to(noon)  # however long it took to get here
    assert 15 < room.wait_seconds() < 21
    at_noon.move_to(noon + timedelta(seconds=20, milliseconds=500))
    gallery.wait()
    said = gallery.screens[seat].said[-1]
    ((after, reference, html),) = said["put"]
    assert (after, reference) == ("", episode.reference)
    assert "Overdue by" in html
    assert "1 overdue" in said["summary"]
    same(gallery)


def test_access_that_ends_by_itself_takes_the_row_away_at_that_moment(
    gallery, make_episode, inspector, make_actor, signed_in, at_noon, noon
):
    theirs = make_actor("duty_inspector", agency=THEIRS)
    episode = make_episode(theirs, 1, name="Canary Sampleton")
    with entered(actor=theirs, at=noon):
        relate(
            subjects={episode.child_id}, agency=inspector.agency_id, kind="shared", at=noon,
            until_at=noon + timedelta(seconds=30),
        )  # fmt: skip
    seat = gallery.open(signed_in("duty_inspector"))
    assert len(gallery.screens[seat].rows) == 1
    (room,) = gallery.rooms.values()
    assert room.wait_seconds() < 31
    at_noon.move_to(noon + timedelta(seconds=30))
    gallery.wait()
    assert gallery.screens[seat].rows == []


def test_a_reason_that_ends_takes_away_a_row_that_was_there_by_another_before(
    gallery, make_episode, inspector, make_actor, signed_in, at_noon, noon
):
    theirs = make_actor("duty_inspector", agency=THEIRS)
    child, ours = make_episode(theirs, 1, name="Canary Sampleton").child_id, inspector.agency_id

    def share(because, **until):
        with entered(actor=theirs, at=noon):
            relate(
                subjects={child}, agency=ours, kind="shared", at=noon, because=because, **until
            )  # fmt: skip
            tell_whoever_sees(child=child)

    def end():
        with entered(actor=theirs, at=noon):
            tell_whoever_sees(child=child)
            end_relation(subjects={child}, agency=ours, kind="shared", because="s:1")

    share("s:1")
    seat = gallery.open(signed_in("duty_inspector"))
    tell(gallery, lambda: share("s:2", until_at=noon + timedelta(seconds=30)))
    tell(gallery, end)
    assert len(gallery.screens[seat].rows) == 1
    (room,) = gallery.rooms.values()
    assert room.wait_seconds() < 31
    at_noon.move_to(noon + timedelta(seconds=30))
    gallery.wait()
    assert gallery.screens[seat].rows == []


def test_of_two_reasons_told_of_together_each_takes_its_row_away_when_it_ends(
    gallery, make_episode, inspector, make_actor, signed_in, at_noon, noon
):
    theirs, ours = make_actor("duty_inspector", agency=THEIRS), inspector.agency_id
    children = [make_episode(theirs, number).child_id for number in (1, 2)]
    seat = gallery.open(signed_in("duty_inspector"))

    def share_both():
        with entered(actor=theirs, at=noon):
            for child, seconds in zip(children, (50, 30), strict=True):
                until = noon + timedelta(seconds=seconds)
                relate(subjects={child}, agency=ours, kind="shared", at=noon, until_at=until)
            tell_screens(agencies=[ours], about=[f"child:{child}" for child in children])

    assert len(tell(gallery, share_both)) == 1
    for seconds, left in ((0, 2), (30, 1), (50, 0)):
        at_noon.move_to(noon + timedelta(seconds=seconds))
        gallery.wait()
        assert len(gallery.screens[seat].rows) == left
    same(gallery)


def test_a_session_that_is_somebody_elses_by_now_is_sent_what_is_theirs(
    gallery, make_episode, inspector, signed_in, noon
):
    episode = make_episode(inspector, 1)
    client, other = signed_in("duty_inspector"), signed_in("duty_inspector", name="Otto")
    seat = gallery.open(client)
    held = Session.objects.get(session_key=other.session.session_key).session_data
    Session.objects.filter(session_key=client.session.session_key).update(session_data=held)
    tell(gallery, lambda: take_ownership(actor=inspector, reference=episode.reference, at=noon))
    assert seat.actor.member_id != inspector.member_id
    assert "(you)" not in gallery.screens[seat].rows[0][1]
    same(gallery)


def test_access_taken_away_takes_the_row_away(
    gallery, make_episode, inspector, make_actor, signed_in, noon
):
    theirs = make_actor("duty_inspector", agency=THEIRS)
    episode = make_episode(theirs, 1, name="Canary Sampleton")
    child, ours = episode.child_id, inspector.agency_id
    with entered(actor=theirs, at=noon):
        relate(subjects={child}, agency=ours, kind="shared", at=noon, because="s:1")
    seat = gallery.open(signed_in("duty_inspector"))
    own = gallery.open(signed_in("duty_inspector", agency=THEIRS))

    def end():
        with entered(actor=theirs, at=noon):
            tell_screens(agencies=[ours])
            end_relation(subjects={child}, agency=ours, kind="shared", because="s:1")

    tell(gallery, end)
    assert (gallery.screens[seat].rows, len(gallery.screens[own].rows)) == ([], 1)


def test_another_agencys_episode_of_the_same_child_is_marked_and_unmarked_on_both_rows(
    gallery, make_episode, inspector, make_actor, signed_in, noon, monkeypatch
):
    theirs = make_actor("duty_inspector", agency=THEIRS)
    one, other = make_episode(inspector, 1), make_episode(theirs, 2)
    with entered(actor=theirs, at=noon):
        relate(subjects={other.child_id}, agency=inspector.agency_id, kind="shared", at=noon)
    seat = gallery.open(signed_in("duty_inspector"))

    def link():
        with entered(actor=inspector, at=noon):
            EpisodeLink.objects.create(
                child_id=one.child_id, episode=one, other=other, kind="same_child",
                owner_agency_id=inspector.agency_id, recorded_at=noon,
                recorded_by_id=inspector.member_id,
            )  # fmt: skip
            tell_whoever_sees(child=one.child_id)

    asked, ask_for_them = [], board_feed.lines_asked
    monkeypatch.setattr(
        board_feed, "lines_asked", lambda **how: asked.append(how["linked"]) or ask_for_them(**how)
    )
    tell(gallery, link)
    assert len(gallery.screens[seat].said[-1]["put"]) == 2
    assert str(gallery.screens[seat].rows).count("also open at") == 2
    same(gallery)
    tell(gallery, lambda: change(inspector, one, noon, level="high"))
    assert asked == [False, True]  # now it is known to be linked
    same(gallery)
    tell(gallery, lambda: change(inspector, one, noon, state="closed", closed_at=noon))
    assert "also open at" not in str(gallery.screens[seat].rows)
    same(gallery)


def test_many_screens_of_one_sight_share_one_reading_and_what_is_theirs_is_theirs(
    gallery, make_episode, inspector, signed_in, noon, monkeypatch
):
    episode, read = make_episode(inspector, 1), []
    ask_for_them = board_feed.lines_asked
    monkeypatch.setattr(
        board_feed, "lines_asked", lambda **asked: read.append(asked) or ask_for_them(**asked)
    )
    seats = [gallery.open(signed_in("duty_inspector")) for _ in range(3)]
    another = gallery.open(signed_in("duty_inspector", name="Otto"))
    assert len(gallery.rooms) == 1
    read.clear()
    tell(gallery, lambda: take_ownership(actor=inspector, reference=episode.reference, at=noon))
    assert [(one["children"], one["linked"]) for one in read] == [([episode.child_id], False)]
    assert all("(you)" in gallery.screens[seat].rows[0][1] for seat in seats)
    assert "(you)" not in gallery.screens[another].rows[0][1]


def test_an_outsider_sees_nothing_and_shares_nothing(
    gallery, make_episode, inspector, outsider, signed_in, noon
):
    episode = make_episode(inspector, 1, name="Canary Sampleton")
    gallery.open(signed_in("duty_inspector"))
    seat = gallery.open(signed_in("social_worker", agency="Elsewhere Council"))
    assert len(gallery.rooms) == 2
    told = tell(gallery, lambda: change(inspector, episode, noon, level="high"))
    assert str(outsider.agency_id) not in told[0]
    # Told all the same they are shown nothing: their own fence reads for them.
    gallery.tell(told[0].replace(str(inspector.agency_id), str(outsider.agency_id)))
    gallery.wait()
    screen = gallery.screens[seat]
    assert screen.rows == []
    assert "Canary" not in str(screen.said)
    assert episode.reference not in str(screen.said)
    assert screen.summary.startswith("0 open")


def test_whoever_sees_a_child_by_their_own_reason_shares_it_with_nobody(
    gallery, make_episode, inspector, make_actor, signed_in, noon
):
    theirs = make_actor("duty_inspector", agency=THEIRS)
    episode = make_episode(theirs, 1, name="Canary Sampleton")
    make_episode(inspector, 2)
    one, other = signed_in("duty_inspector"), signed_in("duty_inspector", name="Otto")
    mine, others = gallery.open(one), gallery.open(other)
    assert len(gallery.rooms) == 1
    with entered(actor=theirs, at=noon):
        relate(
            subjects={episode.child_id}, agency=inspector.agency_id, kind="emergency", at=noon,
            member=inspector.member_id, because="emergency:1", until_at=noon + timedelta(hours=1),
        )  # fmt: skip
    tell(gallery, lambda: change(theirs, episode, noon, level="high"))
    assert len(gallery.rooms) == 2
    assert "Canary" in str(gallery.screens[mine].rows)
    assert "Canary" not in str(gallery.screens[others].said)
    same(gallery)


def test_a_role_that_ended_or_a_screen_that_locked_is_sent_nothing_more(
    gallery, make_episode, inspector, make_member, signed_in, at_noon, noon
):
    episode = make_episode(inspector, 1)
    client, other = signed_in("duty_inspector"), signed_in("duty_inspector", name="Otto")
    seat, others = gallery.open(client), gallery.open(other)
    end_role(member=make_member("duty_inspector").pk, role="duty_inspector", at=noon)
    tell(gallery, lambda: change(inspector, episode, noon, level="high"))
    assert gallery.closed == {seat}
    assert len(gallery.screens[seat].said) == 1
    assert len(gallery.screens[others].said) == 2
    at_noon.move_to(noon + timedelta(minutes=16))
    gallery.wait()
    assert gallery.closed == {seat, others}
    Session.objects.all().delete()
    assert gallery.open(other) in gallery.closed


def test_a_look_is_recorded_for_each_viewer_and_only_for_children_newly_shown(
    gallery, make_episode, inspector, signed_in, noon
):
    first = make_episode(inspector, 1)
    client = signed_in("duty_inspector")
    client.get("/board/")
    one = gallery.open(client)
    gallery.open(signed_in("duty_inspector", name="Otto"))
    second = make_episode(inspector, 2)
    tell(gallery, lambda: change(inspector, second, noon, level="high"))
    tell(gallery, lambda: change(inspector, first, noon, level="high"))
    with entered(actor=inspector, at=noon):
        looks = Look.objects.order_by("pk").values_list("member", "kind", "subjects", "purpose")
        mine = [row[1:] for row in looks if row[0] == inspector.member_id]
        others = [row[1:3] for row in looks if row[0] != inspector.member_id]
    assert mine == [
        ("view", [first.child_id], "board"),
        ("live", [second.child_id], "board"),
    ]
    assert others == [("live", [first.child_id]), ("live", [second.child_id])]
    assert one.shown == {first.child_id, second.child_id}


def test_a_turn_that_fails_shows_nobody_half_of_it_and_the_next_gives_each_a_whole(
    gallery, make_episode, inspector, signed_in, noon, monkeypatch
):
    episode = make_episode(inspector, 1)
    seat = gallery.open(signed_in("duty_inspector"))
    (room,) = gallery.rooms.values()

    def fail(*_, **__):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(board_feed.Feed, "next_at", fail)
        with pytest.raises(ZeroDivisionError):
            tell(gallery, lambda: change(inspector, episode, noon, level="high"))
    assert len(gallery.screens[seat].said) == 1
    assert room.seats == [seat]
    gallery.wait()
    assert "level--high" in gallery.screens[seat].said[-1]["whole"]
    same(gallery)


def test_of_more_changes_than_can_be_named_everything_is_read(
    gallery, make_episode, inspector, signed_in, noon
):
    made = [make_episode(inspector, number) for number in range(1, 44)]
    gallery.open(signed_in("duty_inspector"))

    def change_all():
        with entered(actor=inspector, at=noon):
            Episode.objects.update(level="high")
            tell_screens(
                agencies=[inspector.agency_id], about=[f"child:{one.child_id}" for one in made]
            )

    (told,) = tell(gallery, change_all)
    assert '"about": null' in told
    same(gallery)
    told = Told(children={one.child_id for one in made})
    (room,) = gallery.rooms.values()
    with entered(actor=inspector, at=noon):
        Episode.objects.update(level="low")
    gallery._turn(room, told)
    same(gallery)


def test_no_table_of_the_board_is_sealed_from_one_person_since_what_several_share_has_no_reader():
    from whereabouts.foundations.access.models import FencedRecord
    from whereabouts.practice.investigation.models import Task
    from whereabouts.practice.response.models import Deployment
    from whereabouts.practice.supervision.models import Proposal, Review
    from whereabouts.records.people.models import ChildBirth, ChildName

    tables = [Episode, EpisodeLink, Task, Review, Proposal, Deployment, ChildName, ChildBirth]
    assert all(issubclass(table, FencedRecord) for table in tables)
    assert not any(isinstance(table.fence, Sealable) for table in tables)


STEPS = (
    "new", "level", "owner", "located", "back", "closed", "again", "task", "timer", "share",
    "unshare", "notice", "read", "name", "clock", "link", "emergency",
)  # fmt: skip


class Play:
    """Two forces who change what is on boards, each step as its journey does and tells."""

    def __init__(self, make_actor, make_episode, noon):
        self.ours = make_actor("duty_inspector")
        self.theirs = make_actor("duty_inspector", agency=THEIRS)
        self.make_episode, self.noon, self.made = make_episode, noon, []

    def step(self, what, number):
        actor = self.ours if number % 3 else self.theirs
        if what == "new" or not self.made:
            episode = self.make_episode(actor, len(self.made) + 1)
            self.made.append((actor, episode))
            self.tell(actor, episode)
            return
        actor, episode = self.made[number % len(self.made)]
        getattr(self, f"_{what}")(actor, episode, number)

    def tell(self, actor, episode):
        with entered(actor=actor, at=self.noon):
            tell_whoever_sees(child=episode.child_id)

    def _set(self, actor, episode, **more):
        change(actor, episode, self.noon, **more)

    def _level(self, actor, episode, number):
        self._set(actor, episode, level=("low", "medium", "high")[number % 3], decided=True)

    def _owner(self, actor, episode, number):
        self._set(actor, episode, owner_id=actor.member_id if number % 2 else None)

    def _located(self, actor, episode, number):
        self._set(actor, episode, state="located", located_at=self.noon)

    def _back(self, actor, episode, number):
        self._set(actor, episode, state="back", back_at=self.noon)

    def _closed(self, actor, episode, number):
        self._set(actor, episode, state="closed", closed_at=self.noon)

    def _again(self, actor, episode, number):
        cleared = {"located_at": None, "back_at": None, "closed_at": None}
        self._set(actor, episode, state="open", **cleared)

    def _task(self, actor, episode, number):
        from whereabouts.practice.investigation.models import Task

        with entered(actor=actor, at=self.noon):
            Task.objects.filter(episode=episode).update(
                due_at=self.noon + timedelta(minutes=number % 50 - 25)
            )
            tell_whoever_sees(child=episode.child_id)

    def _timer(self, actor, episode, number):
        with entered(actor=actor, at=self.noon):
            set_timer(
                key=f"t{number}-{episode.pk}", kind="undecided", subject=f"episode:{episode.pk}",
                agency=actor.agency_id, at=self.noon, due_at=self.noon + timedelta(minutes=number),
            )  # fmt: skip
            tell_screens(agencies=[actor.agency_id], about=[f"episode:{episode.pk}"])
            tell_whoever_sees(child=episode.child_id)

    def _share(self, actor, episode, number):
        other = self.theirs if actor is self.ours else self.ours
        with entered(actor=actor, at=self.noon):
            relate(
                subjects={episode.child_id}, agency=other.agency_id, kind="shared", at=self.noon,
                because=f"share:{episode.pk}",
            )  # fmt: skip
            tell_whoever_sees(child=episode.child_id)

    def _unshare(self, actor, episode, number):
        other = self.theirs if actor is self.ours else self.ours
        with entered(actor=actor, at=self.noon):
            tell_screens(agencies=[other.agency_id])
            end_relation(
                subjects={episode.child_id}, agency=other.agency_id, kind="shared",
                because=f"share:{episode.pk}",
            )  # fmt: skip

    def _notice(self, actor, episode, number):
        from whereabouts.foundations.outbox.actions import promise

        with entered(actor=actor, at=self.noon):
            promise(
                key=f"n{number}-{episode.pk}", kind="new", subject=f"episode:{episode.pk}",
                from_agency=actor.agency_id, to_agency=actor.agency_id, to_role="duty_inspector",
                text="See it.", at=self.noon,
            )  # fmt: skip

    def _read(self, actor, episode, number):
        from whereabouts.foundations.outbox.actions import acknowledge
        from whereabouts.foundations.outbox.models import Message

        with entered(actor=actor, at=self.noon):
            waiting = Message.objects.filter(
                subject=f"episode:{episode.pk}", acknowledged_at__isnull=True
            )
            for message in waiting:
                acknowledge(message=message, by=actor, at=self.noon)

    def _name(self, actor, episode, number):
        from whereabouts.records.people.models import ChildName

        with entered(actor=actor, at=self.noon):
            ChildName.objects.filter(child=episode.child_id).update(full=f"Testo {number}")
            tell_whoever_sees(child=episode.child_id)

    def _link(self, actor, episode, number):
        ours = [one for owner, one in self.made if owner is actor]
        with entered(actor=actor, at=self.noon):
            _, created = EpisodeLink.objects.get_or_create(
                episode=ours[0], other=ours[-1], kind="same_child",
                defaults={
                    "child_id": ours[0].child_id, "owner_agency_id": actor.agency_id,
                    "recorded_at": self.noon, "recorded_by_id": actor.member_id,
                },
            ) if ours[0] != ours[-1] else (None, False)  # fmt: skip
            if created:
                tell_whoever_sees(child=ours[0].child_id)

    def _emergency(self, actor, episode, number):
        other = self.theirs if actor is self.ours else self.ours
        with entered(actor=actor, at=self.noon):
            relate(
                subjects={episode.child_id}, agency=other.agency_id, kind="emergency",
                at=self.noon, member=other.member_id, because=f"emergency:{number}",
                until_at=self.noon + timedelta(hours=8),
            )  # fmt: skip
            tell_whoever_sees(child=episode.child_id)

    def _clock(self, actor, episode, number):
        """Nothing is done: time goes by."""


class Undo(Exception):
    """Take everything of one example back."""


@contextmanager
def taken_back():
    """Let an example happen, and take it back."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


@settings(
    max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), min_size=4, max_size=14)
)
def test_whatever_happens_a_kept_board_is_the_board_read_anew_for_each_viewer(
    steps, make_actor, make_episode, signed_in, at_noon, noon
):
    at_noon.move_to(noon)
    with taken_back():
        gallery, play = Gallery(), Play(make_actor, make_episode, noon)
        ours, theirs = signed_in("duty_inspector"), signed_in("duty_inspector", agency=THEIRS)
        for client, query in (
            (ours, ""),
            (ours, "owner=mine&sort=deadline"),
            (signed_in("duty_inspector", name="Otto"), "level=high&sort=missing"),
            (theirs, ""),
            (theirs, "overdue=1&sort=level"),
        ):
            gallery.open(client, query)
        stranger = gallery.open(signed_in("social_worker", agency="Elsewhere Council"))
        for number, (what, chosen) in enumerate(steps, 1):
            tell(gallery, lambda what=what, chosen=chosen: play.step(what, chosen))
            same(gallery)
            # Less than what makes everything be read again.
            at_noon.move_to(noon + timedelta(seconds=25 * number))
            gallery.wait()
            same(gallery)
        assert gallery.closed == set()
        assert gallery.screens[stranger].rows == []
        assert "Sampleton" not in str(gallery.screens[stranger].said)
