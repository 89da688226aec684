"""Whole registers are compared and pairs suggested; nobody is joined by it, and no file leaks."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.registers import every_register
from whereabouts.interfaces.commands.linking import by_splink
from whereabouts.interfaces.commands.linking.files import PAIR_COLUMNS, write_pairs
from whereabouts.interfaces.commands.management.commands import link
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child, ChildAddress, SamePersonLink

pytestmark = pytest.mark.django_db

ADA = [{"given": "Ada", "family": "Quillfeather", "full": "Ada Quillfeather"}]
ADAH = [{"given": "Adah", "family": "Quilfeather", "full": "Adah Quilfeather"}]
BEDE = [{"given": "Bede", "family": "Quillfeather", "full": "Bede Quillfeather"}]


@pytest.fixture
def here(make_actor: Any) -> Any:
    return make_actor("call_handler", name="here")


@pytest.fixture
def there(make_agency: Any, make_actor: Any) -> Any:
    agency = make_agency(kind="police", name="Southmoor Police")
    return make_actor("call_handler", agency=agency, name="there")


def child_of(actor: Any, names: Any, born: str = "12/03/2011") -> Child:
    with entered(actor=actor, at=NOON):
        return people.create_child(by=actor, at=NOON, names=names, born_text=born)


def linked(*args: str) -> dict[str, Any]:
    out = StringIO()
    call_command("link", "--json", *args, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize("engine", ["own", "duckdb"])
def test_a_child_of_two_forces_is_suggested_once_and_never_joined(
    here: Any, there: Any, engine: str
) -> None:
    one, other = child_of(here, ADA), child_of(there, ADA)
    child_of(there, BEDE, "03/04/2013")

    first, again = linked("--engine", engine), linked("--engine", engine)

    assert first["records"] == 3
    assert first["suggested"] == again["suggested"] == 1
    with entered(actor=here, at=NOON):
        (pair,) = SuggestedPair.objects.all()
        assert {pair.first_id, pair.second_id} == {one.pk, other.pk}
        assert pair.source == "link"
        assert not SamePersonLink.objects.exists()


def test_twins_are_left_out_and_counted(here: Any, there: Any) -> None:
    for actor, names in ((here, ADA), (there, BEDE)):
        child = child_of(actor, names)
        with entered(actor=actor, at=NOON):
            people.add_address(
                child=child,
                kind="home",
                line="3 Made Up Row",
                postcode="EX1 1MP",
                by=actor,
                at=NOON,
            )

    assert linked("--engine", "own")["suggested"] == 0
    with entered(actor=here, at=NOON):
        assert not SuggestedPair.objects.exists()


def test_an_outsider_sees_no_pair(here: Any, there: Any, outsider: Any) -> None:
    child_of(here, ADA)
    child_of(there, ADA)
    linked("--engine", "own")

    with entered(actor=outsider, at=NOON):
        assert not SuggestedPair.objects.exists()


def test_each_agency_s_records_are_read_by_its_own_clock_and_written_down(
    here: Any, there: Any
) -> None:
    mine, theirs = child_of(here, ADA), child_of(there, ADA)
    found = {kept.child: kept.agency for kept in every_register(at=NOON).records}

    assert found == {mine.pk: here.agency_id, theirs.pk: there.agency_id}
    with entered(actor=here, at=NOON):
        look = Look.objects.get(page="linking of registers", owner_agency=here.agency_id)
        assert look.subjects == [mine.pk]


def test_a_confidential_address_takes_every_place_out_of_the_comparison(here: Any) -> None:
    child = child_of(here, ADA)
    with entered(actor=here, at=NOON):
        for hidden in (False, True):
            people.add_address(
                child=child,
                kind="home",
                line="3 Made Up Row",
                confidential=hidden,
                by=here,
                at=NOON,
            )
        assert ChildAddress.objects.count() == 2

    (kept,) = every_register(at=NOON).records
    assert kept.candidate.places == ()
    assert kept.candidate.names == (("Ada", "Quillfeather"),)


def test_a_secret_that_another_force_keeps_of_the_same_child_takes_her_places_out_as_well(
    here: Any, there: Any
) -> None:
    mine, theirs = child_of(here, ADA), child_of(there, ADAH)
    with entered(actor=here, at=NOON):
        people.add_address(child=mine, kind="home", line="3 Made Up Row", by=here, at=NOON)
        people.relate_to_child(child_id=mine.pk, agency=there.agency_id, kind="shared", at=NOON)
    (kept,) = [one for one in every_register(at=NOON).records if one.child == mine.pk]
    assert kept.candidate.places == ("3 Made Up Row",)

    with entered(actor=there, at=NOON):
        people.add_address(
            child=theirs, kind="home", line="Zqrefuge Cottage", confidential=True, by=there, at=NOON
        )
        people.link_records(
            child=mine, other=theirs, because="Her aunt says so.", by=there, at=NOON
        )

    found = {one.child: one.candidate.places for one in every_register(at=NOON).records}
    assert found == {mine.pk: (), theirs.pk: ()}


def test_a_file_that_names_her_refuge_is_told_nothing_of_it(here: Any, tmp_path: Any) -> None:
    child = child_of(here, ADA)
    with entered(actor=here, at=NOON):
        for line, hidden in (("3 Made Up Row", False), ("Zqrefuge Cottage", True)):
            people.add_address(
                child=child, kind="home", line=line, confidential=hidden, by=here, at=NOON
            )
    register, out = tmp_path / "register.csv", tmp_path / "pairs.csv"
    told = []
    for place in ("Zqrefuge Cottage", "3 Made Up Row", "Nowhere Court", ""):
        register.write_text(
            f"record,given,family,born,place\nA1,Ada,Quillfeather,12/03/2011,{place}\n"
        )
        said = linked("--engine", "own", "--file", str(register), "--out", str(out))
        told.append((said, out.read_text()))

    assert all(one == told[0] for one in told)
    assert str(child.pk) in told[0][1]
    assert "Place" not in told[0][1]


def test_a_file_is_compared_and_its_pairs_go_to_a_file(here: Any, tmp_path: Any) -> None:
    child = child_of(here, ADA)
    register, out = tmp_path / "register.csv", tmp_path / "pairs.csv"
    register.write_text(
        "record,given,family,born\nA1,Ada,Quillfeather,12/03/2011\nA2,Null,None,2012-02-29\n"
    )

    said = linked("--engine", "own", "--file", str(register), "--out", str(out))

    assert said["of_file"] == 2
    with out.open() as text:
        (row,) = csv.DictReader(text)
    assert (row["record"], row["other"], row["other_is"]) == ("A1", str(child.pk), "record")
    assert "Quillfeather" not in out.read_text()
    with entered(actor=here, at=NOON):
        assert not SuggestedPair.objects.exists()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("given,family\nAda,Quillfeather\n", "lacks the column record"),
        ("record,given,family\n,Ada,Quillfeather\n", "Line 2 has no key"),
        ("record,given,family,born\nA1,Ada,Quillfeather,31/02/2011\n", "Line 2: That month"),
        ("record,given,family\nA1,Ada,X\nA1,Ada,Y\n", "twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_without_a_name(
    here: Any, tmp_path: Any, text: str, refusal: str
) -> None:
    register = tmp_path / "register.csv"
    register.write_text(text)

    with pytest.raises(CommandError) as refused:
        linked("--engine", "own", "--file", str(register), "--out", str(tmp_path / "pairs.csv"))

    assert refusal in str(refused.value)
    assert "Quillfeather" not in str(refused.value)
    assert not (tmp_path / "pairs.csv").exists()


def test_a_place_that_cannot_be_written_to_is_said_before_anything_is_compared(
    here: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "every_register", lambda **_: pytest.fail("compared"))
    register = tmp_path / "register.csv"
    register.write_text("record,given,family\nA1,Ada,X\n")
    for argv, refusal in (
        (["--out", str(tmp_path)], "cannot be written to"),
        (["--out", str(register / "below.csv")], "cannot be written to"),
        (["--out", str(tmp_path / "pairs.csv"), "--dry-run"], "--dry-run"),
    ):
        with pytest.raises(CommandError, match=refusal):
            linked("--engine", "own", "--file", str(register), *argv)
    assert list(tmp_path.iterdir()) == [register]


def test_no_pair_that_is_written_is_a_formula(tmp_path: Any) -> None:
    out = tmp_path / "pairs.csv"
    write_pairs(file=out, rows=[dict.fromkeys(PAIR_COLUMNS, "=1+1")])
    _, line = out.read_text().splitlines()
    assert line.split(",") == ["'=1+1"] * len(PAIR_COLUMNS)


def test_spark_without_java_is_refused_with_what_to_do(
    here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_of(here, ADA)
    monkeypatch.setattr(by_splink.shutil, "which", lambda name: None)

    with pytest.raises(CommandError, match="Spark needs Java"):
        linked("--engine", "spark")
