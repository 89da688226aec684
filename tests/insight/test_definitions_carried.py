"""No figure is given out that does not say by which definition, and which version, it counts."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines

from tests.insight.test_pdf import drawn
from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.definitions import (
    GENERAL,
    STATED,
    definition,
    definitions,
    every_definition,
)
from whereabouts.insight.figures.facts import Adults, EpisodeFact, Facts
from whereabouts.insight.figures.kept import as_kept, from_kept
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.pdf import pdf
from whereabouts.insight.figures.protected import About, Called, counts, crossed, rates
from whereabouts.insight.figures.tables import metadata
from whereabouts.interfaces.commands import figures
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import making
from whereabouts.interfaces.web.figures import documents
from whereabouts.interfaces.web.figures.plots import plot
from whereabouts.interfaces.web.templating import counted_by

OURS = named_rules(rules_id="ours", at=date(2024, 3, 31))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("nation")
    columnar.write(nation=make_nation(years=1, scale=0.005, seed=3), folder=made)
    return made


@pytest.fixture(scope="module")
def source(folder):
    return making.from_folder(folder=folder)


def test_every_table_of_a_year_says_by_what_it_counts_with_version_and_source(source):
    tables = [
        making.counts(source=source, ends=2024, area=None, definitions=definitions()),
        making.reconciliation(source=source, ends=2024),
        making.care_missing(source=source, ends=2024, area=None),
        *making.ukmpu(source=source, ends=2024)[1],
    ]
    assert len(tables) == 21
    for table in tables:
        said = metadata(table=table)["definitions"]
        assert said, table.name
        for one in said:
            assert one["id"]
            assert one["version"] >= 1
            assert one["source"]
            assert one["fallback"] is False
        names = ", ".join(f"{one['id']}/{one['version']}" for one in said)
        assert table.counted_by == f"Counted by {names}."


def test_a_table_of_forces_says_which_followed_rules_of_their_own_in_its_year(folder):
    source = making.from_folder(folder=folder)
    table = making.counts(source=source, ends=2024, area=None, definitions=definitions())
    followed = table.completeness["local_packs_followed"]
    assert list(followed.values()) == [["no-absent-for-children"]] * 4
    assert metadata(table=table)["completeness"]["local_packs_followed"] == followed
    assert "4 of the forces followed local packs" in " ".join(table.notes)
    alone = making.counts(
        source=replace(source, followed=None, made={}),
        ends=2024,
        area=None,
        definitions=definitions(),
    )
    assert alone.completeness["local_packs_followed"] == {}
    assert len(alone.notes) == len(table.notes) - 1
    assert alone.lines == table.lines


def made_of_a_pack():
    """Return a section with a table that names its definition, and one that has none of its own."""
    about = About(prefix="pack", period="a year", rules=OURS, coverage="made up")
    named = Called(name="n", title="Named", heading="N", definitions=(definition(name="child"),))
    tables = tuple(
        counts(about=about, called=called, names=["a", "b"], numbers=[30, 40])
        for called in (named, Called(name="g", title="General", heading="G"))
    )
    return Section(heading="Made up", says=(), tables=tables)


OWN, FELL_BACK = (
    "Counted by child/1.",
    "Counted by of-the-pack/1: the general definition, since this table has none of its own.",
)


def test_a_table_without_a_definition_of_its_own_says_that_it_fell_back_on_the_general_one():
    named, general = made_of_a_pack().tables
    assert (named.counted_by, general.counted_by) == (OWN, FELL_BACK)
    for table, fallback in ((named, False), (general, True)):
        said = metadata(table=table)
        assert [one["fallback"] for one in said["definitions"]] == [fallback]
        assert said["counted_by"] == table.counted_by
    assert [one.id for one in every_definition() if one.fallback] == ["of-the-pack"]


def test_every_kind_of_file_says_the_definition_with_its_version_and_whether_it_fell_back():
    section = made_of_a_pack()
    for table in section.tables:
        alone = documents.one_table(sections=[section], table=table.name, kind="json")
        assert table.counted_by in alone.content.decode()
    sheets = documents.whole(
        title="T", says=[], sections=[section], name="t", kind="ods"
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(sheets.content)) as archive:
        content = archive.read("content.xml").decode()
    assert content.count(OWN) == content.count(FELL_BACK) == 1
    pages = "".join(drawn(pdf(title="T", says=[], sections=[section])))
    assert OWN in pages
    assert "of-the-pack/1: the general definition" in pages
    template = engines["jinja2"].env.from_string(
        '{% from "figures/parts.html" import sections_of %}'
        "{% macro there(name, format) %}{{ name }}.{{ format }}{% endmacro %}"
        "{{ sections_of(sections, plot, there) }}"
    )
    page = template.render(sections=[section], plot=plot)
    assert page.count(OWN) == page.count(FELL_BACK) == 1


NAMED = re.compile(r'counted_by\("([a-z0-9-]+)"\)')
# Every page that shows a figure of many people's work or of many children, and is no table's.
PAGES = {
    "adults/figures.html": ["warnings-served"],
    "figures/picture_now.html": ["missing-now"],
    "homes/told_of.html": ["told-of-placements"],
    "meetings/now.html": ["meetings-that-act"],
    "notices/times.html": ["acknowledged-in-time"],
    "oversight/agreement.html": ["agreement-on-cases"],
    "oversight/grades.html": [
        "second-looks", "reviews-in-time", "signs-to-flags", "absent-by-load", "force-used",
    ],
    "voice/results.html": ["as-children-say"],
}  # fmt: skip


def test_every_page_with_figures_of_its_own_names_a_definition_that_is_held(request):
    templates = request.config.rootpath / "whereabouts/interfaces/web/templates"
    found = {
        str(path.relative_to(templates)): NAMED.findall(path.read_text(encoding="utf-8"))
        for path in sorted(templates.rglob("*.html"))
    }
    assert {page: names for page, names in found.items() if names} == PAGES
    for names in PAGES.values():
        for name in names:
            one = definition(name=name)
            assert counted_by(name) == f"Counted by {one.name}: {one.says[0].lower()}{one.says[1:]}"
            assert one.measure == STATED
    of_tables = {"rows-sent", "missing-from-care", "return-missing-file", "annex-a-list-8"}
    of_tables |= {"missing-incident", "missing-child"}
    named = {name for names in PAGES.values() for name in names}
    assert {one.id for one in every_definition() if one.measure == STATED} == named | of_tables


def test_what_is_kept_and_read_back_still_says_it():
    kept = as_kept(sections=[made_of_a_pack()], at=date(2024, 3, 31))
    (section,) = from_kept(kept=kept)
    assert [table.counted_by for table in section.tables] == [OWN, FELL_BACK]


def test_a_table_of_a_pack_that_names_none_counts_what_packs_count(monkeypatch):
    about = About(prefix="pack", period="a year", rules=OURS, coverage="made up")
    called = Called(name="t", title="T", heading="What")
    for table in (
        counts(about=about, called=called, names=["a", "b"], numbers=[30, 40]),
        crossed(about=about, called=called, names=["a"], columns=["x", "y"], numbers=[[20, 30]]),
        rates(about=about, called=called, columns=("Of", "So many"), lines=[("a", 20, 40)]),
    ):
        assert [one.name for one in table.definitions] == ["of-the-pack/1"]
    own = Called(name="t", title="T", heading="What", definitions=(definition(name="child"),))
    table = counts(about=about, called=own, names=["a", "b"], numbers=[30, 40])
    assert [one.name for one in table.definitions] == ["child/1"]


def test_what_packs_count_is_what_their_definition_says():
    at = datetime(2026, 3, 3, tzinfo=UTC)

    def fact(**more):
        return EpisodeFact(person="p", force="f", authority="", **{"reported_at": at, **more})

    facts = Facts(
        since=at - timedelta(days=1), until=at + timedelta(days=1), agency="f",
        episodes=(
            fact(), fact(category="absent"), fact(category="whereabouts_known"),
            fact(reported_at=at - timedelta(days=9)),
        ),
        helped=(), adults=Adults(linked=0, of_several_children=0),
    )  # fmt: skip
    assert [one.category for one in facts.of_the_time] == ["missing", "absent"]
    assert "whereabouts known left out" in definition(name="of-the-pack").says


def test_a_definition_of_one_table_alone_is_no_column_and_is_refused_as_one(folder, capsys):
    stated = {one.id: one for one in every_definition() if one.measure == STATED}.values()
    assert len(stated) == 18
    general = [one for one in every_definition() if one.measure == GENERAL]
    assert not {*stated, *general} & set(definitions())
    for one in (*stated, *general):
        argv = ["counts", "--year", "2024", "--file", str(folder), "--definitions", one.id]
        assert figures.main(argv) == 2
        assert "of a table of its own" in capsys.readouterr().err
