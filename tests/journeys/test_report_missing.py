"""A report becomes an episode that stands, with its tasks, clocks and notices."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from whereabouts.foundations.access.gate import relate, visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.report_missing import (
    KeyUsedOtherwise,
    NotUsable,
    Told,
    report_missing,
)
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.assessing import evaluate_for
from whereabouts.records.episodes.models import Episode, EpisodeLink
from whereabouts.records.people.models import Adult, Child, RelatedPerson
from whereabouts.records.reports.models import Contact, Report

pytestmark = pytest.mark.django_db
# Of one report about a child whom nobody knew, at HIGH, its authority told. Only downwards.
# Of a child whose record it makes itself it need not ask; every kind of row is sent once.
STATEMENTS = 24
# Of a decision on it, at HIGH, its authority told.
# One more since every definition of a repeat is read.
STATEMENTS_OF_A_DECISION = 51


def told(noon, **more):
    given = {
        "idempotency_key": "call-1",
        "happened_at": noon,
        "names": "Testa Sampleton",
        "born_text": "12 March 2012",
        "reporter_name": "Paula Sampleton",
        "relation": "mother",
        "reporter_contact": "01632 960001",
        "last_seen_at": noon - timedelta(hours=2),
        "last_seen_place": "the made-up park",
    }
    return Told(**{**given, **more})


def test_a_report_stands_at_once_at_the_recommendation_not_yet_decided(make_actor, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(actor=handler, told=told(noon), at=noon)
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        assert (episode.level, episode.category, episode.decided) == ("medium", "missing", False)
        kinds = set(Task.objects.filter(episode=episode).values_list("kind", flat=True))
        assert {"prevention_interview", "return_interview", "referral_decision"} <= kinds
        assert "contact_reporter" in kinds
        assert Timer.objects.filter(subject=f"episode:{episode.pk}", kind="undecided").exists()
        assert Message.objects.filter(kind="new_episode", to_role="duty_inspector").exists()


def test_the_same_key_gets_the_same_receipt_and_one_report(make_actor, noon):
    handler = make_actor("call_handler")
    first = report_missing(actor=handler, told=told(noon), at=noon)
    second = report_missing(actor=handler, told=told(noon), at=noon + timedelta(minutes=1))
    assert first == second
    with entered(actor=handler, at=noon):
        assert Report.objects.count() == 1
        # Nor is a second record of the child left behind, nor a second call.
        assert (Child.objects.count(), Contact.objects.count()) == (1, 1)


def test_a_report_takes_no_more_statements_than_before(
    make_actor, make_agency, noon, django_assert_max_num_queries
):
    """Each is a round trip that a caller waits for: see `bench intake`."""
    force, council = make_agency(), make_agency("Aldermere Council", "authority")
    Area.objects.create(authority=council, force=force)
    handler, more = make_actor("call_handler"), {"facts": {"self_harm": "current"}}
    report_missing(actor=handler, told=told(noon, **more), at=noon)
    other = told(noon, idempotency_key="call-2", names="Zeno Quillfeather", **more)
    with django_assert_max_num_queries(STATEMENTS):
        report_missing(actor=handler, told=other, at=noon)


def test_a_decision_needs_no_more_statements_than_these(
    make_actor, make_agency, noon, django_assert_max_num_queries
):
    force, council = make_agency(), make_agency("Aldermere Council", "authority")
    Area.objects.create(authority=council, force=force)
    handler, inspector = make_actor("call_handler"), make_actor("duty_inspector")
    receipt = report_missing(actor=handler, told=told(noon), at=noon)
    wish = Wish(level="high", category="missing", rationale="She has never been away before.")
    with django_assert_max_num_queries(STATEMENTS_OF_A_DECISION):
        decide(actor=inspector, reference=receipt.episode, wish=wish, at=noon)
    with entered(actor=inspector, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        lines = set(AuditEntry.objects.values_list("kind", "subject"))
        enquiries = Task.objects.filter(episode=episode, kind="enquiry")
        # It is all there all the same: each question somebody's to find out, by a clock.
        assert enquiries.count() > 10
        timed = {f"task:{key}" for key in enquiries.values_list("pk", flat=True)}
        assert timed == set(
            Timer.objects.filter(subject__in=timed, state="waiting").values_list(
                "subject", flat=True
            )
        )
        assert {("task.asked", subject) for subject in timed} <= lines
        kinds = {kind for kind, _ in lines}
        assert {"episode.level_stands", "risk.decided", "episode.owner_taken"} <= kinds, kinds


def test_every_step_of_a_report_has_its_audit_line_although_written_at_once(make_actor, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(
        actor=handler, told=told(noon, facts={"self_harm": "current"}), at=noon
    )
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        lines = list(AuditEntry.objects.values_list("kind", "subject"))
        tasks = Task.objects.filter(episode=episode).values_list("pk", flat=True)
        report = Report.objects.get(reference=receipt.report)
        assessment = episode.assessments.get()
    kinds = [kind for kind, _ in lines]
    assert kinds.count("report.taken") == kinds.count("episode.opened") == 1
    subjects = {subject for _, subject in lines}
    assert {f"report:{report.pk}", f"assessment:{assessment.pk}"} <= subjects
    assert {f"task:{key}" for key in tasks} <= subjects


def test_a_report_that_is_refused_leaves_no_audit_line(make_actor, noon):
    handler = make_actor("call_handler")
    with pytest.raises(NotVisible):
        report_missing(actor=handler, told=told(noon, draft=uuid4()), at=noon)
    with entered(actor=handler, at=noon):
        assert not AuditEntry.objects.exists()
        assert not Report.objects.exists()


def test_the_same_key_with_another_body_is_refused(make_actor, noon):
    handler = make_actor("call_handler")
    report_missing(actor=handler, told=told(noon), at=noon)
    with pytest.raises(KeyUsedOtherwise):
        report_missing(actor=handler, told=told(noon, words="something else"), at=noon)


def test_nothing_to_go_by_is_refused_and_nothing_is_written(make_actor, noon):
    handler = make_actor("call_handler")
    with pytest.raises(NotUsable):
        report_missing(actor=handler, told=Told(idempotency_key="k", happened_at=noon), at=noon)
    with entered(actor=handler, at=noon):
        assert Report.objects.count() == 0


def test_a_home_worker_may_not_take_a_report(make_actor, noon):
    with pytest.raises(NotPermitted):
        report_missing(actor=make_actor("home_worker"), told=told(noon), at=noon)


def test_the_outsider_cannot_tell_that_the_episode_exists(make_actor, outsider, noon):
    receipt = report_missing(actor=make_actor("call_handler"), told=told(noon), at=noon)
    with pytest.raises(NotVisible):
        answer_question(
            actor=outsider, reference=receipt.episode, fact="travel_abroad", value=True,
            said_by="x", source_kind="partner", at=noon,
        )  # fmt: skip
    with entered(actor=outsider, at=noon):
        assert Episode.objects.count() == 0


def test_absent_is_refused_by_name_and_what_stood_goes_on_standing(make_actor, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(
        actor=handler, told=told(noon, facts={"cse_flag": "confirmed"}), at=noon
    )
    with pytest.raises(DecisionRefused) as refused:
        decide(
            actor=handler,
            reference=receipt.episode,
            wish=Wish(category="absent", level="absent", rationale="She rang her aunt at six."),
            at=noon,
        )
    assert "RF03" in {one.rule for one in refused.value.refusals}
    assert refused.value.ask_inspector
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        assert (episode.level, episode.decided) == ("high", False)
        assert episode.log.filter(kind="risk.refused").exists()


def test_going_to_what_is_recommended_saves_at_once(make_actor, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(actor=handler, told=told(noon), at=noon)
    decide(
        actor=handler,
        reference=receipt.episode,
        wish=Wish(category="missing", level="medium"),
        at=noon,
    )
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        assert (episode.level, episode.decided) == ("medium", True)
        assert episode.owner_id == handler.member_id


def test_something_new_raises_what_stands_and_asks_for_another_look(make_actor, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(actor=handler, told=told(noon), at=noon)
    decide(
        actor=handler,
        reference=receipt.episode,
        wish=Wish(category="missing", level="medium"),
        at=noon,
    )
    answer_question(
        actor=handler, reference=receipt.episode, fact="suicide_concern", value=True,
        said_by="her sister", source_kind="carer", at=noon + timedelta(minutes=5),
    )  # fmt: skip
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        assert (episode.level, episode.decided) == ("high", False)
        due = Timer.objects.get(subject=f"episode:{episode.pk}", kind="reassess_due").due_at
        assert due == noon + timedelta(minutes=20)


def test_a_late_entry_keeps_its_times_and_makes_one_alarm_of_what_ran_out(make_actor, noon):
    handler = make_actor("call_handler")
    rang_at = noon - timedelta(hours=9)
    receipt = report_missing(
        actor=handler,
        told=told(noon, happened_at=rang_at, last_seen_at=None, back_entry=True),
        at=noon,
    )
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        assert (episode.reported_at, episode.recorded_at) == (rang_at, noon)
        overdue = Task.objects.filter(episode=episode, due_at__lt=noon)
        assert overdue.count() > 1
        waiting = Timer.objects.filter(state="waiting", due_at__lte=noon)
        assert [timer.kind for timer in waiting] == ["late_entry"]


def test_two_agencies_episodes_of_one_child_are_linked_and_seen_by_both(make_actor, noon):
    handler, other = make_actor("call_handler"), make_actor("call_handler", agency="Southmere")
    first = report_missing(actor=handler, told=told(noon), at=noon)
    with entered(actor=handler, at=noon):
        child = Episode.objects.get().child_id
        relate(subjects=[child], agency=other.agency_id, kind="enquiring", at=noon)
    second = report_missing(actor=other, told=told(noon, child=child), at=noon)
    assert second.episode != first.episode
    for actor in (handler, other):
        with entered(actor=actor, at=noon):
            assert visible(Episode).count() == 2
            assert visible(EpisodeLink).filter(kind="same_child").count() == 2


def test_a_second_report_of_a_child_under_way_is_added_to_the_open_episode(make_actor, noon):
    handler = make_actor("call_handler")
    first = report_missing(actor=handler, told=told(noon), at=noon)
    with entered(actor=handler, at=noon):
        child = Episode.objects.get().child_id
    second = report_missing(
        actor=handler, told=told(noon, idempotency_key="call-2", child=child), at=noon
    )
    assert second.episode == first.episode
    assert second.added_to_open_episode
    with entered(actor=handler, at=noon):
        assert Episode.objects.get().report_links.count() == 2


def test_concern_for_violence_at_home_tells_relatives_nothing_until_a_senior_decides(
    make_actor, noon
):
    handler = make_actor("call_handler")
    report_missing(actor=handler, told=told(noon, facts={"violence_at_home": True}), at=noon)
    with entered(actor=handler, at=noon):
        mother = RelatedPerson.objects.get(relation="mother")
        assert (mother.told, mother.awaiting_senior) == ("nothing", True)


def test_what_nobody_knows_becomes_somebodys_to_find_out(make_actor, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(actor=handler, told=told(noon, facts={"medical_need": None}), at=noon)
    with entered(actor=handler, at=noon):
        enquiry = Task.objects.get(kind="enquiry", fact="medical_need")
        assert enquiry.due_at is not None
    answer_question(
        actor=handler, reference=receipt.episode, fact="medical_need", value="none",
        said_by="her school nurse", source_kind="partner", at=noon,
    )  # fmt: skip
    with entered(actor=handler, at=noon):
        assert Task.objects.get(pk=enquiry.pk).state == "done"


def test_who_answers_sees_less_and_the_answer_is_no_lower(make_actor, noon):
    """An authority's worker who sees no adults answers: what the force knows of one still counts."""
    handler, worker = make_actor("call_handler"), make_actor("social_worker")
    report = told(noon, adults=(AdultNamed(name="A Madeup Man", fact="with_adult_partner"),))
    receipt = report_missing(actor=handler, told=report, at=noon)
    with entered(actor=handler, at=noon):
        before = Episode.objects.get(reference=receipt.episode)
        Adult.objects.update(registered_sex_offender=True)
        relate(subjects=[before.child_id], agency=worker.agency_id, kind="responsible", at=noon)
    answer_question(
        actor=replace(worker, roles=frozenset({"out_of_hours_worker", "blind"})),
        reference=receipt.episode, fact="danger_to_others", value=False,
        said_by="her social worker", source_kind="partner", at=noon + timedelta(minutes=2),
    )  # fmt: skip
    blind = replace(handler, roles=frozenset({"blind"}))
    with entered(actor=blind, at=noon):
        assert Adult.objects.count() == 0
        episode = Episode.objects.get(reference=receipt.episode)
        _, facts, _, result = evaluate_for(episode=episode, at=noon)
    assert facts["adult_is_registered_sex_offender"] is True
    assert result["seriousness"] == "grave"
