"""Deciding: reasons and questions shown, refusals by name, nothing lowered by an old page."""

import re
from uuid import uuid4

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.report_missing import report_missing
from whereabouts.journeys.told import Told
from whereabouts.practice.risk.models import Assertion, Decision
from whereabouts.practice.supervision.models import Proposal
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import AdultLink

pytestmark = pytest.mark.django_db

REASON = "She rang her aunt at six and is on the bus home."


@pytest.fixture
def take(make_actor, noon):
    """Return a maker of episodes: a report taken by a call handler."""

    def make(relation="mother", **facts):
        told = Told(
            idempotency_key=str(uuid4()),
            happened_at=noon,
            names="Testa Sampleton",
            born_text="12 March 2011",
            reporter_name="Paula Sampleton",
            relation=relation,
            last_seen_place="the made-up park",
            facts=facts,
        )
        return report_missing(actor=make_actor("call_handler"), told=told, at=noon).episode

    return make


@pytest.fixture
def handler(signed_in):
    return signed_in("call_handler")


@pytest.fixture
def stands(make_actor, noon):
    """Return a way to read an episode as it stands."""

    def read(reference):
        with entered(actor=make_actor("call_handler"), at=noon):
            return Episode.objects.get(reference=reference)

    return read


def path(reference):
    return f"/episodes/{reference}/decide/"


def field(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def wish(client, reference, **more):
    page = client.get(path(reference)).content.decode()
    given = {"do": "decide", "version": field(page, "version"), "seen_at": field(page, "seen_at")}
    return client.post(path(reference), {**given, **more})


def test_the_page_says_what_is_recommended_and_why_and_what_to_ask(handler, take):
    page = handler.get(path(take(cse_flag="suspected"))).content.decode()
    assert "Testa Sampleton" in page
    assert "RF03" in page
    assert "Could rise" in page
    assert "You may read this aloud" in page
    assert "Not yet decided" in page
    asked = re.findall(r'value="answer:([a-z_]+)"', page)
    assert 0 < len(asked) <= 7


def test_what_may_be_read_aloud_holds_nothing_of_the_child(handler, take):
    page = handler.get(
        path(take(cse_flag="confirmed", violence_at_home=True, with_adult_of_concern=True))
    ).content.decode()
    aloud = re.search(r'<section class="sayable"[\s\S]*?</section>', page)
    assert aloud
    for word in ("xploit", "violence", "adult", "flag", "park", "Testa", "RF"):
        assert word not in aloud[0]


def test_one_button_decides_what_is_recommended(handler, take, stands):
    reference = take()
    assert wish(handler, reference, do="agree").status_code == 302
    assert (stands(reference).level, stands(reference).decided) == ("medium", True)


def test_going_to_high_is_one_button_even_from_an_old_page(handler, take, stands):
    reference = take()
    assert handler.post(path(reference), {"do": "high", "version": "1"}).status_code == 302
    assert (stands(reference).level, stands(reference).decided) == ("high", True)


def test_a_refusal_names_its_rule_and_who_may_pass_it_and_nothing_falls(handler, take, stands):
    reference = take(cse_flag="confirmed")
    answer = wish(handler, reference, category="absent", level="absent", rationale=REASON)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "RF03" in page
    assert "duty inspector" in page
    assert "What stands goes on standing" in page
    assert REASON in page
    assert (stands(reference).level, stands(reference).decided) == ("high", False)


def test_the_duty_inspector_can_be_asked_and_what_stands_goes_on_standing(
    handler, take, stands, make_actor, noon
):
    reference = take(cse_flag="suspected")
    given = {
        "category": "missing", "level": "low", "rationale": REASON,
        "answer-RF01": "declined", "reason-RF01": REASON,
        "answer-RF03": "declined", "reason-RF03": REASON,
    }  # fmt: skip
    refused = wish(handler, reference, **given)
    assert 'id="ask-inspector"' in refused.content.decode()
    asked = wish(handler, reference, **{**given, "do": "ask"})
    assert asked.status_code == 302
    with entered(actor=make_actor("duty_inspector"), at=noon):
        assert Proposal.objects.get().state == "asked"
    assert stands(reference).decided is False
    assert "A proposal waits" in handler.get(path(reference)).content.decode()


def test_the_inspector_answers_on_the_same_page(handler, signed_in, take, stands, make_actor, noon):
    reference = take(cse_flag="suspected")
    given = {
        "category": "missing", "level": "low", "rationale": REASON,
        "answer-RF01": "declined", "reason-RF01": REASON,
        "answer-RF03": "declined", "reason-RF03": REASON,
    }  # fmt: skip
    wish(handler, reference, **{**given, "do": "ask"})
    inspector = signed_in("duty_inspector")
    page = inspector.get(path(reference)).content.decode()
    key = field(page, "proposal")
    empty = inspector.post(path(reference), {"do": "proposal:agree", "proposal": key})
    assert empty.status_code == 422
    assert 'href="#proposal_because"' in empty.content.decode()
    done = inspector.post(
        path(reference),
        {"do": "proposal:refuse", "proposal": key, "proposal_because": "Not enough is known."},
    )
    assert done.status_code == 302
    with entered(actor=make_actor("duty_inspector"), at=noon):
        assert Proposal.objects.get().state == "refused"
    again = inspector.post(
        path(reference), {"do": "proposal:agree", "proposal": key, "proposal_because": REASON}
    )
    assert again.status_code in {404, 409}


def test_the_duty_inspector_passes_a_bar_with_a_reason(signed_in, take, stands):
    reference = take(cse_flag="suspected")
    inspector = signed_in("duty_inspector")
    given = {
        "category": "missing", "level": "low", "rationale": REASON,
        "answer-RF01": "declined", "reason-RF01": REASON,
        "answer-RF03": "declined", "reason-RF03": REASON,
    }  # fmt: skip
    assert wish(inspector, reference, **given).status_code == 422
    passed = wish(inspector, reference, **given, override_reason=REASON)
    assert passed.status_code == 302
    assert (stands(reference).level, stands(reference).decided) == ("low", True)


def test_a_phrase_that_is_no_reason_is_shown_with_another_way_to_say_it(handler, take, stands):
    reference = take(out_of_character=True)
    answer = wish(
        handler, reference, category="missing", level="low", rationale="She always comes back"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "RF16" in page
    assert "is no reason by itself" in page
    assert stands(reference).decided is False


def test_an_answer_redraws_the_recommendation_and_keeps_what_was_typed(
    handler, take, stands, make_actor, noon
):
    reference = take()
    page = wish(
        handler, reference, do="answer:suicide_concern",
        **{"a-suicide_concern": "yes", "w-suicide_concern": "she wrote it", "rationale": "half a"},
    ).content.decode()  # fmt: skip
    assert "Recommended was Medium, is now High" in page
    assert ">half a</textarea>" in page
    with entered(actor=make_actor("call_handler"), at=noon):
        said = Assertion.objects.get(fact="suicide_concern")
        assert (said.value, said.said_by, said.words) == (True, "Paula Sampleton", "she wrote it")
    assert stands(reference).level == "high"


@pytest.mark.parametrize("relation", ["mother", "father", "foster_carer", "friend", "public", ""])
def test_no_question_on_harm_at_home_is_put_to_whoever_may_be_its_cause(handler, take, relation):
    page = handler.get(path(take(relation=relation))).content.decode()
    caller = page.partition("Ask next")[2].partition("Find out elsewhere")[0]
    for fact in ("violence_at_home", "forced_marriage_or_fgm_concern", "trafficking_concern",
                 "travel_abroad", "victim_of_crime_suspected", "harmed_before"):  # fmt: skip
        assert f"answer:{fact}" not in caller


def test_a_no_of_whoever_may_be_the_cause_settles_nothing(take, make_actor, noon):
    from whereabouts.insight.lookups.asking import question_of
    from whereabouts.insight.lookups.decision import decide_page
    from whereabouts.insight.lookups.decision_shapes import AskNext
    from whereabouts.interfaces.web.decide.form import read_answer
    from whereabouts.practice.risk import packs

    page = decide_page(actor=make_actor("call_handler"), reference=take(), at=noon)
    asked = AskNext(
        question=question_of(fact=packs.vocabulary().facts["violence_at_home"]),
        could_raise_to="high",
        to_caller=False,
    )
    typed = {"a-violence_at_home": "no", "by-violence_at_home": "Paula Sampleton"}
    answer, errors = read_answer(
        fact="violence_at_home",
        typed={**typed, "source-violence_at_home": "reporter"},
        asked=asked,
        page=page,
    )
    assert answer is None
    assert errors[0][0] == "a-violence_at_home"
    answer, errors = read_answer(
        fact="violence_at_home",
        typed={**typed, "by-violence_at_home": "the school", "source-violence_at_home": "partner"},
        asked=asked,
        page=page,
    )
    assert answer is not None
    assert answer.value is False


def test_of_two_who_decide_at_once_the_second_sees_what_changed_and_loses_nothing(
    handler, signed_in, take, stands
):
    reference = take()
    page = handler.get(path(reference)).content.decode()
    seen = {"version": field(page, "version"), "seen_at": field(page, "seen_at")}
    other = signed_in("supervisor")
    wish(other, reference, category="missing", level="high", rationale="A green car was seen.")
    late = handler.post(
        path(reference),
        {**seen, "do": "decide", "category": "missing", "level": "medium", "rationale": REASON},
    )
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else changed this" in shown
    assert "A green car was seen." in shown
    assert REASON in shown
    assert stands(reference).level == "high"


def test_going_lower_asks_for_what_is_new_and_shows_the_grades_before(
    handler, signed_in, take, stands, make_actor, noon
):
    reference = take()
    wish(handler, reference, category="missing", level="high", rationale=REASON)
    supervisor = signed_in("supervisor")
    page = supervisor.get(path(reference)).content.decode()
    assert "Grades before" in page
    assert REASON in page
    assert "Nothing was said since" in page
    lower = {"category": "missing", "level": "medium", "rationale": REASON}
    assert wish(supervisor, reference, **lower).status_code == 422
    key = answer_question(
        actor=make_actor("call_handler"), reference=reference, fact="contactable", value=True,
        said_by="her aunt", source_kind="carer", at=noon.replace(hour=13),
    )  # fmt: skip
    assert wish(supervisor, reference, **lower, cite=key).status_code == 302
    assert stands(reference).level == "medium"


def test_below_a_recommended_high_a_supervisor_is_named(handler, make_member, take, stands):
    reference = take(suicide_concern=True)
    sergeant = make_member("supervisor")
    given = {
        "category": "missing", "level": "medium", "rationale": REASON,
        "answer-RF07": "declined", "reason-RF07": REASON,
    }  # fmt: skip
    refused = wish(handler, reference, **given)
    assert "SUPERVISOR" in refused.content.decode()
    assert wish(handler, reference, **given, supervisor=str(sergeant.pk)).status_code == 302
    assert stands(reference).level == "medium"


def test_the_outsider_cannot_tell_that_the_episode_exists(signed_in, take):
    reference = take()
    stranger = signed_in("call_handler", agency="Southmoor Police")
    for there in (reference, "E-NONE-0000-0"):
        assert stranger.get(path(there)).status_code == 404
        assert stranger.post(path(there), {"do": "high"}).status_code == 404
        assert stranger.post(path(there), {"do": "answer:travel_abroad"}).status_code == 404
        assert stranger.get(f"/episodes/{there}/adult/").status_code == 404
        named = {"name": "Alex Example", "said_by": "x"}
        assert stranger.post(f"/episodes/{there}/adult/", named).status_code == 404


def test_somebody_who_may_not_decide_is_told_who_may(signed_in, take):
    answer = signed_in("missing_coordinator").get(path(take()))
    assert answer.status_code == 403


def test_an_adult_is_named_from_the_episode(handler, take, stands, make_actor, noon):
    reference = take()
    there = f"/episodes/{reference}/adult/"
    assert handler.get(there).status_code == 200
    wrong = handler.post(there, {"kind": "no such thing"})
    assert wrong.status_code == 422
    assert 'href="#name"' in wrong.content.decode()
    done = handler.post(
        there,
        {
            "name": "Alex Example",
            "kind": "partner",
            "fact": "with_adult_partner",
            "said_by": "a friend",
        },
    )
    assert done.status_code == 302
    with entered(actor=make_actor("call_handler"), at=noon):
        assert AdultLink.objects.get().kind == "partner"
    assert stands(reference).level == "high"


def test_every_decision_that_is_refused_leaves_no_decision(handler, take, make_actor, noon):
    reference = take()
    for more in ({}, {"category": "x", "level": "y"}, {"category": "missing", "level": "low"},
                 {"category": "missing", "level": "low", "cite": "x",
                  "supervisor": "y"}):  # fmt: skip
        assert wish(handler, reference, **more).status_code == 422
    with entered(actor=make_actor("call_handler"), at=noon):
        assert Decision.objects.count() == 0


def test_the_one_who_decides_is_the_one_signed_in(handler, make_member, take, stands):
    reference = take()
    wish(handler, reference, do="agree")
    member = make_member("call_handler")
    assert stands(reference).owner_id == member.pk
    assert actor_of(member=member, at=stands(reference).reported_at).member_id == member.pk


def test_high_that_an_inspector_declined_lately_is_history_and_no_question(
    handler, signed_in, take
):
    reference = take(impairs_keeping_safe=True)
    assert 'name="answer-RF05"' in handler.get(path(reference)).content.decode()
    inspector = signed_in("duty_inspector")
    decided = wish(
        inspector, reference, category="missing", level="medium", rationale=REASON,
        **{"answer-RF05": "declined", "reason-RF05": "She is with her aunt, who is with her."},
    )  # fmt: skip
    assert decided.status_code == 302
    page = handler.get(path(reference)).content.decode()
    assert "RF05: HIGH was considered by Duty Inspector Example" in page
    assert "She is with her aunt" in page
