"""Figures of the whole country and the pack of the largest force are light enough for a telephone."""

from datetime import timedelta
from random import Random

import pytest
from django.template import engines

from tests.conftest import NOON
from tests.insight.test_pack import BY, DAY, HOUR, OURS, SINCE, about, an_episode, facts
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.figures import making
from whereabouts.insight.figures.definitions import definitions
from whereabouts.insight.figures.facts import Helped, Talk
from whereabouts.insight.figures.kept import as_kept
from whereabouts.insight.figures.pack import pack
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.profile import profile
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics.making import from_folder
from whereabouts.interfaces.web.figures.parted import page_asked, pages_of
from whereabouts.interfaces.web.figures.plots import plot
from whereabouts.practice.oversight.actions.publishing import publish

# Of a page of 100 kB, what is round every page leaves so much.
HEAVIEST, ROOM = 100_000, 80_000
AUTHORITIES, HOMES, PLACES = 32, 150, 60  # the largest force polices so many authorities


@pytest.fixture(scope="module")
def largest():
    """Return a year of the largest force: everything recorded, so that no table is short."""
    dice = Random(11)
    episodes = []
    for _ in range(6000):
        at = SINCE - 100 * DAY + dice.random() * 464 * DAY
        back = at + dice.expovariate(1 / 20) * HOUR
        held = back + dice.random() * 120 * HOUR
        episodes.append(
            an_episode(
                f"child-{dice.randint(0, 1500)}", at=at, back_at=back, category="missing",
                first_level=dice.choice(["high", "medium", "low", ""]), decided_at=at + HOUR,
                deployed_at=at + HOUR, sex=dice.choice("FMX"),
                ethnicity=dice.choice(["WBRI", "BAFR", "AIND", "MWBC", "CHNE", "REFU", ""]),
                looked_after=dice.choice([True, False]),
                harm=dice.choice(["not_asked", "asked", "denied", "told"]), found_by="police",
                found_place=f"Made-up place {dice.randint(0, PLACES)}",
                last_seen_place=f"Somewhere made up {dice.randint(0, PLACES)}",
                living_at="childrens_home", home=f"Made-up House {dice.randint(0, HOMES)}",
                authority=f"Made-up Council of the Borough {dice.randint(1, AUTHORITIES)}",
                out_of_area=True, prevention=Talk(due=True, held_at=held, offered=True),
                independent=Talk(due=True, held_at=held, offered=True), shared_back=True,
                used_in_plan=True, distance_km=2.0, placed_km=20.0,
            )
        )  # fmt: skip
    helped = [
        Helped(person=f"child-{number}", kind=kind, at=SINCE + 150 * DAY)
        for number in range(200)
        for kind in ("Trigger plan", "Long-term plan", "Support that was accepted")
    ]
    return facts(episodes, helped)


def rendered(sections):
    template = engines["jinja2"].env.from_string(
        '{% from "figures/parts.html" import sections_of %}'
        "{% macro there(name, format) %}/packs/pack/2026-11-01/{{ name }}.{{ format }}{% endmacro %}"
        "{{ sections_of(sections, plot, there) }}"
    )
    return template.render(sections=sections, plot=plot)


@pytest.mark.parametrize("make", [pack, profile])
def test_each_page_of_the_largest_forces_pack_is_light_and_none_of_it_is_left_out(make, largest):
    sections = make(facts=largest, about=about(OURS), by=BY)
    pages = pages_of(sections=sections)
    assert [one for page in pages for one in page] == sections
    for page in pages:
        assert len(rendered(page).encode()) < ROOM, [one.heading for one in page]
    assert len(pages) < len(sections)


@pytest.mark.django_db
def test_the_figures_of_the_whole_country_are_light(make_actor, signed_in, tmp_path):
    columnar.write(nation=make_nation(years=3, scale=0.01, seed=9), folder=tmp_path)
    source, ends = from_folder(folder=tmp_path), 2024
    parts = {
        "Counts": [making.counts(
            source=source, ends=ends, area=None, definitions=definitions())],
        "Care": [making.care_missing(source=source, ends=ends, area=None)],
        "Unit": making.ukmpu(source=source, ends=ends)[1],
    }  # fmt: skip
    assert len(parts["Counts"][0].lines) == 44
    assert len(parts["Care"][0].lines) > 150
    sections = [Section(heading=key, says=(), tables=tuple(made)) for key, made in parts.items()]
    analyst = make_actor("national_analyst")
    with entered(actor=analyst, at=NOON):
        publish(
            ends=ends, content=as_kept(sections=sections, at=NOON.date() - timedelta(days=1)),
            by=analyst, at=NOON,
        )  # fmt: skip
    client = signed_in("national_analyst")
    seen = ""
    for number in range(1, len(pages_of(sections=sections)) + 1):
        page = client.get(f"/figures/{ends}/?part={number}")
        assert len(page.content) < HEAVIEST
        seen += page.text
    for made in parts.values():
        for table in made:
            assert f"{table.name}.csv" in seen


@pytest.mark.parametrize(("asked", "page"), [("2", 2), ("", 1), ("9", 1), ("0", 1), ("²", 1)])
def test_a_page_that_there_is_not_is_the_first(asked, page):
    assert page_asked(asked=asked, of=3) == page
