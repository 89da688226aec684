"""Staff grade made-up cases, see what the pack says, and no real child is anywhere near."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import models

from whereabouts.engines.policy import LEVELS, evaluate
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.models import Agency, Team
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.oversight_figures import oversight_figures
from whereabouts.insight.lookups.practice_room import agreement, practice_case, practice_cases
from whereabouts.journeys.practise_case import (
    AlreadyGraded,
    NoSuchCase,
    NotAnAnswer,
    practise_case,
)
from whereabouts.practice.oversight.cases import cases
from whereabouts.practice.oversight.models import PracticeAnswer
from whereabouts.practice.risk import packs

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
ANSWER = {
    "case": "on-the-list", "level": "high", "seriousness": "grave", "immediacy": "now",
    "confidence": "sure",
}  # fmt: skip
BLAME = re.compile(
    r"\b(streetwise|promiscuous|lifestyle|attention|chose|naughty|manipulat\w+|her fault|his fault"
    r"|absconded|prostitut\w+|troublesome|risky behaviour|puts? (her|him|them)sel(f|ves) at)\b"
)
INSPECTED = {"Greater Manchester", "Lancashire", "Norfolk", "Essex", "Sussex", "Kent"}


def test_there_are_a_dozen_cases_plainly_made_up_and_none_blames_the_child():
    assert len(cases()) >= 12
    for case in cases().values():
        for text in (case.title, case.told, case.after):
            assert not BLAME.search(text.lower()), case.name
            assert not any(place in text for place in INSPECTED)
        assert 150 < len(case.told) < 600


def test_the_cases_are_written_anew_and_hold_no_sentence_of_the_report():
    notes = [
        json.loads(line)["note"]
        for line in (ROOT / "tests/cases/inspection.jsonl").read_text().splitlines()
    ]
    said = " ".join(case.told for case in cases().values())
    assert not [note for note in notes if note in said]


def test_between_them_the_cases_ask_for_different_levels_and_say_why(noon):
    pack = packs.in_force(at=noon)
    results = {name: evaluate(pack=pack, facts=dict(one.facts)) for name, one in cases().items()}
    assert len(Counter(result["level"] for result in results.values())) >= 2
    assert all(result["fired"] for result in results.values())
    considered = [
        name for name, result in results.items()
        if any(row["strength"] == "consider" for row in result["fired"])
    ]  # fmt: skip
    assert considered


def test_nothing_of_the_room_points_to_a_record_about_a_child():
    keys = {
        field.related_model._meta.label
        for field in PracticeAnswer._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    }
    assert keys == {"agencies.Agency", "agencies.Member", "agencies.Team"}


@pytest.fixture
def handler(make_actor):
    return make_actor("call_handler")


def test_what_the_pack_says_comes_after_ones_own_answer(handler, noon):
    assert practice_case(actor=handler, at=noon, case="on-the-list").shown is None
    practise_case(actor=handler, at=noon, **ANSWER)
    shown = practice_case(actor=handler, at=noon, case="on-the-list").shown
    assert (shown.level, shown.seriousness, shown.confidence) == ("high", "grave", "Sure")
    assert shown.pack_level in LEVELS
    assert any("exploit" in because.lower() for _, because, _ in shown.reasons)
    lines = {line.name: line.graded for line in practice_cases(actor=handler, at=noon)}
    assert [name for name, graded in lines.items() if graded] == ["on-the-list"]


def test_the_first_answer_counts(handler, noon):
    practise_case(actor=handler, at=noon, **ANSWER)
    with pytest.raises(AlreadyGraded):
        practise_case(actor=handler, at=noon, **{**ANSWER, "level": "low"})


@pytest.mark.parametrize("part", ["level", "seriousness", "immediacy", "confidence"])
def test_an_answer_that_there_is_not_is_refused(handler, noon, part):
    with pytest.raises(NotAnAnswer):
        practise_case(actor=handler, at=noon, **{**ANSWER, part: "worst"})


def test_a_case_that_there_is_not_is_refused(handler, noon):
    with pytest.raises(NoSuchCase):
        practise_case(actor=handler, at=noon, **{**ANSWER, "case": "a-real-child"})
    with pytest.raises(NotVisible):
        practice_case(actor=handler, at=noon, case="a-real-child")


def test_whoever_does_not_grade_is_not_let_in_and_another_agency_sees_no_answer(
    handler, outsider, make_actor, noon
):
    practise_case(actor=handler, at=noon, **ANSWER)
    for who in (make_actor("home_worker"), make_actor("national_analyst")):
        with pytest.raises(NotPermitted):
            practise_case(actor=who, at=noon, **ANSWER)
    with entered(actor=outsider, at=noon):
        assert PracticeAnswer.objects.count() == 0
    with pytest.raises(NotPermitted):
        agreement(actor=handler, at=noon)


def graders(agency, noon, number, team):
    for place in range(number):
        member = enrol(
            agency=agency, username=f"{team.name}-{place}", display_name=f"Grader {place}",
            roles=("call_handler",), at=noon,
        )  # fmt: skip
        member.team = team
        member.save()
        yield actor_of(member=member, at=noon)


def test_agreement_by_unit_equals_a_recount_and_few_people_are_not_shown(make_actor, noon):
    inspector = make_actor("duty_inspector")
    agency = Agency.objects.get(pk=inspector.agency_id)
    teams = [
        Team.objects.create(agency=agency, name=name, kind="control_room")
        for name in ("Room A", "Room B")
    ]
    names = list(cases())[:3]
    given = []
    for team, number in zip(teams, (4, 2), strict=True):
        for place, who in enumerate(graders(agency, noon, number, team)):
            for case in names:
                level = LEVELS[(place + len(case)) % 2 + 2]
                practise_case(actor=who, at=noon, **{**ANSWER, "case": case, "level": level})
                given.append((team.name, case, level))
    rows = {row.unit: row for row in agreement(actor=inspector, at=noon)}
    assert [rows[unit].answers for unit in ("Room A", "Room B", "Every unit")] == [12, 6, 18]
    assert rows["Room B"].with_pack is None
    assert rows["Room B"].kappa_with_pack is rows["Room B"].kappa_among is None
    with entered(actor=inspector, at=noon):
        pack_level = dict(PracticeAnswer.objects.values_list("case", "pack_level"))
    same = sum(level == pack_level[case] for unit, case, level in given if unit == "Room A")
    assert (rows["Room A"].with_pack.part, rows["Room A"].with_pack.n) == (same, 12)
    # Two of four say medium and two high in each case: 2 of 6 pairs agree, chance gives 1/2.
    assert rows["Room A"].kappa_among == pytest.approx((1 / 3 - 1 / 2) / (1 - 1 / 2))


def test_the_room_is_in_no_figure_and_no_look_at_a_child(handler, make_actor, noon):
    inspector = make_actor("duty_inspector")
    before = oversight_figures(actor=inspector, at=noon)
    practise_case(actor=handler, at=noon, **ANSWER)
    practice_case(actor=handler, at=noon, case="on-the-list")
    assert oversight_figures(actor=inspector, at=noon) == before
    with entered(actor=handler, at=noon):
        assert not Look.objects.filter(page__contains="practice").exists()
