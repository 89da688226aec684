"""What a child says of somebody on their own page: kept under seal, decided, and told back."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import Night
from tests.journeys.test_conduct import Station
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import open_agency
from whereabouts.foundations.agencies.models import Team
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.childs_words import words_one, words_queue
from whereabouts.insight.lookups.conduct import matters_page
from whereabouts.journeys import clock
from whereabouts.journeys.childs_page import Said, say_as_child, whose_page
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.journeys.read_childs_words import (
    AlreadyRead,
    AlreadyTold,
    NotDecidedYet,
    OutcomeNeeded,
    WordsNeeded,
    read_childs_words,
    tell_child_back,
)
from whereabouts.journeys.tell_of_conduct import (
    Incomplete,
    NothingToTell,
    NotInList,
    Told,
    decide_matter,
    tell_back,
    tell_of_conduct,
)
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.voice.models import ChildsWords

pytestmark = pytest.mark.django_db
HEARS = "You were right. The officer was spoken to, and we are sorry."


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which a child came back and was spoken with."""
    made = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    made.found(already_there=True)
    made.prevention()
    return made


def say(night, *, team=None, **said):
    """Let the child of the night say something on their page; return its key."""
    made = give_child_code(
        actor=night.response_officer, reference=night.reference, handed="face_to_face",
        phone="none", address="https://page.example/hello/", reader=night.authority.pk, team=team,
        at=night.later(),
    )  # fmt: skip
    visitor = whose_page(typed=made.code, at=night.later())
    given = {"answers": {"kindly": "no"}, "words": "The police officer swore at me.", **said}
    say_as_child(actor=visitor.actor, link_id=visitor.link_id, said=Said(**given), at=night.later())
    with night.inside("social_worker"):
        return ChildsWords.objects.latest("recorded_at").pk


def pass_on(night, words, by=None, **more):
    read_childs_words(
        actor=by or night.social_worker, words_id=words, outcome="conduct", at=night.later(),
        outcome_words="Passed on by Sam.", **more,
    )  # fmt: skip


def matters(night, role="professional_standards"):
    with night.inside(role):
        return list(visible(Matter).order_by("recorded_at"))


def decide(night, role="professional_standards", **more):
    (matter,) = [one for one in matters(night, role) if one.decided_at is None]
    given = {"outcome": "upheld", "words": "It is on the video.", "for_child": HEARS, **more}
    decide_matter(actor=night.make_actor(role), matter_id=matter.pk, at=night.later(), **given)
    return matter.pk


def test_c08_what_a_child_says_of_an_officer_is_a_matter_for_standards(night):
    pass_on(night, say(night, name="Tess"))
    (matter,) = matters(night)
    assert matter.words == "Spoken to kindly: No.\nThe police officer swore at me."
    assert (matter.episode_id, matter.route) == (night.episode().pk, "professional_standards")
    with night.inside("professional_standards"):
        notice = Message.objects.get(kind="matter")
    assert night.reference not in notice.text
    assert matters(night, "designated_officer") == []


def test_it_is_sealed_from_whoever_was_there_and_keeps_the_follow_up_open(night):
    pass_on(night, say(night, name="Tess"))
    (matter,) = matters(night)
    assert night.response_officer.member_id in matter.sealed_from
    assert "elsewhere" in {one.kind for one in _left(night)}


def _left(night):
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    return refused.value.left


def test_words_against_the_authoritys_own_are_sealed_from_them_beside_the_matter(night, make_actor):
    named = make_actor("social_worker", name="named@council")
    night.interview(by=named)
    words = say(night, name="Tess", words="My social worker laughed at me.")
    with entered(actor=named, at=night.at):
        assert visible(ChildsWords).count() == ChildsWords.objects.count() == 1
    reader = make_actor("social_worker", name="reader@council")
    pass_on(night, words, by=reader)
    (matter,) = matters(night, "designated_officer")
    assert named.member_id in matter.sealed_from
    with entered(actor=named, at=night.at):
        assert visible(ChildsWords).count() == ChildsWords.objects.count() == 0
    with pytest.raises(NotVisible):
        words_one(actor=named, words_id=words, at=night.at)
    assert words_one(actor=reader, words_id=words, at=night.at).passed_on


@pytest.mark.parametrize(
    ("said", "about", "roles"),
    [
        ("They were nasty.", "", ["professional_standards", "designated_officer"]),
        ("They were nasty.", "carer", ["designated_officer"]),
        ("The night staff pushed me.", "", ["designated_officer"]),
        ("The night staff pushed me.", "officer", ["professional_standards"]),
    ],
)
def test_who_looks_into_it_is_said_by_the_reader_or_else_by_the_words(night, said, about, roles):
    pass_on(night, say(night, name="Tess", words=said), about_kind=about)
    asked = [
        role for role in ("professional_standards", "designated_officer") if matters(night, role)
    ]
    assert asked == roles


def test_what_became_of_it_is_told_back_to_the_child_by_whoever_read_it(night):
    words = say(night, name="Tess", reach="At the library")
    pass_on(night, words)
    worker = night.social_worker
    given = {"actor": worker, "words_id": words, "told_how": "told", "told_words": "Said thanks."}
    with pytest.raises(NotDecidedYet):
        tell_child_back(at=night.later(), **given)
    decide(night)
    with night.inside("social_worker"):
        notice = Message.objects.get(kind="child_untold")
    assert (notice.to_agency_id, notice.to_role) == (night.authority.pk, "social_worker")
    assert "Sampleton" not in notice.text
    page = words_one(actor=worker, words_id=words, at=night.at)
    assert (page.to_tell, page.for_child) == (True, (HEARS,))
    for wrong in ({"told_how": "forgotten"}, {"told_words": " "}):
        with pytest.raises(WordsNeeded):
            tell_child_back(at=night.later(), **{**given, **wrong})
    tell_child_back(at=night.later(), **given)
    (line,) = words_queue(actor=worker, at=night.at).read
    assert (line.told_at, line.told) == (
        night.at,
        "Told, by somebody whom they chose or know Said thanks.",
    )
    with pytest.raises(AlreadyTold):
        tell_child_back(at=night.later(), **given)


def test_nobody_is_told_until_both_who_look_into_it_have_decided(night):
    words = say(night, name="Tess", words="They were nasty.")
    pass_on(night, words)
    decide(night)
    with night.inside("social_worker"):
        assert not Message.objects.filter(kind="child_untold").exists()
    decide(night, "designated_officer", for_child="The home says sorry.")
    page = words_one(actor=night.social_worker, words_id=words, at=night.at)
    assert set(page.for_child) == {HEARS, "The home says sorry."}


def test_a_child_who_is_not_told_is_said_again_until_they_are(night):
    words = say(night, name="Tess")
    pass_on(night, words)
    decide(night)
    for _ in range(2):
        night.at += timedelta(hours=121)
        clock.fire(at=night.at)
    with night.inside("social_worker"):
        assert Message.objects.filter(kind="child_untold").count() == 3
    tell_child_back(
        actor=night.social_worker, words_id=words, told_how="not_told", at=night.at,
        told_words="She has moved, and nobody knows where.",
    )  # fmt: skip
    clock.fire(at=night.at + timedelta(hours=121))
    with night.inside("social_worker"):
        assert Message.objects.filter(kind="child_untold").count() == 3


def test_without_a_name_it_is_looked_into_and_leads_to_no_child(night):
    """Without a name nothing leads to the child, and of the unit nobody reads it."""
    station = Station(night)
    with night.inside("supervisor"):
        team = Team.objects.get(name="Response team A").pk
    words = say(night, team=team)
    pass_on(night, words)
    (matter,) = matters(night)
    assert (matter.child_id, matter.episode_id, matter.from_words) == (None, None, words)
    assert {station.named.member_id, station.mate.member_id, station.sergeant.member_id} <= set(
        matter.sealed_from
    )
    assert station.other.member_id not in matter.sealed_from
    (shown,) = matters_page(actor=night.professional_standards, at=night.at)
    assert shown.child_name == ""
    assert "without a name" in shown.tells
    decide(night, for_child="")
    with night.inside("social_worker"):
        assert not Message.objects.filter(kind="child_untold").exists()
    with pytest.raises(AlreadyTold):
        tell_child_back(
            actor=night.social_worker, words_id=words, told_how="told", told_words="-",
            at=night.later(),
        )  # fmt: skip


def test_it_is_read_once_and_by_whoever_may(night, outsider):
    words = say(night, name="Tess")
    with pytest.raises(OutcomeNeeded):
        pass_on(night, words, about_kind="alien")
    for role in ("duty_inspector", "professional_standards"):
        with pytest.raises(NotPermitted):
            pass_on(night, words, by=night.make_actor(role))
    far = night.make_actor("social_worker", agency=_elsewhere(night), name="far@council")
    for actor in (far,):
        with pytest.raises(NotVisible):
            pass_on(night, words, by=actor)
        with pytest.raises(NotVisible):
            tell_child_back(
                actor=actor, words_id=words, told_how="told", told_words="-", at=night.at
            )
    with pytest.raises((NotPermitted, NotVisible)):
        pass_on(night, words, by=outsider)
    assert matters(night) == []
    pass_on(night, words)
    with pytest.raises(AlreadyRead):
        pass_on(night, words)
    assert len(matters(night)) == 1


def _elsewhere(night):
    return open_agency(
        kind="authority", name="Far Council", code="far-council", at=night.at, made_up=True
    )


def test_what_was_told_in_a_conversation_is_told_back_by_whoever_looked_into_it(night, outsider):
    at = night.later()
    tell_of_conduct(
        actor=night.social_worker, reference=night.reference, at=at,
        told=Told(kind="spoken_to", about_kind="officer", words="Sworn at.", said_at=at),
    )  # fmt: skip
    standards = night.professional_standards
    (matter,) = matters(night)
    given = {"actor": standards, "matter_id": matter.pk, "how": "told", "words": "By her worker."}
    with pytest.raises(NothingToTell):
        tell_back(at=night.later(), **given)
    decide(night)
    (shown,) = matters_page(actor=standards, at=night.at)
    assert shown.to_tell
    assert shown.for_child == HEARS
    clock.fire(at=night.at + timedelta(hours=121))
    with night.inside("professional_standards"):
        assert Message.objects.filter(
            kind="child_untold", to_role="professional_standards"
        ).exists()
    with pytest.raises(NotInList):
        tell_back(at=night.later(), **{**given, "how": "forgotten"})
    with pytest.raises(Incomplete):
        tell_back(at=night.later(), **{**given, "words": " "})
    with pytest.raises(NotPermitted):
        tell_back(at=night.later(), **{**given, "actor": outsider})
    tell_back(at=night.later(), **given)
    assert not matters_page(actor=standards, at=night.at)[0].to_tell
    with pytest.raises(NothingToTell):
        tell_back(at=night.later(), **given)
