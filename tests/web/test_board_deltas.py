"""What makes one window of a board the next: right whatever the two are, and no more than it takes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.insight.lookups.board_feed import Told
from whereabouts.insight.lookups.board_order import Ordered
from whereabouts.insight.lookups.board_windows import change
from whereabouts.interfaces.web.board.asking import MOST, asked_of
from whereabouts.interfaces.web.mailboxes import AGAIN, CHANGED, MOST_LETTERS, Mailbox

REFERENCES = [f"E-{number}" for number in range(9)]
SOME = st.lists(st.sampled_from(REFERENCES), unique=True)


def window(references):
    rows = tuple(SimpleNamespace(line=SimpleNamespace(reference=one)) for one in references)
    return SimpleNamespace(rows=rows, references=tuple(references))


def done(before, made):
    shown = [one for one in before if one not in made.gone]
    for after, row in made.put:
        shown = [one for one in shown if one != row.line.reference]
        shown.insert(shown.index(after) + 1 if after else 0, row.line.reference)
    return shown


@given(before=SOME, after=SOME, changed=st.sets(st.sampled_from(REFERENCES)))
def test_what_is_put_and_what_goes_makes_any_window_of_any_other(before, after, changed):
    made = change(before=before, window=window(after), changed=changed)
    put = [row.line.reference for _, row in made.put]
    assert done(before, made) == after
    assert set(made.gone) == set(before) - set(after)
    # Whatever changed is drawn anew, and so is what came.
    assert set(put) >= (changed & set(after)) | (set(after) - set(before))


@given(shown=SOME, moved=st.sampled_from(REFERENCES), place=st.integers(0, 9))
def test_one_row_that_moves_is_the_only_one_put(shown, moved, place):
    after = [one for one in shown if one != moved]
    after.insert(place, moved)
    made = change(before=shown, window=window(after), changed={moved})
    assert [row.line.reference for _, row in made.put] == [moved]
    assert made.gone == ()


def row(reference, due):
    return SimpleNamespace(line=SimpleNamespace(reference=reference, due=due, rank=0, child=due))


WINDOWS = [(first, most) for first in (0, 1, 3, 5) for most in (1, 2, 4, 9)]
STEPS = st.lists(st.tuples(st.sampled_from(REFERENCES), st.none() | st.integers(0, 5)), max_size=4)


@given(
    there=st.dictionaries(st.sampled_from(REFERENCES), st.integers(0, 5)),
    turns=st.lists(STEPS, max_size=4),
)
def test_a_window_that_goes_along_is_the_rows_that_stand_there_and_says_what_it_changed(
    there, turns
):
    kept = {one: row(one, due) for one, due in there.items()}
    ordered = Ordered(rows=kept.values(), sort="deadline")
    windows = {key: ordered.window(first=key[0], most=key[1]) for key in WINDOWS}
    for steps in turns:
        before = {key: [*one.references] for key, one in windows.items()}
        for reference, due in steps:
            if reference in kept:
                ordered.take(row=kept.pop(reference))
            if due is not None:
                kept[reference] = row(reference, due)
                ordered.put(row=kept[reference])
        every = sorted(kept.values(), key=lambda one: (one.line.due, one.line.reference))
        changed = {reference for reference, _ in steps}
        for (first, most), seen in windows.items():
            stood, rows = before[first, most], every[first : first + most]
            after = [one.line.reference for one in rows]
            assert (seen.rows, seen.references) == (rows, after)
            assert seen.left == len(every[first + most :])
            assert seen.children() == {one.line.child for one in rows}
            made = seen.changed(changed=changed)
            if not (stood and after):
                assert made is None
                continue
            assert done(stood, made) == after
            assert {*made.gone} == {*stood} - {*after}
            put = {one.line.reference for _, one in made.put}
            assert put == (changed & {*after}) | ({*after} - {*stood})


def test_a_window_that_nobody_looks_at_goes_along_no_longer():
    ordered = Ordered(rows=[row("a", 1)], sort="deadline")
    one, other = ordered.window(first=0, most=9), ordered.window(first=0, most=3)
    ordered.forget_but(windows=[one])
    ordered.put(row=row("b", 2))
    assert (one.references, other.references) == (["a", "b"], ["a"])
    assert ordered.window(first=0, most=9) is one
    assert ordered.window(first=0, most=3).references == ["a", "b"]


def test_of_rows_that_overtake_each_other_as_few_as_can_be_are_put():
    made = change(before=["a", "b", "c", "d"], window=window(["d", "a", "b", "c"]), changed=())
    assert [(last, row.line.reference) for last, row in made.put] == [("", "d")]


def test_what_is_told_adds_up_and_what_names_nothing_may_be_anything():
    told, child, episode = Told(), uuid4(), uuid4()
    assert not told
    told.add([])
    assert not told
    told.add([f"child:{child}", f"episode:{episode}"])
    assert (told.children, told.episodes, told.everything) == ({child}, {episode}, False)
    told.add(None)
    assert told.everything


@pytest.mark.parametrize("about", [["adult:x"], ["child:x"], ["child"]])
def test_what_cannot_be_read_is_not_passed_over(about):
    with pytest.raises((KeyError, ValueError)):
        Told().add(about)


def test_a_screen_that_takes_nothing_is_told_to_ask_again_instead_of_everything_it_missed():
    async def fill():
        mailbox = Mailbox()
        mailbox.note_changed()
        for number in range(MOST_LETTERS):
            mailbox.put(b"%d" % number)
        assert mailbox.word.is_set()
        full = mailbox.take()
        assert not mailbox.word.is_set()
        for number in range(MOST_LETTERS + 2):
            mailbox.put(b"%d" % number)
        return full, mailbox.take(), mailbox.take()

    with ThreadPoolExecutor(1) as elsewhere:  # where no browser of another test has a loop running
        full, late, nothing = elsewhere.submit(lambda: asyncio.run(fill())).result()
    assert full == [*[b"%d" % number for number in range(MOST_LETTERS)], CHANGED]
    assert (late, nothing) == ([AGAIN, b"21"], [])


def test_an_address_asks_for_what_it_says_and_what_cannot_be_read_for_nothing():
    asked = asked_of(given={"level": "high", "owner": "mine", "overdue": "1", "most": "5000"})
    assert (asked.filters.level, asked.filters.owner, asked.filters.overdue) == (
        "high", "mine", True,
    )  # fmt: skip
    assert (asked.most, asked.sort) == (MOST, "urgency")
    assert asked_of(given={"level": "none", "owner": "x", "sort": "1e5", "most": "-1"}) == asked_of(
        given={}
    )
