"""Nobody is taken anywhere before the questions; the way home is barred by what is known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.decide_destination import (
    HomeRefused,
    NothingProposed,
    NotYetFound,
    ReasonMissing,
    SafetyQuestionsOpen,
    decide_destination,
)
from whereabouts.journeys.propose_destination import (
    NotInList,
    answer_safety_questions,
    propose_destination,
)
from whereabouts.journeys.use_police_protection import (
    AlreadyProtected,
    GroundsMissing,
    NotYet,
    PoliceOnly,
    end_police_protection,
    record_protection_step,
    use_police_protection,
)
from whereabouts.practice.return_home.models import Protection, Return
from whereabouts.practice.return_home.vocabulary import DANGER, PROTECTION_STEPS
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.people.actions import add_related_person
from whereabouts.records.people.models import RelatedPerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child was located and is not back yet."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    return night


def propose(night, kind="home", answers=ANSWERS, **more):
    return propose_destination(
        actor=night.response_officer, reference=night.reference, kind=kind, answers=answers,
        destination="1 Made-up Lane", said_by="the child", at=night.later(), **more,
    )  # fmt: skip


def decide(night, agreed=True, because="The child wants it and it is safe.", by=None, **more):
    decide_destination(
        actor=by or night.duty_inspector, reference=night.reference, agreed=agreed, because=because,
        at=night.later(), **more,
    )  # fmt: skip


def test_a_destination_waits_for_every_question(night):
    left = propose(night, answers={"why_left": "A quarrel."})
    assert DANGER in left
    assert "child_view" in left
    with pytest.raises(SafetyQuestionsOpen) as refused:
        decide(night)
    assert refused.value.questions == left
    with night.inside():
        assert Return.objects.get().destination_state == "proposed"
        assert LogEntry.objects.filter(kind="return.destination_barred").exists()


def test_with_every_answer_a_named_person_agrees_and_the_gate_is_passed(night):
    assert propose(night) == ()
    decide(night)
    with night.inside():
        kept = Return.objects.get()
        assert kept.destination_state == "agreed"
        assert kept.decided_by_id == night.duty_inspector.member_id
    assert "return_safety_gate" in night.kinds("done")


def test_a_destination_needs_a_reason_and_something_to_decide_on(night):
    with pytest.raises(NothingProposed):
        decide(night)
    propose(night)
    with pytest.raises(ReasonMissing):
        decide(night, because="  ")
    decide(night)
    with pytest.raises(NothingProposed):
        decide(night)


def test_refusing_a_place_needs_no_answers_and_asks_for_another_place_at_once(night):
    propose(night, answers={})
    decide(night, agreed=False, because="The child is afraid.")
    with night.inside():
        assert Return.objects.get().destination_state == "refused"
        roles = set(Message.objects.filter(kind="place_refused").values_list("to_role", flat=True))
        assert {"social_worker", "out_of_hours_worker", "duty_inspector"} <= roles
    assert "return_safety_gate" in night.kinds("open")
    propose(night, kind="emergency")
    decide(night)
    assert "return_safety_gate" in night.kinds("done")


def test_only_a_named_few_decide_on_a_destination(night):
    propose(night)
    with pytest.raises(NotPermitted):
        decide(night, by=night.response_officer)


def test_before_the_child_is_found_there_is_no_destination(make_actor, make_agency, noon):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    with pytest.raises(NotYetFound):
        propose(night)
    with pytest.raises(NotYetFound):
        decide(night)


def test_v15_the_way_home_is_refused_without_a_safeguarding_decision(night):
    """V15: running from violence at home, the way home takes a named safeguarding decision."""
    assert propose(night, answers={**ANSWERS, DANGER: "yes"}) == ()
    # The answer is an allegation: the crime is recorded and the discussion held, from now.
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")
    with night.inside():
        mother = RelatedPerson.objects.get(relation="mother")
        assert (mother.told, mother.awaiting_senior) == ("nothing", True)
    with pytest.raises(HomeRefused) as refused:
        decide(night)
    assert "violence" in refused.value.because
    with pytest.raises(HomeRefused):
        decide(night, by=night.out_of_hours_worker, safeguarding="It will be fine.")
    with pytest.raises(HomeRefused):
        decide(night, by=night.social_worker, safeguarding="  ")
    with night.inside():
        assert Return.objects.get().destination_state == "proposed"
    decide(night, by=night.social_worker, safeguarding="The person who hurt the child is away.")
    with night.inside():
        assert Return.objects.get().destination_state == "agreed"


def test_v15_an_alternative_with_an_aunt_takes_the_same_decision_and_an_emergency_place_none(night):
    with night.inside():
        child = night.episode().child
        aunt = add_related_person(
            child=child, by=night.duty_inspector, at=night.at, name="Aunt Sampleton",
            relation="aunt_or_uncle",
        )  # fmt: skip
    propose(night, kind="relative", person=aunt.pk, answers={**ANSWERS, DANGER: "yes"})
    with pytest.raises(HomeRefused) as refused:
        decide(night)
    assert "told_nothing" in refused.value.because
    propose(night, kind="emergency")
    decide(night)
    with night.inside():
        assert Return.objects.get().destination_kind == "emergency"


def test_a_child_there_already_whose_home_is_barred_stays_only_by_a_decision(
    make_actor, make_agency, noon
):
    night = Night(
        make_actor=make_actor, make_agency=make_agency, noon=noon,
        facts={"violence_at_home": True, "whereabouts_known": False},
    ).report()  # fmt: skip
    night.found(already_there=True)
    answer_safety_questions(
        actor=night.response_officer, reference=night.reference, answers=ANSWERS, at=night.later()
    )
    night.seen()
    assert "return_safety_gate" in night.kinds("open")
    with pytest.raises(HomeRefused):
        decide(night)
    decide(night, safeguarding="The person who hurt the child was arrested.")
    assert "return_safety_gate" in night.kinds("done")


def test_answers_that_are_none_of_the_list_are_named(night):
    with pytest.raises(NotInList) as refused:
        propose(night, answers={"shoe_size": "5"})
    assert refused.value.field == "shoe_size"
    with pytest.raises(NotInList):
        propose(night, answers={DANGER: "perhaps"})
    with pytest.raises(NotInList):
        propose(night, kind="the moon")


def test_a_later_answer_stands_and_the_earlier_is_in_the_history(night):
    propose(night, answers={"child_view": "Anywhere."})
    answer_safety_questions(
        actor=night.response_officer, reference=night.reference, at=night.later(),
        answers={"child_view": "With my aunt.", "why_left": ""},
    )  # fmt: skip
    with night.inside():
        assert Return.objects.get().safety["child_view"]["words"] == "With my aunt."
        told = [one.detail for one in LogEntry.objects.filter(kind="return.safety_answered")]
        assert {"child_view": "Anywhere."} in told


def test_another_agency_cannot_tell_that_there_is_a_destination(night, outsider, make_actor):
    propose(night)
    far = make_actor("response_officer", agency="Southmoor Police", name="far")
    for attempt in (
        lambda: decide(night, by=outsider),
        lambda: propose_destination(
            actor=far, reference=night.reference, kind="home", destination="", at=night.at
        ),
        lambda: answer_safety_questions(
            actor=far, reference=night.reference, answers=ANSWERS, at=night.at
        ),
        lambda: use_police_protection(
            actor=far, reference=night.reference, started_at=night.at, grounds="x", at=night.at
        ),
        lambda: record_protection_step(
            actor=outsider, reference=night.reference, step="wishes", words="x", done_at=night.at,
            at=night.at,
        ),
        lambda: end_police_protection(
            actor=outsider, reference=night.reference, ended_at=night.at, outcome="returned",
            at=night.at,
        ),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            attempt()


# --- police protection --------------------------------------------------------------------------


def protect(night, **more):
    at = night.later()
    given = {"started_at": at, "grounds": "Significant harm was likely tonight.", **more}
    return use_police_protection(
        actor=night.response_officer, reference=night.reference, at=at, **given
    )


def step(night, key, words="Done, and by whom."):
    at = night.later()
    record_protection_step(
        actor=night.duty_inspector, reference=night.reference, step=key, words=words, done_at=at,
        at=at,
    )  # fmt: skip


def test_v14_police_protection_runs_72_hours_with_everything_the_law_wants(night):
    """V14: the child's wishes, both authorities and the designated officer are asked for."""
    ends_at = protect(night, designated_officer="Inspector Example")
    with night.inside():
        kept = Protection.objects.get()
        assert ends_at - kept.started_at == timedelta(hours=72)
        assert set(kept.steps) == {"designated_officer"}
        assert Message.objects.filter(
            kind="police_protection", to_role="out_of_hours_worker", loudness="list"
        ).exists()
    task = night.tasks("police_protection_workflow")[0]
    assert task.due_at == ends_at
    assert "wishes" in task.detail
    for key, _ in PROTECTION_STEPS:
        step(night, key)
    assert "police_protection_workflow" in night.kinds("open")
    at = night.later()
    end_police_protection(
        actor=night.social_worker, reference=night.reference, ended_at=at, outcome="accommodated",
        at=at,
    )  # fmt: skip
    assert "police_protection_workflow" in night.kinds("done")


def test_ended_without_the_childs_wishes_it_stays_outstanding(night):
    protect(night)
    at = night.later()
    end_police_protection(
        actor=night.duty_inspector, reference=night.reference, ended_at=at, outcome="returned",
        at=at,
    )  # fmt: skip
    assert "police_protection_workflow" in night.kinds("open")
    with pytest.raises(NotVisible):
        step(night, "wishes")
    # A new danger is a new use, with a clock of its own.
    protect(night)
    assert len(night.tasks("police_protection_workflow")) == 2


def test_police_protection_cannot_be_lengthened_and_is_a_constables_with_grounds(night, make_actor):
    from whereabouts.foundations.access.gate import relate

    with pytest.raises(GroundsMissing):
        protect(night, grounds=" ")
    with pytest.raises(NotYet):
        protect(night, started_at=night.at + timedelta(days=1))
    protect(night)
    with pytest.raises(AlreadyProtected):
        protect(night)
    with pytest.raises(NotInList):
        step(night, "wishes", words=" ")
    with pytest.raises(NotInList):
        step(night, "tea")
    with pytest.raises(NotInList):
        end_police_protection(
            actor=night.duty_inspector, reference=night.reference, ended_at=night.at, outcome="x",
            at=night.at,
        )  # fmt: skip
    home = make_actor("home_worker")
    with night.inside():
        relate(
            subjects=[night.episode().child_id], agency=home.agency_id, kind="caring", at=night.at
        )
    with pytest.raises(NotPermitted):
        use_police_protection(
            actor=home, reference=night.reference, started_at=night.at, grounds="x", at=night.at
        )
    outside = replace(home, roles=frozenset({"response_officer"}))  # the role, in no force
    with pytest.raises(PoliceOnly):
        use_police_protection(
            actor=outside, reference=night.reference, started_at=night.at, grounds="x", at=night.at
        )
