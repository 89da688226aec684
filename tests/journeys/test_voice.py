"""What a child tells is kept in their words, and shown to whoever goes out (C01, C09, C12, B38, B39)."""

from datetime import date, timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.attending import attend_page
from whereabouts.insight.lookups.child import child_page
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.insight.lookups.talking import talk_page
from whereabouts.insight.lookups.voice import line_of_child, voice_page
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.keep_voice import (
    AlreadyEnded,
    Line,
    NotYet,
    WordsNeeded,
    add_to_about_me,
    end_about_me,
)
from whereabouts.practice.voice.models import AboutMe
from whereabouts.records.people.actions import relate_to_child

TODAY = date(2026, 11, 20)


@pytest.fixture
def tell(make_actor, noon):
    """Return a teller: it adds one thing and answers with its key."""

    def say(child, kind, words="", *, by=None, **more):
        given = {"source": "child_said", "said_on": TODAY, **more}
        return add_to_about_me(
            actor=by or make_actor("missing_coordinator"),
            child_id=child.pk,
            line=Line(kind=kind, words=words, **given),
            at=noon,
        )

    return say


@pytest.mark.django_db
def test_whoever_goes_out_sees_what_the_child_tells(
    make_child, take_report, tell, make_actor, noon
):
    child = make_child()
    tell(child, "talk", "Sit down. Ask me where I want to go.")
    tell(child, "touch", "Do not hold me. I stop when you stop.")
    tell(child, "ask_for", "She rang and asked if I was safe.", person="PC Example")
    tell(child, "interpreter", "A woman, please.", language="Kurdish")
    reference = take_report(child=child)

    page = attend_page(actor=make_actor("response_officer"), at=noon, reference=reference)

    groups = {group.key: group for group in page.voice.groups}
    assert [line.words for line in groups["about"].lines] == [
        "Sit down. Ask me where I want to go.", "Do not hold me. I stop when you stop.",
    ]  # fmt: skip
    assert groups["asks"].lines[0].person == "PC Example"
    assert [line.language for line in page.voice.first] == ["Kurdish"]
    assert all(line.childs_own for line in page.voice.of("about"))


@pytest.mark.django_db
def test_the_child_the_episode_and_whoever_rings_show_it_as_well(
    make_child, take_report, tell, make_actor, noon
):
    child = make_child()
    tell(child, "ask_for", person="PC Example")
    tell(child, "intermediary", "Ms Sample, from school.")
    reference = take_report(child=child)
    officer = make_actor("call_handler")

    shown = (
        child_page(actor=officer, at=noon, child_id=child.pk).voice,
        episode_page(actor=officer, at=noon, reference=reference).who.voice,
        talk_page(actor=officer, at=noon, reference=reference).voice,
    )

    for voice in shown:
        assert voice.of("asks")[0].person == "PC Example"
        assert voice.first[0].words == "Ms Sample, from school."


@pytest.mark.django_db
def test_what_holds_no_longer_is_ended_with_the_reason_and_stays(
    make_child, tell, make_actor, noon
):
    child, officer = make_child(), make_actor("response_officer")
    line = tell(child, "trust", person="Ms Sample")
    end_about_me(actor=officer, child_id=child.pk, line_id=line, because="She moved away.", at=noon)

    page = voice_page(actor=officer, at=noon, child_id=child.pk)
    assert page.voice.groups == ()
    assert [(one.person, one.ended_because) for one in page.over] == [
        ("Ms Sample", "She moved away."),
    ]
    assert page.over[0].ended_by == "Response Officer Example"


@pytest.mark.django_db
def test_what_is_ended_cannot_be_ended_again_nor_without_a_reason(
    make_child, tell, make_actor, noon
):
    child, officer = make_child(), make_actor("response_officer")
    line = tell(child, "helps", "Music")
    with pytest.raises(WordsNeeded):
        end_about_me(actor=officer, child_id=child.pk, line_id=line, because="  ", at=noon)
    end_about_me(actor=officer, child_id=child.pk, line_id=line, because="Not any more", at=noon)
    with pytest.raises(AlreadyEnded):
        end_about_me(actor=officer, child_id=child.pk, line_id=line, because="Again", at=noon)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words", "person", "field"),
    [
        ("talk", "  ", "", "words"),
        ("talk", "", "Somebody", "words"),
        ("ask_for", "Words alone", " ", "person"),
        ("not_them", "", "", "person"),
        ("anything", "Words", "", "kind"),
    ],
)
def test_nothing_is_added_that_says_nothing(make_child, tell, kind, words, person, field):
    child = make_child()
    with pytest.raises(WordsNeeded) as lacking:
        tell(child, kind, words, person=person)
    assert lacking.value.field == field


@pytest.mark.django_db
def test_nobody_can_have_said_it_tomorrow(make_child, tell):
    with pytest.raises(NotYet):
        tell(make_child(), "helps", "Music", said_on=TODAY + timedelta(days=1))


@pytest.mark.django_db
def test_a_home_and_an_interviewer_write_down_what_the_child_tells_them(
    make_child, tell, make_actor, noon
):
    child = make_child()
    for role in ("home_worker", "return_interviewer", "social_worker", "out_of_hours_worker"):
        worker = make_actor(role)
        with entered(actor=worker, at=noon):
            relate_to_child(child_id=child.pk, agency=worker.agency_id, kind="shared", at=noon)
        tell(child, "helps", f"As told to a {role}", by=worker)
    with entered(actor=make_actor("missing_coordinator"), at=noon):
        assert AboutMe.objects.filter(child=child).count() == 4


@pytest.mark.django_db
def test_it_is_read_over_every_record_of_the_child(make_child, tell, make_actor, noon):
    one, other = make_child(), make_child(name="Tess Sampleton")
    tell(other, "helps", "A cup of tea")
    coordinator = make_actor("missing_coordinator")
    join_records(
        actor=coordinator, child_id=one.pk, other_id=other.pk, because="One birthday.", at=noon
    )
    page = voice_page(actor=coordinator, at=noon, child_id=one.pk)
    assert page.voice.of("about")[0].words == "A cup of tea"


@pytest.mark.django_db
def test_the_outsider_sees_nothing_and_adds_nothing(make_child, tell, outsider, noon):
    child = make_child()
    line = tell(child, "helps", "Music")
    with pytest.raises(NotVisible):
        voice_page(actor=outsider, at=noon, child_id=child.pk)
    with pytest.raises(NotVisible):
        line_of_child(actor=outsider, at=noon, child_id=child.pk, line_id=line)
    with pytest.raises(NotVisible):
        tell(child, "helps", "Music", by=outsider)
    with pytest.raises(NotVisible):
        end_about_me(actor=outsider, child_id=child.pk, line_id=line, because="x", at=noon)
    with entered(actor=outsider, at=noon):
        assert not AboutMe.objects.exists()


@pytest.mark.django_db
def test_another_childs_line_is_not_there(make_child, tell, make_actor, noon):
    one, other = make_child(), make_child(name="Otto Otherton")
    line = tell(other, "helps", "Music")
    with pytest.raises(NotVisible):
        end_about_me(
            actor=make_actor("missing_coordinator"), child_id=one.pk, line_id=line,
            because="x", at=noon,
        )  # fmt: skip


@pytest.mark.django_db
def test_whoever_works_with_no_child_may_not_add(make_child, tell, make_actor):
    child = make_child()
    for role in ("information_governance", "national_analyst", "offender_manager"):
        with pytest.raises(NotPermitted):
            tell(child, "helps", "Music", by=make_actor(role))
