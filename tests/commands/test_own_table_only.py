"""A migration makes only its own table's class anew, and what it leaves is what Django's way does."""

from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, models
from django.db.migrations.state import ModelState, ProjectState

from tests.conftest import _admin, use_database
from whereabouts.interfaces.commands.management.commands import migrate
from whereabouts.interfaces.commands.own_table_only import own_table_only


def state_of_three():
    """Return a rendered state: a child points to a home, and a home to an agency."""
    state = ProjectState()
    for name, points_to in (("Agency", None), ("Home", "Agency"), ("Child", "Home")):
        fields = [("id", models.AutoField(primary_key=True)), ("code", models.TextField())]
        if points_to:
            fields.append(
                (points_to.lower(), models.ForeignKey(f"made.{points_to}", models.PROTECT))
            )
        state.add_model(ModelState("made", name, fields))
    assert len(state.apps.get_models()) == 3
    return state


def made_anew(state, change):
    """Return whose classes a change makes anew."""
    before = {one._meta.model_name: one for one in state.apps.get_models()}
    change()
    now = {one._meta.model_name: one for one in state.apps.get_models()}
    return {name for name, one in now.items() if before.get(name) is not one}


def test_a_table_that_is_new_or_grows_is_made_anew_alone():
    state = state_of_three()
    home, child = ("made", "home"), ("made", "child")
    visit = ModelState("made", "Visit", [
        ("id", models.AutoField(primary_key=True)),
        ("home", models.ForeignKey("made.Home", models.PROTECT)),
    ])  # fmt: skip
    near = models.ForeignKey("made.Agency", models.PROTECT)
    never = models.CheckConstraint(condition=models.Q(code=""), name="never")
    with own_table_only():
        assert made_anew(state, lambda: state.add_model(visit)) == {"visit"}
        assert made_anew(state, lambda: state.add_field(*child, "near", near, False)) == {"child"}
        assert made_anew(state, lambda: state.add_constraint(*home, never)) == {"home"}
    # What reads rows has to be shown every class as it is now.
    assert state.is_delayed


def test_a_key_that_others_point_to_or_a_field_taken_away_makes_its_neighbours_anew_too():
    for change in (
        lambda state: state.alter_field(
            "made", "agency", "id", models.BigAutoField(primary_key=True), False
        ),
        lambda state: state.remove_field("made", "child", "home"),
        lambda state: state.rename_field("made", "agency", "id", "key"),
    ):
        ours, djangos = state_of_three(), state_of_three()
        with own_table_only():
            those = made_anew(ours, lambda change=change, state=ours: change(state))
        assert those == made_anew(djangos, lambda change=change, state=djangos: change(state))
        assert len(those) > 1


def test_django_has_its_own_way_back_afterwards():
    with pytest.raises(ZeroDivisionError), own_table_only():
        raise ZeroDivisionError
    assert made_anew(state := state_of_three(), lambda: state.alter_field(
        "made", "agency", "id", models.BigAutoField(primary_key=True), False
    )) == {"agency", "home", "child"}  # fmt: skip


# All that a migration can leave behind, by name and text.
LEFT_BEHIND = (
    (
        "SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable,"
        " column_default, is_identity, collation_name FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    ),
    (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    (
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal"
    ),
    (
        "SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p"
        " LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'"
        " WHERE pronamespace = 'public'::regnamespace AND d.objid IS NULL"
    ),
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    "SELECT app, name FROM django_migrations",
)


def left_behind():
    with connections["owner"].cursor() as cursor:
        found = []
        for asked in LEFT_BEHIND:
            cursor.execute(asked)
            found.append(sorted(cursor.fetchall(), key=str))
    return found


@pytest.fixture
def apart(django_db_setup, django_db_blocker):
    """Give a database of the test's own, empty, beside the usual one, in use during the test."""
    usual = str(settings.DATABASES["owner"]["NAME"])
    name = f"{usual}_djangos"
    with django_db_blocker.unblock():
        ours = left_behind()
        _admin(f'CREATE DATABASE "{name}"')
        use_database(name=name)
        try:
            yield ours
        finally:
            use_database(name=usual)
            _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.full
def test_the_database_is_the_one_that_djangos_own_way_makes(apart, monkeypatch):
    assert all(apart)
    monkeypatch.setattr(migrate, "own_table_only", nullcontext)
    call_command("migrate", verbosity=0)
    for asked, ours, djangos in zip(LEFT_BEHIND, apart, left_behind(), strict=True):
        assert set(map(str, djangos)) ^ set(map(str, ours)) == set(), asked
