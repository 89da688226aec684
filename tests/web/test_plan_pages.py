"""The pages of plans: written, approved, read at night, compared; and of help that lasts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.journeys.planning_cast import DAY, Team
from tests.journeys.returning_cast import Night
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.clock import fire
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.record_interview import Beside
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.conversations.rules import Line
from whereabouts.practice.plans.models import PlanLine, Profile, TriggerPlan
from whereabouts.practice.risk import drafting
from whereabouts.practice.risk.drafting import SaidForNextTime
from whereabouts.practice.support.models import PanelItem, SeniorReview, Service, SupportOffer

pytestmark = pytest.mark.django_db
ALLOWED = Line(kind="next_time", words="", agreed="yes", audience=("control_room", "police"))
WRITTEN = {
    "level": "high", "category": "missing", "review_on": "1/3/2027", "high_until": "1/2/2027",
    "high_when": "While the man is near.", "locate_now": "The arcade.",
    "who_does_what": "The home rings first.", "prevent": "A youth worker.",
    "childs_view": "Ask me first.", "action1_title": "Ring the aunt",
    "action1_role": "call_handler", "action1_within": "15",
    "action2_title": "Go to the arcade", "contact1_name": "Aunt Example",
    "contact1_phone": "01632 960002",
}  # fmt: skip


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def pages(team, signed_in):
    """Return the browsers of everybody who works with the plan."""

    class Pages:
        coordinator = signed_in("missing_coordinator")
        inspector = signed_in("duty_inspector")
        worker = signed_in("social_worker", agency=team.council)
        carer = signed_in("home_worker", agency=team.home)
        officer = signed_in("response_officer")

    return Pages


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    """Return the text of a page, without its marks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def test_from_the_form_to_the_plan_in_force_by_hand(team, pages):
    response = pages.coordinator.post(at("child-plan-write", team.child_id), WRITTEN)
    draft = response["Location"]
    assert "It binds nobody yet" in words(pages.coordinator.get(draft))
    assert pages.coordinator.post(f"{draft}send/").status_code == 302
    for page in (pages.inspector, pages.worker):
        assert "Answer for your agency" in words(page.get(draft))
        assert page.post(f"{draft}answer/", {"answer": "yes"}).status_code == 302
    said = words(pages.officer.get(at("child-plan", team.child_id)))
    for line in ("High is the least, recorded as missing", "Ring the aunt Call handler, within 15",
                 "The arcade.", "Ask me first.", "Aunt Example", "Review by 1 February 2027",
                 "No photograph", "Approved by"):  # fmt: skip
        assert line in said
    assert (
        'href="tel:01632960002"'
        in pages.officer.get(at("child-plan", team.child_id)).content.decode()
    )


def test_what_the_plan_lacks_is_named_and_it_is_not_sent(team, pages):
    posted = {**WRITTEN, "childs_view": "", "prevent": ""}
    draft = pages.coordinator.post(at("child-plan-write", team.child_id), posted)["Location"]
    response = pages.coordinator.post(f"{draft}send/")
    assert response.status_code == 409
    assert "the plan must say: to prevent it, what the child says" in words(response)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("review_on", "", "Enter a day"),
        ("review_on", "1/3/2020", "lies ahead"),
        ("high_until", "1/3/2020", "lies ahead"),
        ("level", "", "Choose least level"),
    ],
)
def test_a_fault_names_its_field_and_nothing_that_was_typed_is_lost(
    team, pages, field, value, sentence
):
    response = pages.coordinator.post(
        at("child-plan-write", team.child_id), {**WRITTEN, field: value}
    )
    assert response.status_code == 422
    assert f'href="#{field}"' in response.content.decode()
    assert sentence in words(response)
    assert "Ring the aunt" in response.content.decode()


def test_somebody_who_does_not_approve_says_why(team, pages):
    draft = pages.coordinator.post(at("child-plan-write", team.child_id), WRITTEN)["Location"]
    pages.coordinator.post(f"{draft}send/")
    assert pages.worker.post(f"{draft}answer/", {"answer": "no"}).status_code == 422
    assert pages.worker.post(f"{draft}answer/", {}).status_code == 422
    assert pages.coordinator.post(f"{draft}answer/", {"answer": "yes"}).status_code == 409
    pages.worker.post(f"{draft}answer/", {"answer": "no", "words": "The aunt has moved."})
    assert "The aunt has moved." in words(pages.coordinator.get(draft))
    assert pages.worker.post(f"{draft}answer/", {"answer": "yes"}).status_code == 409


def test_versions_are_compared_and_a_renewed_one_says_the_same(team, pages, noon):
    team.agree()
    team.agree(at=noon + timedelta(minutes=1), locate_now="The skate park.")
    renewed = pages.coordinator.post(
        at("child-plan-renew", team.child_id), {"review_on": "1/6/2027", "high_until": "1/5/2027"}
    )
    assert renewed.status_code == 302
    said = words(pages.officer.get(at("child-plan-versions", team.child_id)))
    assert "version 3" in said
    assert "The skate park. before: The arcade, then the aunt's flat." in said.replace("&#39;", "'")
    assert "The first version." in said


def test_renewing_and_lifting_name_what_is_missing(team, pages):
    team.agree()
    renew = at("child-plan-renew", team.child_id)
    wrong = pages.coordinator.post(renew, {"review_on": "1/6/2027"})
    assert wrong.status_code == 422
    assert 'href="#high_until"' in wrong.content.decode()
    lift = at("child-plan-lift", team.child_id)
    assert pages.coordinator.post(lift, {"because": " "}).status_code == 422
    assert pages.coordinator.post(lift, {"because": "The man is gone."}).status_code == 302
    assert "No trigger plan is in force" in words(
        pages.officer.get(at("child-plan", team.child_id))
    )
    assert pages.coordinator.get(renew).status_code == 404


def test_one_tap_asks_and_the_notice_leads_to_the_plan(team, pages, noon):
    team.agree()
    page = pages.carer.get(at("child-plan", team.child_id))
    assert "Ask its owner to renew or lift it" in words(page)
    pages.carer.post(at("child-plan-ask", team.child_id))
    notice = next(
        one for one in notices_to_me(actor=team.writer, at=noon) if one.kind == "plan_asked"
    )
    assert notice.place == ("child-plan", team.child_id)
    assert at("child-plan", team.child_id) in pages.coordinator.get("/notices/").content.decode()


def test_past_its_day_the_page_says_not_reviewed_and_that_it_binds(team, signed_in, noon, at_noon):
    team.agree()
    at_noon.move_to(noon + 61 * DAY)
    carer = signed_in("home_worker", agency=team.home)
    said = words(carer.get(at("child-plan", team.child_id)))
    assert "Not reviewed since" in said
    assert "it binds all the same" in said
    listed = words(signed_in("missing_coordinator").get(at("plans")))
    assert "Trigger plans not reviewed: they bind (1)" in listed


def test_the_carer_fills_in_the_form_and_its_age_is_warned_of(team, pages):
    form = at("child-profile", team.child_id)
    assert "Philomena form" in words(pages.carer.get(form))
    pages.carer.post(
        form, {"form": "philomena", "f_looks": "Brown hair.", "described_on": "1/1/2026",
               "discussed": "yes"},
    )  # fmt: skip
    said = words(pages.officer.get(at("child-plan", team.child_id)))
    assert "Brown hair." in said
    assert "The description is old" in said
    assert "Talked through with the child." in said
    with entered(actor=team.carer, at=team.noon):
        assert Profile.objects.get().owner_agency_id == team.home.pk


def test_a_child_of_a_welsh_authority_has_the_welsh_form(make_actor, make_agency, noon, signed_in):
    make_agency("Aldermere Council", "authority", country="wales")
    team = Team(make_actor=make_actor, make_agency=make_agency, noon=noon)
    page = signed_in("home_worker", agency=team.home).get(at("child-profile", team.child_id))
    assert "Child Information Form (Wales)" in words(page)


def test_what_was_done_is_shown_against_what_was_planned_and_a_departure_is_counted(
    team, pages, noon
):
    from tests.journeys.test_v06 import REASON
    from whereabouts.journeys.answer_proposal import answer_proposal
    from whereabouts.journeys.decide import Wish
    from whereabouts.journeys.settle_task import settle_task
    from whereabouts.practice.investigation.models import Task
    from whereabouts.practice.risk.models import Assessment

    team.agree()
    receipt = report_missing(
        actor=team.make_actor("call_handler"), at=noon,
        told=Told(
            idempotency_key="one", happened_at=noon, child=team.child_id, relation="home_worker",
            reporter_name="Jules Fableton",
        ),
    )  # fmt: skip
    with entered(actor=team.inspector, at=noon):
        task = Task.objects.filter(kind="plan_actions").order_by("due_at").first()
        latest = Assessment.objects.latest("number")
    settle_task(
        actor=team.make_actor("call_handler"), task_id=task.pk, result="She is not there.", at=noon
    )
    declined = {"answer": "declined", "reason": "An aunt rang: the child sits at her table."}
    proposal = propose_lower(
        actor=team.make_actor("supervisor"), reference=receipt.episode, at=noon,
        wish=Wish(
            category="missing", level="medium", rationale="The aunt in Eastmere rang at noon.",
            answers={row["rule"]: declined for row in latest.result["fired"]},
        ),
    )  # fmt: skip
    answer_proposal(
        actor=team.inspector, proposal_id=proposal, agreed=True, because=REASON, at=noon
    )
    said = words(pages.coordinator.get(at("child-plan", team.child_id)))
    assert "1 of 2 done, 1 in time, departed from" in said
    assert "She is not there." in said
    assert REASON in said
    assert REASON not in words(pages.carer.get(at("child-plan", team.child_id)))
    listed = words(pages.coordinator.get(at("plans")))
    assert "Decisions below a plan, in 90 days (1)" in listed
    assert receipt.episode in listed


# --- what earlier times taught ------------------------------------------------------------------


@pytest.fixture
def taught(make_actor, make_agency, noon):
    """Return a night that left something to learn, the child of it."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(found_place="the arcade", found_with="an older cousin")
    night.back()
    night.prevention(
        know_next_time="Look at the bus stop by the arcade.", beside=Beside(know_next=ALLOWED)
    )
    from whereabouts.records.episodes.models import Episode

    with entered(actor=night.supervisor, at=night.at):
        night.child = Episode.objects.get(reference=night.reference).child_id
    return night


def test_lines_wait_for_a_person_and_each_reader_sees_theirs(taught, signed_in, make_agency, noon):
    coordinator = signed_in("missing_coordinator")
    form = at("child-plan-lines", taught.child)
    page = coordinator.get(form)
    keys = re.findall(r'name="key" value="([^"]+)"', page.content.decode())
    assert len(keys) == 3
    for key in keys:
        assert coordinator.post(form, {"key": key, "do": "take", "text": ""}).status_code == 302
    read = at("child-plan", taught.child)
    said = words(coordinator.get(read))
    for line in ("Was found at the arcade.", "Was found with an older cousin.",
                 "Look at the bus stop by the arcade."):  # fmt: skip
        assert line in said
    home = make_agency("Fern House", "home")
    with entered(actor=taught.supervisor, at=taught.at):
        from whereabouts.records.people.actions import relate_to_child

        relate_to_child(child_id=taught.child, agency=home.pk, kind="caring", at=noon)
    carer = words(signed_in("home_worker", agency=home).get(read))
    assert "Was found at the arcade." in carer
    assert "cousin" not in carer
    assert "bus stop" not in carer
    with entered(actor=taught.supervisor, at=taught.at):
        out = PlanLine.objects.get(text__contains="cousin").pk
    coordinator.post(at("plan-line-out", out))
    assert "cousin" not in words(coordinator.get(read))


def test_a_childs_no_is_overridden_by_name_only(taught, signed_in, monkeypatch):
    before = drafting.said_for_next_time
    monkeypatch.setattr(
        drafting, "said_for_next_time",
        lambda *, children: [
            SaidForNextTime(
                key=one.key, words=one.words, allowed=False, audience=one.audience,
                worker=one.worker, reference=one.reference, at=one.at,
            )
            for one in before(children=children)
        ],
    )  # fmt: skip
    coordinator, form = signed_in("missing_coordinator"), at("child-plan-lines", taught.child)
    page = coordinator.get(form)
    assert "Ask the worker, Response Officer Example." in words(page)
    assert "bus stop" not in words(page)
    key = re.search(r'value="(interview:[^"]+)"', page.content.decode())[1]
    refused = coordinator.post(form, {"key": key, "do": "take"})
    assert refused.status_code == 422
    assert 'href="#because"' in refused.content.decode()
    given = {"key": key, "do": "take", "because": "A man waits there.", "child_told": "first"}
    assert coordinator.post(form, given).status_code == 302
    said = words(coordinator.get(at("child-plan", taught.child)))
    assert "The child had not allowed this. Told before it was used. Why: A man waits there." in (
        said.replace(" .", ".")
    )


# --- referrals -----------------------------------------------------------------------------------


def test_a_referral_is_answered_on_its_page_and_leaves_the_list(taught, signed_in):
    referral = taught.sent_referral()
    worker = signed_in("social_worker")
    assert "No answer yet" in words(worker.get(at("referrals")))
    page = at("referral", referral)
    wrong = worker.post(page, {"answer": "declined"})
    assert wrong.status_code == 422
    assert 'href="#words"' in wrong.content.decode()
    worker.post(page, {"answer": "accepted"})
    assert "Accepted: what was done?" in words(worker.get(at("referrals")))
    worker.post(page, {"answer": "done", "words": "A youth worker comes each week."})
    assert "No answer yet" not in words(worker.get(at("referrals")))
    assert "A youth worker comes each week." in words(signed_in("missing_coordinator").get(page))
    assert worker.post(page, {"answer": "done", "words": "x"}).status_code == 409
    assert signed_in("missing_coordinator").post(page, {"answer": "accepted"}).status_code == 409


# --- help that lasts ------------------------------------------------------------------------------


def reported(team, *days):
    """Let the child be reported and be back on these days before noon."""
    from whereabouts.journeys.record_back import record_back

    for day in days:
        when = team.noon - day * DAY
        receipt = report_missing(
            actor=team.make_actor("call_handler"), at=when,
            told=Told(
                idempotency_key=f"day-{day}", happened_at=when, child=team.child_id,
                relation="mother", reporter_name="Paula",
            ),
        )  # fmt: skip
        record_back(
            actor=team.make_actor("response_officer"), reference=receipt.episode,
            back_at=when + timedelta(hours=1), at=when + timedelta(hours=1),
        )  # fmt: skip


def test_v12_thirty_times_and_no_plan_is_red_on_the_list_and_a_meeting_is_asked_for(team, pages):
    """V12: a boy missing over thirty times, and nobody met or referred."""
    reported(team, *range(309, 0, -10))
    listed = words(pages.coordinator.get(at("plans")))
    assert "Past a threshold, and no plan (1) Testa Sampleton Overdue" in listed
    red = pages.coordinator.get(at("plans")).text
    assert re.search(r'<li class="task task--overdue">.{0,120}Testa Sampleton', red, re.DOTALL)
    from whereabouts.practice.investigation.models import Task

    with entered(actor=team.inspector, at=team.noon):
        assert Task.objects.filter(kind="strategy_meeting_request").exists()
    said = words(pages.coordinator.get(at("child-support", team.child_id)))
    for line in ("3 or more in 90 days 9", "10 or more in a year 31", "6 or more, ever 31",
                 "There is no long-term plan."):  # fmt: skip
        assert line in said
    for name, reference in (("child", team.child_id), ("child-plan", team.child_id)):
        assert pages.coordinator.get(at(name, reference)).status_code == 200
    assert "10 or more in a year 31" in words(pages.coordinator.get(at("child", team.child_id)))


def test_the_repeats_stand_on_the_episode_and_where_it_is_decided(team, pages):
    reported(team, 60, 30, 0)
    from whereabouts.records.episodes.models import Episode

    with entered(actor=team.inspector, at=team.noon):
        reference = Episode.objects.latest("reported_at").reference
    for name in ("episode", "decide"):
        said = words(pages.inspector.get(at(name, reference)))
        assert "3 or more in 90 days 3" in said
        assert "Asking for help Mother, 3 calls." in said
        assert "Before a panel since" in said


def test_a_plan_is_started_acted_on_and_ended_by_hand(team, pages, noon):
    form = at("child-support-plan", team.child_id)
    assert pages.worker.post(form, {"needs": "A friend."}).status_code == 422
    assert (
        pages.worker.post(form, {"needs": "A friend.", "review_on": "1/1/2020"}).status_code == 422
    )
    pages.worker.post(form, {"needs": "A friend.", "risks": "The man.", "review_on": "1/3/2027"})
    read = at("child-support", team.child_id)
    said = words(pages.worker.get(read))
    assert "Not complete" in said
    assert "There is no action" in said
    assert "Neither the child's view nor why it is missing" in said.replace("&#39;", "'")
    act = at("child-support-action", team.child_id)
    pages.worker.post(act, {"kind": "notice", "what": "A warning notice", "who": "Sgt Example",
                            "due_on": "1/12/2026"})  # fmt: skip
    assert "The only actions are meetings or notices" in words(pages.worker.get(read))
    assert (
        pages.worker.post(act, {"kind": "support", "what": "x", "due_on": "1/1/2020"}).status_code
        == 422
    )
    pages.worker.post(act, {"kind": "support", "what": "Swimming", "who": "Worker Example",
                            "due_on": "1/12/2026"})  # fmt: skip
    pages.worker.post(form, {"needs": "A friend.", "risks": "x", "childs_view": "I like to swim."})
    said = words(pages.worker.get(read))
    assert "Not complete" not in said
    assert "2 versions kept" in said
    settle = re.search(r"/support/actions/[^/]+/", pages.worker.get(read).content.decode())[0]
    assert pages.worker.post(settle, {"result": ""}).status_code == 422
    pages.worker.post(settle, {"result": "Served."})
    assert "Served." in words(pages.worker.get(read))
    carer = words(pages.carer.get(read))
    assert "Swimming" in carer
    assert "The man." not in carer
    assert "Served." not in carer
    end = at("child-support-end", team.child_id)
    assert pages.worker.post(end, {"ended_as": "worked"}).status_code == 422
    pages.worker.post(end, {"ended_as": "worked", "words": "A year at home."})
    assert "An earlier long-term plan" in words(pages.worker.get(read))
    assert pages.worker.get(end).status_code == 404


def test_v24_a_plan_that_has_not_helped_shows_its_chart_and_what_to_look_at_first(
    team, noon, at_noon, make_member, signed_in
):
    """V24: well used information, regular reviews, found with an estranged mother, and no change."""
    from whereabouts.journeys.keep_support_plan import PlanSays, start_support_plan
    from whereabouts.journeys.locate_child import Found, locate_child

    reported(team, 20)
    start_support_plan(
        actor=team.worker, child_id=team.child_id, says=PlanSays(), at=noon,
        review_on=(noon + 200 * DAY).date(),
    )  # fmt: skip
    for day in (-30, -60, -80):
        when = noon - day * DAY
        receipt = report_missing(
            actor=team.make_actor("call_handler"),
            at=when,
            told=Told(idempotency_key=f"day{day}", happened_at=when, child=team.child_id),
        )
        locate_child(
            actor=team.make_actor("response_officer"), reference=receipt.episode, at=when,
            found=Found(
                how="found", by_whom="police", found_at=when, found_with="Her mother, at the flat",
                already_there=True,
            ),
        )  # fmt: skip
    fire(at=noon + 91 * DAY)
    at_noon.move_to(noon + 91 * DAY)
    worker = signed_in("social_worker", agency=team.council)
    read = words(worker.get(at("child-support", team.child_id)))
    assert "No improvement 3 episodes in 90 days, 1 in the 90 before" in read
    assert "review the contact arrangements" in read
    with entered(actor=team.worker, at=noon):
        review = SeniorReview.objects.get().pk
    page = worker.get(at("support-review", review))
    assert "<svg" in page.content.decode()
    assert "The same as a table" in words(page)
    answer = {"answer": "contact_and_placement", "words": "Contact is agreed anew."}
    assert worker.post(at("support-review", review), answer).status_code == 422
    senior = signed_in("social_worker", agency=team.council, name="senior@aldermere")
    assert senior.post(at("support-review", review), answer).status_code == 302
    assert senior.post(at("support-review", review), answer).status_code == 409
    assert "Contact is agreed anew." in words(senior.get(at("child-support", team.child_id)))


def test_support_is_offered_from_the_directory_of_the_childs_area(team, pages):
    listed = {"name": "Lantern Youth", "needs": ["exploitation"], "authority": str(team.council.pk)}
    assert pages.worker.post(at("support-list"), {"name": "x"}).status_code == 422
    pages.worker.post(at("support-list"), listed)
    pages.worker.post(at("support-list"), {**listed, "name": "Far Away", "authority": ""})
    here = f"?authority={team.council.pk}&need=exploitation"
    assert "Lantern Youth" in words(pages.carer.get(at("support-directory") + here))
    assert "Nothing is listed" in words(pages.carer.get(at("support-directory") + "?need=school"))
    assert pages.carer.get(at("support-directory") + "?need=magic").status_code == 422
    form = at("child-offer", team.child_id)
    with entered(actor=team.worker, at=team.noon):
        service = Service.objects.get(name="Lantern Youth").pk
    assert pages.carer.post(form, {"to_whom": "child", "answer": "accepted"}).status_code == 422
    pages.carer.post(form, {"to_whom": "child", "answer": "accepted", "service": str(service)})
    said = words(pages.officer.get(at("child-support", team.child_id)))
    assert "Lantern Youth, to the child: accepted Begun today." in said
    pages.worker.post(at("support-out", service))
    assert "Lantern Youth" not in words(pages.carer.get(at("support-directory")))


def test_v17_a_family_that_asks_again_and_again_gets_somebody_by_name(team, pages):
    """V17: the mother called seven times; nobody offered her anything."""
    reported(team, 60, 30, 0)
    form = at("child-offer", team.child_id)
    offer = {"to_whom": "parent", "need": "family", "answer": "accepted"}
    refused = pages.worker.post(form, offer)
    assert refused.status_code == 422
    assert 'href="#named_contact"' in refused.content.decode()
    pages.worker.post(form, {**offer, "named_contact": "Support worker Sample, 01632 960009"})
    said = words(pages.worker.get(at("child-support", team.child_id)))
    assert "Whom they can ask: Support worker Sample, 01632 960009" in said
    assert "Help was offered, with a named contact." in said
    with entered(actor=team.worker, at=team.noon):
        assert SupportOffer.objects.get().help_seeking


def test_what_a_panel_decided_is_written_on_its_page(team, pages):
    reported(team, 60, 30, 0)
    with entered(actor=team.inspector, at=team.noon):
        item = PanelItem.objects.get().pk
    page = at("support-panel", item)
    assert pages.coordinator.post(page, {"acts": "yes", "decision": ""}).status_code == 422
    nobody = pages.coordinator.post(page, {"acts": "yes", "decision": "A youth worker."})
    assert "Add an action first, with who does it and by when." in words(nobody)
    start = {"needs": "x", "risks": "x", "childs_view": "x", "review_on": "1/3/2027"}
    pages.worker.post(at("child-support-plan", team.child_id), start)
    action = {"kind": "support", "what": "A youth worker", "who": "Worker", "due_on": "27/11/2026"}
    pages.worker.post(at("child-support-action", team.child_id), action)
    pages.coordinator.post(page, {"acts": "yes", "decision": "A youth worker, by Friday."})
    assert pages.coordinator.post(page, {"acts": "no", "decision": "x"}).status_code == 409
    assert pages.worker.get(page).status_code == 404


def test_an_outsider_finds_none_of_it(team, signed_in, outsider, pages):
    draft = pages.coordinator.post(at("child-plan-write", team.child_id), WRITTEN)["Location"]
    stranger = signed_in("social_worker", agency="Elsewhere Council", name="outsider@elsewhere")
    for name in ("child-plan", "child-plan-versions", "child-plan-write", "child-plan-lines",
                 "child-support", "child-offer", "child-profile", "child-support-plan"):  # fmt: skip
        assert stranger.get(at(name, team.child_id)).status_code == 404, name
    assert stranger.get(draft).status_code == 404
    assert "Sampleton" not in stranger.get(at("plans")).content.decode()
    with entered(actor=outsider, at=team.noon):
        assert not TriggerPlan.objects.exists()
