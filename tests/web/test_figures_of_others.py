"""No figure of one agency's children is on another's page or in its files, beyond what is published.

Every page of figures that somebody can come to is opened and every file on it is taken apart; then
everything that the agency itself can come to is asked for by each of the others.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import NOON
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import publishing

pytestmark = pytest.mark.django_db
THEIRS = "Southfell Police"
THEIR_COUNCIL = "Southfell Council"
# What stands in the other agency's records and nowhere else. The odd number is a true count.
MARKS = ("Wrenhurst", "wren arcade", "Ficta Wrenley", "09/09/2011")
HOW_MANY = 37
PAGES = re.compile(r'href="(/(?:figures|packs|returns)/[^"]*)"')
READERS = (
    "duty_inspector", "superintendent", "missing_coordinator", "social_worker", "national_analyst",
    "policy_owner", "board_member",
)  # fmt: skip


@pytest.fixture
def theirs(make_actor, make_agency, make_episode):
    """Let the other agency have children of its own, and every clock make what it makes."""
    force = make_actor("duty_inspector", agency=THEIRS)
    council = make_agency(THEIR_COUNCIL, "authority")
    home = make_agency("Wrenhurst", "home", parent=council)
    for number in range(HOW_MANY):
        reported = datetime(2025, 12, 1, 20, tzinfo=UTC) + timedelta(days=number)
        episode = make_episode(
            force, number, name=f"Ficta Wrenley {number}", reported_at=reported,
            happened_at=reported, state="closed", back_at=reported + timedelta(hours=5),
            closed_at=reported + timedelta(days=2), living_at="childrens_home", due_in=None,
            last_seen_place="The wren arcade", found_place="The wren arcade",
        )  # fmt: skip
        if number < 3:
            add_placement(
                actor=force, child_id=episode.child_id, living_at="childrens_home", at=NOON,
                started_on=reported.date(), looked_after=True, home=home.pk,
                responsible_authority=council.pk,
            )  # fmt: skip
    ours = make_actor("duty_inspector")
    for number in range(60, 72):
        reported = datetime(2026, 1, 1, 20, tzinfo=UTC) + timedelta(days=number)
        make_episode(
            ours, number, reported_at=reported, happened_at=reported, state="closed",
            back_at=reported + timedelta(hours=5), closed_at=reported + timedelta(days=2),
            living_at="home", due_in=None,
        )  # fmt: skip
    for role in READERS:
        make_actor(role)
    publishing.begin(at=NOON)
    rounds = Timer.objects.filter(kind__in=publishing.HANDLERS, state="waiting")
    publishing.make_first(agencies={one.owner_agency_id for one in rounds}, at=NOON)


def text_of(answer):
    """Return everything that an answer says, whatever kind of file it is."""
    content = answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    if content.startswith(b"%PDF"):
        streams = re.findall(rb"stream\n(.*?)\nendstream", content, re.S)
        return " ".join(zlib.decompress(one).decode("cp1252") for one in streams)
    return content.decode()


def walked(client):
    """Return every page and file of figures that somebody can come to, with what each says."""
    found, waiting = {}, ["/figures/"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        found[address] = text_of(answer)
        waiting += PAGES.findall(found[address])
    return found


def cells_of(text):
    return [cell for line in csv.reader(io.StringIO(text)) for cell in line[1:]]


@pytest.fixture
def worlds(theirs, signed_in):
    return {
        "theirs": walked(signed_in("superintendent", agency=THEIRS)),
        "their council's": walked(signed_in("social_worker", agency=THEIR_COUNCIL)),
    }


def test_nobody_else_comes_to_a_figure_of_theirs_by_a_link_or_by_an_address(worlds, signed_in):
    # The walk does find them where they belong.
    own = " ".join(worlds["theirs"].values())
    assert "wren arcade" in own.casefold()
    assert any(address.startswith("/packs/effort/") for address in worlds["theirs"])
    assert any("/returns/" in address for address in worlds["their council's"])
    every = {address for world in worlds.values() for address in world}
    assert {address.rsplit(".", 1)[-1] for address in every} >= {"csv", "json", "ods", "pdf"}

    for role in READERS:
        client = signed_in(role)
        seen = walked(client)
        assert "/figures/2026/" in seen, role
        for address in every - set(seen):
            answer = client.get(address)
            if answer.status_code == 200:
                seen[address] = text_of(answer)
        for address, said in seen.items():
            for mark in MARKS:
                assert mark.casefold() not in said.casefold(), (role, address, mark)
            # A true count of theirs is on no page, and in no cell of a file.
            numbers = (
                cells_of(said) if address.endswith(".csv") else re.findall(r">\s*(\d+)\s*<", said)
            )
            assert str(HOW_MANY) not in numbers, (role, address)


def test_what_is_published_of_them_is_rounded_or_hidden(worlds):
    published = worlds["theirs"]["/figures/2026/counts-2026.csv"]
    (line,) = [one for one in csv.reader(io.StringIO(published)) if one[0] == "southfell-police"]
    for cell in line[1:]:
        assert cell in {"c", "0"} or int(float(cell)) % 5 == 0 or "." in cell


def test_every_table_that_is_handed_out_says_what_it_is(worlds, signed_in):
    """Each CSV has a metadata file: definition, coverage, completeness and what is hidden."""
    for world in worlds.values():
        for address in world:
            if not address.endswith(".csv"):
                continue
            about = json.loads(world[f"{address.removesuffix('csv')}json"])
            assert about["url"] == address.rsplit("/", 1)[1]
            for key in ("title", "definitions", "coverage", "completeness", "suppression"):
                assert key in about, (address, key)
            assert about["coverage"], address
            assert about["columns"] == next(csv.reader(io.StringIO(world[address])))
