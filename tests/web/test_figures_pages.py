"""The pages of figures and packs: plots with a table behind each, files, and nobody else's pack."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.tables import Table
from whereabouts.interfaces.web.figures.plots import plot
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import publishing
from whereabouts.practice.oversight.models import MadePack, PublishedFigures
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db
UNTIL = "2026-11-01"


def run_round(kind, agency_id):
    """Run an agency's round as the worker would, step by step."""
    first, at = None, NOON
    while True:
        timer = Timer.objects.get(kind=kind, owner_agency=agency_id, state="waiting")
        if first is not None and timer.due_at > at + publishing.STEP:
            return first
        first, at = first or timer, max(at, min(timer.due_at, at + publishing.STEP))
        publishing.HANDLERS[kind](timer, at)
        Timer.objects.filter(pk=timer.pk).update(state="fired", settled_at=at)


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def made(inspector, make_episode):
    """Let a force have had sixty episodes, and its packs be made by its clock."""
    for number in range(60):
        reported = datetime(2026, 3, 1, 20, tzinfo=UTC) + timedelta(days=3 * number)
        make_episode(
            inspector, number, reported_at=reported, happened_at=reported, state="closed",
            back_at=reported + timedelta(hours=number), closed_at=reported + timedelta(days=4),
            living_at="home", due_in=None,
        )  # fmt: skip
    publishing.begin(at=NOON)
    return run_round(publishing.PACKS, inspector.agency_id)


def whole_of(client, address):
    """Return every part of a pack that is several pages."""
    page = client.get(address).text
    more = re.findall(rf'href="({re.escape(address)}\?part=\d+)"', page)
    return page + "".join(client.get(one).text for one in more)


def test_the_clock_makes_each_kind_once_and_sets_the_next_month(made, inspector):
    with entered(actor=inspector, at=NOON):
        kept = {one.kind: one for one in MadePack.objects.all()}
    assert sorted(kept) == ["effort", "pack", "profile"]
    assert kept["pack"].since_on == date(2025, 11, 1)
    assert kept["pack"].until_on == date(2026, 11, 1)
    following = Timer.objects.filter(kind=publishing.PACKS, state="waiting").latest("due_at")
    assert following.due_at == datetime(2026, 12, 1, 3, tzinfo=UTC)
    publishing.HANDLERS[publishing.PACKS](made, NOON)
    with entered(actor=inspector, at=NOON):
        assert MadePack.objects.count() == 3


def test_the_next_packs_begin_where_the_last_ended_and_wait_while_they_hold_little(made, inspector):
    def kept(at):
        for second in range(6):
            publishing.HANDLERS[publishing.PACKS](made, at + timedelta(seconds=second))
        with entered(actor=inspector, at=at):
            return sorted(MadePack.objects.values_list("since_on", "until_on", "kind"))

    first = kept(NOON)
    # Neither of the next months is a quarter's end, and the quarter holds too little.
    for year, month in ((2026, 12), (2027, 1), (2027, 2), (2027, 4), (2027, 7)):
        assert kept(datetime(year, month, 5, 3, tzinfo=UTC)) == first
    assert kept(datetime(2027, 10, 5, 3, tzinfo=UTC)) == [
        *first,
        *((date(2026, 11, 1), date(2027, 10, 1), kind) for kind in ("effort", "pack", "profile")),
    ]


def test_the_pack_is_shown_with_a_plot_and_a_table_behind_each(made, signed_in):
    client = signed_in("duty_inspector")
    assert "Partnership pack" in client.get("/figures/").text
    page = whole_of(client, f"/packs/pack/{UNTIL}/")
    assert page.count("<svg") > 3
    assert page.count("<svg") == page.count("The same as a table")
    assert "Of those not asked nothing is known" in page
    assert "nharmed" not in page
    assert "most of them would have gone missing less" in page
    assert "Fewer reports alone are no success" in page
    profile = client.get(f"/packs/profile/{UNTIL}/").text
    assert "Reports by day and hour" in profile


def test_a_pack_of_several_pages_says_which_of_them_this_is(made, signed_in):
    client = signed_in("duty_inspector")
    address = f"/packs/pack/{UNTIL}/"
    first, last = client.get(address).text, client.get(f"{address}?part=2").text
    (here,) = re.findall(r'<strong aria-current="page">([^<]+)</strong>', first)
    assert here.startswith("What came of it")
    (there,) = re.findall(r'<strong aria-current="page">([^<]+)</strong>', last)
    assert there != here
    assert f'href="{address}?part=2"' in first
    assert "What came of it</h2>" in first
    assert "What came of it</h2>" not in last


def test_every_table_is_handed_out_with_its_metadata_and_the_whole_as_ods_and_pdf(made, signed_in):
    client = signed_in("duty_inspector")
    page = whole_of(client, f"/packs/pack/{UNTIL}/")
    addresses = re.findall(rf'href="(/packs/pack/{UNTIL}/[^"]+\.csv)"', page)
    assert len(addresses) > 10
    answer = client.get(addresses[0])
    assert answer["Content-Type"].startswith("text/csv")
    about = json.loads(client.get(addresses[0].removesuffix("csv") + "json").content)
    assert about["suppression"]["rules"] == "ours/1"
    assert about["url"] == addresses[0].rsplit("/", 1)[1]
    ods = client.get(f"/packs/pack/{UNTIL}/all.ods").content
    with zipfile.ZipFile(io.BytesIO(ods)) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.read("content.xml").count(b"<table:table ") == 2 * len(addresses)
    assert client.get(f"/packs/pack/{UNTIL}/all.pdf").content.startswith(b"%PDF-1.7")
    for wrong in ("all.exe", "nothing.csv", f"{addresses[0].rsplit('/', 1)[1][:-4]}.exe"):
        assert client.get(f"/packs/pack/{UNTIL}/{wrong}").status_code == 404


def test_hours_and_tasks_are_for_chiefs_alone(made, signed_in):
    chief, inspector = signed_in("superintendent"), signed_in("duty_inspector")
    assert "Hours and tasks" in chief.get("/figures/").text
    assert "Hours and tasks" not in inspector.get("/figures/").text
    assert chief.get(f"/packs/effort/{UNTIL}/").status_code == 200
    assert inspector.get(f"/packs/effort/{UNTIL}/").status_code == 404
    assert inspector.get(f"/packs/effort/{UNTIL}/all.pdf").status_code == 404


def test_another_force_sees_nothing_of_it(made, signed_in):
    other = signed_in("duty_inspector", agency="Southfell Police")
    assert "None has been made yet" in other.get("/figures/").text
    assert other.get(f"/packs/pack/{UNTIL}/").status_code == 404
    assert other.get("/packs/pack/yesterday/").status_code == 404


def test_nobody_and_no_small_number_is_in_what_was_made(made, inspector):
    with entered(actor=inspector, at=NOON):
        kept = [one.content for one in MadePack.objects.all()]
    assert "Testa" not in str(kept)
    for content in kept:
        for part in content:
            for table in part["tables"]:
                if "help" in table["name"] or "effort" in table["name"]:
                    continue
                cells = [cell for line in table["lines"] for cell in line[1:3]]
                numbers = [int(cell) for cell in cells if cell.isdecimal()]
                assert all(number % 5 == 0 for number in numbers), table["name"]


def test_the_look_is_written_down_when_a_pack_is_made(made, inspector):
    from whereabouts.foundations.audit.models import Look

    with entered(actor=inspector, at=NOON):
        assert len(Look.objects.get(page="making of the pack").subjects) == 60


def test_the_national_units_clock_publishes_the_last_whole_year(
    made, inspector, make_actor, signed_in
):
    unit = make_actor("national_analyst")
    publishing.begin(at=NOON)
    run_round(publishing.FIGURES, unit.agency_id)
    for role in ("national_analyst", "policy_owner", "social_worker", "superintendent"):
        assert "Year to 31 March 2026" in signed_in(role).get("/figures/").text
    client = signed_in("social_worker")
    page = client.get("/figures/2026/").text
    assert "Two counts of one year" in page
    assert client.get("/figures/2026/counts-2026.csv").text.startswith("area,")
    assert client.get("/figures/2026/all.ods").status_code == 200
    assert client.get("/figures/2026/all.pdf").content.startswith(b"%PDF")
    assert client.get("/figures/2019/").status_code == 404
    with entered(actor=inspector, at=NOON):
        assert PublishedFigures.objects.count() == 1


def test_where_nothing_is_recorded_nothing_is_published(make_actor):
    unit = make_actor("national_analyst")
    publishing.begin(at=NOON)
    run_round(publishing.FIGURES, unit.agency_id)
    with entered(actor=unit, at=NOON):
        assert PublishedFigures.objects.count() == 0
    clock = system_actor(agency=unit.agency_id, at=NOON)
    assert clock.agency_kind == "national_unit"


def test_first_rounds_come_one_after_another(make_agency):
    for name in ("Northmoor Police", "Southfell Police"):
        make_agency(name)
    assert publishing.begin(at=NOON) == 2
    assert publishing.begin(at=NOON) == 0
    due = sorted(Timer.objects.filter(kind=publishing.PACKS).values_list("due_at", flat=True))
    assert due[1] - due[0] == publishing.APART


def test_a_plot_is_drawn_in_ink_alone_and_what_is_hidden_says_so():
    counted = Table(
        name="t", title="T", columns=("What", "Episodes"),
        lines=(("few", "c"), ("many", "40"), ("all", "45")), coverage="",
    )  # fmt: skip
    shares = Table(
        name="s", title="S",
        columns=("What", "Of", "So many", "Share, %", "Between, %, 95 in 100"),
        lines=(("few", "c", "c", "c", "c"), ("many", "40", "10", "25", "14 to 40")), coverage="",
    )  # fmt: skip
    for table in (counted, shares):
        drawn = str(plot(table=table, name="x"))
        colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn))
        assert colours <= {"#0b0c0c", "#ffffff", "#b1b4b6"}
        assert "hidden (c)" in drawn
        assert "style=" not in drawn
    wide = Table(name="w", title="W", columns=("A", "B", "C"), lines=(), coverage="")
    assert not plot(table=wide, name="w")


def test_an_authority_makes_its_return_and_nobody_else_does(signed_in):
    worker = signed_in("social_worker")
    assert "/returns/figures/2027/" in worker.get("/figures/").text
    page = worker.get("/returns/figures/2027/").text
    assert "Nothing stands in the way of signing it" in page
    assert "Rules looked at: 20; broken: 0" in page
    for name in ("missing", "header", "episodes", "list-8"):
        answer = worker.get(f"/returns/figures/2027/{name}.csv")
        assert answer["Content-Type"].startswith("text/csv")
    assert worker.get("/returns/figures/2027/other.csv").status_code == 404
    assert worker.get("/returns/figures/2019/").status_code == 404
    inspector = signed_in("duty_inspector")
    assert "returns/figures" not in inspector.get("/figures/").text
    assert inspector.get("/returns/figures/2027/").status_code == 403


def test_a_return_that_cannot_be_signed_says_why(signed_in, make_actor, make_agency):
    council = make_agency("Aldermere Council", "authority")
    coordinator = make_actor("missing_coordinator")
    with entered(actor=coordinator, at=NOON):
        child = people.create_child(
            by=coordinator, at=NOON, names=[{"full": "Testa Sampleton"}], born_text="12 March 2012"
        )
        other = people.create_child(
            by=coordinator, at=NOON, names=[{"full": "Testo Sampleton"}], born_text="about 13"
        )
    for one in (child, other):
        add_placement(
            actor=coordinator, child_id=one.pk, living_at="foster", at=NOON,
            started_on=date(2026, 5, 1), looked_after=True, responsible_authority=council.pk,
        )  # fmt: skip
    page = signed_in("social_worker").get("/returns/figures/2027/").text
    assert "1 child has no date of birth on record" in page
    assert "the placement has no postcode" in page
    assert page.count("Not yet") == 2  # what the rules do not look at stands in the way as well
    assert "to be filled in before it is sent: legal status" in page
    assert "Nothing stands in the way" not in page
    assert "Sampleton" not in page


def test_a_long_table_is_folded_and_its_headings_are_words():
    sections = [
        Section(heading="Care", says=(), tables=(
            Table(
                name=f"t{lines}", title=f"Of {lines}", columns=("authority", "missing_children"),
                lines=tuple((f"Council {n}", "c") for n in range(lines)), coverage="",
            ),
        ))
        for lines in (60, 61)
    ]  # fmt: skip
    template = engines["jinja2"].env.from_string(
        '{% from "figures/parts.html" import sections_of %}'
        "{% macro there(name, format) %}/{{ name }}{% endmacro %}"
        "{{ sections_of(sections, plot, there) }}"
    )
    page = template.render(sections=sections, plot=plot)
    assert "All 61 lines" in page
    assert "All 60 lines" not in page
    assert "Missing children</th>" in page
    assert "missing_children" not in page
