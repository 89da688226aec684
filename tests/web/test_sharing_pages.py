"""The pages of sharing, packs, partners, desks, governance, matters and skills, in a browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.journeys.sharing_cast import member_of, share, terms
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Member
from whereabouts.interfaces.web.sessions import begin
from whereabouts.journeys.share_child import Pack, share_pack
from whereabouts.practice.governance.models import Request
from whereabouts.practice.sharing.models import Sharing, Slip

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FORM = {
    "gateway": "ca1989-s47", "purpose": "So that they look out.", "told": "told",
    "told_because": "",
}  # fmt: skip


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def browser(signed_in):
    return signed_in("missing_coordinator")


@pytest.fixture
def child(make_episode, coordinator):
    return make_episode(coordinator, 1).child_id


@pytest.fixture
def school(make_agency, noon):
    return member_of(make_agency, noon, "Hillside School", "education", "partner_worker")


def signed(actor):
    """Return a browser of an actor's."""
    client = Client()
    client.force_login(
        Member.objects.get(pk=actor.member_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    session = client.session
    begin(session=session, how="two_factors", at=timezone.now())
    session.save()
    return client


def text(response):
    return response.content.decode()


def later(noon, hours):
    return (noon + hours * HOUR).strftime("%Y-%m-%dT%H:%M")


def test_a_record_is_shared_and_ended_and_the_log_says_so(
    browser, school, child, noon, coordinator
):
    here = f"/children/{child}/sharing/"
    assert "Nothing has been shared for a time." in text(browser.get(here))
    sent = {**FORM, "to_agency": str(school.agency_id), "until_at": later(noon, 24)}
    assert browser.post(f"{here}record/", sent).status_code == 302
    page = text(browser.get(here))
    assert "Hillside School: the record, to look at" in page
    theirs = signed(school)
    assert theirs.get(here).status_code == 200
    with entered(actor=coordinator, at=noon):
        key = Sharing.objects.get().pk
    refused = browser.post(f"/sharing/{key}/end/", {"because": ""})
    assert refused.status_code == 400
    assert "Enter why it is shared no more" in text(refused)
    assert browser.post(f"/sharing/{key}/end/", {"because": "She moved."}).status_code == 302
    assert theirs.get(here).status_code == 404
    assert "Ended early" in text(browser.get(here))


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"gateway": "ca1989-s17"}, 400, "Choose the law"),
        ({"told": "not_told"}, 409, "Enter why the child was not told"),
        ({"until_at": "yesterday"}, 400, "Enter a date and a time"),
        ({"until_at": "2026-11-20T11:00"}, 409, "Choose an end that lies ahead"),
        ({"purpose": ""}, 400, "Enter what it is shared for"),
    ],
)
def test_what_is_wrong_in_a_sharing_is_said_at_its_field(
    browser, school, child, noon, wrong, status, words
):
    sent = {**FORM, "to_agency": str(school.agency_id), "until_at": later(noon, 24), **wrong}
    refused = browser.post(f"/children/{child}/sharing/record/", sent)
    assert refused.status_code == status
    (field,) = {name for name in wrong if name != "told"} or {"told_because"}
    assert f'href="#{field}"' in text(refused)
    assert words in text(refused)


def test_a_pack_is_made_shown_once_opened_receipted_and_answered(browser, child, noon, coordinator):
    here = f"/children/{child}/sharing/pack/hot_spot/"
    form = text(browser.get(here))
    assert "They get no record." in form
    sent = {
        **FORM, "reader": "Val Unteer", "to_whom": "Night Watch", "handed": "link",
        "typed_place": "The bus station", "typed_look_for": "", "typed_what_to_say": "",
        "typed_whom_to_ring": "01632 960001", "until_at": later(noon, 6),
    }  # fmt: skip
    refused = browser.post(here, {**sent, "typed_place": "Ask for Sampleton"})
    assert refused.status_code == 400
    assert 'href="#typed_place"' in text(refused)
    made = text(browser.post(here, sent))
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}", made)[0]
    reader = Client()
    assert "opens nothing" in text(reader.post("/pack/", {"code": "AAAAA"}))
    opened = text(reader.post("/pack/", {"code": code}))
    assert "Testa" in opened
    assert "The bus station" in opened
    assert "Sampleton" not in opened
    given = {"code": code, "do": "receipt"}
    nameless = reader.post("/pack/", {**given, "name": " "})
    assert nameless.status_code == 400
    assert 'href="#name"' in text(nameless)
    assert "Your receipt is kept." in text(reader.post("/pack/", {**given, "name": "Val"}))
    assert "Thank you." in text(
        reader.post("/pack/", {**given, "name": "Val", "saw": "A silver car."})
    )
    log = text(browser.get(f"/children/{child}/sharing/"))
    assert "Receipt: Val" in log
    assert "A silver car." in log
    assert code not in log


def test_a_pack_opens_for_half_an_hour_and_sets_no_cookie(
    browser, child, noon, coordinator, at_noon
):
    made = share_pack(
        actor=coordinator, child_id=child, at=noon, terms=terms(noon + 6 * HOUR),
        pack=Pack(profile="hot_spot", reader="Val", handed="link", typed={"place": "The stop"}),
    )  # fmt: skip
    reader = Client()
    opened = reader.post("/pack/", {"code": made.code})
    assert opened.status_code == 200
    assert not opened.cookies
    assert opened.headers["X-Robots-Tag"].startswith("noindex")
    at_noon.shift(timedelta(minutes=31))
    assert reader.post("/pack/", {"code": made.code}).status_code == 400


def test_a_pack_from_elsewhere_is_not_opened(coordinator, child, noon):
    reader = Client(enforce_csrf_checks=True)
    sent = reader.post("/pack/", {"code": "x"}, headers={"origin": "https://elsewhere.example"})
    assert sent.status_code == 403


def test_paper_shows_the_fields_and_where_to_sign(browser, child, noon, coordinator):
    share_pack(
        actor=coordinator, child_id=child, at=noon, terms=terms(noon + 6 * HOUR),
        pack=Pack(profile="search", reader="Val", handed="printed", typed={"place": "The mill"}),
    )  # fmt: skip
    with entered(actor=coordinator, at=noon):
        key = Slip.objects.get().sharing_id
    page = text(browser.get(f"/sharing/{key}/paper/"))
    assert "The mill" in page
    assert "Received by" in page


def test_an_unknown_profile_is_not_there(browser, child):
    assert browser.get(f"/children/{child}/sharing/pack/everything/").status_code == 404


def test_a_partner_has_a_queue_its_children_and_tells_what_it_knows(
    browser, school, child, coordinator, make_child_of
):
    theirs = signed(school)
    assert "Nothing awaits your agency." in text(theirs.get("/queue/"))
    assert "There is no child" in text(theirs.get("/our-children/"))
    make_child_of(child, school)
    assert "Testa Sampleton" in text(theirs.get("/our-children/?why=shared"))
    sent = {"kind": "worry", "words": "A car waits at the gate.", "said_by": "", "happened_at": ""}
    there = f"/children/{child}/sharing/tell/"
    assert theirs.post(there, {**sent, "words": ""}).status_code == 400
    assert theirs.post(there, sent).status_code == 302
    assert "A car waits at the gate." in text(browser.get("/partners-said/"))
    assert "A car waits" in text(browser.post("/partners-said/", {"words": "car", "kind": ""}))
    assert "Nothing fits" in text(browser.post("/partners-said/", {"words": "boat", "kind": ""}))
    view = {"level": "high", "tool": "school", "because": "The car."}
    assert theirs.post(f"/children/{child}/grading/", view).status_code == 302
    assert "The car." in text(browser.get(f"/children/{child}/sharing/"))


@pytest.fixture
def make_child_of(coordinator, noon):
    """Return a giver of a record, for a time."""

    class Known:
        def __init__(self, pk):
            self.pk = pk

    def give(child, receiver):
        share(coordinator, Known(child), receiver, at=noon)

    return give


def test_an_agreement_is_written_down_and_ended(signed_in, school, noon):
    officer = signed_in("information_governance")
    sent = {
        "with_agency": str(school.agency_id), "title": "Schools", "purpose": "Absence.",
        "ends_at": later(noon, 24 * 50),
    }  # fmt: skip
    early = officer.post("/agreements/add/", {**sent, "ends_at": later(noon, -1)})
    assert early.status_code == 409
    assert 'href="#ends_at"' in text(early)
    assert officer.post("/agreements/add/", sent).status_code == 302
    page = text(officer.get("/agreements/"))
    assert "Schools, with Hillside School" in page
    there = re.search(r"/agreements/[0-9a-f-]{36}/end/", page)[0]
    assert officer.post(there, {"because": "Over."}).status_code == 302
    assert "No agreement stands." in text(officer.get("/agreements/"))


def test_a_desk_is_shown_to_whoever_has_one(browser, signed_in, child):
    page = text(browser.get("/desk/"))
    assert "The coordinator&#39;s desk" in page or "The coordinator's desk" in page
    assert "Testa Sampleton" in page
    assert "governance" in text(signed_in("information_governance").get("/governance/")).lower()
    assert signed_in("call_handler").get("/desk/").status_code == 403


def test_who_asks_about_a_record_is_answered_on_a_page(
    browser, signed_in, child, noon, coordinator, make_actor
):
    sent = {"kind": "access", "asker": "parent", "asked_by": "Paula Sampleton", "words": ""}
    assert browser.post(f"/children/{child}/sharing/asked/", sent).status_code == 302
    officer = signed_in("information_governance")
    assert "Paula Sampleton" in text(officer.get("/governance/requests/"))
    with entered(actor=coordinator, at=noon):
        key = Request.objects.get().pk
    here = f"/governance/requests/{key}/"
    assert "Put the bundle together" in text(officer.get(here))
    assert officer.post(f"{here}bundle/").status_code == 302
    assert officer.post(f"{here}bundle/").status_code == 409
    assert "another officer reads it" in text(officer.get(here))
    assert officer.post(f"{here}release/").status_code == 403
    assert officer.post(here, {"answer": "corrected", "words": "x"}).status_code == 409
    assert officer.post(here, {"answer": "refused", "words": "Not theirs."}).status_code == 302


def test_a_run_is_counted_on_a_page_and_decided_by_another(signed_in):
    officer = signed_in("information_governance")
    assert "changes nothing" in text(officer.get("/governance/retention/"))
    assert officer.post("/governance/retention/").status_code == 302
    assert officer.post("/governance/retention/").status_code == 409
    assert "another officer decides" in text(officer.get("/governance/retention/"))
    second = signed_in("information_governance", name="second-officer")
    there = re.search(
        r"/governance/retention/[0-9a-f-]{36}/", text(second.get("/governance/retention/"))
    )[0]
    assert second.post(there, {"decision": "agreed", "because": "Read."}).status_code == 302
    binned = text(officer.get("/governance/retention/"))
    assert "In the bin" in binned
    undo = re.search(r"/governance/retention/[0-9a-f-]{36}/undo/", binned)[0]
    assert officer.post(undo, {"because": ""}).status_code == 400
    assert officer.post(undo, {"because": "Too early."}).status_code == 302
    assert "everything is back" in text(second.get("/governance/retention/"))
    assert officer.post(undo, {"because": "Again."}).status_code == 409


def test_a_matter_is_taken_up_answered_and_settled(signed_in, make_agency):
    officer, sergeant = signed_in("response_officer"), signed_in("supervisor")
    force = str(make_agency("Northmoor Police").pk)
    sent = {"kind": "not_acted", "to_agency": force, "reference": "", "words": "Nobody rings.",
            "wanted": "A meeting."}  # fmt: skip
    assert officer.post("/escalations/add/", {**sent, "wanted": ""}).status_code == 400
    assert officer.post("/escalations/add/", sent).status_code == 302
    there = re.search(
        r"/escalations/[0-9a-f-]{36}/answer/", text(sergeant.get("/escalations/waiting/"))
    )[0]
    assert sergeant.post(there, {"words": "Friday."}).status_code == 302
    mine = re.search(r"/escalations/[0-9a-f-]{36}/", text(officer.get("/escalations/")))[0]
    assert "Friday." in text(officer.get(mine))
    assert officer.post(mine, {"because": "Too late."}).status_code == 302
    assert officer.post(f"{mine}settle/").status_code == 409
    inspector = signed_in("duty_inspector")
    assert inspector.post(there, {"words": "Today."}).status_code == 302
    assert officer.post(f"{mine}settle/").status_code == 302
    assert "Settled" in text(officer.get("/escalations/"))


def test_a_skill_is_written_down_and_taken_off(signed_in, make_member):
    sergeant, officer = signed_in("supervisor"), make_member("response_officer")
    sent = {"member": str(officer.pk), "skill": "search", "gained_on": "20/11/2025",
            "evidence": "A course"}  # fmt: skip
    assert 'href="#gained_on"' in text(sergeant.post("/skills/", {**sent, "gained_on": "then"}))
    assert sergeant.post("/skills/", sent).status_code == 302
    page = text(sergeant.get("/skills/"))
    assert "Response Officer Example, until" in page
    there = re.search(r"/skills/[0-9a-f-]{36}/end/", page)[0]
    assert sergeant.post(there, {"because": "Moved."}).status_code == 302
    assert "Response Officer Example, until" not in text(sergeant.get("/skills/"))
    assert sergeant.get(f"/skills/{officer.pk}/end/").status_code == 404


def test_a_breach_of_personal_data_is_written_down_and_decided_by_hand(signed_in, at_noon):
    officer = signed_in("information_governance")
    here = "/governance/breaches/"
    assert "72 hours to tell the Information Commissioner" in text(officer.get(here))
    said = {"kind": "sent", "words": "A letter went next door.", "known_at": "2026-11-20T11:00"}
    empty = officer.post(here, {})
    assert empty.status_code == 400
    assert "Enter since when it is known" in text(empty)
    wrong = officer.post(here, {**said, "people": "a few"})
    assert "Enter a number, or leave it out." in text(wrong)
    assert "A letter went next door." in text(wrong)
    assert officer.post(here, said).status_code == 302
    (key,) = re.findall(r"/governance/breaches/([0-9a-f-]{36})/", text(officer.get(here)))
    one = f"{here}{key}/"
    lacks = officer.post(one, {"told": "yes", "people": "told"})
    assert (lacks.status_code, "Enter when the Commissioner was told." in text(lacks)) == (
        409,
        True,
    )
    decided = {
        "told": "yes", "told_at": "2026-11-20T12:00", "reference": "IC-000", "people": "told",
    }  # fmt: skip
    assert officer.post(one, decided).status_code == 302
    assert "reference IC-000" in text(officer.get(one))
    assert officer.post(one, decided).status_code == 409
    assert signed_in("duty_inspector").get(here).status_code == 403
