"""Of everything that can be recorded, a run empties what is personal, and undoes it to the letter."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.queries import actor_of, system_actor
from whereabouts.practice.governance import actions as governance
from whereabouts.practice.governance import erasing, rules
from whereabouts.practice.governance.models import RetentionRun
from whereabouts.records.episodes.models import Episode

pytestmark = [pytest.mark.usefixtures("undone")]
# The owner's function beyond the fences, which the world's database alone has.
READ = "SELECT name, value FROM test_sums_of(ARRAY[%s]::uuid[])"


def sums(agency):
    with connection.cursor() as cursor:
        cursor.execute(READ, [agency])
        return dict(cursor.fetchall())


def emptied(side, at):
    """Name every episode of the force's own child in a run, let another agree, and return it."""
    child = side.keys["child_id"]
    one = side.actor("information_governance")
    second = enrol(
        agency=side.force, username=f"third@{side.tag.lower()}", display_name="Third Officer",
        roles=("information_governance",), at=at - timedelta(days=2000),
    )  # fmt: skip
    other = actor_of(member=second, at=at)
    how = rules.erasing_on(on=at.date())
    rule = rules.retention_for(agency_kind="police_force", on=at.date())
    with entered(actor=one, at=at):
        named = list(
            Episode.objects.filter(child=child, owner_agency=side.force).values_list(
                "pk", flat=True
            )
        )
        run = governance.keep_run(
            rule=rule, cutoff=at.date(), named=named, held=0, of=len(named), by=one, at=at
        )
    with entered(actor=other, at=at):
        governance.decide_run(run=run, agreed=True, because="Read all.", how=how, by=other, at=at)
        run = RetentionRun.objects.get(pk=run.pk)
    return one, run


def every_root(side, subject, at):
    """Name every record of the force's of a subject in a run, let another agree, and return it."""
    one, clock = side.actor("information_governance"), system_actor(agency=side.force.pk, at=at)
    second = enrol(
        agency=side.force, username=f"{subject}@{side.tag.lower()}", display_name="Third Officer",
        roles=("information_governance",), at=at - timedelta(days=2000),
    )  # fmt: skip
    other = actor_of(member=second, at=at)
    how = rules.erasing_on(on=at.date())
    rule = rules.retention_for(agency_kind="police_force", on=at.date(), subject=subject)
    with entered(actor=clock, at=at):
        root = apps.get_model(erasing.ROOTS[subject])
        named = list(root.objects.filter(owner_agency=side.force).values_list("pk", flat=True))
    with entered(actor=one, at=at):
        run = governance.keep_run(
            rule=rule, cutoff=at.date(), named=named, held=0, of=len(named), by=one, at=at
        )
    with entered(actor=other, at=at):
        governance.decide_run(run=run, agreed=True, because="Read all.", how=how, by=other, at=at)
        return one, RetentionRun.objects.get(pk=run.pk)


def said_of(side, actor, at, plan):
    """Return (table, column) of whatever of a plan the force's rows say its word in."""
    found = set()
    with entered(actor=actor, at=at), connection.cursor() as cursor:
        for one in plan:
            apart = "".join(f" AND t.{column} IS NULL" for column in one.unless)
            for column in one.columns:
                cursor.execute(
                    f"SELECT count(*) FROM {one.table} t WHERE t.owner_agency_id = %s{apart}"
                    f" AND t.{column}::text ILIKE %s",
                    [side.force.pk, f"%{side.word}%"],
                )
                if cursor.fetchone()[0]:
                    found.add((one.table, column))
    return found


@pytest.mark.parametrize(
    ("subject", "fewest"), [("adults", 12), ("community", 6), ("meetings", 1), ("operations", 2)]
)
def test_no_word_of_anybody_else_is_left_with_the_force_and_all_of_it_comes_back(
    world, subject, fewest
):
    side, at = world.a, timezone.now()
    reader = side.actor("superintendent")
    plan = erasing.plan(kept=rules.erasing_on(on=at.date()).kept, subject=subject)
    before, others = sums(side.force.pk), sums(world.b.force.pk)
    assert len(said_of(side, reader, at, plan)) >= fewest
    officer, run = every_root(side, subject, at)
    assert run.rows
    assert said_of(side, reader, at, plan) == set()
    assert sums(world.b.force.pk) == others
    with entered(actor=officer, at=at):
        assert governance.undo_run(run=run, because="Early.", by=officer, at=at) == run.rows
    after = sums(side.force.pk)
    assert {one.table for one in plan if after.get(one.table) != before.get(one.table)} == set()


def left_of(side, actor, at, plan):
    """Return (table, column) of whatever the force still holds of the child that says its word."""
    word, child = side.word, str(side.keys["child_id"])
    found = set()
    with entered(actor=actor, at=at), connection.cursor() as cursor:
        for one in plan:
            if not one.children:
                continue
            mine = " OR ".join(f"t.{column} = %s" for column in one.children)
            for column in one.columns:
                cursor.execute(
                    f"SELECT count(*) FROM {one.table} t WHERE t.owner_agency_id = %s"
                    f" AND ({mine}) AND t.{column}::text ILIKE %s",
                    [side.force.pk, *[child] * len(one.children), f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.add((one.table, column))
    return found


def test_no_word_of_the_child_is_left_with_the_force_and_all_of_it_comes_back(world):
    side, at = world.a, timezone.now()
    reader = side.actor("superintendent")
    plan = erasing.plan(kept=rules.erasing_on(on=at.date()).kept)
    before, others = sums(side.force.pk), sums(side.council.pk)
    assert len(left_of(side, reader, at, plan)) > 40  # the world says it everywhere
    officer, run = emptied(side, at)
    assert run.rows > 100
    assert left_of(side, reader, at, plan) == set()
    assert sums(side.council.pk) == others  # what another wrote of the child is theirs
    with entered(actor=officer, at=at):
        back = governance.undo_run(run=run, because="Too early.", by=officer, at=at)
    assert back == run.rows
    after = sums(side.force.pk)
    tables = {one.table for one in plan}
    assert {name for name in tables if after.get(name) != before.get(name)} == set()


def test_what_is_emptied_opens_on_every_page_of_whoever_keeps_it(world):
    side, at = world.a, timezone.now()
    emptied(side, at + timedelta(seconds=1))
    wrong = []
    for role, relation in (("superintendent", "own"), ("missing_coordinator", "own")):
        client = world.client(role, relation)
        for page in (
            f"/children/{side.keys['child_id']}/",
            f"/children/{side.keys['child_id']}/sharing/",
            f"/episodes/{side.keys['reference']}/",
            "/board/",
        ):
            answer = client.get(page, follow=True)
            if answer.status_code != 200:
                wrong.append((role, page, answer.status_code))
    assert wrong == []
