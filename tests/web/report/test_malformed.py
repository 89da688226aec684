"""Whatever is posted: no fault of ours, no partial row, and the field named."""

import random
import re

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.web.report.form import CHOICES, TEXTS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child
from whereabouts.records.reports.models import Report

pytestmark = pytest.mark.django_db

ODD_NAMES = ["Null", "None", "O'Connor", "1e5", "undefined", "NaN", "-1", "true", "Robert'); --",
             "<script>alert(1)</script>", "{{ 7 * 7 }}", "%s %d", "../../etc", "O’Brien-Łukasz",
             "Zoë", "Zoe\u0308", "李小明", "محمد", "Ǆ", "\u202etset",
             "T\u0301\u0302\u0303est", "😀 Test"]  # fmt: skip
IMPOSSIBLE = ["31/2/2012", "0/0/0000", "99/99/9999", "32 March 2012", "12/13/2012", "1/1/2030",
              "-5", "150", "1e5", "١٢/٣", "yesterday week", "9" * 50, "None"]  # fmt: skip
HARD = ["\ufeff", "\u200b", "\u202e\u2066", "a\u0300" * 40, "\x01\x02", "\x7f", "\ud7ff", "\uffff",
        "\r\n\t", "'" * 20, "\\" * 20, "x" * 100_000]  # fmt: skip


def everything(noon, make_actor):
    with entered(actor=make_actor("call_handler"), at=noon):
        return (Report.objects.count(), Episode.objects.count(), Child.objects.count())


@pytest.fixture
def handler(signed_in):
    return signed_in("call_handler")


@pytest.fixture
def draft(handler):
    return handler.get("/reports/new/").headers["Location"]


def good():
    return {"names": "Testa Sampleton", "last_seen_place": "the made-up park", "child": "unknown"}


def named(answer):
    return re.findall(r'<a href="#([^"]+)"', answer.content.decode())


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_a_name(handler, draft, name, make_actor, noon):
    answer = handler.post(draft, {**good(), "names": name, "do": "send"})
    if answer.status_code == 302:
        assert everything(noon, make_actor) == (1, 1, 1)
    else:
        assert answer.status_code == 422
        assert named(answer) == ["names"]
        assert everything(noon, make_actor) == (0, 0, 0)


@pytest.mark.parametrize("born", IMPOSSIBLE)
def test_an_impossible_date_of_birth_names_its_field(handler, draft, born, make_actor, noon):
    answer = handler.post(draft, {**good(), "born_text": born, "do": "send"})
    assert answer.status_code == 422
    assert "born_text" in named(answer)
    assert everything(noon, make_actor) == (0, 0, 0)


@pytest.mark.parametrize("name", sorted({*CHOICES, "child"}))
@pytest.mark.parametrize("value", ["no such thing", "<b>", "0", "é" * 30])
def test_a_choice_that_is_not_offered_names_its_field(
    handler, draft, name, value, make_actor, noon
):
    answer = handler.post(draft, {**good(), name: value, "do": "send"})
    assert answer.status_code == 422
    assert name in {one.partition("_")[0] if name == "call" else one for one in named(answer)}
    assert everything(noon, make_actor) == (0, 0, 0)


@pytest.mark.parametrize("name", sorted({*TEXTS, "adult-1-name", "w-self_harm"}))
def test_too_long_a_text_names_its_field(handler, draft, name, make_actor, noon):
    answer = handler.post(draft, {**good(), name: "x" * 30_000, "do": "send"})
    assert answer.status_code == 422
    assert name in named(answer)
    assert everything(noon, make_actor) == (0, 0, 0)


@pytest.mark.parametrize("name", sorted({*TEXTS, *CHOICES, "child", "q-self_harm", "adult-1-name"}))
def test_a_null_character_is_refused_by_field_and_nothing_is_kept(
    handler, draft, name, make_actor, noon
):
    for there in (draft, f"{draft}save/", f"{draft}who/"):
        answer = handler.post(there, {**good(), name: "a\x00b", "do": "send"})
        assert answer.status_code == 400
        assert f'href="#{name}"' in answer.content.decode()
    assert everything(noon, make_actor) == (0, 0, 0)


@pytest.mark.parametrize("name", ["names", "words", "q-self_harm", "anything"])
def test_ten_million_characters_are_too_much_at_once(handler, draft, name, make_actor, noon):
    for there in (draft, f"{draft}save/", f"{draft}who/"):
        answer = handler.post(there, {**good(), name: "x" * 10_000_000, "do": "send"})
        assert answer.status_code == 413
        assert "too much at once" in answer.content.decode()
    assert everything(noon, make_actor) == (0, 0, 0)


@pytest.mark.full
@pytest.mark.slow
def test_random_posts_do_no_harm(handler, make_actor, noon):
    dice = random.Random(20261120)
    fields = [*TEXTS, *CHOICES, "child", "q-self_harm", "q-whereabouts_known", "w-self_harm",
              "adult-1-name", "adult-1-kind", "adult-1-fact", "v-violence_at_home"]  # fmt: skip
    values = [*ODD_NAMES, *IMPOSSIBLE, *HARD, "yes", "no", "unknown", "mother", "at", "12:00"]
    taken = 0
    for turn in range(60):
        draft = handler.get("/reports/new/").headers["Location"]
        posted = {name: dice.choice(values) for name in dice.sample(fields, dice.randint(1, 12))}
        if turn % 4 == 0:  # some are usable, but for one field
            posted = {**good(), dice.choice(sorted(TEXTS)): dice.choice(values)}
        before = everything(noon, make_actor)
        kept = handler.post(f"{draft}save/", posted)
        assert kept.status_code in {200, 400}
        assert handler.post(f"{draft}who/", posted).status_code in {200, 400}
        assert handler.get(draft).status_code == 200
        answer = handler.post(draft, {**posted, "do": "send"})
        after = everything(noon, make_actor)
        if answer.status_code == 302:
            taken += 1
            assert after[:2] == (before[0] + 1, before[1] + 1)
        else:
            assert answer.status_code in {400, 422}
            assert named(answer), posted
            assert after == before
    assert taken > 0
