"""A report is taken on one page: kept as typed, sent once, every fault with its field."""

from uuid import uuid4

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import AdultLink
from whereabouts.records.reports.models import Report, ReportDraft

pytestmark = pytest.mark.django_db

CALL = {
    "reporter_name": "Paula Sampleton",
    "relation": "mother",
    "reporter_contact": "01632 960001",
    "names": "Testa Sampleton",
    "born_text": "12 March 2012",
    "sex": "F",
    "home_address": "1 Made-up Road",
    "seen": "at",
    "seen_time": "10:15",
    "last_seen_place": "the made-up park",
    "clothing": "a green coat",
    "q-suicide_concern": "unknown",
    "q-medical_need": "time_critical",
    "w-medical_need": "an inhaler, at six",
    "q-out_of_character": "yes",
    "adult-1-name": "Alex Example",
    "adult-1-kind": "partner",
    "adult-1-fact": "with_adult_partner",
    "adult-1-detail": "drives a red car",
    "why": "an argument",
    "words": "she left her phone",
}


@pytest.fixture
def handler(signed_in):
    return signed_in("call_handler")


@pytest.fixture
def inside(make_actor, noon):
    """Return a way to look at the tables as the force that takes the report."""
    return lambda: entered(actor=make_actor("call_handler"), at=noon)


def draft_path(client):
    return client.get("/reports/new/").headers["Location"]


def send(client, path=None, **more):
    return client.post(path or draft_path(client), {**CALL, "do": "send", **more})


def test_a_call_becomes_an_episode_with_everything_that_was_said(handler, inside, noon):
    answer = send(handler)
    assert answer.status_code == 302
    with inside():
        episode, report = Episode.objects.get(), Report.objects.get()
        assert answer.headers["Location"] == f"/episodes/{episode.reference}/decide/"
        assert episode.last_seen_at == noon.replace(hour=10, minute=15)
        assert (report.reporter_name, report.relation) == ("Paula Sampleton", "mother")
        assert report.clothing == "a green coat"
        assert "Why they went: an argument" in report.words
        assert "she left her phone" in report.words
        said = {one.fact: one for one in Assertion.objects.all()}
        assert said["medical_need"].value == "time_critical"
        assert said["medical_need"].words == "an inhaler, at six"
        assert said["suicide_concern"].value is None
        assert said["with_adult_partner"].value is True
        assert AdultLink.objects.get().kind == "partner"
        assert episode.level == "high"


def test_the_page_opens_on_a_fresh_draft_and_keeps_nothing_yet(handler, inside):
    answer = handler.get("/reports/new/", follow=True)
    assert answer.status_code == 200
    assert b"Take a report" in answer.content
    with inside():
        assert ReportDraft.objects.count() == 0


def test_what_is_typed_is_kept_and_shown_again(handler, inside):
    path = draft_path(handler)
    kept = handler.post(f"{path}save/", {"names": "Testa Samp", "words": "half a sentence"})
    assert kept.json()["version"] == 1
    assert kept.json()["saved_at"] == "12:00"
    page = handler.get(path).content.decode()
    assert 'value="Testa Samp"' in page
    assert "half a sentence" in page
    assert "Testa Samp" in handler.get("/reports/drafts/").content.decode()


def test_a_field_that_is_not_on_the_page_is_not_kept(handler, inside):
    path = draft_path(handler)
    handler.post(f"{path}save/", {"names": "Testa", "something_else": "x" * 50})
    with inside():
        assert ReportDraft.objects.get().answers == {"names": "Testa"}


def test_the_same_draft_sent_twice_is_one_report(handler, inside):
    path = draft_path(handler)
    first = send(handler, path)
    second = send(handler, path, words="something else by now")
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    with inside():
        assert Report.objects.count() == 1
        assert Episode.objects.count() == 1


def test_a_draft_that_was_sent_takes_no_more_typing(handler):
    path = draft_path(handler)
    send(handler, path)
    assert handler.post(f"{path}save/", {"names": "x"}).status_code == 409
    assert handler.post(f"{path}who/", {"names": "x"}).status_code == 409
    assert handler.get(path).status_code == 302


def test_a_draft_put_away_is_no_longer_offered(handler):
    path = draft_path(handler)
    handler.post(f"{path}save/", {"names": "Testa"})
    assert handler.post(f"{path}discard/").status_code == 302
    assert "Testa" not in handler.get("/reports/drafts/").content.decode()
    assert handler.post(f"{path}save/", {"names": "x"}).status_code == 409


def test_somebody_else_finds_nothing_under_the_drafts_key(handler, signed_in, make_member):
    path = draft_path(handler)
    handler.post(f"{path}save/", {"names": "Testa Sampleton"})
    colleague = signed_in("call_handler", name="colleague@northmoor")
    stranger = signed_in("call_handler", agency="Southmoor Police")
    for other in (colleague, stranger):
        assert "Testa" not in other.get(path).content.decode()
        assert "Testa" not in other.get("/reports/drafts/").content.decode()
        assert other.post(f"{path}save/", {"names": "x"}).status_code == 409
        assert send(other, path).status_code == 404
        assert other.post(f"{path}discard/").status_code == 404


def test_the_outsider_may_not_take_a_report(signed_in, make_agency):
    outsider = signed_in(
        "social_worker", agency=make_agency("Elsewhere Council", "authority"), name="o@elsewhere"
    )
    for path in ("/reports/new/", "/reports/drafts/", f"/reports/drafts/{uuid4()}/"):
        assert outsider.get(path).status_code == 403
    for path in (f"/reports/drafts/{uuid4()}/save/", f"/reports/drafts/{uuid4()}/discard/"):
        assert outsider.post(path, {"names": "x"}).status_code == 403


def test_a_second_report_is_added_to_the_open_episode(handler, inside):
    send(handler)
    with inside():
        child = Episode.objects.get().child_id
    answer = handler.post(
        draft_path(handler), {**CALL, "do": "send", "child": str(child), "relation": "school"},
        follow=True,
    )  # fmt: skip
    assert "added to the episode that is open already" in answer.content.decode()
    with inside():
        assert Episode.objects.count() == 1
        assert Report.objects.count() == 2


def test_likely_people_must_be_told_apart_before_a_report_is_taken(handler, inside):
    send(handler)
    answer = send(handler)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#child"' in page
    assert "A child we do not know" in page
    assert 'value="an argument"' in page or "an argument" in page
    with inside():
        assert Report.objects.count() == 1
    path = draft_path(handler)
    assert send(handler, path, child="unknown").status_code == 302
    with inside():
        assert Episode.objects.count() == 2


def test_whoever_said_who_is_meant_looks_at_nobody_by_sending_it(handler, inside):
    send(handler)

    def looked():
        with inside():
            return [(one.kind, one.page) for one in Look.objects.order_by("pk")]

    before, path = looked(), draft_path(handler)
    assert send(handler, path).status_code == 422
    shown = looked()
    assert len(shown) > len(before)  # they are shown, to be told apart
    assert send(handler, path, child="unknown").status_code == 302
    assert looked() == shown


def test_people_appear_while_they_are_typed_with_what_is_known(handler, inside, make_actor, noon):
    from whereabouts.records.people.actions import raise_flag

    send(handler)
    with inside():
        child = Episode.objects.get().child
        raise_flag(
            child=child, kind="cse", strength="confirmed", source="made-up social worker",
            by=make_actor("call_handler"), at=noon, review_on=noon.date(),
        )  # fmt: skip
    shown = handler.post(
        f"{draft_path(handler)}who/", {"names": "testa sampelton", "born_text": "12/3/2012"}
    ).content.decode()
    assert "Testa Sampleton" in shown
    assert "Sexual exploitation" in shown
    assert 'data-choice="1"' in shown
    assert 'data-choice="0"' in shown


def test_the_child_chosen_is_shown_with_a_way_to_undo(handler, inside):
    send(handler)
    with inside():
        child = str(Episode.objects.get().child_id)
    path = draft_path(handler)
    chosen = handler.post(path, {**CALL, "child": child, "do": "look"}).content.decode()
    assert "Chosen" in chosen
    assert f'name="child" value="{child}"' in chosen
    undone = handler.post(path, {**CALL, "child": child, "undo": "child"}).content.decode()
    assert f'type="hidden" name="child" value="{child}"' not in undone


def test_a_child_of_nobodys_key_is_a_fault_of_that_field(handler, inside):
    answer = send(handler, child=str(uuid4()))
    assert answer.status_code == 422
    assert 'href="#child"' in answer.content.decode()
    with inside():
        assert Report.objects.count() == 0


def test_a_call_entered_after_an_outage_keeps_its_real_time(handler, inside, noon):
    send(handler, call="earlier", call_time="8:40", seen="hour", seen_time="")
    with inside():
        report = Report.objects.get()
        assert report.back_entry
        assert report.happened_at == noon.replace(hour=8, minute=40)
        assert report.last_seen_at == noon.replace(hour=7, minute=40)


def test_a_description_and_a_place_are_enough_to_begin(handler, inside):
    answer = handler.post(
        draft_path(handler),
        {"do": "send", "description": "a small boy in a red hat", "last_seen_place": "the pier"},
    )
    assert answer.status_code == 302
    with inside():
        assert Report.objects.get().incomplete
        assert Episode.objects.get().child.unidentified


def test_nothing_to_go_by_is_refused_and_everything_typed_is_still_there(handler, inside):
    answer = handler.post(
        draft_path(handler),
        {"do": "send", "reporter_name": "Paula Sampleton", "relation": "mother"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#names"' in page
    assert 'value="Paula Sampleton"' in page
    with inside():
        assert Report.objects.count() == 0
        assert Episode.objects.count() == 0


HARM_AT_HOME = (
    "violence_at_home",
    "forced_marriage_or_fgm_concern",
    "travel_abroad",
    "victim_of_crime_suspected",
)


@pytest.mark.parametrize("relation", ["", "mother", "father", "step_parent", "grandparent",
                                      "aunt_or_uncle", "sibling", "foster_carer", "home_worker",
                                      "friend", "public", "other"])  # fmt: skip
def test_harm_at_home_is_not_asked_of_whoever_may_be_its_cause(handler, relation):
    import re

    path = draft_path(handler)
    handler.post(f"{path}save/", {"relation": relation, "names": "Testa"})
    page = handler.get(path).content.decode()
    for fact in HARM_AT_HOME:
        slot = re.search(
            rf'<div class="ask-slot"[^>]*?(hidden)?>\s*<div[^>]*>\s*<fieldset[^>]*>\s*'
            rf'<legend[^>]*>[^<]*</legend>[\s\S]{{0,400}}?name="q-{fact}"',
            page,
        )
        assert slot, fact
        assert slot[1] == "hidden", fact


def test_what_is_not_asked_becomes_somebody_elses_enquiry(handler, inside):
    send(handler)
    with inside():
        enquiries = set(Task.objects.filter(kind="enquiry").values_list("fact", flat=True))
        assert set(HARM_AT_HOME) <= enquiries
        assert not Assertion.objects.filter(fact__in=HARM_AT_HOME).exists()


def test_a_no_of_whoever_may_be_the_cause_counts_for_nothing(handler, inside):
    send(handler, **{f"q-{fact}": "no" for fact in HARM_AT_HOME})
    with inside():
        assert not Assertion.objects.filter(fact__in=HARM_AT_HOME).exists()


def test_what_a_mother_says_unasked_is_kept(handler, inside):
    send(handler, **{"v-violence_at_home": "yes"})
    with inside():
        assert Assertion.objects.get(fact="violence_at_home").value is True


def test_a_teacher_is_asked(handler, inside):
    send(handler, relation="school", **{"q-violence_at_home": "no"})
    with inside():
        assert Assertion.objects.get(fact="violence_at_home").value is False


def test_not_known_becomes_an_enquiry_and_an_open_question_does_not(handler, inside):
    send(handler)
    with inside():
        enquiries = set(Task.objects.filter(kind="enquiry").values_list("fact", flat=True))
        assert "suicide_concern" in enquiries
        assert "self_harm" not in enquiries
