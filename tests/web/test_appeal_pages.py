"""The pages of what goes out to the public: a poster that can be heard, a message, an alert."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from PIL import Image

from tests.journeys.planning_cast import Team
from whereabouts.engines.alerting import problems
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.appeals import Poster
from whereabouts.interfaces.web.publicity.poster import poster_pdf
from whereabouts.journeys.decide_publicity import Weighed, decide_publicity
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.upload_photo import upload_photo
from whereabouts.practice.publicity.models import Appeal, RescueAlert

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def reference(team):
    """Return an episode in which a public appeal is decided."""
    told = Told(
        idempotency_key="call", happened_at=team.noon, child=team.child_id, reporter_name="Pat",
        relation="foster_carer", last_seen_place="the made-up park",
    )  # fmt: skip
    taken = report_missing(actor=team.make_actor("call_handler"), told=told, at=team.noon).episode
    decide_publicity(
        actor=team.inspector, reference=taken, at=team.noon,
        weighed=Weighed(
            decision="public", because="Two days.", harm_weighed="School sees it.",
            may_say="Testa, red coat.", channels=("posters",),
        ),
    )  # fmt: skip
    return taken


@pytest.fixture
def pages(signed_in, team):
    """Return a browser for each of the cast."""
    return SimpleNamespace(
        inspector=signed_in("duty_inspector"), chief=signed_in("superintendent"),
        theirs=signed_in("superintendent", agency="Southfell Police"),
        worker=signed_in("social_worker", agency=team.council),
        outsider=signed_in("duty_inspector", agency="Farfell Police"),
    )  # fmt: skip


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


WRITTEN = {
    "shown_name": "Łucja Ŵen", "words": "Testa is 14. #set page(\"a0\") *bold* ]",
    "area": "Northmoor", "contact": "101", "expires_at": "27/11/2026 12:00", "with_photo": "yes",
}  # fmt: skip


def written(team, pages, reference):
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "red").save(picture, "PNG")
    upload_photo(
        actor=team.writer, child_id=team.child_id, raw=picture.getvalue(), at=team.noon,
        source="made up",
    )  # fmt: skip
    pages.inspector.post(at("appeal-write", reference), WRITTEN)
    with entered(actor=team.inspector, at=team.noon):
        return Appeal.objects.get().reference


def test_a_poster_and_a_message_are_written_shown_and_taken_down_when_the_child_is_found(
    team, pages, reference
):
    assert "Testa, red coat." in words(pages.inspector.get(at("appeal-write", reference)))
    without = pages.inspector.post(at("appeal-write", reference), WRITTEN)
    assert "There is no photograph on record" in words(without)
    appeal = written(team, pages, reference)
    again = pages.inspector.post(at("appeal-write", reference), WRITTEN)
    assert "The poster of this decision is written." in words(again)
    assert "Łucja Ŵen: up" in words(pages.inspector.get(at("appeals", reference)))
    poster = pages.worker.get(at("appeal-poster", appeal))
    assert (poster.headers["Content-Type"], poster.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Testa" not in str(poster.headers)
    message = pages.worker.get(at("appeal-message", appeal))
    assert problems(xml=message.content) == []
    for name in ("appeal-poster", "appeal-message"):
        assert pages.outsider.get(at(name, appeal)).status_code == 404
    later = team.noon + timedelta(seconds=1)
    locate_child(
        actor=team.make_actor("response_officer"), reference=reference, at=later,
        found=Found(how="found", by_whom="police", found_at=later, found_place="the quay"),
    )  # fmt: skip
    page = words(pages.inspector.get(at("appeals", reference)))
    assert "taken down: the child is found" in page
    assert b"Cancel" in pages.inspector.get(at("appeal-message", appeal)).content
    assert len(pages.inspector.get(at("appeal-poster", appeal)).content) < len(poster.content)


def test_an_end_in_the_past_and_what_is_missing_are_named(pages, reference):
    past = {**WRITTEN, "with_photo": "", "expires_at": "1/1/2026 12:00"}
    answer = pages.inspector.post(at("appeal-write", reference), past)
    assert "until when" in words(answer)
    nothing = pages.inspector.post(at("appeal-write", reference), {})
    assert nothing.status_code == 422
    for field in ("words", "area", "contact", "expires_at"):
        assert f'id="{field}-error"' in nothing.content.decode()


SHOWN = Poster(
    reference="P-MADE-UP", standing="up", shown_name="Łucja Ŵen", words="Red coat.",
    area="Northmoor", contact="101", agency="Northmoor Police", picture=b"", made_up=True,
)  # fmt: skip


def test_a_poster_is_a_tagged_file_that_says_its_language_and_title():
    made = poster_pdf(shown=SHOWN)
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made
    assert b"/Lang" in made


def test_what_is_written_on_a_poster_is_words_and_never_a_program():
    from dataclasses import replace

    for words_ in ('#panic("x")', '] #image("/etc/passwd")', "$ x $", "= = =", "\\ `"):
        assert poster_pdf(shown=replace(SHOWN, words=words_, shown_name=words_))[:4] == b"%PDF"


def test_an_alert_is_asked_for_with_its_answers_and_decided_by_both_forces(
    team, pages, reference, make_agency
):
    page = at("rescue-alert", reference)
    assert "Is the child under 18, or believed to be?" in words(pages.inspector.get(page))
    other = make_agency("Southfell Police").pk
    asked = {"second_force": str(other)}
    for key in ("under_18", "imminent_danger", "enough_to_help"):
        asked |= {key: "yes", f"{key}_words": "Known."}
    ask = at("rescue-alert-ask", reference)
    silent = pages.inspector.post(ask, {**asked, "imminent_danger_words": ""})
    assert 'id="imminent_danger_words-error"' in silent.content.decode()
    pages.inspector.post(ask, asked)
    assert "asked for already" in words(pages.inspector.post(ask, asked))
    with entered(actor=team.inspector, at=team.noon):
        key = RescueAlert.objects.get().pk
    decision = {"agreed": "yes", "because": "Hours matter."}
    assert pages.inspector.get(at("rescue-alert-decide", key)).status_code == 403
    assert pages.theirs.get(at("rescue-alert-decide", key)).status_code == 404
    assert pages.chief.get(at("rescue-alert-answer", key)).status_code == 404
    pages.chief.post(at("rescue-alert-decide", key), decision)
    assert "Agreed here; the other force decides" in words(pages.chief.get(page))
    pages.theirs.post(at("rescue-alert-answer", key), decision)
    assert pages.theirs.post(at("rescue-alert-answer", key), decision).status_code == 409
    shown = words(pages.inspector.get(page))
    assert "Launched" in shown
    assert "Southfell Police: agrees" in shown
    pages.theirs.post(at("rescue-alert-end", key), {"because": "She is found."})
    assert "Ended by Superintendent Example: She is found." in words(pages.inspector.get(page))
    assert pages.outsider.get(page).status_code == 404
