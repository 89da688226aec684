"""What is emptied when a record has reached its time: read from the tables, with nothing left out."""

from datetime import date

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.foundations.access.fencing import our_models
from whereabouts.practice.governance import erasing, rules
from whereabouts.practice.governance.erasing import CannotBeEmptied, how, is_code, plan
from whereabouts.practice.governance.rules import NoRule, read_erasing
from whereabouts.records.placements.rules import km_between

TODAY = date(2026, 11, 20)
# Hung on a child's row and not of the child: words about a home, by rule without a child's name.
NOT_OF_THE_CHILD = {"placements.Visit"}
FILE = """
[[erasing]]
since = 2020-01-01
bin_days = 90
share = 0.001
kept = ["level"]
source = "made up"
status = "proposed"
"""


def test_every_table_that_is_a_childs_is_in_the_plan_with_every_sensitive_field():
    kept = rules.erasing_on(on=TODAY).kept
    planned = {one.table: one for one in plan(kept=kept)}
    for model in our_models():
        fields = {model._meta.get_field(name) for name in getattr(model, "sensitive", "").split()}
        left = {one.column for one in fields if not is_code(field=one, kept=kept)}
        if left and erasing._children(model):
            assert set(planned[model._meta.db_table].columns) == left, model._meta.label


def test_a_row_that_hangs_on_a_childs_row_is_emptied_or_said_to_be_none_of_theirs():
    childs = {model for model in our_models() if erasing._children(model)}
    hung = {
        model._meta.label
        for model in our_models()
        if getattr(model, "sensitive", "") and not erasing._children(model)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in childs
    }
    assert hung == set(erasing.THROUGH) | NOT_OF_THE_CHILD


def test_nobody_writes_words_into_a_field_that_is_kept():
    kept = rules.erasing_on(on=TODAY).kept
    every = {
        f"{model._meta.label}.{field.name}": field
        for model in our_models()
        for field in model._meta.concrete_fields
    }
    assert kept <= set(every)  # each is a field that there is
    for label in kept:
        field = every[label]
        short = isinstance(field, models.CharField) and field.max_length <= 80
        assert short or isinstance(field, models.JSONField), label
    assert "reports.FeedAnswer.answer" not in kept


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (models.TextField(), "text"), (models.CharField(max_length=3, null=True), "null"),
        (models.CharField(max_length=64, unique=True), "key"), (models.JSONField(), "json"),
        (models.BinaryField(), "bytes"), (models.DateField(null=True), "null"),
    ],
)  # fmt: skip
def test_each_kind_of_field_has_its_way(field, expected):
    field.name = "words"
    assert how(field=field) == expected


def test_a_field_of_a_kind_that_nobody_thought_of_stops_the_run():
    field = models.FloatField()
    field.name, field.model = (
        "depth",
        type("Made", (), {"_meta": type("M", (), {"label": "x.Made"})}),
    )
    with pytest.raises(CannotBeEmptied):
        how(field=field)


@pytest.mark.parametrize(
    "wrong", [("90", "0"), ("0.001", "1.0"), ('"made up"', '""'), ("2020", "2030")]
)
def test_an_entry_without_days_share_source_or_before_its_time_erases_nothing(wrong, monkeypatch):
    text = FILE.replace(*wrong)
    if wrong[0] == "2020":
        monkeypatch.setattr(rules, "_erasing", lambda: read_erasing(text=text))
        with pytest.raises(NoRule):
            rules.erasing_on(on=TODAY)
    else:
        with pytest.raises(NoRule):
            read_erasing(text=text)


@given(st.integers(0, 2_000_000), st.integers(0, 2_000))
def test_a_run_is_large_from_one_in_a_thousand_on(of, named):
    assert rules.is_large(named=named, of=of, share=0.001) is (named * 1000 > of)


# --- how far ------------------------------------------------------------------------------------

places = st.tuples(st.floats(49, 61), st.floats(-9, 2))


@given(places, places)
def test_it_is_as_far_there_as_back_and_no_further_than_these_islands(one, other):
    far = km_between(one=one, other=other)
    assert far == km_between(one=other, other=one)
    assert 0 <= far <= 1600
    assert km_between(one=one, other=one) == 0


def test_london_to_birmingham_is_as_the_map_says():
    assert 160 <= km_between(one=(51.5, -0.12), other=(52.48, -1.9)) <= 166
