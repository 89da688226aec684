"""An episode's page: what it holds, what a role is not shown, and that the look is recorded."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.insight.lookups.tasks import Counts, tasks_for_me
from whereabouts.journeys.add_note import add_note
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.ask_enquiry import ask_enquiry
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.told import AdultNamed
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Adult

pytestmark = pytest.mark.django_db
CANARIES = {
    "intelligence": "Canaryintel",
    "adult": "Canaryadult",
    "rationale": "Canaryrationale",
    "override": "Canaryoverride",
    "note": "Canarynote",
    "sighting": "Canarysighting",
    "reporter": "Canaryreporter",
    "words": "Canarywords",
    "challenge": "Canarychallenge",
    "answer": "Canaryanswer",
}


@pytest.fixture
def full_episode(make_child, take_report, make_actor, accept_all, noon):
    """An episode with everything in it that somebody may not be shown."""
    handler, supervisor = make_actor("call_handler"), make_actor("supervisor")
    child = make_child(flags=[("cse", "suspected")])
    reference = take_report(
        child=child, words=CANARIES["words"], reporter_name=CANARIES["reporter"],
        adults=(AdultNamed(name=CANARIES["adult"], kind="partner", fact="with_adult_partner"),),
    )  # fmt: skip
    with entered(actor=handler, at=noon):
        people.add_intelligence(
            adult=Adult.objects.get(), text=CANARIES["intelligence"], about="children",
            source="made up", known_at=noon, by=handler, at=noon,
        )  # fmt: skip
    add_note(actor=handler, reference=reference, words=CANARIES["note"], at=noon)
    add_sighting(
        actor=handler, reference=reference, seen_at=noon, place=CANARIES["sighting"], at=noon
    )
    challenge_grade(
        actor=handler, reference=reference, made_by_kind="carer", words=CANARIES["challenge"],
        at=noon + timedelta(minutes=1),
    )  # fmt: skip
    answers = accept_all(supervisor, reference).answers
    for answer in answers.values():
        answer["reason"] = f"{CANARIES['answer']} said the aunt."
    propose_lower(
        actor=supervisor, reference=reference, at=noon + timedelta(minutes=2),
        wish=accept_all(
            supervisor, reference, level="low",
            rationale=f"{CANARIES['rationale']}: the aunt in Eastmere rang at noon.",
        ),
    )  # fmt: skip
    return reference


def page(actor, reference, noon, **more):
    return episode_page(actor=actor, reference=reference, at=noon + timedelta(minutes=3), **more)


def related(make_actor, role, reference, look, noon):
    """Somebody of another agency that has a reason to see the child."""
    handler, actor = make_actor("call_handler"), make_actor(role)
    with entered(actor=handler, at=noon):
        people.relate_to_child(
            child_id=look(handler, reference).child_id,
            agency=actor.agency_id,
            kind="caring",
            at=noon,
        )
    return actor


def test_the_page_says_who_what_stands_why_and_what_is_next(full_episode, make_actor, noon):
    shown = page(make_actor("supervisor"), full_episode, noon)
    assert shown.who.name == "Testa Sampleton"
    assert (shown.stands.level, shown.stands.decided) == ("high", False)
    assert {"RF03", "RF04"} <= {reason.rule for reason in shown.recommendation.reasons}
    assert len(shown.recommendation.questions) <= 7
    assert shown.next_due is not None
    assert shown.waiting.rationale.startswith(CANARIES["rationale"])
    assert [step.here for step in shown.path] == [True, False, False, False, False]
    assert shown.challenges[0].may_answer


def test_what_may_be_read_aloud_holds_no_flag_adult_or_history(full_episode, make_actor, noon):
    said = " ".join(page(make_actor("supervisor"), full_episode, noon).recommendation.said)
    assert said
    for word in ("exploit", "adult", "flag", "sexual", *CANARIES.values()):
        assert word.lower() not in said.lower()


def test_versions_say_what_changed_between_them(full_episode, make_actor, noon):
    answer_question(
        actor=make_actor("call_handler"), reference=full_episode, fact="travel_abroad", value=True,
        said_by="a friend", source_kind="reporter", at=noon + timedelta(minutes=2),
    )  # fmt: skip
    newest = page(make_actor("supervisor"), full_episode, noon).versions[0]
    changed = {change.fact: (change.before, change.now) for change in newest.changes}
    assert changed["travel_abroad"] == ("not known", "yes")
    assert "RF06" in newest.rules_new


def test_statements_that_disagree_are_shown_with_who_said_what(full_episode, make_actor, noon):
    for value, by in ((True, "the aunt"), (False, "the teacher")):
        answer_question(
            actor=make_actor("call_handler"), reference=full_episode, fact="late_night",
            value=value, said_by=by, source_kind="reporter", at=noon + timedelta(minutes=2),
        )  # fmt: skip
    (found,) = page(make_actor("supervisor"), full_episode, noon).contradictions
    assert {(said.value, said.by) for said in found.said} == {
        ("yes", "the aunt"), ("no", "the teacher"),
    }  # fmt: skip


def test_a_decision_is_shown_with_its_reason_and_prompts(
    take_report,
    make_actor,
    decide_as,
    noon,
):
    reference, supervisor = take_report(), make_actor("supervisor")
    decide_as(supervisor, reference, level="medium")
    shown = page(supervisor, reference, noon)
    (decision,) = shown.decisions
    assert decision.rationale.startswith("The aunt")
    assert shown.stands.by == supervisor.name


@pytest.mark.parametrize("role", ["home_worker", "return_interviewer"])
def test_who_needs_no_intelligence_is_shown_none(role, full_episode, make_actor, look, noon):
    actor = related(make_actor, role, full_episode, look, noon)
    shown = page(actor, full_episode, noon)
    assert not shown.full
    assert shown.who.name == "Testa Sampleton"
    assert shown.stands.level == "high"
    text = repr(shown)
    assert {name for name, word in CANARIES.items() if word in text} == set()
    assert "RF0" not in text


def test_police_are_shown_all_of_it(full_episode, make_actor, noon):
    text = repr(page(make_actor("duty_inspector"), full_episode, noon))
    hidden = {name for name, word in CANARIES.items() if word not in text}
    # The adult's own record and intelligence stand on the child's page, behind their own gate.
    assert hidden <= {"intelligence", "adult", "override", "answer"}


def test_a_home_worker_is_shown_their_own_tasks_challenge_and_words(
    full_episode,
    make_actor,
    look,
    noon,
):
    actor = related(make_actor, "home_worker", full_episode, look, noon)
    ask_enquiry(
        actor=make_actor("call_handler"), reference=full_episode, title="Look in her room",
        to_role="home_worker", to_agency=actor.agency_id, due_at=noon + timedelta(hours=1), at=noon,
    )  # fmt: skip
    challenge_grade(
        actor=actor, reference=full_episode, made_by_kind="partner", words="She left her phone.",
        at=noon + timedelta(minutes=2),
    )  # fmt: skip
    shown = page(actor, full_episode, noon)
    assert [task.title for task in shown.tasks] == ["Look in her room"]
    assert [one.words for one in shown.challenges] == ["She left her phone."]


def test_the_look_is_recorded_once_with_the_child(full_episode, make_actor, look, noon):
    actor = make_actor("supervisor")
    shown = page(actor, full_episode, noon)
    page(actor, full_episode, noon, already_shown=shown.shown)
    with entered(actor=actor, at=noon):
        (seen,) = Look.objects.filter(page="episode", member=actor.member_id)
    assert look(actor, full_episode).child_id in seen.subjects
    assert seen.kind == "view"


def test_the_outsider_cannot_tell_that_there_is_an_episode(
    full_episode, outsider, make_actor, noon
):
    with pytest.raises(NotVisible):
        page(outsider, full_episode, noon)
    with pytest.raises(NotPermitted):
        page(make_actor("national_analyst"), full_episode, noon)


def test_tasks_are_those_for_ones_roles_and_the_rest_are_counted(
    full_episode, make_actor, outsider, noon
):
    supervisor = make_actor("supervisor")
    found = tasks_for_me(actor=supervisor, at=noon + timedelta(hours=1))
    assert {task.role for task in found.for_my_roles} == {"Supervising sergeant"}
    assert found.counts.others > 0
    assert all(task.name == "Testa Sampleton" for task in found.for_my_roles)
    assert found.for_my_roles[0].overdue
    assert found.counts.overdue == sum(task.overdue for task in found.for_my_roles)
    nothing = tasks_for_me(actor=outsider, at=noon)
    assert (nothing.mine, nothing.for_my_roles, nothing.others) == ((), (), ())
    assert nothing.counts == Counts(mine=0, for_my_roles=0, others=0, overdue=0)


def test_a_list_of_tasks_goes_on_from_those_for_me_to_the_others_without_a_gap(
    full_episode, make_actor, noon
):
    supervisor = make_actor("supervisor")

    def taken(**asked):
        return tasks_for_me(actor=supervisor, at=noon, whole_agency=True, **asked)

    def keys(found):
        return [one.key for one in (*found.mine, *found.for_my_roles, *found.others)]

    every = taken()
    assert every.for_my_roles
    assert every.others
    paged, first = [], 0
    while True:
        found = taken(most=2, first=first)
        assert (len(keys(found)), found.counts) == (min(2, len(keys(every)) - first), every.counts)
        paged += keys(found)
        if not found.further:
            break
        first += 2
    assert paged == keys(every)
    assert len(set(paged)) == len(paged)
    # Whoever is on a page was looked at, and nobody else.
    assert taken(most=1, first=len(paged)).shown == frozenset()
