"""The pages about a child: what they show, whom they refuse, and how they take what is typed."""

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.timers.models import Timer
from whereabouts.interfaces.web.sessions import begin
from whereabouts.journeys.add_placement import add_placement
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import (
    AdultLink,
    Child,
    ChildName,
    ChildPhoto,
    Flag,
    RelatedPerson,
)
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements.models import Placement

pytestmark = pytest.mark.django_db
NAME = "Canaria Quillfeather"


@pytest.fixture
def cast(make_actor: Callable[..., Any]) -> SimpleNamespace:
    return SimpleNamespace(
        handler=make_actor("call_handler"),
        inspector=make_actor("duty_inspector"),
        officer=make_actor("response_officer"),
        coordinator=make_actor("missing_coordinator"),
        home=make_actor("home_worker"),
        elsewhere=make_actor("call_handler", agency="Southfell Police"),
    )


@pytest.fixture
def child(cast: SimpleNamespace) -> Child:
    by = cast.handler
    with entered(actor=by, at=NOON):
        return people.create_child(
            by=by, at=NOON, names=[{"full": NAME}], born_text="12/03/2011", sex="F"
        )


def signed_in(actor: Any) -> Client:
    client = Client()
    client.force_login(
        Member.objects.get(pk=actor.member_id), "django.contrib.auth.backends.ModelBackend"
    )
    session = client.session
    begin(session=session, how="two_factors", at=timezone.now())
    session.save()
    return client


def rows(actor: Any, model: Any) -> list[Any]:
    with entered(actor=actor, at=NOON):
        return list(model.objects.order_by("pk"))


def test_the_page_shows_the_child_and_no_name_is_in_its_address(cast: Any, child: Child) -> None:
    answer = signed_in(cast.handler).get(reverse("child", args=[child.pk]))

    assert answer.status_code == 200
    assert NAME in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


PAGES = [
    "child", "child-photo", "child-details", "child-photo-add", "child-placement", "child-flag",
    "child-around", "child-adult", "child-join", "child-identify", "child-name",
]  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_elsewhere_can_tell_that_the_child_exists(
    name: str, method: str, cast: Any, child: Child, outsider: Any
) -> None:
    for actor in (cast.elsewhere, outsider):
        client = signed_in(actor)
        hidden = getattr(client, method)(reverse(name, args=[child.pk]))
        nothing = getattr(client, method)(reverse(name, args=[uuid4()]))

        assert hidden.status_code == nothing.status_code
        assert hidden.status_code in {403, 404, 405}
        assert "Canaria" not in hidden.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_shown_a_page_without_signing_in(name: str, child: Child) -> None:
    answer = Client().get(reverse(name, args=[child.pk]))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_a_search_by_address_line_is_not_taken(cast: Any, child: Child) -> None:
    answer = signed_in(cast.handler).get(reverse("child-find"), {"names": NAME})

    assert "What this finds" in answer.content.decode()
    assert NAME not in answer.content.decode()


def test_a_search_finds_the_child_and_says_why(cast: Any, child: Child) -> None:
    answer = signed_in(cast.elsewhere).post(
        reverse("child-find"), {"names": "quillfeather", "born": "12/03/2011"}
    )

    page = answer.content.decode()
    assert NAME in page
    assert "family name is the same" in page
    assert "Northmoor Police" in page
    assert "Your agency has no reason yet to see more" in page
    assert str(child.pk) not in page


def test_a_search_that_cannot_be_read_names_the_field(cast: Any) -> None:
    answer = signed_in(cast.handler).post(reverse("child-find"), {"born": "31/02/2011"})

    assert "That month does not have that day" in answer.content.decode()


@pytest.mark.parametrize(("role", "state"), [("handler", "active"), ("officer", "proposed")])
def test_a_flag_is_raised_or_by_who_may_not_proposed(
    role: str, state: str, cast: Any, child: Child
) -> None:
    said = {
        "kind": "cse", "strength": "suspected", "source": "Officer", "review_on": "27/3/2027",
    }  # fmt: skip

    answer = signed_in(getattr(cast, role)).post(reverse("child-flag", args=[child.pk]), said)

    assert answer.status_code == 302
    (flag,) = rows(cast.handler, Flag)
    assert (flag.state, flag.review_on) == (state, date(2027, 3, 27))


def test_a_proposed_flag_is_settled_and_a_standing_one_ended_once(cast: Any, child: Child) -> None:
    with entered(actor=cast.officer, at=NOON):
        flag = people.propose_flag(
            child=child, kind="cse", strength="suspected", source="Officer",
            review_on=date(2027, 1, 1), by=cast.officer, at=NOON,
        )  # fmt: skip
    client = signed_in(cast.inspector)
    settle = reverse("child-flag-settle", args=[child.pk, flag.pk])
    end = reverse("child-flag-end", args=[child.pk, flag.pk])

    assert client.get(settle).status_code == 200
    said = {"answer": "accept", "strength": "confirmed", "because": "Seen."}
    assert client.post(settle, said).status_code == 302
    assert client.post(settle, said).status_code == 409
    assert rows(cast.handler, Flag)[0].strength == "confirmed"
    assert client.post(end, {"because": ""}).status_code == 422
    assert client.post(end, {"because": "Settled down."}).status_code == 302
    assert client.post(end, {"because": "Again."}).status_code == 409
    assert rows(cast.handler, Flag)[0].state == "ended"


def test_a_concern_holds_relatives_back_and_only_a_senior_lifts_it(cast: Any, child: Child) -> None:
    handler, inspector = signed_in(cast.handler), signed_in(cast.inspector)
    handler.post(
        reverse("child-around", args=[child.pk]), {"name": "Robin Example", "relation": "father"}
    )
    assert rows(cast.handler, RelatedPerson)[0].told == "safe"
    handler.post(
        reverse("child-flag", args=[child.pk]),
        {
            "kind": "violence_at_home", "strength": "suspected", "source": "School",
            "review_on": "27/3/2027",
        },
    )  # fmt: skip
    (person,) = rows(cast.handler, RelatedPerson)
    assert (person.told, person.awaiting_senior) == ("nothing", True)
    there = reverse("child-told", args=[child.pk, person.pk])
    assert "A named senior must decide" in handler.get(there).content.decode()

    said = {"told": "safe", "because": "Spoken to the child alone."}
    assert handler.post(there, said).status_code == 403
    assert rows(cast.handler, RelatedPerson)[0].told == "nothing"
    assert inspector.post(there, said).status_code == 302

    (person,) = rows(cast.handler, RelatedPerson)
    assert (person.told, person.awaiting_senior, person.told_by_id) == (
        "safe",
        False,
        cast.inspector.member_id,
    )


def test_an_adult_is_linked_with_what_is_known(cast: Any, child: Child) -> None:
    said = {
        "name": "Alex Sample", "kind": "associate", "strength": "suspected", "source": "Patrol",
        "intelligence": "Seen near schools.", "registered_sex_offender": "yes",
    }  # fmt: skip

    assert signed_in(cast.handler).post(
        reverse("child-adult", args=[child.pk]), said
    ).status_code == 302  # fmt: skip

    (link,) = rows(cast.handler, AdultLink)
    assert link.kind == "associate"
    page = signed_in(cast.handler).get(reverse("child", args=[child.pk])).content.decode()
    assert "Seen near schools." in page
    assert "Registered sex offender" in page


def test_a_placement_relates_the_home_which_then_sees_the_child(cast: Any, child: Child) -> None:
    client, home = signed_in(cast.handler), signed_in(cast.home)
    there = reverse("child", args=[child.pk])
    assert home.get(there).status_code == 404

    said = {
        "living_at": "childrens_home", "started_on": "1/11/2026", "looked_after": "yes",
        "home": str(cast.home.agency_id),
    }  # fmt: skip
    assert client.post(reverse("child-placement", args=[child.pk]), said).status_code == 302

    (placement,) = rows(cast.handler, Placement)
    assert placement.looked_after is True
    assert home.get(there).status_code == 200
    again = client.post(
        reverse("child-placement", args=[child.pk]), {**said, "started_on": "1/10/2026"}
    )
    assert again.status_code == 422


def test_details_are_changed_and_added_and_what_was_said_before_stays(
    cast: Any, child: Child
) -> None:
    client = signed_in(cast.handler)
    there = reverse("child-details", args=[child.pk])
    assert client.get(there).status_code == 200

    said = {
        "sex": "F", "about_me": "Likes the sea.", "name": "Cani Quill", "name_kind": "nickname",
        "born": "2012", "language": "Welsh", "phone": "07700 900123", "address": "4 Mill Row",
        "address_kind": "home", "scheme": "pnc", "identifier": "12/345A", "source": "mother",
    }  # fmt: skip
    assert client.post(there, said).status_code == 302

    assert [name.full for name in rows(cast.handler, ChildName)] == [NAME, "Cani Quill"]
    page = client.get(reverse("child", args=[child.pk])).content.decode()
    for shown in ("Likes the sea.", "Cani Quill", "Welsh", "07700 900123", "4 Mill Row", "12/345A"):
        assert shown in page
    assert client.post(there, {"born": "31/02/2012"}).status_code == 422
    assert client.post(there, {"name": "\u202e"}).status_code == 422


def a_picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **more)
    return out.getvalue()


def send(client: Client, child: Child, raw: bytes, name: str = "canary.jpg") -> Any:
    sent = io.BytesIO(raw)
    sent.name = name
    return client.post(reverse("child-photo-add", args=[child.pk]), {"picture": sent})


def test_a_photograph_is_kept_without_where_it_was_taken(cast: Any, child: Child) -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-description"
    exif[0x0112] = 6  # lying on its side
    gps = exif.get_ifd(0x8825)
    gps[2] = (51.0, 30.0, 0.0)
    client = signed_in(cast.handler)

    assert send(client, child, a_picture(exif=exif)).status_code == 302

    (photo,) = rows(cast.handler, ChildPhoto)
    kept = Image.open(io.BytesIO(bytes(photo.picture)))
    assert kept.size == (30, 40)
    assert not kept.getexif()
    assert b"canary" not in bytes(photo.picture)
    shown = client.get(reverse("child-photo", args=[child.pk]))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.content == bytes(photo.picture)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"GIF89a not a picture",
        b"\xff\xd8\xff\xe0 cut short",
        a_picture()[:200],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        a_picture(kind="GIF"),
        b"\xff\xd8" + b"0" * 5_000_001,
    ],
    ids=["empty", "text", "head only", "cut short", "svg", "gif", "too many bytes"],
)
def test_what_is_no_photograph_is_refused_and_named(raw: bytes, cast: Any, child: Child) -> None:
    answer = send(signed_in(cast.handler), child, raw)

    assert answer.status_code == 422
    assert "#picture" in answer.content.decode()
    assert rows(cast.handler, ChildPhoto) == []


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    cast: Any, child: Child
) -> None:
    small = a_picture((10, 10), "PNG")
    # The head of the file claims 30,000 by 30,000.
    import struct
    import zlib

    head = b"IHDR" + struct.pack(">II", 30_000, 30_000) + small[24:29]
    bomb = small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]

    answer = send(signed_in(cast.handler), child, bomb, "canary.png")

    assert "40 million pixels" in answer.content.decode()


def test_records_are_joined_and_parted_on_their_pages(cast: Any, child: Child) -> None:
    with entered(actor=cast.handler, at=NOON):
        other = people.create_child(
            by=cast.handler, at=NOON, names=[{"full": "Canaria Quillfether"}]
        )
    client = signed_in(cast.coordinator)
    there = reverse("child-join", args=[child.pk])
    assert "Canaria Quillfether" in client.get(there).content.decode()

    assert client.post(there, {"other": "", "because": ""}).status_code == 422
    said = {"other": str(other.pk), "because": "Same carer."}
    assert client.post(there, said).status_code == 302
    page = client.get(reverse("child", args=[other.pk])).content.decode()
    assert "2 records read as one" in page
    part = reverse("child-part", args=[child.pk, other.pk])
    assert client.get(part).status_code == 200
    assert client.post(part, {"because": "Two children."}).status_code == 302
    assert client.post(part, {"because": "Again."}).status_code == 409

    with entered(actor=cast.coordinator, at=NOON):
        assert same_person_set(child_id=child.pk) == {child.pk}


def test_joining_a_record_out_of_sight_says_only_that_nothing_is_there(
    cast: Any, child: Child
) -> None:
    with entered(actor=cast.elsewhere, at=NOON):
        theirs = people.create_child(
            by=cast.elsewhere, at=NOON, names=[{"full": "Canaria Elsewhere"}]
        )

    answer = signed_in(cast.coordinator).post(
        reverse("child-join", args=[child.pk]), {"other": str(theirs.pk), "because": "A guess."}
    )

    assert answer.status_code == 404


def test_an_unknown_child_is_identified_or_named(cast: Any, child: Child) -> None:
    with entered(actor=cast.handler, at=NOON):
        first, second = (
            people.create_child(by=cast.handler, at=NOON, unidentified=True) for _ in range(2)
        )
    client = signed_in(cast.handler)
    identify = reverse("child-identify", args=[first.pk])
    looked = client.post(identify, {"look": "1", "names": "quillfeather"})
    assert NAME in looked.content.decode()

    assert client.post(
        identify, {"other": str(child.pk), "because": "Named by the home."}
    ).status_code == 302  # fmt: skip
    assert client.post(
        reverse("child-name", args=[second.pk]), {"names": "Nia Sample", "source": "The child"}
    ).status_code == 302  # fmt: skip

    assert NAME in client.get(reverse("child", args=[first.pk])).content.decode()
    assert "Nia Sample" in client.get(reverse("child", args=[second.pk])).content.decode()
    again = client.post(
        reverse("child-name", args=[second.pk]), {"names": "Nia", "source": "The child"}
    )
    assert again.status_code == 422


def test_an_unknown_child_of_another_force_is_asked_about_and_not_lost_in_a_dead_end(
    cast: Any, make_actor: Any
) -> None:
    far = make_actor("missing_coordinator", agency="Southfell Police")
    with entered(actor=far, at=NOON):
        theirs = people.create_child(by=far, at=NOON, names=[{"full": "Farra Quillfeather"}])
    with entered(actor=cast.handler, at=NOON):
        unknown = people.create_child(by=cast.handler, at=NOON, unidentified=True)
    client, identify = signed_in(cast.handler), reverse("child-identify", args=[unknown.pk])
    looked = client.post(identify, {"look": "1", "names": "Farra Quillfeather"}).content.decode()
    assert "whoever keeps it is asked" in looked

    answer = client.post(
        identify, {"other": str(theirs.pk), "because": "Named by the nurse."}, follow=True
    )

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Southfell Police is asked" in page
    assert "Farra" not in page
    nobody = client.post(identify, {"other": str(uuid4()), "because": "Named by the nurse."})
    assert nobody.status_code == 404


JUNK = [
    "\0", "\u202eevil", "e\u0301" * 50, "x" * 100_000, "31/02/2011", "-1", "Null", "O'Connor",
    "<script>alert(1)</script>", "{{ 7*7 }}", "1e5", "😀",
]  # fmt: skip


@pytest.mark.parametrize(
    "name", [page for page in PAGES if page not in {"child", "child-photo"}] + ["child-find"]
)
def test_no_malformed_form_breaks_a_page(name: str, cast: Any, child: Child) -> None:
    client = signed_in(cast.coordinator)
    address = reverse(name, args=[] if name == "child-find" else [child.pk])
    fields = client.get(address).content.decode()
    names = {part.split('"')[0] for part in fields.split('name="')[1:]} - {"csrfmiddlewaretoken"}

    for junk in JUNK:
        answer = client.post(address, dict.fromkeys(names, junk))

        assert answer.status_code in {200, 302, 400, 404, 413, 422}
        assert "<script>alert" not in answer.content.decode()


# --- notices of a placement ---------------------------------------------------------


@pytest.fixture
def placed_out_of_area(cast, child, make_agency, make_actor, settings) -> SimpleNamespace:
    """A child placed yesterday in a home outside the area of the authority responsible."""
    worker, home = make_actor("social_worker"), make_actor("home_worker")
    host = make_agency("Farhaven Council", "authority")
    at = timezone.now()
    key = add_placement(
        actor=cast.coordinator, child_id=child.pk, living_at="childrens_home", at=at,
        started_on=at.date(), looked_after=True, home=home.agency_id,
        responsible_authority=worker.agency_id, host_authority=host.pk,
    )  # fmt: skip
    return SimpleNamespace(worker=worker, home=home, key=key, child=child)


def test_out_of_area_the_notice_has_a_page_of_its_own(placed_out_of_area):
    client = signed_in(placed_out_of_area.worker)
    answer = client.get(reverse("child-placement-notice", args=[placed_out_of_area.child.pk]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("placement", args=[placed_out_of_area.key])


@pytest.mark.parametrize(
    ("who", "kind", "words"), [("home", "admission_notice", "Notice of an admission")]
)
def test_whose_notice_it_is_says_on_the_childs_page_that_it_was_given(
    placed_out_of_area, who, kind, words
):
    child, client = placed_out_of_area.child, signed_in(getattr(placed_out_of_area, who))
    there = reverse("child-placement-notice", args=[child.pk])
    assert there in client.get(reverse("child", args=[child.pk])).content.decode()
    page = client.get(there).content.decode()
    assert words in page
    assert "Notice is due by" in page
    refused = client.post(there, {"to_whom": ""})
    assert refused.status_code == 422
    clock = Timer.objects.get(subject=f"placement:{placed_out_of_area.key}", kind=kind)
    assert clock.state == "waiting"
    done = client.post(there, {"to_whom": "Farhaven Council, duty desk"}, follow=True)
    assert "The notice is written down." in done.content.decode()
    clock.refresh_from_db()
    assert clock.state == "stood_down"
    others = Timer.objects.filter(subject=f"placement:{placed_out_of_area.key}", state="waiting")
    assert {one.kind for one in others} == {"placement_notice", "placement_unacknowledged"}


def test_nobody_elses_agency_is_offered_the_notice(placed_out_of_area, cast, outsider):
    there = reverse("child-placement-notice", args=[placed_out_of_area.child.pk])
    force = signed_in(cast.handler)
    shown = force.get(reverse("child", args=[placed_out_of_area.child.pk])).content.decode()
    assert there not in shown
    assert force.get(there).status_code == 403
    assert signed_in(outsider).get(there).status_code == 404
    assert signed_in(outsider).post(there, {"to_whom": "Anybody"}).status_code == 404
