"""What is remembered for a short while counts in every process, once, and names nobody."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from whereabouts.foundations.shared.actions import forget_old
from whereabouts.foundations.shared.models import Remembered
from whereabouts.interfaces.web.shared_cache import SharedCache


@pytest.mark.django_db
def test_django_asks_this_cache():
    cache.set("tried", [1.5, 2.5], 60)
    assert SharedCache("", {}).get("tried") == [1.5, 2.5]
    assert Remembered.objects.count() == 1


@pytest.mark.django_db
def test_a_code_is_used_once_until_it_runs_out(noon):
    with time_machine.travel(noon, tick=False) as clock:
        assert cache.add("used?code=123456", "y", timeout=30)
        assert not cache.add("used?code=123456", "y", timeout=30)
        clock.shift(timedelta(seconds=29))
        assert not cache.add("used?code=123456", "y", timeout=30)
        clock.shift(timedelta(seconds=1))
        assert cache.add("used?code=123456", "y", timeout=30)


@pytest.mark.django_db
def test_what_has_run_out_is_not_recalled_and_is_removed(noon):
    with time_machine.travel(noon, tick=False) as clock:
        cache.set("short", 1, 10)
        cache.set("for-ever", 2, None)
        cache.set("at-once", 3, 0)
        clock.shift(timedelta(seconds=10))
        assert cache.get("short", "gone") == "gone"
        assert cache.get("at-once") is None
        assert forget_old(at=noon + timedelta(seconds=10)) == 2
        assert cache.get("for-ever") == 2


@pytest.mark.django_db
def test_forgetting_one_or_all():
    cache.set("one", True)
    cache.set("other", True)
    assert cache.delete("one")
    assert not cache.delete("one")
    cache.clear()
    assert not Remembered.objects.exists()


@pytest.mark.django_db
def test_neither_the_code_nor_the_address_stands_in_the_table():
    cache.set("ip:192.0.2.77:code=987654", [1.0])
    (row,) = Remembered.objects.values_list()
    assert "192.0.2.77" not in str(row)
    assert "987654" not in str(row)


@pytest.mark.usefixtures("committed")
def test_of_several_at_once_one_is_first():
    first, go = [], threading.Barrier(6, timeout=20)

    def try_it():
        go.wait()
        first.append(cache.add("used", "y", timeout=30))
        connection.close()

    several = [threading.Thread(target=try_it) for _ in range(6)]
    for one in several:
        one.start()
    for one in several:
        one.join(20)
    assert sorted(first) == [False] * 5 + [True]
