"""The page of who is missing now: a map to read in black and white, a table behind it, a list."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.conftest import NOON
from whereabouts.insight.picture.shapes import Area, Word
from whereabouts.interfaces.web.figures.tile_map import in_words, tile_map
from whereabouts.interfaces.web.live import Exchange, Reader

pytestmark = pytest.mark.django_db


def test_the_national_analyst_sees_every_force_and_every_child_without_a_name(
    signed_in, make_actor, make_episode
):
    episode = make_episode(make_actor("call_handler"), 1, level="high")
    page = signed_in("national_analyst").get("/picture/").text
    assert page.count("no word") >= 43
    assert "Northmoor Police" in page
    assert episode.reference in page
    assert f"/episodes/{episode.reference}/" not in page
    assert "Testa" not in page


def test_a_handler_goes_from_the_picture_to_the_episode(signed_in, make_actor, make_episode):
    episode = make_episode(make_actor("call_handler"), 1)
    client = signed_in("call_handler")
    page = client.get("/picture/").text
    assert reverse("episode", args=[episode.reference]) in page
    assert "what is published" in page
    inside = client.get("/picture/northmoor-police/").text
    assert "Northmoor Police: missing now" in inside
    assert episode.reference in inside
    assert client.get("/picture/nowhere/").status_code == 404


def test_a_number_of_other_forces_is_no_nought_where_they_are_silent(signed_in):
    page = signed_in("call_handler").get("/picture/").text

    assert "no word" in page
    assert "In other forces, at midnight; of the silent ones nobody knows" in page


def test_the_part_that_renews_itself_is_the_same_as_in_the_page(
    signed_in, make_actor, make_episode
):
    make_episode(make_actor("call_handler"), 1)
    client = signed_in("call_handler")
    assert "E-MADE-0001" in client.get("/picture/now/?area=northmoor-police").text
    assert client.get("/picture/now/?area=nowhere").status_code == 404
    assert "<html" not in client.get("/picture/now/").text


def test_a_page_of_a_full_picture_stays_under_a_hundred_kilobytes_and_goes_on_to_the_next(
    signed_in, make_actor, make_episode
):
    handler = make_actor("call_handler")
    for number in range(1, 104):
        make_episode(handler, number)
    client = signed_in("call_handler")
    for path in ("/picture/", "/picture/northmoor-police/"):
        page = client.get(path)
        assert len(page.content) < 100_000
        assert (page.text.count("E-MADE-"), "3 more." in page.text) == (200, True)
        assert 'id="picture-more" href="?from=100"' in page.text
        rest = client.get(f"{path}?from=100")
        assert (rest.text.count("E-MADE-"), "100 before." in rest.text) == (6, True)
        assert ">103</span>Children whom you may see" in rest.text
    assert 'hx-get="/picture/now/?area=northmoor-police&amp;from=100"' in rest.text
    assert client.get("/picture/now/?area=northmoor-police&from=100").text.count("E-MADE-") == 6
    assert client.get("/picture/?from=x").status_code == 200
    assert "does not go on so far" in client.get("/picture/?from=900").text


def test_the_page_names_the_renewing_part_and_the_script(signed_in):
    page = signed_in("national_analyst").get("/picture/").text
    assert 'hx-get="/picture/now/"' in page
    assert "live.js" in page


def an_area(text="3", count=3, silent=False, levels=None, name="Made Up Police", column=0):
    word = None if silent else Word(at=NOON, feeds=True, silent=False)
    return Area(
        code="x", name=name, kind="police_force", text=text, count=count, word=word,
        levels=levels or {}, column=column, row=0,
    )  # fmt: skip


def test_the_map_is_drawn_in_ink_alone():
    drawn = tile_map(areas=[an_area(), an_area(count=30, text="30", column=1)], link=lambda _: "/x")
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn))
    assert colours <= {"#0b0c0c", "#ffffff", "#505a5f"}
    assert "style=" not in drawn
    assert 'fill="url(#tile-light)"' in drawn
    assert 'fill="url(#tile-dense)"' in drawn


def test_a_silent_tile_has_a_broken_edge_and_no_number():
    drawn = tile_map(areas=[an_area(text="no word", count=0, silent=True)], link=lambda _: "")
    assert 'stroke-dasharray="4 4"' in drawn
    assert ">0<" not in drawn
    assert "no word" in drawn
    assert "<a " not in drawn


def test_somebody_at_high_thickens_the_edge_and_is_said_in_words():
    one = an_area(levels={"high": 2})
    assert 'stroke-width="4"' in tile_map(areas=[one], link=lambda _: "/x")
    assert in_words(one=one) == "Made Up Police: 3, 2 at high"


@pytest.mark.parametrize(
    ("exact", "silent", "said"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_a_published_number_says_that_it_is_of_midnight(exact, silent, said):
    one = Area(
        code="a", name="Made Police", kind="force", text="0", exact=exact,
        word=Word(at=NOON, feeds=True, silent=silent), column=0, row=0,
    )  # fmt: skip
    drawn = tile_map(areas=[one], link=lambda _: "")
    assert (">at midnight<" in drawn) is said
    assert in_words(one=one) == f"Made Police: 0{' at midnight' if said else ''}"


def test_a_protected_number_is_hatched_like_a_small_one_and_a_long_name_is_cut():
    one = an_area(text="c", count=None, name="Llanfairpwllgwyngyll and Farther Constabulary")
    drawn = tile_map(areas=[one], link=lambda _: "/x")
    assert 'fill="url(#tile-light)"' in drawn
    assert "Llanfairpwll…" in drawn


def test_a_national_units_screen_hears_of_every_agency_and_a_forces_only_of_its_own():
    """The word of a change goes to whoever may see more; it says nothing but that."""
    one, other, unit = uuid4(), uuid4(), uuid4()
    exchange = Exchange()

    async def go():
        exchange._listening = asyncio.get_running_loop().create_future()
        with (
            exchange.place(Reader(one)) as theirs,
            exchange.place(Reader(other)) as others,
            exchange.place(Reader(unit, everywhere=True)) as every,
        ):
            exchange.tell(f'{{"agencies": ["{one}"]}}')
            return theirs.word.is_set(), others.word.is_set(), every.word.is_set()

    with ThreadPoolExecutor(1) as elsewhere:  # where no browser of another test has a loop running
        assert elsewhere.submit(lambda: asyncio.run(go())).result() == (True, False, True)
