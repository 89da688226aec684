"""The pages of looking again: nothing of the grade before one's own; all without a script."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import put_on_duty
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.asking import prescribed
from whereabouts.insight.lookups.oversight_figures import Band
from whereabouts.interfaces.web.oversight.plot import shares_svg
from whereabouts.journeys.write_shift_list import write_shift_list
from whereabouts.practice.oversight.models import (
    Finding,
    PracticeAnswer,
    SecondLook,
    ShiftHandOver,
)
from whereabouts.practice.oversight.rules import share_with_interval
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import Assertion, Decision
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
SECRET = "Quillfeather reason"
SHIFT_ALARM = "Shift not taken on"


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def reported(take_report):
    return take_report(words="She left after tea.", facts={"suicide_concern": False})


def graded(reference, actor, noon, *, level, standing="open", **episode):
    """Let an episode have been graded at a level and be drawn."""
    with entered(actor=actor, at=noon):
        one = Episode.objects.get(reference=reference)
        ours = {
            "child_id": one.child_id, "owner_agency_id": actor.agency_id, "recorded_at": noon,
            "recorded_by_id": actor.member_id,
        }  # fmt: skip
        category = "absent" if level == "absent" else "missing"
        assessment = one.assessments.latest("number")
        decision = Decision.objects.create(
            episode=one, assessment=assessment, decided_at=noon, kind="first", category=category,
            level=level, rationale=f"{SECRET} {level}", overrode=["RF01"],
            override_reason=f"{SECRET} override {level}", inspector_id=actor.member_id, **ours,
        )  # fmt: skip
        Episode.objects.filter(pk=one.pk).update(
            level=level, category=category, decided=True, **episode
        )
        # Said afterwards, about the grade: not known then.
        Assertion.objects.create(
            episode=one, fact="carer_disagrees", value=True, said_by="A carer",
            source_kind="carer", said_at=noon, words=f"{SECRET}: {level} is too low", **ours,
        )  # fmt: skip
        return SecondLook.objects.create(
            episode=one, assessment=assessment, decision=decision, standing=standing, level=level,
            category=category, seed="s", share=1.0, drawn_at=noon,
            due_at=noon + timedelta(hours=12), **ours,
        ).pk  # fmt: skip


def seen(client, path, key):
    response = client.get(path)
    text = TOKEN.sub("T", response.content.decode().replace(str(key), "K"))
    headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
    return response.status_code, headers, text


def test_nothing_that_is_shown_before_grading_depends_on_grade_decision_or_outcome(
    reported, inspector, signed_in, noon
):
    reviewer = signed_in("superintendent")
    ended = {"located_at": noon, "back_at": noon, "seen_at": noon, "closed_at": noon}
    pages = []
    for level, standing, more in (
        ("absent", "open", {}),
        ("high", "open", {"seriousness": "grave", "immediacy": "now"}),
        ("low", "closed", {"state": "closed", "found_place": f"{SECRET} arcade", **ended}),
        ("medium", "open", {"state": "located", "located_at": noon}),
    ):
        with transaction.atomic():
            key = graded(reported, inspector, noon, level=level, standing=standing, **more)
            pages.append(
                (
                    seen(reviewer, f"/second-looks/{key}/", key),
                    seen(reviewer, "/second-looks/", key),
                )
            )
            transaction.set_rollback(True)
    assert all(page == pages[0] for page in pages)
    (status, headers, text), (_, _, listed) = pages[0]
    assert status == 200
    assert "She left after tea." in text
    for shown in (text, listed, str(headers)):
        assert SECRET not in shown
        assert reported not in shown
        assert "RF01" not in shown
    assert "Testa" not in listed
    headings = re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>|<title>(.*?)</title>", text, re.S)
    assert not re.search(r"\b(high|medium|lowest|absent)\b", str(headings), re.IGNORECASE)


def test_ones_own_grade_is_kept_then_the_recorded_one_shown_then_the_finding_kept(
    reported, inspector, signed_in, noon
):
    key = graded(reported, inspector, noon, level="low")
    client, path = signed_in("superintendent"), f"/second-looks/{key}/"
    lacking = client.post(path, {"step": "grade", "level": "high", "words": "A man waits."})
    assert lacking.status_code == 400
    assert "Say how sure you are" in lacking.text
    assert "A man waits." in lacking.text
    assert SECRET not in lacking.text
    # What belongs to the comparison is refused before the grade.
    early = client.post(path, {"step": "answer", "level": "high", "because": "So."})
    assert early.status_code == 409
    assert SECRET not in early.text
    own = {"step": "grade", "level": "high", "confidence": "sure", "words": "A man waits."}
    assert client.post(path, own).status_code == 302
    after = client.get(path).text
    for said in (SECRET, "A man waits.", reported, "RF01"):
        assert said in after
    # Sent again by an old page, a grade is not taken for a finding.
    assert client.post(path, own).status_code == 409
    said = client.post(path, {"step": "answer", "level": "high", "because": "He is known."})
    assert said.status_code == 302
    assert "the duty inspector is told now" in client.get("/second-looks/").text
    with entered(actor=inspector, at=noon):
        assert Finding.objects.get().finding == "higher"
        looks = Look.objects.filter(page="second look")
        assert {"level" in one.shown for one in looks} == {True, False}
    assert "He is known." in client.get(path).text


def test_whoever_grades_second_is_told_that_somebody_was_first(
    reported, inspector, signed_in, noon
):
    key = graded(reported, inspector, noon, level="low")
    own = {"step": "grade", "level": "high", "confidence": "sure", "words": "A man waits."}
    for role, status in (("superintendent", 302), ("supervisor", 409), ("duty_inspector", 404)):
        assert signed_in(role).post(f"/second-looks/{key}/", own).status_code == status
    assert signed_in("supervisor").get(f"/second-looks/{key}/").status_code == 404


def test_the_decider_is_told_that_it_waits_for_others(reported, inspector, signed_in, noon):
    key = graded(reported, inspector, noon, level="low")
    client = signed_in("duty_inspector")
    assert "1 more waits for somebody else" in client.get("/second-looks/").text
    assert client.get(f"/second-looks/{key}/").status_code == 404


def test_the_shift_is_written_read_and_accepted(reported, inspector, signed_in, noon):
    writer = signed_in("duty_inspector")
    assert reported in writer.get("/shift/").text
    assert writer.post("/shift/", {"words": "Ring the aunt."}).status_code == 302
    with entered(actor=inspector, at=noon):
        key = ShiftHandOver.objects.get().pk
    mine = writer.get(f"/shift/{key}/").text
    assert "Ring the aunt." in mine
    assert "Accept the shift" not in mine
    reader = signed_in("superintendent")
    assert "Accept the shift" in reader.get(f"/shift/{key}/").text
    assert writer.post(f"/shift/{key}/", {}).status_code == 409
    assert reader.post(f"/shift/{key}/", {"words": "I do."}).status_code == 302
    assert "Accepted by Superintendent Example" in reader.get(f"/shift/{key}/").text
    assert reader.post(f"/shift/{key}/", {}).status_code == 409


def test_the_board_says_that_nobody_took_the_shift_on(inspector, make_member, signed_in, noon):
    member = make_member("superintendent")
    for hours, who in ((13, make_member("duty_inspector")), (1, member)):
        put_on_duty(
            agency=member.agency, role="duty_inspector", member=who,
            from_at=noon - timedelta(hours=hours), until_at=noon + timedelta(hours=12 - hours),
        )  # fmt: skip
    client = signed_in("call_handler")
    assert SHIFT_ALARM in client.get("/board/").text
    key = UUID(write_shift_list(actor=inspector, words="", at=noon))
    assert SHIFT_ALARM not in client.get("/board/rows/").text  # it waits, in time
    signed_in("superintendent").post(f"/shift/{key}/", {})
    assert "board-shift" not in client.get("/board/").text


def test_a_made_up_case_is_graded_and_then_explained(make_actor, signed_in, noon):
    client = signed_in("call_handler")
    listed = client.get("/practice-room/").text
    assert "Everybody in these cases is made up" in listed
    path = "/practice-room/on-the-list/"
    assert "registered sex offender" in client.get(path).text
    assert "You and the pack" not in client.get(path).text
    short = client.post(path, {"level": "high"})
    assert (short.status_code, "Say how soon" in short.text) == (400, True)
    own = {"level": "low", "seriousness": "some", "immediacy": "days", "confidence": "unsure"}
    assert client.post(path, own).status_code == 302
    after = client.get(path).text
    assert "You and the pack" in after
    assert "RF03" in after
    assert client.post(path, own).status_code == 409
    assert client.get("/practice-room/no-such-case/").status_code == 404
    with entered(actor=make_actor("call_handler"), at=noon):
        assert PracticeAnswer.objects.get().level == "low"
    figures = signed_in("duty_inspector").get("/practice-room/agreement/").text
    assert "Too few people" in figures


def test_the_figures_are_plots_with_a_table_behind_and_no_colour_to_read(signed_in):
    page = signed_in("duty_inspector").get("/grades/").text
    assert page.count("<svg") >= 2
    assert page.count("The same as a table") == 2
    assert "No second look has been finished yet" in page
    assert "No review has run out or been made yet" in page


def test_the_figures_say_how_soon_somebody_looked_again(take_report, inspector, signed_in, noon):
    take_report(at=noon - timedelta(hours=3))
    page = signed_in("duty_inspector").get("/grades/").text
    row = re.search(r"<tr[^>]*><th[^>]*>Medium</th>(.*?)</tr>", page.partition('id="reviews"')[2])
    cells = re.findall(r">([^<>]*)</td>", row[1])
    assert cells == ["1", "0% (0% to 79%)", "0", "1", "–", "–", "nothing to say"]


def test_a_plot_is_drawn_in_ink_alone_and_says_everything_in_its_table():
    shares = [share_with_interval(part=part, n=n) for part, n in ((1, 4), (0, 3), (5, 5), (0, 0))]
    bands = [(f"band {place}", one) for place, one in enumerate(shares)]
    drawn = shares_svg(bands=bands, name="x", along="Along", what="What")
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn))
    assert all(colour[1:3] == colour[3:5] == colour[5:7] or colour in {"#0b0c0c", "#b1b4b6"}
               for colour in colours)  # fmt: skip
    assert drawn.count("<rect") - 1 == 3  # nothing has no bar
    assert "style=" not in drawn
    for label, one in bands:
        assert f">{label}</th>" in drawn
        assert f'numeric">{one.n}</td>' in drawn
    assert "nothing to say" in drawn
    assert Band(label="x", absent=shares[0]).absent.share == 0.25


def test_every_question_of_the_report_says_why_it_matters(signed_in, noon):
    text = signed_in("call_handler").get(reverse("report-take"), follow=True).text
    pack = packs.in_force(at=noon)
    for question in prescribed(pack=pack):
        assert f'id="q-{question.fact}-why"' in text or f'id="v-{question.fact}-why"' in text
        why = question.why.replace("'", "&#39;")
        assert why in text, question.fact
