"""The pages where two records are compared: both halves, the decision, and whom to ask."""

from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.suggest_pairs import suggest_pairs
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.people import actions as people
from whereabouts.records.people.queries import same_person_set

pytestmark = pytest.mark.django_db
SECRET = "4 Canary Street"


def a_child(by: Any, name: str = "Testa Quillfeather") -> Any:
    with entered(actor=by, at=NOON):
        child = people.create_child(
            by=by, at=NOON, names=[{"full": name}], born_text="12 March 2012", sex="F"
        )
        people.add_address(child=child, by=by, at=NOON, line=SECRET)
        return child


def pair_of(actor: Any) -> SuggestedPair:
    with entered(actor=actor, at=NOON):
        return SuggestedPair.objects.get()


@pytest.fixture
def coordinator(make_actor: Any) -> Any:
    return make_actor("missing_coordinator")


def test_a_coordinator_compares_both_sides_joins_and_parts(
    coordinator: Any, signed_in: Any
) -> None:
    one, other = a_child(coordinator), a_child(coordinator)
    assert suggest_pairs(actor=coordinator, child_id=one.pk, at=NOON) == 1
    client, pair = signed_in("missing_coordinator"), pair_of(coordinator)
    listed = client.get(reverse("pairs")).content.decode()
    there = reverse("pair", args=[pair.pk])
    assert there in listed
    page = client.get(there).content.decode()
    assert page.count(SECRET) == 2
    assert "Given name is the same" in page

    assert client.post(there, {"said": "one", "because": ""}).status_code == 400
    assert client.post(there, {"said": "", "because": "One aunt."}).status_code == 400
    assert client.post(there, {"said": "one", "because": "One aunt."}).status_code == 302
    with entered(actor=coordinator, at=NOON):
        assert same_person_set(child_id=one.pk) == {one.pk, other.pk}
    assert there not in client.get(reverse("pairs")).content.decode()
    joined = client.get(there).content.decode()
    assert "read as one child" in joined
    assert "One aunt." in joined
    assert 'name="said"' not in joined

    part = reverse("child-part", args=[one.pk, other.pk])
    assert part in joined or reverse("child-part", args=[other.pk, one.pk]) in joined
    assert client.post(part, {"because": "Two cousins."}).status_code == 302
    history = client.get(reverse("child", args=[one.pk])).content.decode()
    for said in ("One aunt.", "Two cousins.", "Missing Coordinator Example"):
        assert said in history


def test_said_to_be_different_they_are_asked_about_no_more(
    coordinator: Any, signed_in: Any
) -> None:
    one, _ = a_child(coordinator), a_child(coordinator)
    suggest_pairs(actor=coordinator, child_id=one.pk, at=NOON)
    client, pair = signed_in("duty_inspector"), pair_of(coordinator)
    there = reverse("pair", args=[pair.pk])

    assert client.post(there, {"said": "different", "because": "Cousins."}).status_code == 302
    assert client.post(there, {"said": "one", "because": "After all."}).status_code in (302, 409)
    assert "Nothing waits." in client.get(reverse("pairs")).content.decode()


def test_where_one_side_may_not_be_seen_the_page_says_whom_to_ask_and_asks(
    coordinator: Any, make_actor: Any, signed_in: Any
) -> None:
    elsewhere = make_actor("missing_coordinator", agency="Southfell Police")
    a_child(elsewhere)
    one = a_child(coordinator)
    suggest_pairs(actor=coordinator, child_id=one.pk, at=NOON)
    client, pair = signed_in("missing_coordinator"), pair_of(coordinator)
    there = reverse("pair", args=[pair.pk])
    page = client.get(there).content.decode()
    assert page.count(SECRET) == 1
    assert "You may not see this record" in page
    assert "Ask Southfell Police" in page
    assert 'name="said"' not in page
    # Whatever is sent, nobody joins what they may not see.
    assert client.post(there, {"said": "one", "because": "A guess."}).status_code == 302
    with entered(actor=coordinator, at=NOON):
        assert same_person_set(child_id=one.pk) == {one.pk}

    theirs = signed_in("missing_coordinator", agency="Southfell Police")
    answer = theirs.get(there).content.decode()
    assert answer.count(SECRET) == 2
    assert 'name="said"' in answer


def test_a_stranger_and_other_roles_find_no_pair(coordinator: Any, signed_in: Any) -> None:
    one, _ = a_child(coordinator), a_child(coordinator)
    suggest_pairs(actor=coordinator, child_id=one.pk, at=NOON)
    there = reverse("pair", args=[pair_of(coordinator).pk])

    stranger = signed_in("missing_coordinator", agency="Eastmere Police")
    assert stranger.get(there).status_code == 404
    assert SECRET not in stranger.get(reverse("pairs")).content.decode()
    for role in ("call_handler", "social_worker", "home_worker"):
        assert signed_in(role).get(there).status_code == 403


def test_the_form_of_a_report_shows_who_is_missing_already_first(
    coordinator: Any, make_actor: Any, signed_in: Any
) -> None:
    a_child(coordinator, "Testa Quillfether")
    elsewhere = make_actor("call_handler", agency="Southfell Police")
    report_missing(
        actor=elsewhere,
        told=Told(
            idempotency_key="school", happened_at=NOON, names="Testa Quillfeathor",
            born_text="12 March 2012", last_seen_place="the made-up station",
        ),
        at=NOON,
    )  # fmt: skip
    client = signed_in("call_handler")
    draft = client.get(reverse("report-take")).headers.get("Location") or ""
    found = client.post(
        reverse("report-draft-who", args=[draft.rstrip("/").rpartition("/")[2]]),
        {"names": "Testa Quillfeather", "born_text": "12 March 2012"},
    ).content.decode()

    assert "Missing now" in found
    assert "Southfell Police" in found
    assert found.index("Quillfeathor") < found.index("Quillfether")

    nameless = client.post(
        reverse("report-draft-who", args=[draft.rstrip("/").rpartition("/")[2]]),
        {"born_text": "about 14", "last_seen_place": "made-up station"},
    ).content.decode()
    assert "Testa Quillfeathor" in nameless
    assert "last seen in the same place" in nameless.lower()
