"""Somebody of another unit grades an episode without seeing the grade, and what they find counts."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import follow_pack, put_on_duty
from whereabouts.foundations.agencies.models import Agency, Member, Team
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.episode_risk import answer_of
from whereabouts.insight.lookups.oversight_figures import oversight_figures
from whereabouts.insight.lookups.second_looks import second_look, second_looks
from whereabouts.interfaces.commands.management.commands import replay
from whereabouts.journeys.answer_second_look import (
    AlreadyAnswered,
    NotGradedYet,
    answer_second_look,
)
from whereabouts.journeys.clock import begin_rounds, fire
from whereabouts.journeys.grade_second_look import (
    AlreadyGraded,
    NothingSaid,
    UnknownGrade,
    grade_second_look,
)
from whereabouts.journeys.look_again_at import look_again_at
from whereabouts.practice.oversight.actions import sampling
from whereabouts.practice.oversight.models import BlindGrade, Finding, SecondLook
from whereabouts.records.episodes.models import Episode, LogEntry

pytestmark = pytest.mark.django_db

EVERYBODY = 'seed = "made-up"\nclosed_within_days = 90\n' + "".join(
    f"[{standing}]\nabsent = 1.0\nlow = 1.0\nmedium = 1.0\nhigh = 1.0\n"
    for standing in ("open", "closed")
)
GRADE = {"level": "high", "confidence": "sure", "words": "A man with a car waits for her."}


@pytest.fixture
def draws(settings, tmp_path):
    """Return a setter of the shares; by default everybody is drawn."""

    def set_to(text=EVERYBODY):
        path = tmp_path / "sampling.toml"
        path.write_text(text)
        settings.OVERSIGHT_SAMPLING = str(path)
        sampling.shares.cache_clear()
        sampling._highest.cache_clear()

    set_to()
    yield set_to
    sampling.shares.cache_clear()
    sampling._highest.cache_clear()


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def reviewer(make_actor):
    return make_actor("superintendent")


@pytest.fixture
def graded_low(take_report, decide_as, inspector):
    """Return an open episode that the duty inspector graded low."""
    reference = take_report()
    decide_as(inspector, reference, level="low", override_reason="The aunt has her on the phone.")
    return reference


def draw(agency, at):
    clock = system_actor(agency=agency, at=at)
    with entered(actor=clock, at=at):
        return sampling.draw(agency=Member.objects.get(pk=clock.member_id).agency, by=clock, at=at)


@pytest.fixture
def drawn(draws, graded_low, inspector, noon):
    (look,) = draw(inspector.agency_id, noon)
    return look


def test_an_open_low_grade_is_drawn_once_with_its_grade_and_told_without_it(
    draws, graded_low, inspector, noon
):
    (look,) = draw(inspector.agency_id, noon)
    assert (look.standing, look.level, look.state) == ("open", "low", "waiting")
    assert look.due_at == noon + timedelta(hours=12)
    assert draw(inspector.agency_id, noon + timedelta(minutes=15)) == []
    with entered(actor=inspector, at=noon):
        told = Message.objects.filter(kind="second_look")
        assert {one.to_role for one in told} == {"supervisor", "duty_inspector"}
        for one in told:
            assert one.loudness == "digest"
            assert not re.search(r"low|high|medium|absent|open|closed|E-", one.text)
            assert one.subject == f"second_look:{look.pk}"


def test_nothing_undecided_or_found_dead_or_joined_is_drawn(draws, take_report, inspector, noon):
    take_report()
    assert draw(inspector.agency_id, noon) == []


def test_a_closed_episode_is_drawn_too_and_again_only_as_closed(draws, graded_low, inspector, noon):
    draw(inspector.agency_id, noon)
    with entered(actor=inspector, at=noon):
        Episode.objects.filter(reference=graded_low).update(
            state="closed", back_at=noon, seen_at=noon, closed_at=noon
        )
    (look,) = draw(inspector.agency_id, noon)
    assert look.standing == "closed"
    assert draw(inspector.agency_id, noon) == []


def test_what_was_closed_long_ago_is_left(draws, graded_low, inspector, noon):
    with entered(actor=inspector, at=noon):
        Episode.objects.filter(reference=graded_low).update(
            state="closed", back_at=noon, seen_at=noon, closed_at=noon
        )
    assert draw(inspector.agency_id, noon + timedelta(days=91)) == []


def test_the_sample_is_the_same_when_the_database_recounts_it(draws, graded_low, inspector, noon):
    draws(EVERYBODY.replace("low = 1.0", "low = 0.5"))
    with entered(actor=inspector, at=noon):
        model = Episode.objects.get(reference=graded_low)
        decision = model.decisions.get()
        held = {
            field.attname: getattr(model, field.attname)
            for field in Episode._meta.concrete_fields
            if field.attname not in ("id", "reference", "state", "back_at")
        }
        for number in range(40):
            made = Episode.objects.create(
                **held, reference=f"E-SAMPLE-{number}", state="back", back_at=noon
            )
            made.decisions.create(
                child_id=model.child_id, assessment=decision.assessment, decided_at=noon,
                kind="first", category="missing", level="low", owner_agency_id=inspector.agency_id,
                recorded_at=noon, recorded_by_id=inspector.member_id,
            )  # fmt: skip
    draw(inspector.agency_id, noon)
    with entered(actor=inspector, at=noon), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM episodes_episode WHERE ("
            " ('x' || substr(encode(sha256(convert_to('made-up:' || id || ':open', 'UTF8')),"
            " 'hex'), 1, 12))::bit(48)::bigint / 281474976710656.0) < 0.5"
        )
        recounted = {row[0] for row in cursor.fetchall()}
        assert set(SecondLook.objects.values_list("episode", flat=True)) == recounted
        assert 5 < len(recounted) < 36


def test_a_unit_has_a_share_of_its_own(draws, graded_low, inspector, noon):
    member = Member.objects.get(pk=inspector.member_id)
    member.team = Team.objects.create(agency=member.agency, name="Room B", kind="control_room")
    member.save()
    code = member.agency.code
    draws(EVERYBODY + f'[agencies.{code}.units."Room B".open]\nlow = 0.0\n')
    assert draw(inspector.agency_id, noon) == []
    draws()
    (look,) = draw(inspector.agency_id, noon)
    assert look.unit.name == "Room B"


def test_whoever_decided_neither_sees_nor_grades_it(drawn, inspector, noon):
    assert second_looks(actor=inspector, at=noon).mine == []
    assert second_looks(actor=inspector, at=noon).others == 1
    with pytest.raises(NotVisible):
        second_look(actor=inspector, at=noon, look_id=drawn.pk)
    with pytest.raises(NotVisible):
        grade_second_look(actor=inspector, look_id=drawn.pk, at=noon, **GRADE)


def test_whoever_was_on_that_shift_does_not_look_again(drawn, reviewer, noon):
    member = Member.objects.get(pk=reviewer.member_id)
    put_on_duty(
        agency=member.agency, role="superintendent", member=member,
        from_at=noon - timedelta(hours=1), until_at=noon + timedelta(hours=1),
    )  # fmt: skip
    with pytest.raises(NotVisible):
        second_look(actor=reviewer, at=noon, look_id=drawn.pk)


def test_the_outsider_and_other_forces_and_roles_see_nothing(drawn, outsider, make_actor, noon):
    other = make_actor("superintendent", agency="Eastmoor Police")
    assert second_looks(actor=other, at=noon).mine == []
    for act in (
        lambda who: second_look(actor=who, at=noon, look_id=drawn.pk),
        lambda who: grade_second_look(actor=who, look_id=drawn.pk, at=noon, **GRADE),
        lambda who: answer_second_look(
            actor=who, look_id=drawn.pk, level="low", because="So.", at=noon
        ),
    ):
        with pytest.raises(NotVisible):
            act(other)
        for who in (outsider, make_actor("call_handler"), make_actor("social_worker")):
            with pytest.raises(NotPermitted):
                act(who)
    with entered(actor=other, at=noon):
        assert SecondLook.objects.count() == 0


def test_the_child_s_authority_does_not_see_the_second_look(drawn, make_actor, noon):
    from whereabouts.foundations.access.gate import relate

    worker = make_actor("social_worker")
    with entered(actor=system_actor(agency=drawn.owner_agency_id, at=noon), at=noon):
        relate(subjects=[drawn.child_id], agency=worker.agency_id, kind="shared", at=noon)
    with entered(actor=worker, at=noon):
        assert Episode.objects.filter(pk=drawn.episode_id).exists()
        assert SecondLook.objects.count() == 0


def test_the_grade_comes_only_after_ones_own(drawn, reviewer, noon):
    before = second_look(actor=reviewer, at=noon, look_id=drawn.pk)
    assert before.comparison is None
    assert any(one.question.startswith("How old") for one in before.facts.facts)
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    after = second_look(actor=reviewer, at=noon, look_id=drawn.pk).comparison
    assert (after.mine, after.recorded, after.state) == ("high", "low", "open")
    assert "aunt" in after.rationale


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"level": "worst"}, UnknownGrade),
        ({"confidence": "certain"}, UnknownGrade),
        ({"words": "  "}, NothingSaid),
    ],
)
def test_a_grade_lacking_something_is_refused(drawn, reviewer, noon, given, refusal):
    with pytest.raises(refusal):
        grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **{**GRADE, **given})


def test_a_grade_is_given_once_and_by_one_person(drawn, reviewer, make_actor, noon):
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    with pytest.raises(AlreadyGraded):
        grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    second = make_actor("supervisor")
    with pytest.raises(AlreadyGraded):
        grade_second_look(actor=second, look_id=drawn.pk, at=noon, **GRADE)
    with pytest.raises(NotVisible):
        answer_second_look(actor=second, look_id=drawn.pk, level="low", because="So.", at=noon)
    with entered(actor=reviewer, at=noon):
        assert BlindGrade.objects.count() == 1
        assert not Message.objects.filter(kind="second_look", withdrawn_at__isnull=True).exists()


def test_the_comparison_comes_after_the_grade_and_its_answer_stays(drawn, reviewer, noon):
    answer = {"actor": reviewer, "look_id": drawn.pk, "because": "She is safe there.", "at": noon}
    with pytest.raises(NotGradedYet):
        answer_second_look(level="low", **answer)
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    with pytest.raises(NothingSaid):
        answer_second_look(level="low", **{**answer, "because": " "})
    with pytest.raises(UnknownGrade):
        answer_second_look(level="lowest", **answer)
    assert answer_second_look(level="low", **answer) == ("agrees", False)
    with pytest.raises(AlreadyAnswered):
        answer_second_look(level="high", **answer)


def test_what_is_open_and_too_low_alarms_at_once(drawn, graded_low, reviewer, inspector, noon):
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    found = answer_second_look(
        actor=reviewer, look_id=drawn.pk, level="high", because="He has a record.", at=noon
    )
    assert found == ("higher", True)
    with entered(actor=inspector, at=noon):
        told = Message.objects.get(kind="stands_too_low")
        assert (told.to_role, told.loudness) == ("duty_inspector", "interrupt")
        assert graded_low in told.text
        assert LogEntry.objects.filter(kind="alarm.stands_too_low").count() == 1
        assert Finding.objects.get().alarmed
    waits = Timer.objects.filter(kind="reassess_due", key__contains=str(drawn.pk))
    assert waits.get().due_at == noon + timedelta(minutes=15)
    # Nobody decides: the clock says so.
    fire(at=noon + timedelta(minutes=16))
    with entered(actor=inspector, at=noon):
        assert LogEntry.objects.filter(kind="alarm.reassess_due").exists()


@pytest.mark.parametrize("raised", ["closed", "already high", "lower"])
def test_nobody_is_alarmed_where_it_changes_nothing(drawn, reviewer, noon, raised):
    with entered(actor=reviewer, at=noon):
        if raised == "closed":
            Episode.objects.update(state="closed", back_at=noon, seen_at=noon, closed_at=noon)
        elif raised == "already high":
            Episode.objects.update(level="high")
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    level = "absent" if raised == "lower" else "high"
    finding, alarmed = answer_second_look(
        actor=reviewer, look_id=drawn.pk, level=level, because="So I think.", at=noon
    )
    assert finding == ("lower" if raised == "lower" else "higher")
    assert not alarmed
    with entered(actor=reviewer, at=noon):
        assert not Message.objects.filter(kind="stands_too_low").exists()


def test_a_grade_is_marked_where_the_reviewer_had_opened_the_episode(
    drawn, graded_low, reviewer, noon
):
    from whereabouts.insight.lookups.episode import episode_page

    episode_page(actor=reviewer, at=noon, reference=graded_low)
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    with entered(actor=reviewer, at=noon):
        assert BlindGrade.objects.get().opened_before


def test_blind_grades_and_findings_cannot_be_changed(drawn, reviewer, noon):
    grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    from django.db.utils import ProgrammingError

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        entered(actor=reviewer, at=noon),
        transaction.atomic(),
    ):
        BlindGrade.objects.update(level="low")


def test_a_round_draws_and_sets_the_next_and_begins_once(draws, graded_low, inspector, noon):
    assert begin_rounds(at=noon) > 1  # and whatever else comes round
    assert begin_rounds(at=noon) == 0
    fire(at=noon)
    with entered(actor=inspector, at=noon):
        assert SecondLook.objects.count() == 1
    waits = Timer.objects.filter(kind="oversight_round", state="waiting")
    assert waits.get().due_at == noon + timedelta(minutes=15)
    # After a night without a worker one round catches up.
    morning = noon + timedelta(hours=9)
    fire(at=morning)
    assert waits.get().due_at == morning + timedelta(minutes=15)


@pytest.mark.parametrize("left", ["waiting", "graded", "answered"])
def test_a_second_look_left_lying_is_told_upwards(drawn, reviewer, inspector, noon, left):
    if left != "waiting":
        grade_second_look(actor=reviewer, look_id=drawn.pk, at=noon, **GRADE)
    if left == "answered":
        answer_second_look(
            actor=reviewer, look_id=drawn.pk, level="low", because="She is safe.", at=noon
        )
    fire(at=drawn.due_at)
    with entered(actor=inspector, at=noon):
        late = Message.objects.filter(kind="second_look_due")
        too_low = Message.objects.filter(kind="stands_too_low")
        assert late.count() == (left != "answered")
        assert too_low.count() == (left == "graded")


LATER = "app-2026"
REASON = "The aunt in Eastmere rang at noon: the child eats with her."


def put_on(inspector, references, at):
    clock = system_actor(agency=inspector.agency_id, at=at)
    return look_again_at(actor=clock, references=references, pack=LATER, at=at)


def test_what_was_graded_below_what_was_known_is_a_second_look_once_and_told_once_of_all(
    take_report, decide_as, inspector, reviewer, noon
):
    references = [take_report() for _ in range(2)]
    undecided = references.pop()
    decide_as(inspector, references[0], level="low", override_reason="The aunt has her.")
    assert put_on(inspector, [*references, undecided, "E-NOT-THERE"], noon) == 1
    assert put_on(inspector, references, noon + timedelta(hours=1)) == 0
    with entered(actor=inspector, at=noon):
        (look,) = SecondLook.objects.all()
        assert (look.standing, look.level, look.seed) == ("below", "low", LATER)
        told = Message.objects.filter(kind="second_look")
        assert {one.to_role for one in told} == {"supervisor", "duty_inspector"}
        for one in told:
            assert one.text.startswith("1 more")
            assert "E-" not in one.text
    assert [one.key for one in second_looks(actor=reviewer, at=noon).mine] == [look.pk]
    grade_second_look(actor=reviewer, look_id=look.pk, at=noon, **GRADE)
    page = second_look(actor=reviewer, at=noon, look_id=look.pk)
    assert page.comparison.drawn == "Graded below what was known then"


def test_a_grade_that_was_drawn_by_chance_is_not_put_on_the_list_again(
    drawn, inspector, reviewer, noon
):
    with entered(actor=inspector, at=noon):
        reference = drawn.episode.reference
    assert put_on(inspector, [reference], noon) == 0
    assert [one.key for one in second_looks(actor=reviewer, at=noon).mine] == [drawn.pk]


def test_what_was_known_is_read_in_words_and_no_raw_number(drawn, reviewer, noon):
    facts = second_look(actor=reviewer, at=noon, look_id=drawn.pk).facts.facts
    said = {one.question: one.answer for one in facts}
    assert said["When was the child first reported?"].endswith(" min before")
    for fact, value, words in (
        ("hours_since_last_seen", 3.700000047683716, "3 h 42 min before"),
        ("hours_since_last_seen", 0.5, "30 min before"), ("sex", "M", "a boy"),
        ("episodes_30d", 2, "2"), ("late_night", True, "yes"), ("medical_need", None, "not known"),
        ("medical_need", "time_critical", "time critical"),
    ):  # fmt: skip
        assert answer_of(fact=fact, value=value) == words


def test_what_was_graded_below_the_agencys_own_rules_is_found_and_put_on_its_list(
    make_child, take_report, decide_as, inspector, reviewer, outsider, noon, capsys
):
    agency = Agency.objects.get(pk=inspector.agency_id)
    child, another = make_child(born="12 March 2014"), make_child(born="12 March 2010")
    before = take_report(child=make_child(born="12 March 2014"))
    decide_as(inspector, before, level="low", override_reason=REASON)
    tomorrow = noon + timedelta(days=1)
    follow_pack(
        agency=agency, pack="missing-at-twelve-and-under", from_on=tomorrow.date(),
        by=reviewer.member_id, at=noon,
    )  # fmt: skip
    own, older = (take_report(child=one, at=tomorrow) for one in (child, another))
    for reference in (own, older):
        decide_as(inspector, reference, at=tomorrow, level="low", override_reason=REASON)

    def asked(pack):
        with pytest.raises(SystemExit) as ended:
            replay.Command().run_from_argv(
                ["manage", "replay", "--pack", pack, "--second-look", "5", "--json"]
            )
        assert ended.value.code == 0
        return json.loads(capsys.readouterr().out)

    # The national rules bar neither; the agency's own bar one, from the day on which it began.
    assert asked("app-2017")["second_look"]["put_on_lists"] == {}
    found = asked("followed")
    assert found["second_look"]["put_on_lists"] == {agency.code: 1}
    (of_force,) = found["own_rules"]["by_force"]
    assert (of_force["episodes"], of_force["barred"], of_force["below"]) == (3, 1, 3)
    assert of_force["named_otherwise"] == 0
    assert len(of_force["packs"]) == 2
    with entered(actor=inspector, at=noon):
        (look,) = SecondLook.objects.all()
        assert (look.episode.reference, look.seed) == (own, "followed")
        texts = {one.text for one in Message.objects.filter(kind="second_look")}
    assert texts == {
        "1 more second looks wait: your agency's rules of the day would have graded higher."
    }
    with entered(actor=outsider, at=noon):
        assert not SecondLook.objects.exists()


def test_nobody_is_told_before_they_grade_why_it_was_chosen(graded_low, inspector, reviewer, noon):
    put_on(inspector, [graded_low], noon)
    (waiting,) = second_looks(actor=reviewer, at=noon).mine
    page = second_look(actor=reviewer, at=noon, look_id=waiting.key)
    assert page.comparison is None
    assert "below" not in repr((waiting, page)).lower()


def test_another_force_puts_nothing_of_ours_on_a_list(graded_low, inspector, make_actor, noon):
    theirs = make_actor("superintendent", agency="Elsewhere Police")
    assert look_again_at(actor=theirs, references=[graded_low], pack=LATER, at=noon) == 0
    with entered(actor=inspector, at=noon):
        assert not SecondLook.objects.exists()


def test_a_role_that_takes_no_second_looks_puts_none_on_a_list(graded_low, make_actor, noon):
    with pytest.raises(NotPermitted):
        look_again_at(
            actor=make_actor("call_handler"), references=[graded_low], pack=LATER, at=noon
        )


def test_what_was_chosen_for_being_low_is_no_part_of_how_often_grades_are_overturned(
    graded_low, inspector, reviewer, noon
):
    put_on(inspector, [graded_low], noon)
    (waiting,) = second_looks(actor=reviewer, at=noon).mine
    grade_second_look(actor=reviewer, look_id=waiting.key, at=noon, **GRADE)
    answer_second_look(
        actor=reviewer, look_id=waiting.key, level="high", because="A man waits.", at=noon
    )
    later = noon + timedelta(hours=1)
    figures = oversight_figures(actor=reviewer, at=later)
    with entered(actor=reviewer, at=later):
        assert Finding.objects.count() == 1
    assert (figures.every.higher, figures.every.lower, figures.every.overturned.n) == (0, 0, 0)


def test_the_replay_puts_them_on_the_list_of_their_own_force(graded_low, inspector, noon):
    code = Member.objects.get(pk=inspector.member_id).agency.code
    assert replay.look_again({code: [graded_low]}, LATER) == {code: 1}
    assert replay.look_again({code: [graded_low]}, LATER) == {code: 0}
    with entered(actor=inspector, at=noon):
        assert SecondLook.objects.get().episode.reference == graded_low
