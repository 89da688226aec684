"""The register of adults who pose a risk: who is on it, who reads it, what leaves it and how."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.adults_cast import GRADE, Beat
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.adults import warnings_page, who_may_be_told
from whereabouts.journeys.keep_adult import (
    AlreadyEntered,
    EntryEnded,
    NotAGrade,
    UnderAge,
    WordsMissing,
    act_on_adult,
    add_trace,
    answer_others_at_risk,
    end_adult_entry,
    keep_adult_longer,
    know_of_adult,
)
from whereabouts.journeys.link_adult_of_concern import NotInList, link_adult_of_concern
from whereabouts.journeys.plan_for_young_person import (
    NotYoung,
    YoungPlanStands,
    end_young_plan,
    make_young_plan,
)
from whereabouts.journeys.release_adult import (
    AlreadyReceived,
    MayNotReceive,
    NamesSomebody,
    NothingReleased,
    ReleaseEnded,
    TooLong,
    call_back_release,
    receive_home_warning,
    release_adult,
    warn_home,
)
from whereabouts.practice.adults.models import (
    AdultAction,
    HomeWarning,
    OthersAsked,
    RegisterEntry,
    Release,
    SharedSuspect,
    Trace,
    YoungPlan,
)
from whereabouts.records.people.models import Adult, AdultLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


@pytest.fixture
def far(make_actor, noon):
    """Return another force at work."""
    return Beat(make_actor=make_actor, noon=noon, agency="Southfell Police")


def told(beat, kind):
    with entered(actor=beat.duty_inspector, at=beat.noon):
        found = Message.objects.filter(kind=kind, to_agency=beat.duty_inspector.agency_id)
        return sorted(found.values_list("to_role", flat=True))


# --- who is on it -----------------------------------------------------------------------------


def test_an_adult_is_entered_with_a_reason_a_grade_and_the_question_of_others_answered(beat, noon):
    adult = beat.enter(others="yes", others_words="A boy of 13 in the same flat.")
    with entered(actor=beat.offender_manager, at=noon):
        entry = RegisterEntry.objects.get()
        assert (entry.adult_id, entry.grading, entry.entered_at) == (adult, GRADE, noon)
        assert entry.keep_until == (noon + timedelta(days=365)).date()
        assert OthersAsked.objects.get().answer == "yes"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"because": ""}, "because"),
        ({"source": " "}, "source"),
        ({"others": "yes"}, "words"),
        ({"others": "no", "others_words": " "}, "words"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(beat, noon, more, field):
    with pytest.raises(WordsMissing) as refused:
        beat.enter(**more)
    assert refused.value.field == field
    with entered(actor=beat.offender_manager, at=noon):
        assert not Adult.objects.exists()


def test_a_grade_is_one_of_the_scheme_that_holds(beat):
    with pytest.raises(NotAGrade):
        beat.enter(grading="B24")
    with pytest.raises(NotAGrade):
        beat.enter(grading="very reliable")


def test_nobody_is_entered_twice(beat):
    adult = beat.enter()
    with pytest.raises(AlreadyEntered):
        beat.enter(adult_id=adult)


def test_somebody_under_18_is_refused_and_nothing_of_them_is_kept(beat, noon):
    with pytest.raises(UnderAge, match="plan of their own"):
        beat.enter(name="Young Example", born_on=date(2008, 11, 21))
    with entered(actor=beat.offender_manager, at=noon):
        assert not Adult.objects.exists()
        assert not AuditEntry.objects.filter(kind="adult.entered").exists()
    assert beat.enter(name="Grown Example", born_on=date(2008, 11, 20))


def test_a_record_that_turns_out_to_be_of_a_child_is_refused_too(beat, noon):
    with entered(actor=beat.offender_manager, at=noon):
        from whereabouts.records.people import actions as people

        young = people.create_adult(
            by=beat.offender_manager, at=noon, name="Young Example", born_on=date(2010, 1, 1)
        )
    with pytest.raises(UnderAge):
        beat.enter(adult_id=young.pk)


def test_a_young_person_who_may_harm_gets_a_plan_of_their_own_and_no_entry(
    beat, make_actor, outsider, noon
):
    child = beat.child(born="12 March 2011")
    given = {
        "child_id": child.pk, "because": "Hit two younger boys.", "needs": "Somebody to talk to.",
        "safety": "Not alone with younger children.", "childs_view": "I was told to do it.",
        "review_on": (noon + timedelta(days=28)).date(), "at": noon,
    }  # fmt: skip
    make_young_plan(actor=beat.missing_coordinator, **given)
    with pytest.raises(YoungPlanStands):
        make_young_plan(actor=beat.missing_coordinator, **given)
    for missing in ("because", "needs", "safety"):
        with pytest.raises(WordsMissing):
            make_young_plan(actor=beat.missing_coordinator, **{**given, missing: " "})
    with pytest.raises(NotVisible):
        make_young_plan(actor=outsider, **given)
    with pytest.raises(NotPermitted):
        make_young_plan(actor=make_actor("home_worker"), **given)
    with entered(actor=beat.missing_coordinator, at=noon):
        assert YoungPlan.objects.get().child_id == child.pk
        assert not RegisterEntry.objects.exists()
    end_young_plan(
        actor=beat.missing_coordinator, child_id=child.pk, words="A year without.", at=noon
    )
    with pytest.raises(NotVisible):
        end_young_plan(actor=beat.missing_coordinator, child_id=child.pk, words="-", at=noon)


def test_a_plan_for_a_young_person_is_for_nobody_of_18(beat, noon):
    child = beat.child(born="12 March 2008")
    with pytest.raises(NotYoung):
        make_young_plan(
            actor=beat.missing_coordinator, child_id=child.pk, because="x", needs="x", safety="x",
            review_on=noon.date(), at=noon,
        )  # fmt: skip


# --- links, traces, and the question of other children ------------------------------------------


def test_a_link_is_graded_dated_and_asks_about_other_children(beat, noon):
    child, adult = beat.child(), beat.enter()
    later = noon + timedelta(hours=2)
    beat.link(adult, child, others="no", others_words="Asked at the school.", at=later)
    with entered(actor=beat.offender_manager, at=later):
        link = AdultLink.objects.get()
        assert (link.grading, link.said_at) == (GRADE, later)
        assert [one.answer for one in OthersAsked.objects.order_by("asked_at")] == [
            "not_known", "no",
        ]  # fmt: skip
    with pytest.raises(NotAGrade):
        beat.link(adult, child, grading="")
    with pytest.raises(WordsMissing):
        beat.link(adult, child, others="yes")


def test_a_link_from_anywhere_leaves_the_question_open_until_somebody_answers(beat, noon):
    child = beat.child()
    adult = link_adult_of_concern(
        actor=beat.response_officer, child_id=child.pk, kind="associate", strength="suspected",
        source="a neighbour", name="Made-up Adult", at=noon,
    )  # fmt: skip
    beat.tick(noon)
    assert told(beat, "others_unasked") == []
    beat.tick(noon + timedelta(hours=24))
    assert told(beat, "others_unasked") == ["missing_coordinator", "offender_manager"]
    answer_others_at_risk(
        actor=beat.offender_manager, adult_id=adult, answer="no", words="Asked the school.",
        at=noon + timedelta(hours=25),
    )  # fmt: skip
    beat.tick(noon + timedelta(days=5))
    assert len(told(beat, "others_unasked")) == 2


@pytest.mark.parametrize("field", ["kind", "strength"])
def test_a_link_of_a_kind_that_there_is_none_of_is_refused_and_the_field_named(beat, field, noon):
    given = {"kind": "associate", "strength": "suspected", field: "rumoured"}
    child, adult = beat.child(), beat.enter()
    with pytest.raises(NotInList) as refused:
        link_adult_of_concern(
            actor=beat.response_officer, child_id=child.pk, source="a neighbour", adult_id=adult,
            at=noon, **given,
        )  # fmt: skip
    assert refused.value.field == field
    assert "rumoured" not in str(refused.value)
    with pytest.raises(NotInList):
        beat.link(adult, child, **{field: "rumoured"})
    with entered(actor=beat.response_officer, at=noon):
        assert not AdultLink.objects.exists()


def test_a_trace_said_twice_is_one_and_an_empty_one_is_none(beat, noon):
    adult = beat.enter()
    given = {"actor": beat.offender_manager, "adult_id": adult, "source": "stop", "at": noon}
    for value in ("AB12 CDE", "ab12cde"):
        add_trace(kind="vehicle", value=value, grading=GRADE, **given)
    with entered(actor=beat.offender_manager, at=noon):
        assert Trace.objects.get().key == "ab12cde"
    for kind, value in (("phone", "12"), ("vehicle", "--"), ("place", " ")):
        with pytest.raises(WordsMissing):
            add_trace(kind=kind, value=value, grading=GRADE, **given)
    with pytest.raises(NotAGrade):
        add_trace(kind="phone", value="07700 900123", grading="?", **given)


def test_intelligence_is_graded_and_says_where_it_is_from(beat, noon):
    adult = beat.enter()
    given = {"actor": beat.offender_manager, "adult_id": adult, "at": noon}
    assert know_of_adult(text="Has a new car.", source="a neighbour", grading="3CC", **given)
    with pytest.raises(WordsMissing):
        know_of_adult(text=" ", source="a neighbour", grading="3CC", **given)
    with pytest.raises(NotAGrade):
        know_of_adult(text="Has a new car.", source="a neighbour", grading="", **given)


# --- a shared suspect is told to every owner -----------------------------------------------------


def traced(beat, adult, kind="phone", value="07700 900123"):
    return add_trace(
        actor=beat.offender_manager, adult_id=adult, kind=kind, value=value, source="stop",
        grading=GRADE, at=beat.noon,
    )  # fmt: skip


def shared(beat):
    with entered(actor=beat.duty_inspector, at=beat.noon):
        return [
            (one.adult_id, one.other_agency.name, one.agrees)
            for one in SharedSuspect.objects.select_related("other_agency")
        ]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "07700 900123", "+44 7700 900123"),
        ("vehicle", "AB12 CDE", "ab12cde"),
        ("account", "made.up", "Made.Up"),
    ],
)
def test_two_forces_whose_records_agree_are_both_told_and_see_no_word_of_the_other(
    beat, far, kind, one, other
):
    here, there = beat.enter(), far.enter(name="Quite Another")
    traced(beat, here, kind, one)
    assert (told(beat, "shared_suspect"), shared(beat)) == ([], [])
    traced(far, there, kind, other)
    for force in (beat, far):
        assert told(force, "shared_suspect") == ["missing_coordinator", "offender_manager"]
    assert shared(beat) == [(here, "Southfell Police", [kind])]
    assert shared(far) == [(there, "Northmoor Police", [kind])]
    with entered(actor=far.duty_inspector, at=far.noon):
        assert not Adult.objects.filter(pk=here).exists()
        assert not Trace.objects.filter(adult=here).exists()
    traced(far, there, kind, other)
    assert len(told(beat, "shared_suspect")) == 2  # once is enough


def test_name_and_birthday_together_agree_and_a_name_alone_does_not(beat, far):
    beat.enter(name="Made-up  ADULT", born_on=date(1980, 1, 2))
    far.enter(name="Adult, Made-Up")
    assert shared(beat) == []
    far.enter(name="Adult, Made-Up", born_on=date(1980, 1, 2))
    ((_, other, agrees),) = shared(beat)
    assert (other, agrees) == ("Southfell Police", ["name"])


def test_a_place_in_common_is_no_agreement(beat, far):
    here, there = beat.enter(), far.enter(name="Quite Another")
    traced(beat, here, "place", "1 Station Road")
    traced(far, there, "place", "1 Station Road")
    assert shared(beat) == shared(far) == []


def test_a_force_that_links_its_own_child_with_anothers_adult_is_told_to_them(beat, far, noon):
    from whereabouts.records.people import actions as people

    child, adult = beat.child(), beat.enter()
    beat.link(adult, child)
    with entered(actor=beat.missing_coordinator, at=noon):
        people.relate_to_child(
            child_id=child.pk, agency=far.duty_inspector.agency_id, kind="shared", at=noon
        )
    other = far.child(name="Tess Sampleton")
    far.link(adult, other)
    beat.tick(noon)
    assert told(beat, "shared_suspect") == ["missing_coordinator", "offender_manager"]
    assert told(far, "shared_suspect") == ["missing_coordinator", "offender_manager"]
    assert shared(beat) == [(adult, "Southfell Police", ["child"])]


# --- adults with whom nothing is done; how long anything is kept ----------------------------------


def test_14_days_without_action_are_told_and_again_and_an_action_starts_them_anew(beat, noon):
    adult = beat.enter()
    day = timedelta(days=1)
    act_on_adult(
        actor=beat.response_officer, adult_id=adult, kind="visit", words="Spoken to.",
        at=noon + 10 * day,
    )  # fmt: skip
    beat.tick(noon + 14 * day)
    assert told(beat, "adult_without_action") == []
    beat.tick(noon + 24 * day)
    roles = ["duty_inspector", "missing_coordinator", "offender_manager"]
    assert told(beat, "adult_without_action") == roles
    beat.tick(noon + 39 * day)
    assert told(beat, "adult_without_action") == sorted(roles * 2)
    with pytest.raises(WordsMissing):
        act_on_adult(
            actor=beat.response_officer, adult_id=adult, kind="visit", words=" ", at=noon
        )  # fmt: skip


def test_after_its_day_an_entry_is_ended_or_kept_with_a_reason_by_a_senior(beat, noon):
    adult = beat.enter()
    day = noon + timedelta(days=365)
    beat.tick(day)
    assert told(beat, "adult_keep_due") == ["duty_inspector", "information_governance"]
    given = {"adult_id": adult, "at": day}
    with pytest.raises(NotPermitted):
        keep_adult_longer(actor=beat.offender_manager, words="Still seen.", **given)
    with pytest.raises(WordsMissing):
        keep_adult_longer(actor=beat.duty_inspector, words="", **given)
    until = keep_adult_longer(actor=beat.duty_inspector, words="Seen again in May.", **given)
    assert until == (day + timedelta(days=365)).date()
    end_adult_entry(actor=beat.duty_inspector, kind="no_risk", words="Nothing more.", **given)
    with pytest.raises(NotVisible):
        end_adult_entry(actor=beat.duty_inspector, kind="no_risk", words="Nothing more.", **given)
    beat.tick(day + timedelta(days=400))
    assert len(told(beat, "adult_keep_due")) == 2
    assert EntryEnded


# --- what leaves the police -------------------------------------------------------------------------


@pytest.fixture
def home(make_agency):
    """Return a home."""
    return make_agency("Fern House", "home")


def let_go(beat, adult, home, *, by=None, **more):
    given = {
        "parts": ["name"], "grading": GRADE, "because": "He waits at the gate.",
        "expires_at": beat.noon + timedelta(days=7), "at": beat.noon, **more,
    }  # fmt: skip
    return release_adult(
        actor=by or beat.duty_inspector, adult_id=adult, to_agency=home.pk, **given
    )


def test_a_name_leaves_by_a_named_decision_and_only_until_its_end(beat, make_actor, home, noon):
    adult, worker = beat.enter(), make_actor("home_worker")
    let_go(beat, adult, home)
    for at, seen in ((noon, True), (noon + timedelta(days=7), False)):
        with entered(actor=worker, at=at):
            assert visible(Release).exists() is seen
            assert Release.objects.exists() is seen
            assert not Adult.objects.exists()
    with entered(actor=worker, at=noon):
        got = Release.objects.get()
        assert (got.name, got.picture) == ("Made-up Adult", None)
        assert got.decided_by_id == beat.duty_inspector.member_id


def test_only_an_inspector_lets_it_go_graded_with_a_reason_a_code_and_an_end(beat, home, noon):
    adult = beat.enter()
    with pytest.raises(NotPermitted):
        let_go(beat, adult, home, by=beat.offender_manager)
    for more, refused in (
        ({"grading": ""}, NotAGrade),
        ({"because": " "}, WordsMissing),
        ({"grading": "2BC"}, WordsMissing),  # "C": with conditions, and none are written
        ({"expires_at": noon}, TooLong),
        ({"expires_at": noon + timedelta(days=29)}, TooLong),
        ({"parts": ["photograph"]}, NothingReleased),
        ({"parts": []}, NothingReleased),
    ):
        with pytest.raises(refused):
            let_go(beat, adult, home, **more)
    assert let_go(beat, adult, home, grading="2BC", conditions="The manager alone.")


@pytest.mark.parametrize(
    "kind", ["police_force", "authority", "health", "provider", "voluntary", "youth_justice"]
)
def test_nobody_but_a_home_a_school_or_ones_own_beats_is_let_have_anything_or_warned(
    beat, make_agency, kind
):
    """The page offers no others; whoever gets past the page is refused all the same."""
    adult, elsewhere = beat.enter(), make_agency("Somewhere Else", kind)
    for go in (let_go, warn):
        with pytest.raises(MayNotReceive) as refused:
            go(beat, adult, elsewhere)
        assert refused.value.field == "to_agency"
    own = SimpleNamespace(pk=beat.duty_inspector.agency_id)
    with pytest.raises(MayNotReceive):
        warn(beat, adult, own)  # nobody warns oneself; the photograph for one's beats is let go
    assert let_go(beat, adult, own)
    with entered(actor=beat.duty_inspector, at=beat.noon):
        assert Release.objects.count() == 1
        assert not HomeWarning.objects.exists()


def test_what_was_let_go_is_called_back_at_once(beat, make_actor, home, noon):
    adult, worker = beat.enter(), make_actor("home_worker")
    key = let_go(beat, adult, home)
    call_back_release(actor=beat.duty_inspector, release_id=key, words="A wrong man.", at=noon)
    with entered(actor=worker, at=noon):
        assert not Release.objects.exists()
    with pytest.raises(ReleaseEnded):
        call_back_release(actor=beat.duty_inspector, release_id=key, words="-", at=noon)
    with pytest.raises(NotPermitted):
        call_back_release(actor=worker, release_id=key, words="-", at=noon)


def warn(beat, adult, home, **more):
    given = {
        "look_for": "A silver car that waits at the gate after school.",
        "do_this": "Do not speak to the driver. Ring 999 and say the number of the gate.",
        "grading": GRADE, "expires_at": beat.noon + timedelta(days=7), "at": beat.noon, **more,
    }  # fmt: skip
    return warn_home(
        actor=beat.offender_manager, adult_id=adult, to_agency=home.pk, **given
    )  # fmt: skip


def test_a_school_is_warned_and_reads_a_release_and_a_carer_too(
    beat, make_actor, make_agency, noon
):
    adult = beat.enter()
    for role, name, kind in (
        ("school_worker", "Sample School", "education"), ("home_worker", "A Carer Example", "home"),
    ):  # fmt: skip
        there = make_agency(name, kind)
        worker = make_actor(role, agency=name)
        assert (there.pk, name) in who_may_be_told(actor=beat.duty_inspector, at=noon)
        key = warn(beat, adult, there)
        let_go(beat, adult, there)
        with entered(actor=worker, at=noon):
            assert Message.objects.filter(kind="home_warning", to_role=role).count() == 2
        page = warnings_page(actor=worker, at=noon)
        assert [one.warning_id for one in page.warnings] == [key]
        assert [one.name for one in page.releases] == ["Made-up Adult"]
        receive_home_warning(actor=worker, warning_id=key, at=noon)
        assert warnings_page(actor=worker, at=noon).warnings[0].received_at == noon


def test_a_home_is_warned_without_a_name_and_says_that_it_read_it(beat, make_actor, home, noon):
    adult, worker = beat.enter(), make_actor("home_worker")
    key = warn(beat, adult, home)
    with entered(actor=worker, at=noon):
        got = visible(HomeWarning).get()
        assert "silver car" in got.look_for
        assert not Adult.objects.filter(pk=got.adult_id).exists()
        (notice,) = Message.objects.filter(kind="home_warning", to_role="home_worker")
        assert "Made-up" not in notice.text
    receive_home_warning(actor=worker, warning_id=key, at=noon)
    with pytest.raises(AlreadyReceived):
        receive_home_warning(actor=worker, warning_id=key, at=noon)
    beat.tick(noon + timedelta(hours=5))
    assert told(beat, "warning_unreceived") == []


def test_silence_after_a_warning_is_told_until_it_is_over(beat, home, noon):
    warn(beat, beat.enter(), home, expires_at=noon + timedelta(hours=6))
    beat.tick(noon + timedelta(hours=4))
    assert told(beat, "warning_unreceived") == ["duty_inspector", "missing_coordinator"]
    beat.tick(noon + timedelta(hours=9))
    assert len(told(beat, "warning_unreceived")) == 2


@pytest.mark.parametrize(
    "words",
    [
        "Adult waits outside.", "A man called MADE up.", "He was born on 2/1/1980.",
        "Born 2 January 1980.", "His number is 07700 900123.", "Is +44 (0)7700-900123 theirs?",
    ],
)  # fmt: skip
def test_words_that_give_the_adult_away_are_refused(beat, home, words):
    adult = beat.enter(born_on=date(1980, 1, 2))
    traced(beat, adult)
    with pytest.raises(NamesSomebody):
        warn(beat, adult, home, look_for=words)
    with pytest.raises(NamesSomebody):
        warn(beat, adult, home, do_this=words)


def test_a_warning_is_graded_has_words_and_an_end(beat, home, noon):
    adult = beat.enter()
    for more, refused in (
        ({"grading": "x"}, NotAGrade),
        ({"look_for": " "}, WordsMissing),
        ({"do_this": ""}, WordsMissing),
        ({"expires_at": noon - timedelta(hours=1)}, TooLong),
    ):
        with pytest.raises(refused):
            warn(beat, adult, home, **more)


# --- who sees nothing --------------------------------------------------------------------------------


def test_homes_providers_the_outsider_and_other_forces_read_no_row_of_the_register(
    beat, make_actor, make_agency, outsider, home, noon
):
    other_home = make_agency("Oak Lodge", "home")
    child, adult = beat.child(), beat.enter()
    beat.link(adult, child)
    traced(beat, adult)
    warn(beat, adult, home)
    elsewhere = make_actor("duty_inspector", agency="Southfell Police")
    provider = make_actor("return_interviewer")
    own_home = make_actor("home_worker")
    tables = (RegisterEntry, Trace, OthersAsked, AdultAction, SharedSuspect, Adult, AdultLink)
    for actor in (elsewhere, provider, own_home, outsider):
        with entered(actor=actor, at=noon):
            for table in tables:
                assert not table.objects.exists()
                assert not visible(table).exists()
    for actor in (provider, own_home, outsider):
        with pytest.raises(NotPermitted):
            act_on_adult(actor=actor, adult_id=adult, kind="visit", words="x", at=noon)
    with pytest.raises(NotVisible):
        act_on_adult(actor=elsewhere, adult_id=adult, kind="visit", words="x", at=noon)
    key = warn(beat, adult, home)
    with pytest.raises(NotPermitted):
        receive_home_warning(actor=make_actor("social_worker"), warning_id=key, at=noon)
    other = make_actor("home_worker", agency=other_home)
    with pytest.raises(NotVisible):
        receive_home_warning(actor=other, warning_id=key, at=noon)


def test_no_role_of_the_force_that_may_not_see_adults_reads_a_release(beat, make_actor, home, noon):
    let_go(beat, beat.enter(), home)
    governance = make_actor("information_governance")
    with entered(actor=governance, at=noon):
        assert not Release.objects.exists()
        assert not RegisterEntry.objects.exists()


def test_the_database_refuses_a_release_without_an_end_and_an_answer_without_words(
    beat, home, noon
):
    adult = beat.enter()
    key = let_go(beat, adult, home)
    with (
        pytest.raises(IntegrityError),
        entered(actor=beat.duty_inspector, at=noon),
        transaction.atomic(),
    ):
        Release.objects.filter(pk=key).update(expires_at=noon)
    with (
        pytest.raises(IntegrityError),
        entered(actor=beat.duty_inspector, at=noon),
        transaction.atomic(),
    ):
        OthersAsked.objects.create(
            adult_id=adult, answer="yes", asked_at=noon, recorded_at=noon,
            owner_agency_id=beat.duty_inspector.agency_id,
            recorded_by_id=beat.duty_inspector.member_id,
        )  # fmt: skip
