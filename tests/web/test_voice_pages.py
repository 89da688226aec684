"""The pages of the child's voice for those who work with children: each form, refusal and list."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import form_team, open_agency
from whereabouts.foundations.agencies.models import Member
from whereabouts.interfaces.web.episode import forms
from whereabouts.journeys.add_flag import add_flag
from whereabouts.practice.voice.models import AboutMe, ChildLink, ChildsWords, TermCount
from whereabouts.records.people.actions import relate_to_child

HERE = {"HTTP_ORIGIN": "http://testserver"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(make_actor, make_episode, make_agency, noon):
    """Return an episode of a made-up child whom the council may see."""
    officer = make_actor("response_officer")
    made = make_episode(officer, 1)
    with entered(actor=officer, at=noon):
        relate_to_child(
            child_id=made.child_id, agency=make_agency("Aldermere Council", "authority").pk,
            kind="shared", at=noon,
        )  # fmt: skip
    return made


def add(client, episode, **typed):
    given = {"kind": "talk", "words": "Sit down first.", "source": "child_said",
             "said_on": "20/11/2026", **typed}  # fmt: skip
    return client.post(f"/children/{episode.child_id}/voice/add/", given)


def give(client, episode, council, **typed):
    given = {"phone": "shared", "handed": "face_to_face", "reader": str(council.pk), **typed}
    return client.post(f"/episodes/{episode.reference}/child-code/", given)


@pytest.fixture
def council(make_agency):
    """Return the authority that reads."""
    return make_agency("Aldermere Council", "authority")


def test_what_is_added_is_shown_at_the_door_on_the_record_and_in_the_episode(signed_in, episode):
    client = signed_in("response_officer")
    assert add(client, episode).status_code == 302
    add(client, episode, kind="ask_for", words="She rang me.", person="PC Example")
    add(client, episode, kind="intermediary", words="Ms Sample comes first.")
    for path in (
        f"/episodes/{episode.reference}/attend/", f"/episodes/{episode.reference}/",
        f"/children/{episode.child_id}/", f"/children/{episode.child_id}/voice/",
    ):  # fmt: skip
        shown = client.get(path).text
        assert "“Sit down first.”" in shown, path
        assert "PC Example" in shown, path
        assert "Before anybody talks with the child" in shown, path
    talk = client.get(f"/episodes/{episode.reference}/talk/").text
    assert "Ask for this person: PC Example" in talk


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"words": ""}, "words"),
        ({"kind": "ask_for", "person": ""}, "person"),
        ({"source": "x"}, "source"),
        ({"said_on": "yesterday"}, "said_on"),
        ({"said_on": "21/11/2026"}, "said_on"),
        ({"said_on": "1/1/1066"}, "said_on"),
    ],
)
def test_what_cannot_be_kept_is_named_and_what_was_typed_stays(signed_in, episode, typed, field):
    response = add(signed_in("response_officer"), episode, said_by="Kept as typed", **typed)
    assert response.status_code in {400, 409}
    assert f'href="#{field}"' in response.text
    assert "Kept as typed" in response.text


def test_a_line_is_ended_with_the_reason(signed_in, episode, make_actor, noon):
    client = signed_in("response_officer")
    add(client, episode)
    with entered(actor=make_actor("response_officer"), at=noon):
        line = AboutMe.objects.get().pk
    path = f"/children/{episode.child_id}/voice/{line}/end/"
    assert client.get(path).status_code == 200
    refused = client.post(path, {"because": ""})
    assert 'href="#because"' in refused.text
    assert client.post(path, {"because": "Standing is fine now."}).status_code == 302
    shown = client.get(f"/children/{episode.child_id}/voice/").text
    assert "Standing is fine now." in shown
    assert client.post(path, {"because": "Again"}).status_code == 409


def test_the_code_is_shown_once_and_the_message_only_where_it_may_be_sent(
    signed_in, episode, council, settings
):
    client = signed_in("response_officer")
    shown = give(client, episode, council).text
    code = re.search(r'id="code">([0-9A-Z-]{11})<', shown)[1]
    assert "Face to face" in shown
    assert "What to send" not in shown
    page = f"/episodes/{episode.reference}/child-code/"
    assert code not in client.get(page).text
    settings.CHILD_URL = "https://a-page.example"
    sent = give(client, episode, council, handed="message", phone="own").text
    assert "https://a-page.example/hello/" in sent
    assert "What to send" in sent


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "controlled", "handed": "message"}, "handed"),
        ({"reader": ""}, "reader"),
        ({"phone": ""}, "phone"),
        ({"worker": "x" * 61}, "worker"),
    ],
)
def test_what_would_not_be_safe_is_refused_by_its_field(signed_in, episode, council, typed, field):
    response = give(signed_in("response_officer"), episode, council, **typed)
    assert response.status_code == 400
    assert f'href="#{field}"' in response.text


def test_an_address_of_the_police_goes_into_no_message(signed_in, episode, council, settings):
    settings.CHILD_URL = "https://northmoor.police.example"
    response = give(signed_in("response_officer"), episode, council, handed="message", phone="own")
    assert response.status_code == 400
    assert "more than it may" in response.text


def test_a_code_is_ended_at_once(signed_in, episode, council, make_actor, noon):
    client = signed_in("response_officer")
    code = re.search(r'id="code">([^<]+)<', give(client, episode, council).text)[1]
    with entered(actor=make_actor("response_officer"), at=noon):
        link = ChildLink.objects.get().pk
    path = f"/episodes/{episode.reference}/child-code/{link}/end/"
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 409
    opened = Client().post("/hello/", {"do": "open", "code": code}, **HERE)
    assert opened.status_code == 400


def test_what_a_child_said_is_read_and_settled_by_the_authority_alone(
    signed_in, episode, council, make_actor, noon
):
    code = re.search(
        r'id="code">([^<]+)<', give(signed_in("response_officer"), episode, council).text
    )[1]
    Client().post(
        "/hello/", {"do": "say", "code": code, "kindly": "no", "words": "He swore.", "name": "Tess",
                    "reach": "At school", "wants": "yes"}, **HERE,
    )  # fmt: skip
    reader = signed_in("social_worker")
    queue = reader.get("/childs-words/").text
    assert "Tess" in queue
    assert "Wants somebody" in queue
    with entered(actor=make_actor("social_worker"), at=noon):
        words = ChildsWords.objects.get().pk
    path = f"/childs-words/{words}/"
    shown = reader.get(path).text
    assert "He swore." in shown
    assert "At school" in shown
    assert 'href="#outcome"' in reader.post(path, {"outcome": ""}).text
    assert 'href="#outcome_words"' in reader.post(path, {"outcome": "conduct"}).text
    sent = {"outcome": "conduct", "outcome_words": "Passed on by me."}
    assert reader.post(path, sent).status_code == 302
    assert "Passed on by me." in reader.get(path).text
    assert reader.post(path, sent).status_code == 409
    assert "To offer a conversation (1)" in reader.get("/childs-words/").text
    assert "What became of the offer of a conversation?" in reader.get(path).text
    assert 'href="#talk_answer"' in reader.post(path, {"talk_answer": ""}).text
    assert 'href="#talk_words"' in reader.post(path, {"talk_answer": "talked"}).text
    offered = {"talk_answer": "talked", "talk_words": "Sam, after school; she felt heard."}
    assert reader.post(path, offered).status_code == 302
    assert "she felt heard." in reader.get(path).text
    assert reader.post(path, offered).status_code == 409
    for role in ("duty_inspector", "superintendent"):
        assert signed_in(role).get("/childs-words/").status_code == 403
        assert signed_in(role).get(path).status_code == 403


def test_without_a_name_the_reader_is_told_not_to_look_for_the_child(
    signed_in, episode, council, make_actor, noon
):
    code = re.search(
        r'id="code">([^<]+)<', give(signed_in("response_officer"), episode, council).text
    )[1]
    Client().post("/hello/", {"do": "say", "code": code, "words": "Nice people"}, **HERE)
    with entered(actor=make_actor("social_worker"), at=noon):
        words = ChildsWords.objects.get().pk
    shown = signed_in("social_worker").get(f"/childs-words/{words}/").text
    assert "nobody should try to find out who it was" in shown
    assert str(episode.child_id) not in shown


def test_results_are_never_shown_alone(signed_in, episode, council, at_noon):
    client = signed_in("response_officer")
    for _ in range(6):
        code = re.search(r'id="code">([^<]+)<', give(client, episode, council).text)[1]
        Client().post("/hello/", {"do": "say", "code": code, "listened": "yes"}, **HERE)
    at_noon.shift(timedelta(days=140))  # the half year is over
    shown = signed_in("duty_inspector").get("/childs-words/results/").text
    assert shown.index("Prevention interviews") < shown.index("Northmoor Police, every unit")
    assert "£" not in shown
    assert signed_in("response_officer").get("/childs-words/results/").status_code == 403


def check(client, text, **more):
    return client.post("/wording/check/", {"text": text, **more})


def test_as_somebody_types_the_words_come_up_with_their_places(signed_in):
    text = "👩‍👧 She kicked off. “I am naughty,” she said."
    (hint,) = check(signed_in("call_handler"), text).json()["hints"]
    raw = text.encode("utf-16-le")
    assert raw[2 * hint["start"] : 2 * hint["end"]].decode("utf-16-le") == "kicked off"
    assert hint["instead"]
    assert hint["source"]


def test_a_phrase_that_is_no_reason_comes_up_with_the_others(signed_in):
    hints = check(signed_in("call_handler"), "He is streetwise and has siblings.").json()["hints"]
    assert [hint["words"] for hint in hints] == ["streetwise", "siblings"]


def test_how_busy_it_is_comes_up_only_where_a_grade_is_given_its_reasons(signed_in):
    client = signed_in("call_handler")
    assert check(client, "The station was very busy.").json()["hints"] == []
    assert check(client, "We are very busy.", more="grading").json()["hints"]


def test_no_text_is_ever_refused(signed_in):
    client = signed_in("call_handler")
    for text in ("", "x" * 300_000, "\u202e\ud7ff", "<script>", "'; DROP TABLE"):
        assert check(client, text).status_code == 200


def test_terms_are_counted_once_a_field_by_unit_and_nothing_else_is_kept(
    signed_in, make_member, make_agency, make_actor, noon
):
    member = make_member("call_handler")
    team = form_team(
        agency=make_agency("Northmoor Police"), name="Room one", kind="control", members=[member]
    )
    assert Member.objects.get(pk=member.pk).team_id == team.pk
    client = signed_in("call_handler")
    first = check(client, "She kicked off and has siblings.").json()["hints"]
    seen = " ".join(hint["term"] for hint in first)
    check(client, "She kicked off and has siblings. Manipulative.", seen=seen)
    check(client, "Quite another text: hard to place.")
    with entered(actor=make_actor("duty_inspector"), at=noon):
        rows = {one.term: one for one in TermCount.objects.all()}
    assert {term: one.number for term, one in rows.items()} == {
        "naughty": 1, "siblings": 1, "manipulative": 1, "hard_to_place": 1,
    }  # fmt: skip
    assert {one.team_id for one in rows.values()} == {team.pk}
    fields = {field.name for field in TermCount._meta.concrete_fields}
    assert fields == {"id", "owner_agency", "team", "month", "term", "number"}
    shown = signed_in("duty_inspector").get("/wording/counts/").text
    assert "Room one" in shown
    assert "Call Handler" not in shown


def test_another_agency_sees_none_of_the_counts(signed_in, make_actor, outsider, noon):
    check(signed_in("call_handler"), "She kicked off.")
    with entered(actor=outsider, at=noon):
        assert not TermCount.objects.exists()
    with entered(actor=make_actor("duty_inspector", agency="Southmere Police"), at=noon):
        assert not TermCount.objects.exists()


def test_without_scripts_a_text_can_be_looked_at_on_a_page_and_is_kept_nowhere(
    signed_in, make_actor, noon
):
    client = signed_in("social_worker")
    shown = client.post("/wording/", {"text": "He absconded."}).text
    assert "“absconded”" in shown
    assert "Nothing found" in client.post("/wording/", {"text": "He left at six."}).text
    with entered(actor=make_actor("social_worker"), at=noon):
        assert not TermCount.objects.exists()


def test_every_page_of_staff_with_a_text_asks_the_check_and_the_childs_page_does_not(
    signed_in, episode
):
    client = signed_in("response_officer")
    for path in (f"/episodes/{episode.reference}/", f"/children/{episode.child_id}/voice/add/"):
        assert 'name="whereabouts-wording" content="/wording/check/"' in client.get(path).text
    assert "wording" not in Client().get("/hello/").text
    assert "whereabouts-wording" not in Client().get("/sign-in/").text


def test_a_line_on_a_form_is_looked_at_unless_it_holds_a_name_a_number_or_a_place():
    told = {}
    for path in sorted(Path(forms.__file__).parents[1].rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = {one.arg: one.value for one in getattr(call, "keywords", []) if one.arg}
            if getattr(said.get("kind"), "value", "") == "text" and "name" in said:
                told[said["name"].value] = "fact" in said
    assert {name for name, fact in told.items() if not fact} == {"title", "because", "evidence"}
    assert {"place", "unit", "said_by", "worker_phone", "language"} <= set(told)


def lines(page):
    """Return the single lines of a page's forms: {name: its attributes as written}."""
    found = re.findall(r'<input class="govuk-input[^"]*"([^>]*)>', page)
    return {re.search(r'name="([^"]+)"', one)[1]: one for one in found}


def test_the_pages_that_write_about_a_child_say_which_lines_hold_facts(signed_in, episode):
    inspector = signed_in("duty_inspector")
    sighting = lines(inspector.get(f"/episodes/{episode.reference}/sighting/").text)
    assert "data-fact" in sighting["place"]
    ask = lines(inspector.get(f"/episodes/{episode.reference}/enquiry/").text)
    assert "data-fact" not in ask["title"]


def test_a_page_on_which_a_concern_is_recorded_reads_words_with_it(signed_in, episode):
    worker = signed_in("duty_inspector")
    page = worker.get(f"/children/{episode.child_id}/flag/").text
    assert re.search(r'<main[^>]* data-wording-more="concern"', page)
    for text in ("He was recruited by them.", "She chose to stay there."):
        assert check(worker, text).json()["hints"] == []
        assert len(check(worker, text, more="concern").json()["hints"]) == 1, text


RECRUITED = "He was recruited by them."


@pytest.mark.parametrize(
    "page",
    [
        "/episodes/{reference}/",
        "/episodes/{reference}/decide/",
        "/episodes/{reference}/note/",
        "/episodes/{reference}/return/",
        "/children/{child}/plan/",
        "/children/{child}/support/",
        "/children/{child}/plan/write/",
    ],
)
def test_a_concern_that_stands_is_known_on_every_page_of_that_child(
    signed_in, episode, make_actor, noon, page
):
    worker = signed_in("duty_inspector")
    at = page.format(reference=episode.reference, child=episode.child_id)
    assert resolve(at).kwargs, "there is no such page"
    assert check(worker, RECRUITED, page=at).json()["hints"] == []
    add_flag(
        actor=make_actor("duty_inspector"), child_id=episode.child_id, kind="cce", at=noon,
        strength="suspected", source="a made-up record", review_on=noon.date() + timedelta(days=90),
    )  # fmt: skip
    assert [one["term"] for one in check(worker, RECRUITED, page=at).json()["hints"]] == [
        "recruited"
    ]
    assert check(worker, RECRUITED, page="/").json()["hints"] == []
    far = open_agency(
        kind="police_force", name="Far Police", code="far-police", at=noon, made_up=True
    )
    outsider = signed_in("duty_inspector", agency=far, name="far@police")
    assert check(outsider, RECRUITED, page=at).json()["hints"] == []


@pytest.mark.parametrize("page", ["", "/nowhere/", "x", "//", "/episodes/NOT-ONE/"])
def test_an_address_that_leads_nowhere_is_no_fault(signed_in, page):
    answer = check(signed_in("duty_inspector"), "He absconded.", page=page)
    assert answer.status_code == 200
    assert answer.json()["hints"]
