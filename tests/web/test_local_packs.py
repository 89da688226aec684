"""The page of packs: which local packs an agency follows, said and ended on it."""

import pytest
from django.utils import timezone

from whereabouts.foundations.agencies.models import FollowedPack
from whereabouts.journeys.follow_pack import follow_pack

pytestmark = pytest.mark.django_db
PAGE, FOLLOW = "/policy/", "/policy/local/follow/"
TODAY = "20/11/2026"
NONE_ABSENT = "no-absent-for-children"


def test_a_superintendent_follows_a_local_pack_and_ends_it_and_the_page_says_who(signed_in):
    client = signed_in("superintendent")
    page = client.get(PAGE).content.decode()
    assert "Your agency follows none." in page
    assert "every report of a child is one of a missing child" in page
    assert "HMIC 2016, Missing children: who cares?, lines 416 (four forces) and 558" in page
    answer = client.post(FOLLOW, {"pack": NONE_ABSENT, "from_on": TODAY})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = client.get(PAGE).content.decode()
    assert f"app-2017+safeguards-1+{NONE_ABSENT}-1" in page
    assert "Followed now" in page
    assert "said by Superintendent Example" in page
    row = FollowedPack.objects.get()
    there = f"/policy/local/{row.pk}/stop/"
    assert there in page
    answer = client.post(there, {"until_on": TODAY})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = client.get(PAGE).content.decode()
    assert there not in page
    assert "Followed now" not in page
    assert f"{NONE_ABSENT}-1</strong>" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose a local pack"),
        ({"pack": NONE_ABSENT}, "Enter the first day"),
        ({"pack": NONE_ABSENT, "from_on": "1/1/2020"}, "Enter today or a later day"),
    ],
)
def test_what_cannot_be_followed_is_said_beside_its_field(signed_in, given, said):
    answer = signed_in("superintendent").post(FOLLOW, given)
    assert answer.status_code in {400, 409}
    assert said in answer.content.decode()
    assert not FollowedPack.objects.exists()


def test_who_records_no_episodes_sees_no_local_packs_and_the_outsider_ends_nothing(
    signed_in, make_actor
):
    page = signed_in("policy_owner").get(PAGE).content.decode()
    assert "Local packs" not in page
    at = timezone.now()
    key = follow_pack(
        actor=make_actor("superintendent"), pack=NONE_ABSENT, from_on=at.date(), at=at
    )
    outsider = signed_in("superintendent", agency="Elsewhere Police")
    assert outsider.get(f"/policy/local/{key}/stop/").status_code == 404
    assert "Your agency follows none." in outsider.get(PAGE).content.decode()
