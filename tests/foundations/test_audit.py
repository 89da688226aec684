"""The audit log: sealed without a gap, verified, erased without a break, and never changed."""

import json
from datetime import timedelta
from io import StringIO
from threading import Event, Thread
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit import sealing
from whereabouts.foundations.audit.actions import record
from whereabouts.foundations.audit.models import AuditBatch, AuditEntry
from whereabouts.foundations.audit.sealing import seal
from whereabouts.foundations.audit.verifying import verify

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def handler(make_actor):
    """Somebody who does things."""
    return make_actor("call_handler")


def write(actor, noon, times=1):
    with entered(actor=actor, at=noon):
        return [
            record(
                kind="made.up", subject=f"thing:{number}", by=actor, at=noon, payload={"n": number}
            )
            for number in range(times)
        ]


def seal_all(noon):
    """Seal everything: nothing runs in this database now, whatever runs elsewhere on the server.

    What seals in earnest waits for the oldest transaction of the whole server; tests beside this
    one hold theirs open for long.
    """

    def next_number():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            return cursor.fetchone()[0]

    with patch.object(sealing, "ended_before", next_number):
        batch = seal(at=noon)
    told = []
    found = verify(tell=lambda done, of: told.append((done, of)))
    assert found.sealed == found.entries
    # How far it is never goes back, and comes to all there is.
    assert told == sorted(told)
    assert {of for _, of in told} == {found.entries + found.batches} or not told
    return [batch] if batch else []


def as_owner(statement, values=()):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def faults():
    return [(fault.where, fault.what) for fault in verify().wrong]


def test_what_is_sealed_verifies_and_is_sealed_once(handler, noon):
    write(handler, noon, times=5)
    first = seal_all(noon)
    assert sum(batch.entries for batch in first) >= 5
    assert seal(at=noon + timedelta(minutes=1)) is None
    write(handler, noon)
    second = seal_all(noon)
    assert second[0].from_transaction == first[-1].until_transaction
    found = verify()
    assert (found.batches, found.wrong) == (len(first) + len(second), [])


def test_whoever_commits_late_is_in_a_later_batch_and_not_left_out(handler, noon):
    written, go_on = Event(), Event()

    def late():
        with transaction.atomic(), entered(actor=handler, at=noon):
            record(kind="made.late", subject="thing:late", by=handler, at=noon)
            written.set()
            go_on.wait(60)
        connection.close()

    thread = Thread(target=late)
    thread.start()
    assert written.wait(60)
    write(handler, noon)  # a later transaction that commits first
    early = seal(at=noon)
    go_on.set()
    thread.join(60)
    later = seal_all(noon)
    found = verify()
    assert found.wrong == []
    assert sum(batch.entries for batch in [*([early] if early else []), *later]) == found.entries


def test_a_changed_payload_is_found(handler, noon):
    key = write(handler, noon)[0]
    as_owner("UPDATE audit_auditentry SET payload = 'other' WHERE id = %s", [key])
    assert faults() == [("entry", "the payload is not what was hashed")]


def test_a_changed_column_is_found(handler, noon):
    key = write(handler, noon)[0]
    as_owner("UPDATE audit_auditentry SET subject = 'thing:other' WHERE id = %s", [key])
    assert faults() == [("entry", "the columns are not what was hashed")]


def test_an_entry_written_anew_in_full_is_found_by_its_batch(handler, noon):
    from whereabouts.foundations.audit.rules import canonical_bytes, entry_hash

    key = write(handler, noon)[0]
    seal_all(noon)
    entry = AuditEntry.objects.using("owner").get(pk=key)
    forged = canonical_bytes(
        key=key, kind="made.otherwise", subject=entry.subject, member=entry.member_id,
        agency=entry.owner_agency_id, at=entry.at, recorded_at=entry.recorded_at,
        transaction=entry.transaction, payload_hash=bytes(entry.payload_hash),
    )  # fmt: skip
    AuditEntry.objects.using("owner").filter(pk=key).update(
        kind="made.otherwise", canonical=forged, entry_hash=entry_hash(canonical=forged)
    )
    assert faults() == [("batch", "the entries are not those that were sealed")]


def test_a_removed_entry_is_found(handler, noon):
    key = write(handler, noon, times=2)[0]
    seal_all(noon)
    as_owner("DELETE FROM audit_auditentry WHERE id = %s", [key])
    assert len(faults()) == 2
    assert {where for where, _ in faults()} == {"batch"}


def test_erased_entries_go_on_verifying_and_only_the_agencys_own_are_erased(
    handler, make_actor, noon
):
    ours = write(handler, noon)[0]
    theirs = write(make_actor("call_handler", agency="Elsewhere Police"), noon)[0]
    seal_all(noon)
    with entered(actor=handler, at=noon), connection.cursor() as cursor:
        cursor.execute("SELECT audit_erase(%s)", [[ours, theirs]])
        assert cursor.fetchone()[0] == 1
    found = verify()
    assert (found.wrong, found.erased) == ([], 1)
    assert AuditEntry.objects.using("owner").get(pk=ours).payload is None
    assert AuditEntry.objects.using("owner").get(pk=theirs).payload is not None


def test_half_an_erasure_is_found(handler, noon):
    key = write(handler, noon)[0]
    as_owner("UPDATE audit_auditentry SET salt = NULL WHERE id = %s", [key])
    assert faults() == [("entry", "half of it was erased")]


def test_the_application_changes_and_removes_nothing(handler, noon):
    key = write(handler, noon)[0]
    for change in (
        AuditEntry.objects.filter(pk=key).delete,
        lambda: AuditEntry.objects.filter(pk=key).update(kind="other"),
        lambda: AuditBatch.objects.all().update(entries=0),
    ):
        with pytest.raises(ProgrammingError), entered(actor=handler, at=noon):
            change()


def test_the_command_leaves_with_one_where_something_is_wrong(handler, noon):
    key = write(handler, noon)[0]
    said = StringIO()
    call_command("audit_verify", "--json", stdout=said)
    assert json.loads(said.getvalue())["wrong"] == []
    as_owner("UPDATE audit_auditentry SET payload = 'other' WHERE id = %s", [key])
    said = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("audit_verify", "--json", stdout=said)
    assert left.value.code == 1
    assert json.loads(said.getvalue())["wrong"] == [
        {"where": "entry", "key": str(key), "what": "the payload is not what was hashed"}
    ]
