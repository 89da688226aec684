"""Search finds the children who may be meant, says why, and keeps to the caller's scope."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import NOON
from whereabouts.engines.matching import Match
from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups import search
from whereabouts.insight.lookups.search import find_children
from whereabouts.records.people import actions
from whereabouts.records.people.models import Child, SamePersonLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(make_actor: Callable[..., Any]) -> Any:
    return make_actor("call_handler")


@pytest.fixture
def elsewhere(make_actor: Callable[..., Any]) -> Any:
    return make_actor("call_handler", agency="Southfell Police")


@pytest.fixture
def make_child() -> Callable[..., Child]:
    def make(by: Any, full: str = "Ada Quillfeather", born: str = "", **more: Any) -> Child:
        with entered(actor=by, at=NOON):
            return actions.create_child(
                by=by, at=NOON, names=[{"full": full}], born_text=born, **more
            )

    return make


def looks_of(actor: Any) -> list[Look]:
    with entered(actor=actor, at=NOON):
        return list(Look.objects.filter(member=actor.member_id))


def found(actor: Any, **asked: Any) -> list[UUID]:
    return [hit.child_id for hit in find_children(actor=actor, at=NOON, **asked).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "Katherine Brambleby",
        "brambleby katherine",
        "Kathrine Bramblebee",
        "Kate Brambleby",
        "Kath",
        "KATHERINE",
        "Bramb",
    ],
)
def test_a_child_is_found_by_exact_prefix_phonetic_or_short_name(
    typed: str, handler: Any, make_child: Any
) -> None:
    child = make_child(handler, "Katherine Brambleby")
    make_child(handler, "Oliver Zedworth")

    assert found(handler, names=typed) == [child.pk]


@pytest.mark.parametrize("typed", ["12/03/2011", "03/12/2011", "13/03/2011", "12/03/2010", "15"])
def test_a_slip_in_the_date_of_birth_does_not_hide_the_child(
    typed: str, handler: Any, make_child: Any
) -> None:
    child = make_child(handler, "Katherine Brambleby", "12/03/2011")

    assert found(handler, born=typed) == [child.pk]
    answer = find_children(actor=handler, at=NOON, names="Katherine Brambleby", born=typed)
    assert any("birth" in reason for reason in answer.hits[0].because)


def test_a_hit_says_how_sure_why_and_what_differs(handler: Any, make_child: Any) -> None:
    make_child(handler, "Katherine Brambleby", "12/03/2011", sex="F")

    answer = find_children(
        actor=handler, at=NOON, names="Katherine Brambleby", born="12/03/2011", sex="M"
    )

    (hit,) = answer.hits
    assert hit.sure in {"almost certain", "likely"}
    assert "Family name is the same" in hit.because
    assert hit.differs == ("Sex differs",)


@pytest.mark.parametrize(
    ("typed", "because", "why", "differs"),
    [
        ("br", (), ("A name begins with what was typed",), ()),
        ("katherina", (), ("A name is a little like it",), ()),
        (
            "oliver",
            ("Date of birth is the same",),
            ("Date of birth is the same",),
            ("Name differs",),
        ),
        ("oliver zed", (), (), ("Family name differs",)),
        (
            "Katherine-Brambleby",
            ("Family name is the same", "Given and family name come the other way round"),
            ("Family name is the same",),
            (),
        ),
    ],
)
def test_of_one_word_it_is_said_why_and_never_that_a_family_name_differs_that_nobody_typed(
    handler: Any, make_child: Any, monkeypatch: Any, typed: str, because: Any, why: Any,
    differs: Any,
) -> None:  # fmt: skip
    child = make_child(handler, "Katherine Brambleby", "12/03/2011")
    match = Match(0.0, "weak", because, ("Family name differs",), ("Given name",))
    monkeypatch.setattr(search, "find_in_tables", lambda **_: ([((child.pk,), match)], 1))

    (hit,) = find_children(actor=handler, at=NOON, names=typed).hits

    assert (hit.because, hit.differs) == (why, differs)


def test_twins_are_not_almost_certain(handler: Any, make_child: Any) -> None:
    first = make_child(handler, "Ada Brambleby", "12/03/2011")
    twin = make_child(handler, "Grace Brambleby", "12/03/2011")

    answer = find_children(
        actor=handler, at=NOON, names="Ada Brambleby", born="12/03/2011", place="Mill Row"
    )

    by_child = {hit.child_id: hit for hit in answer.hits}
    assert answer.hits[0].child_id == first.pk
    assert by_child[twin.pk].sure != "almost certain"
    assert "Given name differs" in by_child[twin.pk].differs


def test_a_phone_and_an_identifier_find_the_child_however_they_are_typed(
    handler: Any, make_child: Any
) -> None:
    child = make_child(handler)
    with entered(actor=handler, at=NOON):
        actions.add_phone(child=child, by=handler, at=NOON, number="07700 900 123")
        actions.add_identifier(child=child, by=handler, at=NOON, scheme="pnc", value="12/345A")

    assert found(handler, phone="+44 7700 900123") == [child.pk]
    assert found(handler, identifier="12345a") == [child.pk]
    assert found(handler, identifier="pnc:12/345A") == [child.pk]
    assert found(handler, phone="900123999") == []


def test_a_place_finds_the_child_but_never_by_a_confidential_address(
    handler: Any, make_child: Any
) -> None:
    child = make_child(handler, "Ada Quillfeather")
    hidden = make_child(handler, "Grace Hollowbrook")
    with entered(actor=handler, at=NOON):
        actions.add_address(
            child=child, by=handler, at=NOON, line="4 Mill Row, Northmoor", postcode="NM1 2AB"
        )
        actions.add_address(
            child=hidden, by=handler, at=NOON, line="4 Mill Row, Northmoor", confidential=True
        )

    for place in ("mill row", "NM12AB", "4 Mill Row"):
        answer = find_children(actor=handler, at=NOON, place=place)
        assert [hit.child_id for hit in answer.hits] == [child.pk]
        assert answer.said == "One person may be meant."


def test_police_see_a_pointer_to_another_forces_child(
    handler: Any, elsewhere: Any, make_child: Any
) -> None:
    child = make_child(elsewhere, "Ada Quillfeather", "12/03/2011", sex="F")

    (hit,) = find_children(actor=handler, at=NOON, names="Ada Quillfeather").hits

    assert hit.child_id == child.pk
    assert hit.pointer.agencies == ("Southfell Police",)
    assert hit.pointer.in_reach is False
    assert find_children(actor=elsewhere, at=NOON, names="Ada").hits[0].pointer.in_reach is True
    assert (hit.pointer.name, hit.pointer.age) == ("Ada Quillfeather", 15)
    assert (hit.pointer.earlier_episodes, hit.pointer.has_plan, hit.pointer.has_flag) == (
        0,
        False,
        False,
    )


def test_an_agency_outside_the_police_finds_only_children_to_whom_it_is_related(
    handler: Any, outsider: Any, make_actor: Any, make_child: Any
) -> None:
    child = make_child(handler)
    worker = make_actor("social_worker")
    with entered(actor=handler, at=NOON):
        actions.relate_to_child(
            child_id=child.pk, agency=worker.agency_id, kind="responsible", at=NOON
        )

    assert found(worker, names="Quillfeather") == [child.pk]
    answer = find_children(actor=outsider, at=NOON, names="Quillfeather")
    assert answer.hits == ()
    assert looks_of(outsider)[0].subjects == []


def test_a_relation_that_has_ended_finds_nothing(
    handler: Any, make_actor: Any, make_child: Any
) -> None:
    child = make_child(handler)
    worker = make_actor("social_worker")
    with entered(actor=handler, at=NOON):
        actions.relate_to_child(
            child_id=child.pk,
            agency=worker.agency_id,
            kind="shared",
            at=NOON - timedelta(days=2),
            until_at=NOON - timedelta(days=1),
        )

    assert found(worker, names="Quillfeather") == []


def test_records_of_one_person_are_one_hit_with_the_evidence_of_all(
    handler: Any, elsewhere: Any, make_child: Any
) -> None:
    ours = make_child(handler, "Ada Quillfeather")
    theirs = make_child(elsewhere, "Adaeze Quill", "12/03/2011")
    with entered(actor=handler, at=NOON):
        SamePersonLink.objects.create(
            child=ours,
            other=theirs,
            because="One child.",
            owner_agency_id=handler.agency_id,
            recorded_by_id=handler.member_id,
            recorded_at=NOON,
        )

    (hit,) = find_children(actor=handler, at=NOON, names="Ada Quillfeather", born="12/03/2011").hits

    assert set(hit.pointer.records) == {ours.pk, theirs.pk}
    assert hit.pointer.agencies == ("Northmoor Police", "Southfell Police")
    assert "Date of birth is the same" in hit.because


def test_many_who_fit_are_shown_in_part_and_counted(handler: Any, make_child: Any) -> None:
    for _ in range(7):
        make_child(handler, "Ada Quillfeather")

    answer = find_children(actor=handler, at=NOON, names="Quillfeather", limit=3)

    assert len(answer.hits) == 3
    assert answer.said.startswith("7 people may be meant. The 3 likeliest are shown")


def test_a_search_is_one_look_with_its_subjects_and_its_terms(
    handler: Any, make_child: Any
) -> None:
    child = make_child(handler)

    find_children(actor=handler, at=NOON, names="Quillfeather", draft=child.pk)

    (look,) = looks_of(handler)
    assert (look.kind, look.subjects) == ("search", [child.pk])
    assert look.terms == {"names": "Quillfeather", "draft": str(child.pk)}


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"names": "Quill\0feather"}, "names"),
        ({"names": "a" * 400}, "names"),
        ({"born": "31/02/2011"}, "born"),
        ({"born": "\u202e2011"}, "born"),
        ({"place": "\0"}, "place"),
        ({"phone": "\0" * 9}, "phone"),
        ({"identifier": "\ud800"}, "identifier"),
        ({"sex": "Z"}, "sex"),
    ],
)
def test_what_cannot_be_read_is_named_and_breaks_nothing(
    asked: dict[str, str], problem: str, handler: Any, make_child: Any
) -> None:
    make_child(handler, "Ada Quillfeather")

    answer = find_children(actor=handler, at=NOON, **{"names": "Quillfeather", **asked})

    assert problem in answer.problems
    if problem != "names":
        assert len(answer.hits) == 1


@pytest.mark.parametrize("name", ["Null", "None", "O'Connor", "1e5", "Siân Ó Séaghdha"])
def test_a_name_that_programs_take_for_something_else_is_a_name(
    name: str, handler: Any, make_child: Any
) -> None:
    child = make_child(handler, name)

    assert found(handler, names=name) == [child.pk]


def test_nothing_asked_is_answered_without_a_look(handler: Any, make_child: Any) -> None:
    make_child(handler)

    answer = find_children(actor=handler, at=NOON)

    assert answer.hits == ()
    assert looks_of(handler) == []


def test_a_role_that_may_not_search_is_refused(make_actor: Any) -> None:
    with pytest.raises(NotPermitted):
        find_children(actor=make_actor("home_worker"), at=NOON, names="Quillfeather")


def test_a_search_costs_the_same_few_queries_however_many_fit(
    handler: Any, make_child: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        make_child(handler)

    with django_assert_max_num_queries(10):
        assert len(found(handler, names="Quillfeather")) == 12
