"""Two fences: each holds while the other is down, and no table is without one."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models import Q
from django.db.utils import ProgrammingError

from whereabouts.foundations.access.fences import Unfenced, related
from whereabouts.foundations.access.fencing import fence_of, our_models
from whereabouts.foundations.access.gate import reasons_to_see, relate, visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.scope import NoScope, entered
from whereabouts.foundations.agencies.planned import ask_at_once
from whereabouts.insight.lookups.board_lines import lines_about, lines_asked
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, ChildName

pytestmark = pytest.mark.django_db
CANARY = "Canarywhistle"


@pytest.fixture
def reported(make_actor, noon):
    """A report taken by Northmoor Police, with a name that must appear nowhere else."""
    handler = make_actor("call_handler")
    told = Told(
        idempotency_key="one", happened_at=noon, names=f"Testa {CANARY}", reporter_name="Pat",
        relation="mother", last_seen_place="the made-up park",
        facts={"suicide_concern": True},
    )  # fmt: skip
    report_missing(actor=handler, told=told, at=noon)
    return handler


def fenced_models():
    return [
        model
        for model in our_models()
        if fence_of(model) is not None and not isinstance(fence_of(model), Unfenced)
    ]


def test_the_application_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("model", fenced_models(), ids=lambda model: model._meta.label)
def test_row_security_is_forced_with_a_policy_for_every_command(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT cmd FROM pg_policies WHERE tablename = %s", [model._meta.db_table])
        commands = {row[0] for row in cursor.fetchall()}
    assert {"SELECT", "INSERT", "UPDATE", "DELETE"} <= commands


def test_no_scope_means_no_rows(reported):
    for model in fenced_models():
        assert model.objects.count() == 0, model._meta.label
    with pytest.raises(NoScope):
        visible(Child)


def test_the_database_holds_while_the_gates_are_down(reported, outsider, noon):
    with entered(actor=outsider, at=noon):
        for model in fenced_models():
            rows = model.objects.all()
            agency = {"owner_agency", "to_agency"} & {f.name for f in model._meta.fields}
            if model.__name__ in ("Message", "AuditEntry", "Look"):
                rows = rows.exclude(**{f"{name}_id": outsider.agency_id for name in agency})
            assert rows.count() == 0, model._meta.label


def test_the_gates_hold_while_the_database_is_open(reported, outsider, noon):
    with entered(actor=reported, at=noon):
        assert visible(Episode).count() == 1
    with entered(actor=outsider, at=noon), connection.cursor() as cursor:
        # The force's scope in the database, the outsider's in Python: one fence is down.
        cursor.execute(
            "SELECT set_config('whereabouts.agency', %s, true)", [str(reported.agency_id)]
        )
        assert Episode.objects.count() == 1
        assert visible(Episode).count() == 0
        assert visible(ChildName).count() == 0
        assert visible(Child).count() == 0


def test_each_fence_holds_alone_round_what_a_board_reads_of_a_few_children(
    reported, outsider, noon
):
    with entered(actor=reported, at=noon):
        child = Child.objects.get().pk
        assert CANARY in str(lines_about(children=[child]).read)
    for python, database in ((outsider, reported), (reported, outsider)):
        with entered(actor=python, at=noon), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('whereabouts.agency', %s, true)", [str(database.agency_id)]
            )
            found = lines_about(children=[child])
            (asked,) = ask_at_once(questions=[lines_asked(children=[child], linked=False)])
        assert (found.read, asked) == ({}, [])


ENDS = [None, timedelta(), timedelta(hours=-1), timedelta(hours=1)]


@pytest.mark.parametrize("changes", [False, True])
def test_a_reason_read_once_is_the_reason_that_stands_in_every_fence(make_actor, noon, changes):
    ours, theirs = make_actor("supervisor"), make_actor("supervisor", agency="Southmere Police")
    other = make_actor("supervisor", name="Otto")
    every = list(
        product(
            (ours, theirs), (None, ours.member_id, other.member_id), ("shared", "emergency"),
            (timedelta(hours=-1), timedelta(), timedelta(hours=1)), ENDS,
        )
    )  # fmt: skip
    for of, member, kind, begins, ends in every:
        with entered(actor=of, at=noon):
            relate(
                subjects=[uuid4()], agency=of.agency_id, member=member, kind=kind,
                at=noon + begins, until_at=None if ends is None else noon + ends,
            )  # fmt: skip
    with entered(actor=ours, at=noon, changes=changes) as scope:
        once = reasons_to_see(among=Q()).values_list("subject", flat=True)
        row_by_row = Relation.objects.filter(related(scope=scope, column="subject"))
        assert {*once} == {*row_by_row.values_list("subject", flat=True)}
        assert 0 < len(once) < len(every) / 2


def test_another_force_sees_nothing_until_it_has_a_reason(reported, make_actor, noon):
    other = make_actor("call_handler", agency="Southmere Police")
    with entered(actor=other, at=noon):
        assert Child.objects.count() == 0
    with entered(actor=reported, at=noon):
        child = Child.objects.get()
        relate(subjects=[child.pk], agency=other.agency_id, kind="reporting", at=noon)
    with entered(actor=other, at=noon):
        assert ChildName.objects.get().full.endswith(CANARY)


def test_a_reason_ends_when_it_ends(reported, make_actor, noon):
    other = make_actor("call_handler", agency="Southmere Police")
    with entered(actor=reported, at=noon):
        relate(
            subjects=[Child.objects.get().pk], agency=other.agency_id, kind="shared", at=noon,
            until_at=noon + timedelta(hours=1),
        )  # fmt: skip
    with entered(actor=other, at=noon + timedelta(minutes=59)):
        assert Child.objects.count() == visible(Child).count() == 1
    with entered(actor=other, at=noon + timedelta(hours=1)):
        assert Child.objects.count() == visible(Child).count() == 0


def test_nobody_writes_in_another_agencys_name(reported, outsider, noon):
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        entered(actor=outsider, at=noon),
    ):
        Child.objects.create(
            owner_agency_id=reported.agency_id,
            recorded_at=noon,
            recorded_by_id=outsider.member_id,
        )


def test_what_was_decided_and_audited_cannot_be_changed_or_removed(reported, noon):
    from whereabouts.foundations.audit.models import AuditEntry

    with entered(actor=reported, at=noon):
        assert AuditEntry.objects.exists()
    for statement in (
        "UPDATE audit_auditentry SET kind = 'x'",
        "DELETE FROM audit_auditentry",
        "UPDATE risk_assessment SET level = 'low'",
        "DELETE FROM risk_assertion",
        "TRUNCATE risk_decision",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            entered(actor=reported, at=noon),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_adults_are_hidden_from_roles_that_do_not_see_them(reported, make_actor, noon):
    from whereabouts.journeys.name_adult import name_adult
    from whereabouts.journeys.told import AdultNamed
    from whereabouts.records.people.models import Adult

    with entered(actor=reported, at=noon):
        reference = Episode.objects.get().reference
        child = Child.objects.get().pk
    name_adult(
        actor=reported, reference=reference, adult=AdultNamed(name="A Madeup Man"),
        said_by="her friend", at=noon,
    )  # fmt: skip
    home = make_actor("home_worker")
    with entered(actor=reported, at=noon):
        assert Adult.objects.count() == visible(Adult).count() == 1
        relate(subjects=[child], agency=home.agency_id, kind="caring", at=noon)
    with entered(actor=home, at=noon):
        assert Child.objects.count() == 1
        assert Adult.objects.count() == visible(Adult).count() == 0


def test_the_owner_role_is_another_than_the_applications():
    assert connections["owner"].settings_dict["USER"] != connection.settings_dict["USER"]
