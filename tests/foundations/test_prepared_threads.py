"""What one thread put together another asks on a line of its own."""

from threading import Thread

from django.db import connection

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.people.models import ChildName


@prepared
def every_name():
    return visible(ChildName).order_by("full")


def test_another_thread_asks_on_a_line_of_its_own(committed, make_actor, noon):
    handler = make_actor("call_handler")
    told = Told(idempotency_key="one", happened_at=noon, names="Testa Sampleton")
    report_missing(actor=handler, told=told, at=noon)
    found, lines = [], []

    def ask():
        with entered(actor=handler, at=noon):
            found.extend(every_name())
            lines.append(connection.connection)
        connection.close()

    with entered(actor=handler, at=noon):
        every_name()
        ours = connection.connection
        thread = Thread(target=ask)
        thread.start()
        thread.join()
    assert [name.full for name in found] == ["Testa Sampleton"]
    assert lines != [ours]
