"""A line of the board is the same to the letter, whether all are read or one child's alone."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from tests.web.test_board_rooms import THEIRS, taken_back
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.planned import ask_at_once
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.insight.lookups import board_lines
from whereabouts.journeys.join_records import join_records
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.response.models import Deployment
from whereabouts.records.episodes.actions import link
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db

MINUTES = st.integers(0, 3)
TIMES = {
    "open": {}, "located": {"located_at": NOON}, "back": {"back_at": NOON},
    "closed": {"closed_at": NOON},
}  # fmt: skip
TASKS = st.tuples(
    st.sampled_from(["check", "dispatch"]),
    st.none() | MINUTES,
    st.sampled_from(["open", "accepted", "cancelled"]),
)
PARTS = st.fixed_dictionaries(
    {
        "is_theirs": st.booleans(),
        "shared": st.none() | MINUTES,  # from when on it ends again
        "tasks": st.lists(TASKS, max_size=3),
        "timer": st.none() | MINUTES,
        "none_free": st.booleans(),
        "state": st.sampled_from(["open", "located", "back", "closed"]),
    }
)


@pytest.fixture
def make_line(make_actor, make_episode, noon):
    """Return a maker of episodes, each with what a line says."""
    ours, theirs = make_actor("duty_inspector"), make_actor("duty_inspector", agency=THEIRS)

    def make(number, *, is_theirs, shared, tasks, timer, none_free, state):
        actor, other = (theirs, ours) if is_theirs else (ours, theirs)
        episode = make_episode(actor, number, due_in=None)
        about = {
            "child_id": episode.child_id, "episode": episode, "owner_agency_id": actor.agency_id,
            "recorded_at": noon, "recorded_by_id": actor.member_id,
        }  # fmt: skip
        with entered(actor=actor, at=noon):
            for fact, (kind, due, stands) in enumerate(tasks):
                Task.objects.create(
                    kind=kind, title=f"{kind} {fact}", fact=str(fact), created_at=noon,
                    due_at=None if due is None else noon + timedelta(minutes=due), state=stands,
                    settled_at=noon if stands == "cancelled" else None, to_role="supervisor",
                    assigned_agency_id=(other if fact else actor).agency_id, **about,
                )  # fmt: skip
            if timer is not None:
                set_timer(
                    key=f"t{number}", kind="undecided", subject=f"episode:{episode.pk}",
                    agency=actor.agency_id, at=noon, due_at=noon + timedelta(minutes=timer),
                )  # fmt: skip
            if none_free:
                Deployment.objects.create(
                    asked_at=noon, none_free=True, said_by="the duty sergeant", **about
                )
            if shared is not None:
                until = noon + timedelta(minutes=shared) if shared else None
                relate(
                    subjects={episode.child_id}, agency=other.agency_id, kind="shared",
                    at=noon, until_at=until, because=f"s:{number}",
                )  # fmt: skip
            Episode.objects.filter(pk=episode.pk).update(state=state, **TIMES[state])
        return actor, episode, shared

    return make


def said_of(child, *, linked):
    """Return what is said of a child alone, and whether it is said of one that is linked."""
    (rows,) = ask_at_once(questions=[board_lines.lines_asked(children=[child], linked=linked)])
    return {text for text, *_ in rows}, any(lacks for *_, lacks in rows)


@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    parts=st.lists(PARTS, min_size=2, max_size=3), is_joined=st.booleans(), is_linked=st.booleans()
)
def test_what_is_read_of_one_child_is_to_the_letter_what_is_read_of_all(
    parts, is_joined, is_linked, make_line, make_actor, outsider, noon
):
    with taken_back():
        made = [make_line(number, **said) for number, said in enumerate(parts, 1)]
        (actor, one, _), (_, two, is_shared) = made[:2]
        together = is_shared is not None or made[1][0] is actor
        if is_joined and together:
            agency = {"agency": THEIRS} if parts[0]["is_theirs"] else {}
            joins = make_actor("missing_coordinator", **agency)
            join_records(
                actor=joins, child_id=one.child_id, other_id=two.child_id, because="Made up so.",
                at=noon,
            )  # fmt: skip
        if is_linked:
            with entered(actor=actor, at=noon):
                link(episode=one, other=two, kind="same_child", by=actor, at=noon)
        for who in (make_actor("duty_inspector"), make_actor("duty_inspector", agency=THEIRS)):
            for later in (timedelta(), timedelta(minutes=2)):
                compare(who, made, at=noon + later)
        with entered(actor=outsider, at=noon):
            for _, episode, _ in made:
                assert said_of(episode.child_id, linked=True) == (set(), False)


def compare(who, made, *, at):
    """Hold what is said of each child alone beside what is said of it among all."""
    with entered(actor=who, at=at):
        lines = {line.key: text for line, text in zip(*both(), strict=True)}
        away = {line.key: line.linked for line in board_lines.lines()}
        alone = set()
        for _, episode, _ in made:
            said, _ = said_of(episode.child_id, linked=True)
            assert said <= set(lines.values())
            assert (episode.pk in lines) == (lines.get(episode.pk) in said)
            unlinked, lacks = said_of(episode.child_id, linked=False)
            here = [key for key, text in lines.items() if text in said]
            assert lacks or unlinked == said
            assert lacks or not any(away[key] for key in here)
            alone |= said
        assert alone == set(lines.values())


def both():
    """Return every line there is, and the text that says it."""
    return board_lines.lines(), board_lines.as_text()
