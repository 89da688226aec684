"""A question put together once answers whoever asks next, by their own eyes and values."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler

from whereabouts.foundations.access import prepared as module
from whereabouts.foundations.access.gate import one, visible
from whereabouts.foundations.access.prepared import NotPreparable, Words, prepared
from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.agencies.models import Member
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import AdultLink, Child, ChildName

pytestmark = pytest.mark.django_db


@prepared
def names_in(*, children):
    return visible(ChildName).filter(child__in=children).select_related("child").order_by("full")


@prepared
def only_here(*, children):
    return visible(Child).filter(pk__in=children)


@prepared
def reported_from(*, at, decided):
    return visible(Episode).filter(reported_at__gte=at, decided=decided).values_list("reference")


@prepared
def referred_to(*, reference):
    return visible(Episode).filter(reference=reference)


@prepared
def links():
    return visible(AdultLink)


@prepared
def an_hour_before(*, at):
    return visible(Episode).filter(reported_at__gte=at - timedelta(hours=1), reported_at__lte=at)


@prepared
def as_words(*, member):
    return Member.objects.filter(username=f"clock@{member}")


@prepared
def of_a_key_of_its_own(*, at):
    return visible(Episode).filter(reported_at=at, pk=uuid4())


@prepared
def not_asked_for(*, at):
    return visible(Episode).filter(decided=True)


@prepared
def with_what_comes_after(*, member):
    return Member.objects.filter(pk=member).prefetch_related("roles")


@pytest.fixture
def put_together(monkeypatch):
    """How many questions were put together, as a list that grows."""
    made, real = [], module._put_together
    monkeypatch.setattr(module, "_put_together", lambda **how: made.append(how) or real(**how))
    return made


def report(handler, noon, *, names="Testa Sampleton", key="one"):
    told = Told(idempotency_key=key, happened_at=noon, names=names, last_seen_place="the park")
    return report_missing(actor=handler, told=told, at=noon)


def children_of(handler, noon):
    with entered(actor=handler, at=noon):
        return list(visible(Child).order_by("recorded_at", "pk").values_list("pk", flat=True))


def test_it_gives_what_the_queryset_gives_with_what_was_joined(
    make_actor, noon, django_assert_num_queries
):
    handler = make_actor("call_handler")
    report(handler, noon)
    children = children_of(handler, noon)
    with entered(actor=handler, at=noon):
        expected = list(visible(ChildName).filter(child__in=children))
        with django_assert_num_queries(1):
            found = names_in(children=children)
            assert [name.child.pk for name in found] == children
        assert found == expected
        assert found[0].full == "Testa Sampleton"


def test_it_is_put_together_once_and_asked_with_the_values_of_the_moment(
    make_actor, noon, put_together
):
    handler = make_actor("call_handler")
    for number, names in enumerate(["Testa Sampleton", "Zeno Quillfeather"]):
        report(handler, noon, names=names, key=f"k{number}")
    first, second = children_of(handler, noon)
    put_together.clear()
    with entered(actor=handler, at=noon):
        full = [names_in(children=[child])[0].full for child in (first, second, first)]
    assert full == ["Testa Sampleton", "Zeno Quillfeather", "Testa Sampleton"]
    assert len(put_together) <= 1


def test_whoever_asks_next_sees_with_their_own_eyes(make_actor, outsider, noon):
    handler = make_actor("call_handler")
    reference = report(handler, noon).episode
    children = children_of(handler, noon)
    for actor, sees in [(handler, True), (outsider, False), (handler, True)]:
        with entered(actor=actor, at=noon):
            assert bool(names_in(children=children)) is sees
            assert bool(referred_to(reference=Words(reference))) is sees


def test_the_first_fence_is_in_it_by_itself(make_actor, outsider, noon):
    handler = make_actor("call_handler")
    report(handler, noon)
    statements = []

    def note(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with entered(actor=outsider, at=noon), connection.execute_wrapper(note):
        names_in(children=children_of(handler, noon))
    sql, params = statements[-1]
    assert "access_relation" in sql
    assert {outsider.agency_id, outsider.member_id, noon} <= set(params)
    assert handler.agency_id not in params


def test_an_inner_scope_that_sees_no_adults_is_another_shape(make_actor, noon, put_together):
    sees, sees_not = make_actor("duty_inspector"), make_actor("call_handler", agency="Elsewhere")
    for actor in (sees, sees_not):
        for changes in (False, True):
            with entered(actor=actor, at=noon, changes=changes):
                links()
    eyes = {(how["scope"].sees_adults, how["scope"].changes) for how in put_together}
    assert {changes for _, changes in eyes} == {False, True}
    assert len(put_together) == len(eyes) >= 2


def test_yes_or_no_and_none_are_another_question(make_actor, noon):
    handler = make_actor("call_handler")
    report(handler, noon)
    with entered(actor=handler, at=noon):
        assert len(reported_from(at=noon, decided=False)) == 1
        assert reported_from(at=noon, decided=True) == []
        assert reported_from(at=noon + timedelta(seconds=1), decided=False) == []


def test_no_keys_are_no_rows_and_several_are_all_of_theirs(make_actor, noon):
    handler = make_actor("call_handler")
    for number, names in enumerate(["Testa Sampleton", "Zeno Quillfeather"]):
        report(handler, noon, names=names, key=f"k{number}")
    both = children_of(handler, noon)
    with entered(actor=handler, at=noon):
        assert names_in(children=[]) == []
        for children in (both, set(both), frozenset(both), tuple(both), [*both, both[0]]):
            assert [name.full for name in names_in(children=children)] == [
                "Testa Sampleton", "Zeno Quillfeather",
            ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (an_hour_before, "at"),
        (of_a_key_of_its_own, "at"),
        (not_asked_for, "at"),
        (as_words, "member"),
        (with_what_comes_after, "member"),
    ],
)
def test_what_reckons_with_its_values_or_loses_them_is_refused(make_actor, noon, question, given):
    handler = make_actor("call_handler")
    with entered(actor=handler, at=noon), pytest.raises(NotPreparable):
        question(**{given: noon if given == "at" else handler.member_id})


def test_a_function_that_knows_what_stands_around_it_is_refused(noon):
    def since():
        return Episode.objects.filter(reported_at__gte=noon)

    with pytest.raises(NotPreparable):
        prepared(since)


def test_too_many_shapes_start_again(make_actor, noon, monkeypatch, put_together):
    monkeypatch.setattr(module, "MOST_SHAPES", 2)
    handler = make_actor("call_handler")
    report(handler, noon)
    (child,) = children_of(handler, noon)
    put_together.clear()
    with entered(actor=handler, at=noon):
        for more in (0, 1, 2, 3, 0):
            assert len(only_here(children=[child, *(uuid4() for _ in range(more))])) == 1
    assert len(put_together) == 5


def test_nothing_is_put_together_anew_once_it_is(make_actor, noon, monkeypatch):
    handler = make_actor("call_handler")
    report(handler, noon)
    children = children_of(handler, noon)
    with entered(actor=handler, at=noon):
        names_in(children=children)
        monkeypatch.setattr(SQLCompiler, "as_sql", None)
        assert len(names_in(children=children)) == 1


def test_one_row_is_hidden_alike_where_there_is_none_and_where_it_is_not_theirs(
    make_actor, outsider, noon
):
    handler = make_actor("call_handler")
    reference = report(handler, noon).episode
    with entered(actor=handler, at=noon):
        episode = one(Episode, reference=reference)
        assert one(Episode, pk=episode.pk) == one(Episode, pk=str(episode.pk)) == episode
        with pytest.raises(NotVisible):
            one(Episode, reference="none")
        report(handler, noon, names="Zeno Quillfeather", key="two")
        with pytest.raises(Episode.MultipleObjectsReturned):
            one(Episode, owner_agency=handler.agency_id)
    with entered(actor=outsider, at=noon), pytest.raises(NotVisible):
        one(Episode, reference=reference)
