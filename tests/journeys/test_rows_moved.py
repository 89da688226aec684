"""Rows that were said in two places are moved to the one that stays: all, once, run as often as may be."""

from importlib import import_module

import pytest
from django.db import connections

from tests.journeys.test_street_register import Area
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.keep_beats import name_school
from whereabouts.journeys.keep_register import name_officer as name_on_register
from whereabouts.practice.partners.models import Grading
from whereabouts.practice.street.models import School

MIGRATION = import_module("whereabouts.practice.partners.migrations.0002_views_are_gradings")
FILL = import_module("whereabouts.practice.street.migrations.0003_officers_to_register")
OLD = """CREATE TABLE public.sharing_view (
    id uuid, recorded_at timestamptz, owner_agency_id uuid, recorded_by_id uuid, child_id uuid,
    episode_id uuid, level varchar, because text, given_at timestamptz)"""
KEYS = [f"00000000-0000-7000-8000-00000000000{number}" for number in (1, 2)]


@pytest.fixture
def moved(committed, make_actor, make_child, noon):
    """Return who said two views of a child, and what moves them: as often as it is called."""
    actor = make_actor("missing_coordinator")
    child = make_child()
    connection = connections["owner"]

    def move():
        with connection.schema_editor() as editor:
            MIGRATION.move_views(None, editor)

    with connection.cursor() as cursor:
        cursor.execute(OLD)
        for key, level in zip(KEYS, ("low", "high"), strict=True):
            cursor.execute(
                "INSERT INTO public.sharing_view VALUES (%s, %s, %s, %s, %s, NULL, %s, %s, %s)",
                [
                    key, noon, actor.agency_id, actor.member_id, child.pk, level, f"Said {level}.",
                    noon,
                ],
            )  # fmt: skip
    yield actor, move
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS public.sharing_view")
    connection.close()


def test_every_view_is_a_grading_once_however_often_it_is_run(moved, noon):
    actor, move = moved
    for _ in range(2):
        move()
    with entered(actor=actor, at=noon):
        found = [
            (str(one.pk), one.level, one.because, one.tool, one.graded_at, one.recorded_by_id)
            for one in Grading.objects.order_by("pk")
        ]
    assert found == [
        (KEYS[0], "low", "Said low.", "own_judgement", noon, actor.member_id),
        (KEYS[1], "high", "Said high.", "own_judgement", noon, actor.member_id),
    ]


def test_where_the_old_table_is_gone_there_is_nothing_to_move(moved, noon):
    actor, move = moved
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE public.sharing_view")
    move()
    with entered(actor=actor, at=noon):
        assert Grading.objects.count() == 0


def test_officers_named_on_beats_before_are_moved_to_the_register_once(
    committed, make_actor, make_agency, noon
):
    area = Area(make_actor=make_actor, make_agency=make_agency, noon=noon)
    for name in ("SAMPLE SCHOOL", "Example School", "Nowhere School"):
        name_school(
            actor=area.writer, beat_id=area.beat, name=name, officer=area.officer.member_id,
            at=noon,
        )  # fmt: skip
    sample, example = area.on_register("Sample School"), area.on_register("Example School")
    name_on_register(actor=area.writer, setting_id=example, officer=area.other.member_id, at=noon)
    for _ in range(2):
        with connections["owner"].schema_editor() as editor:
            FILL.name_on_register(None, editor)
    connections["owner"].close()
    with entered(actor=area.writer, at=noon):
        kept = {one.name: (one.setting_id, one.officer_id) for one in School.objects.all()}
    assert kept == {
        "SAMPLE SCHOOL": (sample, None), "Example School": (example, None),
        "Nowhere School": (None, area.officer.member_id),
    }  # fmt: skip
    # Whom the register named already stays.
    assert area.officers_of("Example School") == [(area.other.member_id, True)]
    assert area.officers_of("Sample School") == [(area.officer.member_id, True)]
