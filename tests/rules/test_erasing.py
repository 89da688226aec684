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


def of_a_child(model):
    return erasing._leading(model, root=erasing.CHILD)


def in_a_table(field, *, name, constraints=()):
    """Put a field into a made-up table that says of itself what a real one does."""
    meta = type("Meta", (), {"label": "x.Made", "constraints": constraints})
    field.name, field.model = name, type("Made", (), {"_meta": meta})
    return field


def test_every_table_that_is_a_childs_is_in_the_plan_with_every_sensitive_field():
    kept = rules.erasing_on(on=TODAY).kept
    planned = {one.table: one for one in plan(kept=kept)}
    for model in our_models():
        fields = {model._meta.get_field(name) for name in getattr(model, "sensitive", "").split()}
        left = {one.column for one in fields if not is_code(field=one, kept=kept)}
        if left and of_a_child(model):
            assert set(planned[model._meta.db_table].columns) == left, model._meta.label


def test_a_row_that_hangs_on_a_childs_row_is_emptied_or_said_to_be_none_of_theirs():
    childs = {model for model in our_models() if of_a_child(model)}
    hung = {
        model._meta.label
        for model in our_models()
        if getattr(model, "sensitive", "") and not of_a_child(model)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in childs
    }
    assert hung == set(erasing.THROUGH) | NOT_OF_THE_CHILD


@pytest.mark.parametrize("subject", sorted(set(erasing.ROOTS) - {"children"}))
def test_every_table_of_another_subject_is_in_its_plan_unless_it_goes_with_somebody(subject):
    kept = rules.erasing_on(on=TODAY).kept
    planned = {one.table: one for one in plan(kept=kept, subject=subject)}
    root = erasing.ROOTS[subject]
    assert planned  # a subject of which nothing is emptied is none
    for model in our_models():
        fields = {model._meta.get_field(name) for name in getattr(model, "sensitive", "").split()}
        left = {one.column for one in fields if not is_code(field=one, kept=kept)}
        if not left or not erasing._leading(model, root=root) or model._meta.label == root:
            continue
        persons = [
            field
            for person in {erasing.CHILD, erasing.ADULT} - {root}
            for field in erasing._fields(model, to=person)
        ]
        if any(not field.null for field in persons):
            assert model._meta.db_table not in planned, model._meta.label
            continue
        assert set(planned[model._meta.db_table].columns) == left, model._meta.label
        # Of a row that is somebody's now and then, only those that are nobody's.
        assert set(planned[model._meta.db_table].unless) == {one.column for one in persons}


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
    assert how(field=in_a_table(field, name="words")) == expected


def test_what_tells_two_rows_apart_still_does_when_it_is_emptied():
    alone = models.UniqueConstraint(fields=["words", "agency"], name="once")
    field = in_a_table(models.CharField(max_length=64), name="words", constraints=(alone,))
    assert how(field=field) == "key"


def test_a_field_of_a_kind_that_nobody_thought_of_stops_the_run():
    field = in_a_table(models.FloatField(), name="depth")
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
