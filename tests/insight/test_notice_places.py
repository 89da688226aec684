"""A notice leads to the page of what it is about, and nowhere for whoever may not see that."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.urls import reverse

from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.notice_places import PLACES, places_of
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child


@dataclass(frozen=True)
class Said:
    subject: str


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_every_kind_has_a_table_a_column_and_a_page(kind):
    model, column, page = PLACES[kind]
    model._meta.get_field(column.removesuffix("_id") if column != "id" else "id")
    assert reverse(page, args=[uuid4()]).startswith("/")


@pytest.mark.django_db
def test_it_leads_somewhere_only_for_whoever_may_see_it(make_actor, noon):
    here = make_actor("call_handler")
    far = make_actor("call_handler", agency="Southfell Police")
    with entered(actor=here, at=noon):
        child = people.create_child(by=here, at=noon, names=[{"full": "Testa Sampleton"}])
        said = [Said(f"child:{child.pk}"), Said("child:" + str(uuid4())), Said("episode:none")]
        assert places_of(messages=said) == {f"child:{child.pk}": (PLACES["child"][2], child.pk)}
    with entered(actor=far, at=noon):
        assert not Child.objects.filter(pk=child.pk).exists()
        assert places_of(messages=said) == {}
