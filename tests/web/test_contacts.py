"""The pages of contacts: what is open, what got round the guard, and who may close what."""

from datetime import timedelta

import pytest
from django.test import Client

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.supervision.actions.contacts import UNRECONCILED, close_by_import
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.actions import open_contact
from whereabouts.records.reports.models import Contact

pytestmark = pytest.mark.django_db
SIGNED = "The caller rang back: the child is at the dentist with the carer, who handed over."


@pytest.fixture
def make_contact(make_actor, noon):
    """Return a maker of contacts at Northmoor Police; `closed` closes one elsewhere."""

    def make(*, closed=False, **more):
        by = make_actor("call_handler")
        with entered(actor=by, at=noon):
            given = {"child_names": "Testa Sampleton", "words": "Testa is not back.", **more}
            contact = open_contact(by=by, at=noon, happened_at=noon, channel="log", **given)
            if closed:
                close_by_import(
                    contact=contact, disposal="closed", because="No unit.", by=by, at=noon
                )
        return contact

    return make


@pytest.fixture
def kept(make_actor, noon):
    """Return a reader of a contact as it stands."""

    def read(contact):
        with entered(actor=make_actor("duty_inspector"), at=noon + timedelta(hours=1)):
            return Contact.objects.get(pk=contact.pk)

    return read


def page(contact, part=""):
    return f"/contacts/{contact.pk}/{part}"


def test_the_open_contacts_of_ones_own_agency_are_listed(signed_in, make_contact):
    make_contact(log_reference="NM-7")
    ours = signed_in("call_handler").get("/contacts/").text
    assert "NM-7" in ours
    assert "Testa Sampleton" in ours
    theirs = signed_in("call_handler", agency="Southmere Police").get("/contacts/").text
    assert "No contact of your agency is open" in theirs
    assert "Testa" not in theirs


def test_one_that_got_round_the_guard_is_listed_until_somebody_answers_for_it(
    signed_in, make_contact, kept
):
    contact = make_contact(closed=True, log_reference="NM-7")
    inspector = signed_in("duty_inspector")
    assert "NM-7" in inspector.get("/contacts/unreconciled/").text
    assert "Answer for them" in inspector.get("/contacts/").text
    vague = inspector.post(page(contact, "sign/"), {"because": "streetwise"})
    assert vague.status_code == 409
    assert "Say what happened" in vague.text
    assert inspector.post(page(contact, "sign/"), {"because": SIGNED}).status_code == 302
    assert kept(contact).signed_because == SIGNED
    assert "NM-7" not in inspector.get("/contacts/unreconciled/").text
    twice = inspector.post(page(contact, "sign/"), {"because": SIGNED})
    assert "signed it already" in twice.text


def test_a_call_handler_signs_nothing_and_takes_a_report_instead(
    signed_in, make_contact, make_actor, noon
):
    contact, handler = make_contact(closed=True), signed_in("call_handler")
    shown = handler.get(page(contact)).text
    assert "Sign why" not in shown
    assert handler.post(page(contact, "sign/"), {"because": SIGNED}).status_code == 403
    done = handler.post(page(contact, "report/"))
    with entered(actor=make_actor("duty_inspector"), at=noon + timedelta(hours=1)):
        reference = Episode.objects.get().reference
    assert done["Location"] == f"/episodes/{reference}/"
    assert reference in handler.get(page(contact)).text
    again = handler.post(page(contact, "report/"))
    assert again["Location"] == f"/episodes/{reference}/"
    inspector = signed_in("duty_inspector")
    assert "There is none" in inspector.get("/contacts/unreconciled/").text


def test_an_open_one_that_names_a_child_is_closed_by_a_seniors_name_alone(
    signed_in, make_contact, kept
):
    contact = make_contact()
    closing = {"disposal": "no_child", "because": SIGNED}
    refused = signed_in("call_handler").post(page(contact, "close/"), closing)
    assert refused.status_code == 409
    assert "ask the duty inspector to sign" in refused.text
    inspector = signed_in("duty_inspector")
    assert "you sign, with your name" in inspector.get(page(contact, "close/")).text
    assert inspector.post(page(contact, "close/"), closing).status_code == 302
    assert (kept(contact).state, kept(contact).signed_because) == ("closed", SIGNED)


def test_one_that_names_nobody_is_closed_by_whoever_took_it(signed_in, make_contact, kept):
    contact = make_contact(child_names="", words="A bin is on fire.")
    handler = signed_in("call_handler")
    assert handler.post(page(contact, "close/"), {"disposal": "", "because": ""}).status_code == 400
    closing = {"disposal": "no_child", "because": "A bin."}
    assert handler.post(page(contact, "close/"), closing).status_code == 302
    assert (kept(contact).state, kept(contact).signed_by_id) == ("closed", None)
    assert "closed already" in handler.post(page(contact, "close/"), closing).text


def test_another_forces_contact_is_not_there(signed_in, make_contact):
    contact, client = make_contact(closed=True), signed_in("superintendent", agency="Southmere")
    for part in ("", "close/", "sign/"):
        hidden = client.get(page(contact, part))
        assert hidden.status_code == 404
        assert "Testa" not in hidden.text
    assert client.post(page(contact, "report/")).status_code == 404
    assert client.post(page(contact, "sign/"), {"because": SIGNED}).status_code == 404
    assert Client().get(page(contact)).status_code == 302


def test_the_look_is_written_down(signed_in, make_contact, make_actor, noon):
    from whereabouts.foundations.audit.models import Look

    contact = make_contact()
    signed_in("supervisor").get(page(contact))
    with entered(actor=make_actor("duty_inspector"), at=noon + timedelta(hours=1)):
        assert Look.objects.filter(page="contact", purpose="contact").count() == 1


def test_the_mornings_notice_leads_to_the_list(signed_in, make_actor, noon):
    by = make_actor("duty_inspector")
    with entered(actor=by, at=noon):
        promise(
            key="n", kind="contacts_reconcile", subject=UNRECONCILED, from_agency=by.agency_id,
            to_agency=by.agency_id, to_role="duty_inspector", text="3 closed contacts.", at=noon,
        )  # fmt: skip
    assert 'href="/contacts/unreconciled/"' in signed_in("duty_inspector").get("/").text
