"""Snapshots open without the server, with their passphrase alone, and show an agency its own."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.downtime import keeper_of
from whereabouts.interfaces.commands import sealed_page, snapshot_open, snapshots
from whereabouts.interfaces.commands.sealed_page import (
    NotSealed,
    WrongPassphrase,
    lock_of,
    new_passphrase,
    open_page,
    seal_page,
)
from whereabouts.journeys.report_missing import Told, report_missing


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings, tmp_path):
    """Fewer turns of the key's mill, and a folder of the test's own."""
    monkeypatch.setattr(lock_of, "__kwdefaults__", {"salt": None, "iterations": 1000})
    settings.STATE_DIR = tmp_path


@pytest.fixture
def reported(make_actor, noon):
    """A child whom Northmoor Police look for."""
    told = Told(
        idempotency_key="k", happened_at=noon, names="Testa Sampleton", words="Went at noon."
    )
    return report_missing(actor=make_actor("call_handler"), told=told, at=noon).episode


def sealed(inside="<p>Testa</p>", passphrase="AAAAA-BBBBB"):
    return seal_page(
        inside=inside, title="T", label="code|now", lock=lock_of(passphrase=passphrase)
    )


def test_it_opens_with_its_passphrase_however_it_is_typed_and_with_no_other():
    page = sealed()
    assert "Testa" not in page
    for typed in ("AAAAA-BBBBB", "aaaaa bbbbb", " AAAAABBBBB\n"):
        assert open_page(page=page, passphrase=typed) == "<p>Testa</p>"
    with pytest.raises(WrongPassphrase):
        open_page(page=page, passphrase="AAAAA-BBBBC")


@pytest.mark.parametrize("part", ["label", "nonce", "sealed", "salt"])
def test_changed_in_any_part_it_does_not_open(part):
    page = sealed()
    held = json.loads(sealed_page.HELD.search(page)[1])
    other = json.loads(sealed_page.HELD.search(sealed())[1])
    changed = {**held, part: held[part] + "x" if part == "label" else other[part]}
    with pytest.raises(WrongPassphrase):
        open_page(
            page=page.replace(json.dumps(held), json.dumps(changed)), passphrase="AAAAA-BBBBB"
        )


def test_another_file_is_no_snapshot():
    with pytest.raises(NotSealed):
        open_page(page="<html></html>", passphrase="x")


def test_no_passphrase_comes_twice_and_each_has_more_than_a_hundred_bits():
    many = {new_passphrase() for _ in range(200)}
    assert len(many) == 200
    assert all(len(one.replace("-", "")) == 25 for one in many)


@pytest.mark.django_db
def test_an_agency_without_a_passphrase_has_no_snapshot(reported, noon):
    assert snapshots.take_snapshots(at=noon) == []


@pytest.mark.django_db
def test_board_profile_and_paper_form_are_inside_and_the_look_is_recorded(
    reported, make_actor, noon
):
    words = snapshots.make_passphrase(code="northmoor-police", at=noon)
    (file,) = snapshots.take_snapshots(at=noon)
    page = file.read_text()
    assert "Testa" not in page
    assert reported not in page
    inside = open_page(page=page, passphrase=words)
    for held in ("Testa Sampleton", reported, "1 open", "Questions, the most urgent first"):
        assert held in inside
    assert file.stat().st_mode & 0o077 == 0
    assert words not in "".join(one.read_text() for one in file.parents[1].rglob("*.*"))
    with entered(actor=make_actor("information_governance"), at=noon):
        look = Look.objects.get(page="snapshot")
    assert look.member_id == keeper_of(code="northmoor-police", at=noon).member_id
    assert look.purpose.startswith("snapshot")


@pytest.mark.django_db
def test_an_agency_without_a_part_in_it_finds_nobody_in_its_own(reported, make_agency, noon):
    make_agency("Elsewhere Police")
    words = snapshots.make_passphrase(code="elsewhere-police", at=noon)
    (file,) = snapshots.take_snapshots(at=noon)
    inside = open_page(page=file.read_text(), passphrase=words)
    assert "0 open" in inside
    assert "Sampleton" not in inside
    assert reported not in inside


@pytest.mark.django_db
def test_a_homes_snapshot_has_the_eyes_of_who_works_there(make_agency, noon):
    make_agency("Fern House", "home")
    assert keeper_of(code="fern-house", at=noon).roles == {"home_worker"}
    assert keeper_of(code="nowhere", at=noon) is None


@pytest.mark.django_db
def test_the_last_few_are_kept_and_the_latest_has_a_name(make_agency, noon):
    make_agency()
    snapshots.make_passphrase(code="northmoor-police", at=noon)
    for number in range(10):
        snapshots.take_snapshots(at=noon + number * timedelta(minutes=15))
    kept = sorted(one.name for one in (snapshots.folder() / "northmoor-police").iterdir())
    assert len(kept) == snapshots.KEPT + 1
    assert kept[-1] == "latest.html"
    assert kept[0] == "20261120T123000Z.html"


@pytest.mark.django_db
def test_the_command_shows_a_passphrase_once_and_refuses_what_is_not_there(make_agency, noon):
    make_agency()
    shown = io.StringIO()
    call_command("snapshot", "passphrase", "northmoor-police", stdout=shown, stderr=io.StringIO())
    taken = io.StringIO()
    call_command("snapshot", "take", stdout=taken)
    with open(taken.getvalue().strip()) as page:
        assert "0 open" in open_page(page=page.read(), passphrase=shown.getvalue())
    with pytest.raises(CommandError):
        call_command("snapshot", "passphrase", "nowhere")


def test_it_opens_from_a_terminal_too(tmp_path, monkeypatch, capsys):
    file = tmp_path / "latest.html"
    file.write_text(sealed())
    monkeypatch.setattr("sys.stdin", io.StringIO("aaaaa-bbbbb\n"))
    assert snapshot_open.main(argv=[str(file)]) == 0
    assert "<p>Testa</p>" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert snapshot_open.main(argv=[str(file)]) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.browser
def test_a_browser_opens_it_from_the_disk_alone(tmp_path, chromium):
    file = tmp_path / "latest.html"
    file.write_text(sealed(inside="<h1>Board of the night</h1>"))
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.fill("#passphrase", "wrong")
    page.click("button")
    page.get_by_text("does not open it").wait_for()
    page.fill("#passphrase", "aaaaa bbbbb")
    page.click("button")
    page.get_by_role("heading", name="Board of the night").wait_for()
    assert asked == [file.as_uri()]
    page.close()
