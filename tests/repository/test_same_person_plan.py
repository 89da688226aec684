"""Every relation to a child is named in the plan for records of one person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whereabouts.foundations.access.fencing import our_models
from whereabouts.records.people.models import Child
from whereabouts.records.people.same_person import NOT_PEOPLE, PLAN


def keys_of_children() -> set[str]:
    """Return the foreign keys to a child, and bare keys that may be one."""
    found = set()
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.Field):
                continue
            bare = field.base_field if isinstance(field, ArrayField) else field
            is_key = field.is_relation and field.related_model is Child
            is_bare_key = isinstance(bare, models.UUIDField) and not field.primary_key
            if is_key or is_bare_key:
                found.add(f"{model._meta.app_label}.{model.__name__}.{field.name}")
    return found


def test_every_relation_to_a_child_is_named_in_the_plan() -> None:
    assert keys_of_children() - set(PLAN) - NOT_PEOPLE == set()


def test_the_plan_names_nothing_that_is_gone() -> None:
    assert (set(PLAN) | NOT_PEOPLE) - keys_of_children() == set()


def test_nothing_is_both_planned_and_said_not_to_be_people() -> None:
    assert not set(PLAN) & NOT_PEOPLE
