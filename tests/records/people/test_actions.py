"""Changes to people: one transaction, one audit line, nothing lost, nobody told too much."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.conftest import NOON
from whereabouts.engines.matching import BadDate, BadName
from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.records.people import actions as people
from whereabouts.records.people import gate, queries
from whereabouts.records.people.models import (
    Adult,
    AdultIntelligence,
    AdultLink,
    Child,
    ChildAddress,
    ChildBirth,
    ChildName,
    Flag,
    RelatedPerson,
)
from whereabouts.records.people.queries import (
    adult_links_of,
    age_on,
    display_name,
    flags_of,
    related_people_of,
)
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.gate import placement_for
from whereabouts.records.placements.queries import placement_at

pytestmark = pytest.mark.django_db
REVIEW = date(2027, 1, 1)


@pytest.fixture
def handler(make_actor: Callable[..., Any]) -> Any:
    return make_actor("call_handler")


@pytest.fixture
def child(handler: Any) -> Child:
    with entered(actor=handler, at=NOON):
        return people.create_child(
            by=handler,
            at=NOON,
            names=[{"full": "Katherine Brambleby", "kind": "birth"}, {"full": "Kit"}],
            born_text="March 2011",
            source="mother",
        )


def audited(actor: Any) -> list[str]:
    with entered(actor=actor, at=NOON):
        return list(AuditEntry.objects.order_by("id").values_list("kind", flat=True))


def test_a_record_is_made_with_names_birth_and_one_audit_line(handler: Any, child: Child) -> None:
    with entered(actor=handler, at=NOON):
        assert display_name(child_id=child.pk) == "Kit"
        assert age_on(child_ids=[child.pk], on=NOON.date()) == 15
        birth = ChildBirth.objects.get()
        assert (birth.as_said, birth.precision, birth.source) == ("March 2011", "month", "mother")
        name = ChildName.objects.get(full="Katherine Brambleby")
        assert "brambleby" in name.name_keys
        assert "kat" in name.prefix_keys
        assert agencies_reached(subject=child.pk) == [handler.agency_id]
    assert audited(handler) == ["child.created"]


def test_a_bad_name_or_date_leaves_nothing_behind(handler: Any) -> None:
    for names, born, fault in (
        ([{"full": "A\0da"}], "", BadName),
        ([{"full": "Ada"}], "31/02/2011", BadDate),
    ):
        with pytest.raises(fault), entered(actor=handler, at=NOON):
            people.create_child(by=handler, at=NOON, names=names, born_text=born)  # type: ignore[arg-type]
    with entered(actor=handler, at=NOON):
        assert Child.objects.count() == 0
    assert audited(handler) == []


def test_a_child_whom_nobody_can_name_has_a_record_too(handler: Any) -> None:
    with entered(actor=handler, at=NOON):
        nameless = people.create_child(
            by=handler, at=NOON, unidentified=True, description="Blue coat."
        )
        assert display_name(child_id=nameless.pk) == "Unknown child"
        assert age_on(child_ids=[nameless.pk], on=NOON.date()) is None


def test_a_new_date_of_birth_stands_beside_the_old_one(handler: Any, child: Child) -> None:
    with entered(actor=handler, at=NOON):
        people.add_birth(
            child=child, by=handler, at=NOON, text="12/03/2012", instead=True, source="passport"
        )
        assert people.add_birth(child=child, by=handler, at=NOON, text="not known") is None
        assert [birth.believed for birth in ChildBirth.objects.order_by("id")] == [False, True]
        assert age_on(child_ids=[child.pk], on=NOON.date()) == 14


def test_what_a_record_said_before_stays_in_the_audit_line(handler: Any, child: Child) -> None:
    with entered(actor=handler, at=NOON):
        people.update_child(child=child, by=handler, at=NOON, about_me="Likes the sea.")
        people.update_child(child=child, by=handler, at=NOON, about_me="Likes the sea.")
        people.update_child(child=child, by=handler, at=NOON, about_me="Likes hills.", id="x")
        lines = AuditEntry.objects.filter(kind="child.updated").order_by("id")
        assert len(lines) == 2
        assert b"Likes the sea." in bytes(lines[1].payload)


def test_somebody_new_is_held_back_under_a_standing_concern(handler: Any, child: Child) -> None:
    with entered(actor=handler, at=NOON):
        people.raise_flag(
            child=child, kind="forced_marriage_or_fgm", strength="suspected", source="School",
            review_on=REVIEW, by=handler, at=NOON,
        )  # fmt: skip
        aunt = people.add_related_person(
            child=child, by=handler, at=NOON, name="An Example", relation="aunt_or_uncle"
        )
        worker = people.add_related_person(
            child=child, by=handler, at=NOON, name="Wo Example", relation="social_worker"
        )
        assert (aunt.told, aunt.awaiting_senior) == ("nothing", True)
        assert (worker.told, worker.awaiting_senior) == ("safe", False)


@pytest.mark.parametrize("concern", ["honour", "refuge"])
def test_a_concern_without_a_flag_is_remembered_for_who_comes_later(
    concern: str, handler: Any, child: Child
) -> None:
    with entered(actor=handler, at=NOON):
        people.add_related_person(
            child=child, by=handler, at=NOON, name="Fa Example", relation="father"
        )
        assert (
            people.hold_back_relatives(child_id=child.pk, concern=concern, by=handler, at=NOON) == 1
        )
        assert (
            people.hold_back_relatives(child_id=child.pk, concern=concern, by=handler, at=NOON) == 0
        )
        later = people.add_related_person(
            child=child, by=handler, at=NOON, name="Mo Example", relation="mother"
        )
        assert later.told == "nothing"


def test_an_unheard_of_concern_is_refused(handler: Any, child: Child) -> None:
    with pytest.raises(ValueError, match="holds nobody back"), entered(actor=handler, at=NOON):
        people.hold_back_relatives(child_id=child.pk, concern="weather", by=handler, at=NOON)


def test_a_declined_proposal_leaves_the_decision_to_a_senior(handler: Any, child: Child) -> None:
    with entered(actor=handler, at=NOON):
        people.add_related_person(
            child=child, by=handler, at=NOON, name="Fa Example", relation="father"
        )
        flag = people.propose_flag(
            child=child, kind="violence_at_home", strength="suspected", source="School",
            review_on=REVIEW, by=handler, at=NOON,
        )  # fmt: skip
        people.settle_flag_proposal(
            flag=flag, accepted=False, because="A mistake.", by=handler, at=NOON
        )
        (father,) = related_people_of(child_ids=[child.pk])
        assert father.told == "nothing"
        with pytest.raises(people.NeedsSenior):
            people.set_may_be_told(
                person=father, told="safe", because="A mistake.", by=handler, at=NOON
            )
        people.set_may_be_told(
            person=father, told="safe", because="A mistake.", by=handler, at=NOON, senior=True
        )
        assert (father.told, father.awaiting_senior) == ("safe", False)


def test_flags_of_a_moment_are_those_that_stood_then(handler: Any, child: Child) -> None:
    with entered(actor=handler, at=NOON):
        flag = people.raise_flag(
            child=child, kind="cse", strength="confirmed", source="Officer", review_on=REVIEW,
            by=handler, at=NOON,
        )  # fmt: skip
        people.end_flag(flag=flag, because="Reviewed.", by=handler, at=NOON + timedelta(hours=2))
        for hours, stood in ((-1, 0), (1, 1), (3, 0)):
            then = NOON + timedelta(hours=hours)
            assert len(flags_of(child_ids=[child.pk], at=then)) == stood
        with pytest.raises(people.AlreadySettled):
            people.end_flag(flag=flag, because="Again.", by=handler, at=NOON)


def test_adults_are_shown_only_to_roles_that_see_adults(
    handler: Any, child: Child, make_actor: Callable[..., Any]
) -> None:
    home, worker = make_actor("home_worker"), make_actor("social_worker")
    with entered(actor=handler, at=NOON):
        adult = people.create_adult(by=handler, at=NOON, name="Alex Sample")
        people.add_intelligence(
            adult=adult, text="Seen near schools.", source="Patrol", known_at=NOON, by=handler,
            at=NOON,
        )  # fmt: skip
        people.link_adult(
            child=child, adult=adult, kind="risk", source="Patrol", by=handler, at=NOON
        )
        for actor in (home, worker):
            people.relate_to_child(
                child_id=child.pk, agency=actor.agency_id, kind="shared", at=NOON
            )
    with entered(actor=worker, at=NOON):
        (link,) = adult_links_of(child_ids=[child.pk])
        assert link.adult.intelligence.all()[0].text == "Seen near schools."
    with entered(actor=home, at=NOON):
        assert adult_links_of(child_ids=[child.pk]) == []
        for model in (Adult, AdultIntelligence, AdultLink):
            assert model.objects.count() == 0


def test_a_placement_gives_sight_and_its_end_takes_it_from_host_and_home(
    handler: Any, child: Child, make_agency: Callable[..., Any], make_actor: Callable[..., Any]
) -> None:
    provider = make_agency("Lantern Care", "provider")
    home = make_agency("Rowan House", "home", parent=provider)
    ours, host = make_agency("Aldermere Council", "authority"), make_agency("Elm", "authority")
    worker = make_actor("home_worker", agency=home)
    with entered(actor=handler, at=NOON):
        placement = placements.start_placement(
            child=child, living_at="childrens_home", started_on=date(2026, 11, 1), home=home.pk,
            responsible_authority=ours.pk, host_authority=host.pk, place="1 Rowan Way",
            by=handler, at=NOON,
        )  # fmt: skip
        assert placement.out_of_area is True
        everybody = {handler.agency_id, ours.pk, host.pk, home.pk, provider.pk}
        assert set(agencies_reached(subject=child.pk)) == everybody
        assert placement_at(child_ids=[child.pk], at=NOON) == placement
        assert ChildAddress.objects.get().line == "1 Rowan Way"
    with entered(actor=worker, at=NOON):
        assert placement_for(worker, placement_id=placement.pk) == placement

    later = NOON + timedelta(days=2)
    with entered(actor=handler, at=later):
        placements.end_placement(placement=placement, ended_on=NOON.date(), by=handler, at=later)
        with pytest.raises(placements.AlreadyEnded):
            placements.end_placement(
                placement=placement, ended_on=NOON.date(), by=handler, at=later
            )
        with pytest.raises(placements.EndsBeforeStart):
            placements.end_placement(
                placement=placement, ended_on=date(2026, 10, 1), by=handler, at=later
            )
        assert ChildAddress.objects.get().until_on == NOON.date()
    with entered(actor=handler, at=later + timedelta(seconds=1)):
        assert set(agencies_reached(subject=child.pk)) == {handler.agency_id, ours.pk}
        assert placement_at(child_ids=[child.pk], at=later) is None
    with entered(actor=worker, at=later + timedelta(seconds=1)), pytest.raises(NotVisible):
        gate.child_for(worker, child_id=child.pk)


def test_a_confidential_placement_names_no_place_to_anybody_else(
    handler: Any, child: Child, make_actor: Callable[..., Any]
) -> None:
    worker = make_actor("social_worker")
    with entered(actor=handler, at=NOON):
        placements.start_placement(
            child=child, living_at="other", started_on=date(2026, 11, 1), confidential=True,
            responsible_authority=worker.agency_id, place="canary-refuge", by=handler, at=NOON,
        )  # fmt: skip
    with entered(actor=worker, at=NOON):
        shown = placement_at(child_ids=[child.pk], at=NOON)
        assert shown is not None
        assert shown.place == ""
        assert ChildAddress.objects.count() == 0


def test_a_confidential_placement_protects_even_where_no_place_was_named(
    handler: Any, child: Child
) -> None:
    began = date(2026, 11, 1)
    with entered(actor=handler, at=NOON):
        assert not queries.is_protected(child_id=child.pk)
        placement = placements.start_placement(
            child=child, living_at="foster", started_on=began, confidential=True,
            by=handler, at=NOON,
        )  # fmt: skip
        assert queries.is_protected(child_id=child.pk)
        (address,) = queries.addresses_of(child_ids=[child.pk])
        assert address.confidential
        assert "no place is written down" in address.line
        placements.end_placement(
            placement=placement, ended_on=date(2026, 11, 2), by=handler, at=NOON
        )
        assert ChildAddress.objects.get().until_on == date(2026, 11, 2)


def test_every_gate_hides_what_is_not_the_outsiders(
    handler: Any, child: Child, outsider: Any
) -> None:
    with entered(actor=handler, at=NOON):
        person = people.add_related_person(
            child=child, by=handler, at=NOON, name="Ro Example", relation="mother"
        )
        flag = people.raise_flag(
            child=child, kind="cse", strength="suspected", source="Officer", review_on=REVIEW,
            by=handler, at=NOON,
        )  # fmt: skip
        adult = people.create_adult(by=handler, at=NOON, name="Alex Sample")
        people.link_adult(
            child=child, adult=adult, kind="risk", source="Patrol", by=handler, at=NOON
        )
        placement = placements.start_placement(
            child=child, living_at="home", started_on=date(2026, 11, 1), by=handler, at=NOON
        )
        assert gate.person_for(handler, child_id=child.pk)[1] == {child.pk}
        assert gate.photo_for(handler, child_id=child.pk) is None
    doors: list[Callable[[Any], object]] = [
        lambda actor: gate.child_for(actor, child_id=child.pk),
        lambda actor: gate.person_for(actor, child_id=child.pk),
        lambda actor: gate.photo_for(actor, child_id=child.pk),
        lambda actor: gate.related_person_for(actor, child_id=child.pk, person_id=person.pk),
        lambda actor: gate.flag_for(actor, child_id=child.pk, flag_id=flag.pk),
        lambda actor: gate.adult_for(actor, adult_id=adult.pk),
        lambda actor: placement_for(actor, placement_id=placement.pk),
    ]
    for door in doors:
        with entered(actor=handler, at=NOON):
            door(handler)
        with entered(actor=outsider, at=NOON), pytest.raises(NotVisible):
            door(outsider)


PEOPLE_TABLES = [Child, ChildName, ChildBirth, Flag, RelatedPerson]


@pytest.mark.parametrize("model", PEOPLE_TABLES, ids=lambda model: model.__name__)
def test_each_fence_of_people_holds_while_the_other_is_down(
    model: Any, handler: Any, child: Child, outsider: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with entered(actor=handler, at=NOON):
        people.add_related_person(
            child=child, by=handler, at=NOON, name="Ro Example", relation="mother"
        )
        people.raise_flag(
            child=child, kind="cse", strength="suspected", source="Officer", review_on=REVIEW,
            by=handler, at=NOON,
        )  # fmt: skip
        assert model.objects.exists()
    with entered(actor=outsider, at=NOON):
        # The queryset's fence is off: the database's holds.
        assert not model.objects.exists()
    with entered(actor=outsider, at=NOON) as scope, connection.cursor() as cursor:
        # The database is told of the handler's scope: the queryset's fence holds.
        cursor.execute(
            "SELECT set_config('whereabouts.agency', %s, true)", [str(handler.agency_id)]
        )
        assert model.objects.exists()
        assert not model.objects.filter(model.fence.visible(scope)).exists()
