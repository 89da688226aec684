"""What a process of the site gets ready as it starts is there before anybody asks for it."""

import gc
from datetime import date

import pytest
from django.template import engines

from whereabouts.engines.deadlines import is_working_day
from whereabouts.engines.deadlines.working_days import _bank_holidays
from whereabouts.interfaces.web.warm import FOLDERS, make_ready, make_ready_beside
from whereabouts.practice.risk import packs

SATURDAY = date(2026, 12, 26)


@pytest.fixture
def cold():
    """Forget what was read, and let go of it again."""
    pages = engines["jinja2"].env
    pages.cache.clear()
    for read in (packs.library, packs.vocabulary, _bank_holidays):
        read.cache_clear()
    gc.unfreeze()
    yield pages
    gc.unfreeze()


def test_a_process_has_read_what_a_control_room_lives_on_before_it_is_asked(cold):
    assert (len(cold.cache), gc.get_freeze_count()) == (0, 0)
    make_ready_beside().join()
    read = {name for _, name in list(cold.cache)}
    assert {"base.html", "board/rows.html", "report/draft.html", "decide/decide.html"} <= read
    assert {name.split("/")[0] + "/" for name in read} - {"base.html/"} == set(FOLDERS)
    assert packs.library.cache_info().currsize == packs.vocabulary.cache_info().currsize == 1


def test_on_a_weekend_too_it_is_known_when_offices_are_closed_next(cold):
    make_ready(on=SATURDAY)
    before = _bank_holidays.cache_info().misses
    assert not is_working_day(on=date(2026, 12, 28), calendar="wales")
    assert _bank_holidays.cache_info().misses == before == 2


def test_what_lasts_is_looked_through_no_more(cold):
    make_ready(on=date(2026, 12, 1))
    assert gc.get_freeze_count() > len(gc.get_objects(generation=2))
