"""Every relation of the same-person plan is read over both records while they are joined."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction

from tests.conftest import NOON
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.insight.lookups.child import child_page
from whereabouts.journeys.join_records import join_records, part_records
from whereabouts.records.episodes import queries as episodes
from whereabouts.records.people import actions as people
from whereabouts.records.people import queries as known
from whereabouts.records.people.models import Child
from whereabouts.records.people.same_person import PLAN, Reading

pytestmark = pytest.mark.django_db
SHARED = sorted(
    label for label, how in PLAN.items() if how in (Reading.UNION, Reading.LATEST)
)  # fmt: skip
# What a row needs beside the first of each list of choices: a state that its constraints allow.
AFTER = NOON + timedelta(days=1)
NEEDED: dict[str, dict[str, Any]] = {
    # Nothing under way: what is made here is nothing that a rule could weigh.
    "episodes.Episode": {"state": "closed", "closed_at": NOON},
    "adults.WarningNotice": {"reference": "W-made-up"},
    "investigation.SignOff": {"agreed": True},
    "publicity.Appeal": {"expires_at": NOON + timedelta(days=1)},
    "partners.LateReturn": {"latest": NOON.time()},
    "placements.Visit": {"due_at": NOON},
    "response.Deployment": {"none_free": False, "unit": "Unit 1"},
    "return_home.Protection": {"ends_at": NOON + timedelta(days=1)},
    "sharing.Sharing": {"kind": "pack", "to_whom": "Night Watch", "until_at": AFTER},
    "sharing.Slip": {"handed": "printed", "code_hash": None, "expires_at": AFTER},
    "voice.AboutMe": {"words": "Ask me twice."},
    "voice.ChildsWords": {"name": "Tess"},
}

# Keys that may be empty and may not all be: a school that stands on no register names its officer.
KEYS_NEEDED = {"street.School": ("officer",)}


@pytest.fixture
def two(make_actor: Any) -> Any:
    """Return two records of two forces, who may decide, and who sees the second alone."""
    coordinator = make_actor("missing_coordinator")
    elsewhere = make_actor("missing_coordinator", agency="Southfell Police")
    with entered(actor=coordinator, at=NOON):
        one = people.create_child(
            by=coordinator, at=NOON, names=[{"full": "Testa Sampleton"}], born_text="12 March 2012"
        )
    with entered(actor=elsewhere, at=NOON):
        other = people.create_child(
            by=elsewhere, at=NOON, names=[{"full": "Testa Sampelton"}], born_text="March 2012"
        )
        people.relate_to_child(
            child_id=other.pk, agency=coordinator.agency_id, kind="shared", at=NOON, because="told"
        )
    return coordinator, elsewhere, one, other


def _value(one: models.Field) -> Any:
    if one.choices:
        return one.choices[0][0]
    match one:
        case models.DateTimeField():
            return NOON
        case models.DateField():
            return date(2026, 11, 20)
        case models.JSONField():
            return {}
        case ArrayField():
            return []
        case models.BooleanField():
            return False
        case models.IntegerField() | models.FloatField():
            return 1
        case models.BinaryField():
            return b"x"
        case models.UUIDField():
            return new_id()
        case _:
            return new_id().hex[-12:][: one.max_length or 12]


def seen(actor: Any, model: type[models.Model], row: models.Model) -> bool:
    with entered(actor=actor, at=NOON):
        return (
            visible(model).filter(pk=row.pk).exists() and model.objects.filter(pk=row.pk).exists()
        )


def test_whoever_sees_one_record_sees_the_rows_of_both_until_they_are_parted(
    two: Any,
) -> None:
    coordinator, elsewhere, one, other = two
    sees: dict[str, dict[str, bool]] = {}
    rows = {}
    with entered(actor=coordinator, at=NOON):
        kept: dict[Any, Any] = {}
        for label in SHARED:
            model = apps.get_model(".".join(label.split(".")[:2]))
            with transaction.atomic():
                rows[label] = (model, _made_in_scope(model, one, coordinator, kept))

    def look(when: str) -> None:
        for label, (model, row) in rows.items():
            sees.setdefault(label, {})[when] = seen(elsewhere, model, row)

    look("before")
    join_records(
        actor=coordinator, child_id=one.pk, other_id=other.pk, because="One child.", at=NOON
    )
    look("joined")
    part_records(actor=coordinator, child_id=one.pk, other_id=other.pk, because="Two.", at=NOON)
    look("parted")

    own_alone = {label for label, at in sees.items() if not at["joined"]}
    assert own_alone == OWN_AGENCY_ALONE
    assert {label for label, at in sees.items() if at["before"] or at["parted"]} == set()
    assert len(rows) == len(SHARED)


# Work of one agency about its own episodes, fenced by the agency and not by the child.
OWN_AGENCY_ALONE = {
    "oversight.BlindGrade.child", "oversight.Finding.child", "oversight.SecondLook.child",
    "oversight.ShiftLine.child",
    # What one agency took up with another, for the two and the board.
    "escalation.Escalation.child",
    # What somebody asked of one agency about the record that it keeps.
    "governance.Request.child",
    # A word from the street is the force's whose officer told it.
    "street.StreetWord.child",
    # Of a meeting: for whoever called it or is invited, and may see the child.
    "meetings.Action.child", "meetings.Item.child",
    # Sealed: for whoever looks into it, however many records there are of the child.
    "conduct.Matter.child",
    # About a setting: for whoever wrote it, the police and the authority there.
    "placements.Concern.child",
    # One force's operation, and one force's reports.
    "adults.OperationMember.child", "community.ReportLink.child",
    # What a child said of how they were treated: the reading authority's alone.
    "voice.ChildsWords.child",
}  # fmt: skip


def _made_in_scope(
    model: type[models.Model], child: Child, by: Any, kept: dict[Any, Any]
) -> models.Model:
    if (model, child.pk) in kept:
        return kept[model, child.pk]
    given: dict[str, Any] = {}
    for one in model._meta.fields:
        if isinstance(one, models.ForeignKey):
            to = one.related_model
            if to is Child:
                given[one.name] = child
            elif one.null and one.name not in KEYS_NEEDED.get(model._meta.label, ()):
                continue
            elif to is Agency:
                given[one.attname] = by.agency_id
            elif to is Member:
                given[one.attname] = by.member_id
            elif to is model or to._meta.label == model._meta.label:
                continue
            else:
                given[one.name] = _made_in_scope(to, child, by, kept)
        elif not one.primary_key and not one.has_default() and not one.null:
            given[one.name] = _value(one)
    given |= NEEDED.get(model._meta.label, {})
    row = model.objects.create(**given)
    kept[model, child.pk] = row
    return row


# --- each reading that the pages and the rules use ------------------------------------


def test_names_numbers_people_flags_plans_and_counts_are_read_over_the_set(
    two: Any, make_actor: Any
) -> None:
    coordinator, elsewhere, one, other = two
    for by, child in ((coordinator, one), (elsewhere, other)):
        _fill(by, child)

    def counts(actor: Any, child: Child) -> dict[str, int]:
        with entered(actor=actor, at=NOON):
            same = known.same_person_set(child_id=child.pk)
            return {
                "names": len(known.names_of(child_ids=same)),
                "births": len(known.births_of(child_ids=same)),
                "addresses": len(known.addresses_of(child_ids=same)),
                "phones": len(known.phones_of(child_ids=same)),
                "numbers": len(known.identifiers_of(child_ids=same)),
                "languages": len(known.languages_of(child_ids=same)),
                "around": len(known.related_people_of(child_ids=same)),
                "flags": len(known.flags_of(child_ids=same, at=NOON)),
                "adults": len(known.adult_links_of(child_ids=same)),
            }

    apart = counts(coordinator, one)
    assert set(apart.values()) == {1}
    join_records(
        actor=coordinator, child_id=one.pk, other_id=other.pk, because="One child.", at=NOON
    )
    for actor, child in ((coordinator, one), (elsewhere, other), (elsewhere, one)):
        assert set(counts(actor, child).values()) == {2}
    page = child_page(actor=elsewhere, at=NOON, child_id=other.pk)
    assert {line.full for line in page.story.names} == {"Testa Sampleton", "Testa Sampelton"}
    assert len(page.story.flags) == 2
    (joined,) = {line.because for line in page.joinings}
    assert joined == "One child."

    part_records(actor=coordinator, child_id=one.pk, other_id=other.pk, because="Two.", at=NOON)
    assert counts(coordinator, one) == apart
    after = child_page(actor=elsewhere, at=NOON, child_id=other.pk)
    assert {line.full for line in after.story.names} == {"Testa Sampelton"}
    # That it was joined stays known there; why, to whoever may see both.
    (line,) = after.joinings
    assert (line.agency, line.because, line.part_because) == ("Northmoor Police", "", "")
    assert line.parted_at == NOON


def _fill(by: Any, child: Child) -> None:
    with entered(actor=by, at=NOON):
        common = {"child": child, "by": by, "at": NOON}
        people.add_address(line="4 Made-up Street", **common)
        people.add_phone(number="07700 900001", **common)
        people.add_identifier(scheme="nhs", value="943 476 5919", **common)
        people.add_language(language="Welsh", **common)
        people.add_related_person(name="Paula Example", relation="aunt_or_uncle", **common)
        people.raise_flag(
            kind="cse", strength="suspected", source="made up",
            review_on=(NOON + timedelta(days=30)).date(), **common,
        )  # fmt: skip
        adult = people.create_adult(by=by, at=NOON, name="Made-up Adult")
        people.link_adult(adult=adult, kind="associate", source="made up", said_at=NOON, **common)


def test_history_counts_episodes_of_both_and_one_absence_of_two_forces_once(
    two: Any, take_report: Any, make_actor: Any
) -> None:
    coordinator, elsewhere, one, other = two
    handlers = (make_actor("call_handler"), make_actor("call_handler", agency="Southfell Police"))
    for handler, child in zip(handlers, (one, other), strict=True):
        take_report(actor=handler, child=child)
    join_records(
        actor=coordinator, child_id=one.pk, other_id=other.pk, because="One child.", at=NOON
    )

    with entered(actor=elsewhere, at=NOON):
        same = known.same_person_set(child_id=other.pk)
        both = episodes.of_children(children=same)
        assert both.count() == 2
        assert episodes.earlier(children=same, before=both[0]).count() == 0
    part_records(actor=coordinator, child_id=one.pk, other_id=other.pk, because="Two.", at=NOON)
    with entered(actor=elsewhere, at=NOON):
        same = known.same_person_set(child_id=other.pk)
        assert episodes.of_children(children=same).count() == 1


def test_derived_reasons_to_see_follow_the_links(two: Any) -> None:
    coordinator, elsewhere, one, other = two

    def reasons() -> set[tuple[UUID, bool]]:
        with entered(actor=elsewhere, at=NOON):
            return set(Relation.objects.values_list("subject", "via_link"))

    before = reasons()
    join_records(
        actor=coordinator, child_id=one.pk, other_id=other.pk, because="One child.", at=NOON
    )
    assert (one.pk, True) in reasons()
    part_records(actor=coordinator, child_id=one.pk, other_id=other.pk, because="Two.", at=NOON)
    assert reasons() == before
