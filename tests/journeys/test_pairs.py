"""Records that may be one child: suggested at once, joined and parted by a person alone."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from tests.conftest import NOON
from whereabouts.foundations.access.gate import relate, visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.evidence import between, held_of
from whereabouts.insight.lookups.pairs import suggested_pair, suggested_pairs
from whereabouts.journeys.clock import fire
from whereabouts.journeys.identify_child import identify_child
from whereabouts.journeys.join_records import join_records, part_records
from whereabouts.journeys.locate_child import Found
from whereabouts.journeys.open_for_found_child import open_for_found_child
from whereabouts.journeys.report_missing import Told
from whereabouts.journeys.settle_pair import (
    AlreadyJoined,
    AlreadySettled,
    NobodyToAsk,
    ReasonNeeded,
    ask_about_pair,
    say_different,
)
from whereabouts.journeys.settle_task import HasItsOwnForm, settle_task
from whereabouts.journeys.suggest_pairs import Linked, suggest_from_link, suggest_pairs
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assessment
from whereabouts.records.episodes.models import Episode, EpisodeReport
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs import rules
from whereabouts.records.pairs.models import PairAnswer, SuggestedPair
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child, SamePersonLink
from whereabouts.records.people.queries import names_of, same_person_set

pytestmark = pytest.mark.django_db
WHY = "Same number at school, and her aunt says so."
SAME = ("Given name is the same", "Family name is the same", "Date of birth is the same")


@pytest.fixture
def coordinator(make_actor: Any) -> Any:
    return make_actor("missing_coordinator")


@pytest.fixture
def elsewhere(make_actor: Any) -> Any:
    return make_actor("missing_coordinator", agency="Southfell Police")


def later(minutes: int) -> Any:
    return NOON + timedelta(minutes=minutes)


def open_pairs(actor: Any) -> list[SuggestedPair]:
    with entered(actor=actor, at=NOON):
        return list(visible(SuggestedPair).filter(state="open").order_by("suggested_at", "id"))


def child_of(actor: Any, reference: str) -> Any:
    with entered(actor=actor, at=NOON):
        return Episode.objects.get(reference=reference).child_id


def join_pair(actor: Any, pair: SuggestedPair, at: Any = NOON) -> None:
    join_records(actor=actor, child_id=pair.first_id, other_id=pair.second_id, because=WHY, at=at)


def part_pair(actor: Any, pair: SuggestedPair, at: Any = NOON) -> None:
    part_records(
        actor=actor, child_id=pair.second_id, other_id=pair.first_id, because="Twins.", at=at
    )


# --- report clusters -----------------------------------------------------------------


def test_school_home_and_mother_within_the_hour_are_one_episode_with_three_reports(
    take_report: Any, coordinator: Any
) -> None:
    school = take_report(
        names="Aaliyah Khanfield", born_text="12 March 2012", relation="school",
        last_seen_place="the gate of Made-up School",
    )  # fmt: skip
    home = take_report(
        names="Aliyah Khanfeild", born_text="12 March 2012", at=later(20), relation="home_worker"
    )
    (pair,) = open_pairs(coordinator)
    assert pair.while_missing
    assert {pair.first_id, pair.second_id} == {
        child_of(coordinator, school), child_of(coordinator, home)
    }  # fmt: skip
    with entered(actor=coordinator, at=NOON):
        assert SamePersonLink.objects.count() == 0  # nobody is joined in silence
        task = Task.objects.get(kind="same_child")
        assert (task.fact, task.to_role) == (str(pair.pk), "missing_coordinator")
    # The third one did not know her name.
    neighbour = take_report(
        names="", born_text="about 14", description="a girl in a red coat", at=later(40),
        relation="public", last_seen_place="the gate of Made-up School", home_address="",
    )  # fmt: skip
    third = child_of(coordinator, neighbour)
    nameless = [one for one in open_pairs(coordinator) if third in (one.first_id, one.second_id)]
    assert nameless, "the nameless one is not suggested"
    assert rules.NO_NAME in nameless[0].agrees

    join_pair(coordinator, pair, at=later(50))
    join_pair(coordinator, nameless[0], at=later(51))

    with entered(actor=coordinator, at=later(52)):
        (kept,) = under_way(children=same_person_set(child_id=third))
        assert kept.reference == school
        assert EpisodeReport.objects.filter(episode=kept, parted_at=None).count() == 3
        assert not Task.objects.filter(kind="same_child", state="open", fact=str(pair.pk)).exists()
        assert len(same_person_set(child_id=third)) == 3


def test_two_forces_are_told_of_one_child_and_see_it_while_neither_sees_the_others_record(
    take_report: Any, make_actor: Any, coordinator: Any, elsewhere: Any
) -> None:
    ours = take_report()
    theirs = take_report(
        actor=make_actor("call_handler", agency="Southfell Police"), names="Testa Sampelton",
        at=later(30),
    )  # fmt: skip
    (pair,) = open_pairs(coordinator)
    assert [one.pk for one in open_pairs(elsewhere)] == [pair.pk]
    with pytest.raises(NotVisible):
        join_pair(coordinator, pair)
    with pytest.raises(NotVisible):
        say_different(actor=elsewhere, pair_id=pair.pk, because=WHY, at=NOON)

    page = suggested_pair(actor=elsewhere, at=later(31), pair_id=pair.pk)
    assert not page.may_decide
    assert page.ask == "Northmoor Police"
    assert ask_about_pair(actor=elsewhere, pair_id=pair.pk, because=WHY, at=later(32)) == page.ask

    # There it is a task, with the asking force's record to see; and who is asked may decide.
    with entered(actor=coordinator, at=later(33)):
        task = Task.objects.get(kind="same_child", assigned_agency=coordinator.agency_id)
        assert task.episode.reference == theirs
    with pytest.raises(HasItsOwnForm):
        settle_task(actor=coordinator, task_id=task.pk, result="Done.", at=later(33))
    assert suggested_pair(actor=coordinator, at=later(33), pair_id=pair.pk).may_decide
    join_pair(coordinator, pair, at=later(34))

    with entered(actor=elsewhere, at=later(35)):
        open_now = under_way(children=same_person_set(child_id=child_of(elsewhere, theirs)))
        assert {one.reference for one in open_now} == {ours, theirs}
        told = Message.objects.filter(kind="records_joined", to_agency=elsewhere.agency_id)
        assert told.count() == 1
        assert "Sampleton" not in told.get().text


def test_twins_reported_together_are_not_suggested_as_one(
    take_report: Any, coordinator: Any
) -> None:
    for name in ("Hassan Quillfeather", "Hussein Quillfeather"):
        take_report(names=name, born_text="12 March 2012", home_address="4 Made-up Street ZZ1 1ZZ")

    assert open_pairs(coordinator) == []


def test_a_report_of_a_child_who_was_chosen_suggests_nothing(
    take_report: Any, make_child: Any, coordinator: Any
) -> None:
    take_report(child=make_child())
    assert open_pairs(coordinator) == []


def test_a_child_who_was_chosen_is_compared_with_whom_another_force_has_just_reported(
    take_report: Any, make_child: Any, make_actor: Any, coordinator: Any, elsewhere: Any
) -> None:
    known = make_child("Testa Sampleton", "12 March 2012")
    take_report(
        actor=make_actor("call_handler", agency="Southfell Police"), names="Testa Sampelton",
        born_text="12 March 2012",
    )  # fmt: skip
    (pair,) = open_pairs(coordinator)  # from their report: our child was not missing yet
    assert not pair.while_missing

    reference = take_report(child=known, at=later(20))

    (pair,) = open_pairs(elsewhere)
    assert known.pk in (pair.first_id, pair.second_id)
    assert pair.while_missing
    with entered(actor=coordinator, at=later(21)):
        task = Task.objects.get(kind="same_child", assigned_agency=coordinator.agency_id)
        assert (task.episode.reference, task.fact) == (reference, str(pair.pk))
        assert SamePersonLink.objects.count() == 0
    take_report(child=known, at=later(30))
    with entered(actor=coordinator, at=later(31)):
        assert Task.objects.filter(kind="same_child", fact=str(pair.pk)).count() == 1


def test_two_who_were_said_to_be_different_and_go_missing_together_stay_two(
    take_report: Any, make_child: Any, coordinator: Any, pair: SuggestedPair
) -> None:
    say_different(actor=coordinator, pair_id=pair.pk, because="Two cousins.", at=later(1))
    for child in (pair.first_id, pair.second_id):
        with entered(actor=coordinator, at=later(2)):
            one = Child.objects.get(pk=child)
        take_report(child=one, at=later(2))
    with entered(actor=coordinator, at=later(3)):
        assert SuggestedPair.objects.get(pk=pair.pk).state == "different"
        assert not Task.objects.filter(kind="same_child").exists()


def test_the_place_where_a_protected_child_was_last_seen_is_no_evidence(
    take_report: Any, make_actor: Any, elsewhere: Any
) -> None:
    reference = take_report(names="Someone Else", last_seen_place="Rose Cottage refuge")
    northmoor = make_actor("missing_coordinator")
    child = child_of(northmoor, reference)
    with entered(actor=northmoor, at=NOON):
        people.add_address(
            child=Child.objects.get(pk=child), by=northmoor, at=NOON, line="Rose Cottage refuge",
            confidential=True,
        )  # fmt: skip
    with entered(actor=elsewhere, at=NOON), connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, same_place FROM pairs_missing_of(%s, %s, '{}', %s)",
            [NOON - timedelta(hours=1), NOON - timedelta(days=1), "Rose Cottage refuge"],
        )
        assert cursor.fetchall() == [(child, False)]


def test_a_protected_child_is_compared_by_no_place_by_a_force_that_cannot_read_the_secret(
    take_report: Any, coordinator: Any, elsewhere: Any
) -> None:
    child = child_of(coordinator, take_report(home_address="4 Made-up Street ZZ1 1ZZ"))
    with entered(actor=coordinator, at=NOON):
        relate(subjects=[child], agency=elsewhere.agency_id, kind="shared", at=NOON)
    with entered(actor=elsewhere, at=NOON):
        assert held_of(child_id=child).places != ()
    with entered(actor=coordinator, at=NOON):
        people.add_address(
            child=Child.objects.get(pk=child), by=coordinator, at=NOON,
            line="Rose Cottage refuge", confidential=True,
        )  # fmt: skip
    for actor in (elsewhere, coordinator):
        with entered(actor=actor, at=NOON):
            assert held_of(child_id=child).places == ()


def test_what_was_said_in_a_report_that_is_joined_counts_as_said_now(
    take_report: Any, coordinator: Any, noon: Any
) -> None:
    first = take_report(names="Testa Sampleton", facts={})
    take_report(names="Testa Sampelton", facts={"suicide_concern": True}, at=later(10))
    (pair,) = open_pairs(coordinator)
    with entered(actor=coordinator, at=noon):
        before = Assessment.objects.filter(episode__reference=first).latest("number")
        assert "suicide_concern" not in before.facts

    join_pair(coordinator, pair, at=later(11))

    with entered(actor=coordinator, at=later(12)):
        now = Assessment.objects.filter(episode__reference=first).latest("number")
        assert (now.cause, now.facts.get("suicide_concern")) == ("joined", True)
        assert Episode.objects.get(reference=first).level == "high"


def test_the_clocks_of_an_episode_rest_while_it_is_joined_and_ring_again_once_parted(
    take_report: Any, coordinator: Any
) -> None:
    take_report(names="Testa Sampleton")
    second = take_report(names="Testa Sampelton", at=later(10))
    (pair,) = open_pairs(coordinator)

    def clocks() -> set[tuple[str, str]]:
        with entered(actor=coordinator, at=NOON):
            episode = Episode.objects.get(reference=second)
            about = {f"episode:{episode.pk}"}
            about |= {f"review:{one.pk}" for one in episode.reviews.all()}
        rows = Timer.objects.filter(subject__in=about, state="waiting")
        return set(rows.exclude(kind="notice_unacknowledged").values_list("kind", "key"))

    before = clocks()
    assert {"review_due", "undecided"} <= {kind for kind, _ in before}
    join_pair(coordinator, pair, at=later(11))
    assert clocks() == set()
    part_pair(coordinator, pair, at=later(12))

    assert before <= clocks()
    fire(at=later(60 * 30))
    with entered(actor=coordinator, at=later(60 * 30)):
        rung = Episode.objects.get(reference=second).log.filter(kind="alarm.review_due")
        assert rung.exists()


# --- a child whom nobody knows --------------------------------------------------------


def test_a_child_nobody_could_name_is_identified_and_nothing_is_typed_again(
    take_report: Any, make_child: Any, make_actor: Any, coordinator: Any
) -> None:
    known = make_child()
    handler = make_actor("call_handler")
    reference = take_report(
        names="", born_text="about 14", description="a scar over the left eye", unidentified=True,
        facts={"suicide_concern": True}, words="Found asleep in the porch.",
    )  # fmt: skip
    unknown = child_of(coordinator, reference)
    with entered(actor=coordinator, at=NOON):
        rows_before = Child.objects.filter(pk=unknown).values().get()

    identify_child(
        actor=handler, child_id=unknown, known_id=known.pk, because="Her aunt.", at=later(5)
    )

    with entered(actor=coordinator, at=later(6)):
        same = same_person_set(child_id=known.pk)
        assert same == {known.pk, unknown}
        (episode,) = under_way(children=same)
        assert episode.reference == reference
        assert [name.full for name in names_of(child_ids=same)] == ["Testa Sampleton"]
        assert Child.objects.filter(pk=unknown).values().get() == rows_before
        (said,) = PairAnswer.objects.all()
        assert (said.said, said.because, said.recorded_by_id) == (
            "one", "Her aunt.", handler.member_id
        )  # fmt: skip


def test_a_child_found_whom_nobody_knew_and_a_mothers_report_become_one_episode(
    take_report: Any, make_actor: Any, coordinator: Any
) -> None:
    officer = make_actor("response_officer")
    found = open_for_found_child(
        actor=officer, at=NOON,
        told=Told(
            idempotency_key="found", happened_at=NOON, description="a girl of about 14, red coat",
            born_text="about 14", sex="F", unidentified=True, last_seen_place="the made-up pier",
        ),
        found=Found(how="found", by_whom="police", found_at=NOON, found_place="the made-up pier"),
    )  # fmt: skip
    mother = take_report(
        relation="mother", sex="F", last_seen_place="the made-up pier", at=later(30)
    )
    (pair,) = open_pairs(coordinator)
    assert {rules.NO_NAME, rules.SAME_SEEN, rules.SAME_HOUR} <= set(pair.agrees)

    unknown = child_of(coordinator, found.episode)
    named = child_of(coordinator, mother)
    identify_child(
        actor=officer, child_id=unknown, known_id=named, because="Her mother came.", at=later(40)
    )

    with entered(actor=coordinator, at=later(41)):
        (kept,) = under_way(children=same_person_set(child_id=named))
        assert (kept.reference, kept.state) == (found.episode, "located")
        assert EpisodeReport.objects.filter(episode=kept, parted_at=None).count() == 2
        assert SuggestedPair.objects.get(pk=pair.pk).state == "joined"


# --- what people say ------------------------------------------------------------------


@pytest.fixture
def pair(make_child: Any, coordinator: Any) -> SuggestedPair:
    """Return a pair that the actor's agency sees both halves of."""
    one, other = make_child(), make_child("Testa Sampleton")
    assert suggest_pairs(actor=coordinator, child_id=other.pk, at=NOON) == 1
    (made,) = open_pairs(coordinator)
    assert {made.first_id, made.second_id} == {one.pk, other.pk}
    return made


def test_different_stays_said_until_something_new_agrees(
    pair: SuggestedPair, coordinator: Any
) -> None:
    say_different(actor=coordinator, pair_id=pair.pk, because="Two cousins.", at=later(1))
    assert suggest_pairs(actor=coordinator, child_id=pair.first_id, at=later(2)) == 0
    assert open_pairs(coordinator) == []
    for child in (pair.first_id, pair.second_id):
        update_child_details(
            actor=coordinator, child_id=child, at=later(3),
            details=Details(scheme="nhs", identifier="943 476 5919", source="made up"),
        )  # fmt: skip

    (again,) = open_pairs(coordinator)
    assert again.pk == pair.pk
    assert rules.SAME_NUMBER in again.agrees
    with entered(actor=coordinator, at=later(4)):
        assert AuditEntry.objects.filter(kind="pair.suggested_again").count() == 1
        assert [one.because for one in PairAnswer.objects.all()] == ["Two cousins."]


def test_it_takes_a_reason_and_is_said_once(pair: SuggestedPair, coordinator: Any) -> None:
    with pytest.raises(ReasonNeeded):
        say_different(actor=coordinator, pair_id=pair.pk, because=" ", at=NOON)
    with pytest.raises(NobodyToAsk):
        ask_about_pair(actor=coordinator, pair_id=pair.pk, because=WHY, at=NOON)
    say_different(actor=coordinator, pair_id=pair.pk, because=WHY, at=NOON)
    with pytest.raises(AlreadySettled):
        say_different(actor=coordinator, pair_id=pair.pk, because=WHY, at=NOON)
    with pytest.raises(AlreadySettled):
        ask_about_pair(actor=coordinator, pair_id=pair.pk, because=WHY, at=NOON)


def test_joined_and_parted_the_history_says_who_and_why(
    pair: SuggestedPair, coordinator: Any, make_actor: Any
) -> None:
    inspector = make_actor("duty_inspector")
    join_pair(inspector, pair, at=later(1))
    with pytest.raises(AlreadyJoined):
        say_different(actor=coordinator, pair_id=pair.pk, because=WHY, at=later(2))
    part_pair(coordinator, pair, at=later(3))

    page = suggested_pair(actor=coordinator, at=later(4), pair_id=pair.pk)
    assert [(one.words, one.because, one.by) for one in page.answers] == [
        ("One child", WHY, "Duty Inspector Example"),
        ("Parted: different children", "Twins.", "Missing Coordinator Example"),
    ]
    assert page.state == "different"
    assert suggest_pairs(actor=coordinator, child_id=pair.first_id, at=later(5)) == 0


def test_a_third_record_of_two_who_were_said_to_be_different_is_not_asked_about_anew(
    pair: SuggestedPair, coordinator: Any, make_child: Any
) -> None:
    third = make_child("Testa Sampleton")
    join_records(
        actor=coordinator, child_id=pair.second_id, other_id=third.pk, because=WHY, at=later(1)
    )
    say_different(actor=coordinator, pair_id=pair.pk, because=WHY, at=later(2))
    with entered(actor=coordinator, at=later(3)):
        evidence = frozenset({"given:same", "identifier:same"})
        pairs.suggest(
            suggestion=rules.Suggestion(
                one=pair.first_id, other=third.pk, score=0.9, agrees=evidence, differs=frozenset()
            ),
            by=coordinator, at=later(3),
        )  # fmt: skip

    found = suggested_pairs(actor=coordinator, at=later(4))
    assert (found.to_decide, found.to_ask) == ((), ())


def test_outsiders_see_nothing_of_a_pair_by_any_way(
    pair: SuggestedPair, outsider: Any, elsewhere: Any, make_actor: Any
) -> None:
    stranger = make_actor("missing_coordinator", agency="Eastmere Police")
    for actor in (stranger, elsewhere):
        found = suggested_pairs(actor=actor, at=NOON)
        assert (found.to_decide, found.to_ask) == ((), ())
        for step in (say_different, ask_about_pair):
            with pytest.raises(NotVisible):
                step(actor=actor, pair_id=pair.pk, because=WHY, at=NOON)
        with pytest.raises(NotVisible):
            suggested_pair(actor=actor, at=NOON, pair_id=pair.pk)
    with pytest.raises(NotPermitted):
        suggested_pairs(actor=outsider, at=NOON)
    with entered(actor=outsider, at=NOON):
        assert SuggestedPair.objects.count() == PairAnswer.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM pairs_joinings(%s)", [[pair.first_id, pair.second_id]])
            assert cursor.fetchall() == []
            cursor.execute("SELECT * FROM pairs_holders(%s)", [[pair.first_id]])
            assert cursor.fetchall() == []
            since = NOON - timedelta(days=1)
            cursor.execute(
                "SELECT * FROM pairs_missing_of(%s, %s, %s, '')", [since, since, [pair.first_id]]
            )
            assert cursor.fetchall() == []


def test_an_authority_that_sees_one_record_does_not_learn_that_there_is_another(
    pair: SuggestedPair, coordinator: Any, make_actor: Any
) -> None:
    worker = make_actor("social_worker")
    with entered(actor=coordinator, at=NOON):
        people.relate_to_child(
            child_id=pair.first_id, agency=worker.agency_id, kind="responsible", at=NOON
        )
    with entered(actor=worker, at=NOON):
        assert SuggestedPair.objects.count() == visible(SuggestedPair).count() == 0


def test_a_child_who_is_protected_since_is_shown_to_agree_in_no_place(
    take_report: Any, make_actor: Any, coordinator: Any, elsewhere: Any
) -> None:
    home = {"home_address": "4 Made-up Street ZZ1 1ZZ", "last_seen_place": "the made-up pier"}
    take_report(**home)
    take_report(
        actor=make_actor("call_handler", agency="Southfell Police"), names="Testa Sampelton",
        at=later(30), **home,
    )  # fmt: skip
    (pair,) = open_pairs(elsewhere)
    assert {rules.SAME_PLACE, rules.SAME_SEEN} <= set(pair.agrees)

    def told(actor: Any) -> set[str]:
        found = suggested_pairs(actor=actor, at=later(40))
        (line,) = (*found.to_decide, *found.to_ask)
        page = suggested_pair(actor=actor, at=later(40), pair_id=pair.pk)
        return {*line.agrees, *page.agrees}

    places = {rules.WORDS[code] for code in (rules.SAME_PLACE, rules.SAME_SEEN)}
    assert places <= told(elsewhere)
    with entered(actor=coordinator, at=later(35)):
        (ours,) = visible(Child).filter(pk__in=[pair.first_id, pair.second_id])
        people.add_address(
            child=ours, by=coordinator, at=later(35), line="Rose Cottage refuge", confidential=True
        )

    assert not places & told(elsewhere)
    assert rules.WORDS["given:same"] in told(elsewhere)


# --- what the database holds ----------------------------------------------------------


def linked(pair_of: tuple[Any, Any], agency: Any, **more: Any) -> Linked:
    given = {"because": SAME, "differs": (), "score": 0.98, **more}
    return Linked(one=pair_of[0], other=pair_of[1], agency=agency, **given)


def test_a_comparison_of_registers_run_again_in_any_order_doubles_nothing(
    make_child: Any, coordinator: Any
) -> None:
    one, other, sister = (make_child().pk for _ in range(3))
    ours = coordinator.agency_id
    found = [
        linked((one, other), ours),
        linked((other, one), ours),
        linked((one, sister), ours, because=SAME[1:], differs=["Given name differs"]),
    ]
    assert suggest_from_link(found=found, at=NOON) == {"new": 1, "known": 1, "not enough": 1}
    assert suggest_from_link(found=reversed(found), at=later(5)) == {"known": 2, "not enough": 1}
    (pair,) = open_pairs(coordinator)
    assert str(pair.first_id) < str(pair.second_id)
    with entered(actor=coordinator, at=NOON):
        assert SamePersonLink.objects.count() == 0
    join_pair(coordinator, pair)
    assert suggest_from_link(found=found[:1], at=later(9)) == {"one": 1}


def test_the_database_keeps_a_pair_once_in_order_and_within_reach(
    pair: SuggestedPair, coordinator: Any, outsider: Any
) -> None:
    with entered(actor=coordinator, at=NOON):
        with pytest.raises(IntegrityError), transaction.atomic():
            SuggestedPair.objects.filter(pk=pair.pk).update(
                first=pair.second_id, second=pair.first_id
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            PairAnswer.objects.filter().update(because="")  # added, never changed
    call = "SELECT pairs_suggest(%s, %s, %s, 'link', 0.9, false, '{}', '{}', %s)"
    with (
        entered(actor=outsider, at=NOON),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(call, [new_id(), pair.first_id, pair.second_id, NOON])


def knowing(before: rules.Standing | None, known: frozenset[str]) -> rules.Standing:
    """Return how a pair stands for whoever decides: with all that agrees on record."""
    kept = before or rules.Standing()
    return replace(kept, evidence=kept.evidence | known)


CODES = ("given:same", "born:exact", "phone:same", "identifier:same")


# Ten at a time: what one transaction has written and not yet left behind slows all that follows.
TEN_AT_A_TIME = [pytest.param(10, seed, marks=pytest.mark.full) for seed in range(30)]


@pytest.mark.parametrize(("count", "seed"), [(5, 2016), *TEN_AT_A_TIME])
def test_histories_of_suggesting_joining_and_parting_are_as_the_rules_say(
    count: int, seed: int, coordinator: Any, make_child: Any
) -> None:
    draw = Random(seed)
    for _ in range(count):
        records = [make_child(f"Testa Sampleton{letter}").pk for letter in "abcd"]
        kept: dict[tuple[Any, Any], rules.Standing] = {}
        links: set[tuple[Any, Any]] = set()
        for minute in range(12):
            ends = rules.ordered(one=(two := draw.sample(records, 2))[0], other=two[1])
            evidence = frozenset(draw.sample(CODES, draw.randrange(1, 4)))
            at, kind = later(minute), draw.choice(("suggest", "suggest", "join", "part"))
            with entered(actor=coordinator, at=at):
                together = ends[1] in same_person_set(child_id=ends[0])
                joins = kind == "join" and not together
                known = between(one=ends[0], other=ends[1])[1] if joins else frozenset()
            if kind == "suggest" and not together:
                with entered(actor=coordinator, at=at):
                    pairs.suggest(
                        suggestion=rules.Suggestion(
                            one=ends[1], other=ends[0], score=0.9, agrees=evidence,
                            differs=frozenset(),
                        ),
                        by=coordinator, at=at,
                    )  # fmt: skip
                kept[ends] = rules.suggested(before=kept.get(ends), evidence=evidence)
            elif joins:
                join_records(
                    actor=coordinator, child_id=ends[0], other_id=ends[1], because=WHY, at=at
                )
                links.add(ends)
                kept[ends] = rules.said_one(before=knowing(kept.get(ends), known))
            elif kind == "part" and ends in links:
                part_records(
                    actor=coordinator, child_id=ends[0], other_id=ends[1], because=WHY, at=at
                )
                links.remove(ends)
                with entered(actor=coordinator, at=at):
                    known = between(one=ends[0], other=ends[1])[1]
                kept[ends] = rules.said_different(before=knowing(kept.get(ends), known))
            with entered(actor=coordinator, at=at):
                stands = SamePersonLink.objects.filter(parted_at=None, child__in=records)
                assert {
                    rules.ordered(one=one, other=other)
                    for one, other in stands.values_list("child", "other")
                } == links
                rows = SuggestedPair.objects.filter(first__in=records)
                assert {(row.first_id, row.second_id): row.state for row in rows} == {
                    ends: standing.state for ends, standing in kept.items()
                }
        with entered(actor=coordinator, at=later(30)):
            made = SamePersonLink.objects.filter(child__in=records)
            said = PairAnswer.objects.filter(first__in=records)
            assert said.filter(said="one").count() == made.count()
            assert said.filter(said="parted").count() == made.exclude(parted_at=None).count()
            assert all(one.because and one.recorded_by_id for one in said)
