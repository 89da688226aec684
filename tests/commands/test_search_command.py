"""The search command shows one member what that member may see."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(make_actor: Any) -> Any:
    actor = make_actor("call_handler", name="handler")
    with entered(actor=actor, at=NOON):
        people.create_child(
            by=actor, at=NOON, names=[{"full": "Ada Quillfeather"}], born_text="12/03/2011"
        )
    return actor


def run(*args: str) -> str:
    out = StringIO()
    call_command("search", *args, stdout=out)
    return out.getvalue()


def test_it_prints_one_document_and_records_the_look(handler: Any) -> None:
    found = json.loads(run("--name", "quillfeather", "--dob", "2011", "--as", "handler", "--json"))

    (hit,) = found["hits"]
    assert hit["name"] == "Ada Quillfeather"
    assert hit["because"]
    assert found["problems"] == {}
    with entered(actor=handler, at=NOON):
        assert Look.objects.get(member=handler.member_id).kind == "search"


def test_it_prints_words_without_json(handler: Any) -> None:
    said = run("--name", "quillfeather", "--as", "handler")

    assert said.startswith("One person may be meant.")
    assert "Ada Quillfeather, 15, Northmoor Police" in said


def test_an_outsider_finds_nobody(handler: Any, outsider: Any) -> None:
    found = json.loads(run("--name", "quillfeather", "--as", "outsider@elsewhere", "--json"))

    assert found["hits"] == []


def test_nobody_of_that_name_and_a_role_that_may_not_are_refused(
    handler: Any, make_member: Any
) -> None:
    with pytest.raises(CommandError) as unknown:
        run("--name", "quillfeather", "--as", "nobody")
    assert unknown.value.returncode == 2
    make_member("home_worker", name="carer")
    with pytest.raises(CommandError) as refused:
        run("--name", "quillfeather", "--as", "carer")
    assert refused.value.returncode == 1


def test_what_cannot_be_read_ends_with_two(handler: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--dob", "31/02/2011", "--as", "handler", "--json")

    assert ended.value.code == 2


def test_nothing_asked_and_no_room_to_show_it_end_with_two(handler: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--sex", "F", "--as", "handler", "--json")
    assert ended.value.code == 2
    with pytest.raises(CommandError, match="--limit") as refused:
        run("--name", "quillfeather", "--as", "handler", "--limit", "0")
    assert refused.value.returncode == 2
