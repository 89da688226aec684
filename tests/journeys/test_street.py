"""The street: a briefing that is never wider than its reader's eyes, and what comes back from it."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.briefing import beats_to_read, briefing
from whereabouts.insight.lookups.briefing_adults import photograph_on_street
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.street_lists import beat_kept, colleagues, mine, word_page, words
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.clock import fire
from whereabouts.journeys.keep_adult import add_adult_photo, enter_adult
from whereabouts.journeys.keep_beats import (
    AlreadyNamed,
    DayGoneBy,
    NobodyThere,
    NothingSaid,
    end_hot_spot,
    make_beat,
    name_hot_spot,
    name_officer,
    name_school,
    put_at_school,
    release_officer,
)
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.release_adult import call_back_release, release_adult
from whereabouts.journeys.tell_from_street import (
    AlreadySettled,
    NotInList,
    NotYetSeen,
    ResultMissing,
    read_briefing,
    settle_street_word,
    tell_from_street,
)
from whereabouts.practice.street.models import BriefingRead, StreetWord
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def officer(make_actor):
    """Return the officer whose beat it is."""
    return make_actor("response_officer")


@pytest.fixture
def beat(team, officer, noon):
    """Return a beat around the made-up park, with its officer."""
    key = make_beat(actor=team.writer, name="Park", places=["ZZ1", "made-up park"], at=noon)
    name_officer(actor=team.writer, beat_id=key, member=officer.member_id, at=noon)
    return key


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


def away(take_report, team, child, at, by=None, **stands):
    reference = take_report(child=child, at=at)
    with entered(actor=by or team.writer, at=at):
        Episode.objects.filter(reference=reference).update(**stands)
    return reference


def back(take_report, team, child, at, **stands):
    return away(take_report, team, child, at, state="closed", closed_at=at, **stands)


def read(actor, beat, at):
    return briefing(actor=actor, beat_id=beat, at=at)


# --- whom it shows ------------------------------------------------------------------------------


def test_b25_whoever_is_missing_on_the_beat_is_on_it_and_whoever_is_not_there_is_not(
    team, officer, beat, make_child, take_report, noon
):
    here = away(take_report, team, team.child, noon, level="high", seriousness="grave")
    other = make_child("Tilda Sampleton")
    take_report(child=other, last_seen_place="the far quay")
    with entered(actor=team.writer, at=noon):
        Episode.objects.filter(child=other).update(level="high")
    page = read(officer, beat, noon)
    assert [one.reference for one in page.missing] == [here]
    assert [one.name for one in page.elsewhere] == ["Tilda Sampleton"]
    assert (page.missing[0].level, page.missing[0].count) == ("high", 1)
    with entered(actor=officer, at=noon):
        look = Look.objects.filter(page="briefing").get()
    assert set(look.subjects) == {team.child_id, other.pk}


def test_the_children_whom_we_worry_about_most_are_by_harm_with_the_count_beside(
    team, officer, beat, make_child, take_report, noon
):
    often, once = team.child, make_child("Tilda Sampleton")
    for day in (9, 7, 5):
        back(take_report, team, often, noon - day * DAY, seriousness="some", level="low")
    back(take_report, team, once, noon - 3 * DAY, seriousness="grave", level="low")
    page = read(officer, beat, noon)
    assert page.missing == ()
    assert [(one.name, one.count) for one in page.worried] == [
        ("Tilda Sampleton", 1), ("Testa Sampleton", 3),
    ]  # fmt: skip
    later = noon + 100 * DAY
    assert read(officer, beat, later).worried == ()


def test_a_child_comes_onto_it_by_address_home_sighting_or_school(
    team, officer, beat, make_child, take_report, noon
):
    far = {"last_seen_place": "the far quay"}
    by_address, by_sighting, by_school, nowhere = (
        make_child(f"{name} Sampleton") for name in ("Ada", "Bea", "Cleo", "Dora")
    )
    references = {
        child: take_report(child=child, **far)
        for child in (by_address, by_sighting, by_school, nowhere)
    }
    with entered(actor=team.writer, at=noon):
        people.add_address(
            child=by_address, kind="family", line="3 Sample Street", postcode="ZZ1 4ZZ",
            by=team.writer, at=noon, source="made up",
        )  # fmt: skip
        people.add_address(
            child=nowhere, kind="home", line="5 Sample Street", postcode="ZZ1 4ZZ",
            confidential=True, by=team.writer, at=noon, source="made up",
        )  # fmt: skip
    add_sighting(
        actor=officer, reference=references[by_sighting], seen_at=noon, at=noon,
        place="by the made-up park",
    )  # fmt: skip
    school = name_school(
        actor=team.writer, beat_id=beat, name="Sample School", officer=officer.member_id, at=noon
    )
    put_at_school(actor=team.writer, child_id=by_school.pk, school_id=school, at=noon)
    names = {one.name for one in read(officer, beat, noon).missing}
    assert names == {"Ada Sampleton", "Bea Sampleton", "Cleo Sampleton"}  # never by what is hidden
    (mine_there,) = mine(actor=officer, at=noon).schools
    assert [(name, bool(gone)) for _, name, gone in mine_there.pupils] == [("Cleo Sampleton", True)]


def test_it_is_never_wider_than_what_its_reader_may_see(
    team, officer, beat, make_actor, take_report, noon
):
    """Another force's children on one's beat: once they are shared, and not before."""
    theirs = make_actor("missing_coordinator", agency="Southfell Police")
    with entered(actor=theirs, at=noon):
        hidden = people.create_child(
            by=theirs, at=noon, names=[{"full": "Hettie Sampleton"}], born_text="2011"
        )
    take_report(actor=make_actor("call_handler", agency="Southfell Police"), child=hidden)
    assert read(officer, beat, noon).missing == ()
    with entered(actor=theirs, at=noon):
        people.relate_to_child(
            child_id=hidden.pk, agency=team.force.pk, kind="shared", at=noon, because="told"
        )
    (shown,) = read(officer, beat, noon).missing
    assert (shown.name, shown.ours, shown.agency) == ("Hettie Sampleton", False, "Southfell Police")
    with pytest.raises(NotVisible):
        read(theirs, beat, noon)  # a beat is its own force's
    with pytest.raises(NotPermitted):
        read(team.worker, beat, noon)


def test_adults_are_named_with_whom_they_are_linked_and_without_a_photograph(
    team, officer, beat, take_report, noon
):
    away(take_report, team, team.child, noon)
    for name, kind in (("Adult Example", "found_with"), ("Uncle Example", "relative")):
        link_adult_of_concern(
            actor=team.writer, child_id=team.child_id, kind=kind, strength="confirmed",
            source="made up", name=name, at=noon,
        )  # fmt: skip
    (adult,) = read(officer, beat, noon).adults
    assert (adult.name, adult.confirmed, adult.photograph) == ("Adult Example", True, None)
    assert adult.children == (team.child_id,)


def test_an_adults_photograph_is_on_it_by_a_named_decision_until_its_end(
    team, officer, beat, make_actor, take_report, noon
):
    away(take_report, team, team.child, noon)
    adult = link_adult_of_concern(
        actor=team.writer, child_id=team.child_id, kind="found_with", strength="confirmed",
        source="made up", name="Adult Example", at=noon,
    )  # fmt: skip
    inspector = make_actor("duty_inspector")
    enter_adult(
        actor=team.writer, adult_id=adult, because="Found with her.", source="made up",
        grading="2BP", others="not_known", at=noon,
    )  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(picture, "PNG")
    add_adult_photo(
        actor=team.writer, adult_id=adult, raw=picture.getvalue(), source="made up", at=noon
    )
    (shown,) = read(officer, beat, noon).adults
    assert shown.photograph is None  # on record, and nobody decided
    given = {
        "adult_id": adult, "because": "Known by sight alone.", "grading": "2BP", "at": noon,
        "expires_at": noon + 5 * DAY,
    }  # fmt: skip
    other = make_actor("response_officer", agency="Southfell Police")
    home = make_actor("home_worker").agency_id
    release_adult(actor=inspector, to_agency=home, parts=["photograph"], **given)
    (shown,) = read(officer, beat, noon).adults
    assert shown.photograph is None  # let go to somebody else
    key = release_adult(
        actor=inspector, to_agency=inspector.agency_id, parts=["photograph"], **given
    )
    (shown,) = read(officer, beat, noon + DAY).adults
    assert (shown.photograph, shown.photograph_until) == (key, noon + 5 * DAY)
    assert photograph_on_street(actor=officer, release_id=key, at=noon + DAY)
    with pytest.raises(NotVisible):
        photograph_on_street(actor=other, release_id=key, at=noon + DAY)
    with pytest.raises(NotPermitted):
        photograph_on_street(actor=team.worker, release_id=key, at=noon + DAY)
    over = noon + 6 * DAY
    (shown,) = read(officer, beat, over).adults
    assert shown.photograph is None
    with pytest.raises(NotVisible):
        photograph_on_street(actor=officer, release_id=key, at=over)
    call_back_release(actor=inspector, release_id=key, words="He is in prison.", at=noon + DAY)
    (shown,) = read(officer, beat, noon + DAY).adults
    assert shown.photograph is None
    with pytest.raises(NotVisible):
        photograph_on_street(actor=officer, release_id=key, at=noon + DAY)


def test_hot_spots_are_named_until_a_day_or_are_where_several_children_were(
    team, officer, beat, make_child, take_report, noon
):
    name_hot_spot(
        actor=team.writer, beat_id=beat, place="Bandstand, made-up park",
        why="Older men wait there", until_on=(noon + 9 * DAY).date(), at=noon,
    )  # fmt: skip
    for child in (team.child, make_child("Tilda Sampleton")):
        reference = take_report(child=child)
        add_sighting(
            actor=officer, reference=reference, seen_at=noon, at=noon, place="Gate, made-up park"
        )
    spots = read(officer, beat, noon).spots
    assert [(one.place, one.children) for one in spots] == [
        ("Bandstand, made-up park", 0), ("Gate, made-up park", 2),
    ]  # fmt: skip
    later = read(officer, beat, noon + 10 * DAY).spots
    assert [one.key for one in later] == [None]
    for wrong, refusal in (
        ({"place": " "}, NothingSaid), ({"why": ""}, NothingSaid),
        ({"until_on": (noon - DAY).date()}, DayGoneBy),
    ):  # fmt: skip
        said = {"place": "x", "why": "x", "until_on": (noon + DAY).date(), **wrong}
        with pytest.raises(refusal):
            name_hot_spot(actor=team.writer, beat_id=beat, at=noon, **said)
    key = spots[0].key
    end_hot_spot(actor=team.writer, hot_spot_id=key, at=noon)
    with pytest.raises(NotVisible):
        end_hot_spot(actor=team.writer, hot_spot_id=key, at=noon)


def test_i18_an_officers_homes_are_those_on_their_beat(
    team, officer, make_actor, take_report, noon
):
    key = make_beat(actor=team.writer, name="Fern", places=["Fern House"], at=noon)
    name_officer(actor=team.writer, beat_id=key, member=officer.member_id, at=noon)
    away(take_report, team, team.child, noon)
    ((_, home),) = mine(actor=officer, at=noon).homes
    assert (home.name, home.living, home.away) == ("Fern House", 1, 1)
    assert read(officer, key, noon).homes == (home,)
    another = make_actor("response_officer", name="another@northmoor")
    assert mine(actor=another, at=noon).homes == ()


# --- who has read it ----------------------------------------------------------------------------


def test_whoever_has_read_it_is_known_by_shift_and_a_change_is_said(
    team, officer, beat, take_report, noon
):
    page = read(officer, beat, noon)
    assert (page.shift, page.read_at) == ("Early shift", None)
    for _ in range(2):
        read_briefing(actor=officer, beat_id=beat, digest=page.digest, at=noon)
    with entered(actor=officer, at=noon):
        assert BriefingRead.objects.count() == 1
    assert [one.read_at for one in read(team.writer, beat, noon).readers] == [noon]
    assert not read(officer, beat, noon).changed
    away(take_report, team, team.child, noon)
    assert read(officer, beat, noon).changed
    late = noon + timedelta(hours=4)
    page = read(officer, beat, late)
    assert (page.shift, page.read_at) == ("Late shift", None)
    assert [one.read_at for one in page.readers] == [None]


def test_ones_own_beats_come_first(team, officer, beat, noon):
    make_beat(actor=team.writer, name="Abbey", places=["ZZ9"], at=noon)
    assert [(one.name, one.own) for one in beats_to_read(actor=officer, at=noon)] == [
        ("Park", True), ("Abbey", False),
    ]  # fmt: skip
    release_officer(actor=team.writer, beat_id=beat, member=officer.member_id, at=noon)
    assert not any(one.own for one in beats_to_read(actor=officer, at=noon))
    with pytest.raises(NobodyThere):
        release_officer(actor=team.writer, beat_id=beat, member=officer.member_id, at=noon)


# --- telling back -------------------------------------------------------------------------------


def test_what_is_told_of_a_missing_child_stands_in_the_episode_at_once(
    team, officer, beat, take_report, noon
):
    reference = away(take_report, team, team.child, noon)
    key = tell_from_street(
        actor=officer, child_id=team.child_id, words="With a man in a blue van.",
        place="Gate, made-up park", kind="adult", adult_seen=True, at=noon,
    )  # fmt: skip
    with entered(actor=team.inspector, at=noon):
        said = LogEntry.objects.filter(episode__reference=reference, kind="episode.note")
        assert "With a man in a blue van. (Gate, made-up park)" in {one.words for one in said}
    assert [one.loudness for one in told(team.inspector, noon, "adult_approaching")] == [
        "interrupt"
    ]
    assert [one.words for one in words(actor=team.writer, at=noon)] == ["With a man in a blue van."]
    assert word_page(actor=team.writer, word_id=key, at=noon).name == "Testa Sampleton"


def test_a_word_from_the_street_is_settled_in_words_and_whoever_told_it_hears(
    team, officer, beat, noon
):
    key = tell_from_street(actor=officer, beat_id=beat, words="A new shop sells vapes.", at=noon)
    assert told(team.writer, noon, "street_word")
    settle = {"actor": team.writer, "word_id": key, "at": noon}
    with pytest.raises(ResultMissing):
        settle_street_word(ended_as="used", result=" ", **settle)
    with pytest.raises(NotInList):
        settle_street_word(ended_as="lost", result="x", **settle)
    settle_street_word(ended_as="passed_on", result="Trading standards have it.", **settle)
    assert told(officer, noon, "street_word_settled")
    with pytest.raises(AlreadySettled):
        settle_street_word(ended_as="used", result="x", **settle)
    assert words(actor=team.writer, at=noon) == ()
    fire(at=noon + 2 * DAY)
    assert told(team.writer, noon + 2 * DAY, "street_word_unread") == []


def test_a_word_that_nobody_reads_rings(team, officer, beat, noon):
    tell_from_street(actor=officer, beat_id=beat, words="A new shop sells vapes.", at=noon)
    late = noon + 2 * DAY
    fire(at=late)
    assert told(team.writer, late, "street_word_unread")


def test_words_are_needed_a_time_that_has_come_and_a_kind_of_the_list(team, officer, beat, noon):
    given = {"actor": officer, "beat_id": beat, "at": noon}
    with pytest.raises(NothingSaid):
        tell_from_street(words=" ", **given)
    with pytest.raises(NotYetSeen):
        tell_from_street(words="x", seen_at=noon + timedelta(minutes=1), **given)
    with pytest.raises(NotInList):
        tell_from_street(words="x", kind="gossip", **given)


# --- keeping it, and the outsider ---------------------------------------------------------------


def test_a_beat_has_a_name_places_and_officers_of_its_force(team, officer, beat, noon):
    for wrong in ({"name": " "}, {"places": ["", " "]}):
        with pytest.raises(NothingSaid):
            make_beat(actor=team.writer, at=noon, **{"name": "x", "places": ["ZZ2"], **wrong})
    with pytest.raises(AlreadyNamed):
        make_beat(actor=team.writer, name="Park", places=["ZZ2"], at=noon)
    with pytest.raises(AlreadyNamed):
        name_officer(actor=team.writer, beat_id=beat, member=officer.member_id, at=noon)
    for give in (
        lambda: name_officer(
            actor=team.writer, beat_id=beat, member=team.worker.member_id, at=noon
        ),
        lambda: name_school(
            actor=team.writer, beat_id=beat, name="x", officer=team.worker.member_id, at=noon
        ),
    ):
        with pytest.raises(NobodyThere):
            give()
    kept = beat_kept(actor=team.writer, beat_id=beat, at=noon)
    assert [name for _, name in kept.officers] == ["Response Officer Example"]
    names = {name for _, name in colleagues(actor=team.writer, at=noon)}
    assert "Response Officer Example" in names
    assert not any("clock" in name.casefold() for name in names)


def test_a_child_goes_to_one_school_at_a_time(team, officer, beat, noon):
    first, second = (
        name_school(actor=team.writer, beat_id=beat, name=name, officer=officer.member_id, at=noon)
        for name in ("Sample School", "Example School")
    )
    put_at_school(actor=team.writer, child_id=team.child_id, school_id=first, at=noon)
    with pytest.raises(AlreadyNamed):
        put_at_school(actor=team.writer, child_id=team.child_id, school_id=first, at=noon)
    later = noon + 30 * DAY
    put_at_school(actor=team.writer, child_id=team.child_id, school_id=second, at=later)
    page = mine(actor=officer, at=later + DAY)
    assert {one.name: len(one.pupils) for one in page.schools} == {
        "Sample School": 0, "Example School": 1,
    }  # fmt: skip


def test_the_outsider_reads_tells_and_keeps_nothing(
    team, officer, beat, outsider, make_actor, noon
):
    word = tell_from_street(actor=officer, beat_id=beat, words="A shop.", at=noon)
    spot = name_hot_spot(
        actor=team.writer, beat_id=beat, place="x", why="x", until_on=noon.date(), at=noon
    )
    school = name_school(
        actor=team.writer, beat_id=beat, name="x", officer=officer.member_id, at=noon
    )
    elsewhere = make_actor("missing_coordinator", agency="Southfell Police")
    for wrong in (
        lambda: read(elsewhere, beat, noon),
        lambda: read_briefing(actor=elsewhere, beat_id=beat, digest="x", at=noon),
        lambda: tell_from_street(actor=elsewhere, beat_id=beat, words="x", at=noon),
        lambda: tell_from_street(actor=elsewhere, child_id=team.child_id, words="x", at=noon),
        lambda: settle_street_word(
            actor=elsewhere, word_id=word, ended_as="used", result="x", at=noon
        ),
        lambda: name_officer(
            actor=elsewhere, beat_id=beat, member=elsewhere.member_id, at=noon
        ),
        lambda: name_hot_spot(
            actor=elsewhere, beat_id=beat, place="x", why="x", until_on=noon.date(), at=noon
        ),
        lambda: end_hot_spot(actor=elsewhere, hot_spot_id=spot, at=noon),
        lambda: name_school(
            actor=elsewhere, beat_id=beat, name="x", officer=elsewhere.member_id, at=noon
        ),
        lambda: put_at_school(
            actor=elsewhere, child_id=team.child_id, school_id=school, at=noon
        ),
        lambda: beat_kept(actor=elsewhere, beat_id=beat, at=noon),
        lambda: word_page(actor=elsewhere, word_id=word, at=noon),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            wrong()
    assert words(actor=elsewhere, at=noon) == ()
    for wrong in (
        lambda: read(outsider, beat, noon),
        lambda: tell_from_street(actor=outsider, words="x", at=noon),
        lambda: make_beat(actor=outsider, name="x", places=["ZZ1"], at=noon),
    ):
        with pytest.raises(NotPermitted):
            wrong()
    with entered(actor=outsider, at=noon):
        assert not StreetWord.objects.exists()
