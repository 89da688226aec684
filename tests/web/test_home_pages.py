"""The pages of homes, placements out of area, partners and schools, as each of them sees them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.journeys.homes_cast import make_move
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Member
from whereabouts.insight.lookups.out_of_area import out_of_area
from whereabouts.insight.lookups.out_of_area_counts import told_of
from whereabouts.interfaces.web.sessions import begin
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.report_as_carer import CarerTold, report_as_carer
from whereabouts.practice.partners.models import Conference, Grading, LateReturn, SchoolAbsence
from whereabouts.practice.response.models import ChildContact
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.placements.models import Concern, NamedOfficer, PlacementNotice, Setting
from whereabouts.records.placements.models import Visit as SettingVisit

pytestmark = pytest.mark.django_db
NAME = "Testa Sampleton"


@pytest.fixture
def make_child(make_actor, noon):
    def make(name, born, *, by, flags=()):
        with entered(actor=by, at=noon):
            child = people.create_child(by=by, at=noon, names=[{"full": name}], born_text=born)
            for kind, strength in flags:
                people.raise_flag(
                    child=child, kind=kind, strength=strength, source="made up", by=by, at=noon,
                    review_on=(noon + timedelta(days=90)).date(),
                )  # fmt: skip
        return child

    return make


@pytest.fixture
def move(make_actor, make_agency, make_child, noon):
    return make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )


@pytest.fixture
def here(move):
    """Return the story once she lives at the home, which is on the register."""
    move.register()
    move.placement = move.place(days=0)
    return move


def browser(actor):
    client = Client()
    client.force_login(
        Member.objects.get(pk=actor.member_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    session = client.session
    begin(session=session, how="two_factors", at=timezone.now())
    session.save()
    return client


def read(client, name, *keys):
    answer = client.get(reverse(name, args=keys))
    assert answer.status_code == 200, name
    return answer.content.decode()


def send(client, name, *keys, **body):
    return client.post(reverse(name, args=keys), body, follow=True)


# --- a home's own page ----------------------------------------------------------------


def test_it_says_who_lives_here_whom_to_ring_and_what_to_tap(here):
    page = read(browser(here.home), "our-home")
    for said in (NAME, "Missing Coordinator Example", "01632 960201", "Report missing or away",
                 "No profile yet"):  # fmt: skip
        assert said in page, said
    assert reverse("carer-report", args=[here.child.pk]) in page


def test_who_is_back_may_be_reported_again_while_the_follow_up_is_open(here):
    client = browser(here.home)
    send(client, "carer-report", here.child.pk, **REPORT)
    report = reverse("carer-report", args=[here.child.pk])
    assert report not in read(client, "our-home")  # missing now: she rang, or she is back
    at = timezone.now()
    with entered(actor=here.police, at=at):
        first = Episode.objects.get().reference
    record_back(actor=here.police, reference=first, back_at=at, at=at)
    page = read(client, "our-home")
    assert "Back" in page
    assert report in page
    again = {**REPORT, "key": "again", "words": "She went out of the back door."}
    send(client, "carer-report", here.child.pk, **again)
    with entered(actor=here.police, at=timezone.now()):
        second = Episode.objects.exclude(reference=first).get().reference
    page = read(client, "our-home")
    assert page.index(second) < page.index(first)  # what is now stands above what was


def test_who_is_missing_stands_before_who_is_in(here, make_child, noon):
    other = make_child("Tilda Sampleton", "1 January 2012", by=here.placing)
    add_placement(
        actor=here.placing, child_id=other.pk, living_at="childrens_home", at=noon,
        started_on=(noon - timedelta(days=300)).date(), home=here.home.agency_id,
        responsible_authority=here.placing.agency_id, host_authority=here.host.agency_id,
    )  # fmt: skip
    client = browser(here.home)
    before = read(client, "our-home")
    assert before.index("Tilda Sampleton") < before.index(NAME)
    send(client, "carer-report", here.child.pk, **REPORT)
    after = read(client, "our-home")
    assert after.index(f">{NAME}<") < after.index(">Tilda Sampleton<")


def test_a_provider_sees_each_of_its_homes_and_nobody_else_does(here, make_actor):
    assert "Fern House" in read(browser(here.manager), "our-home")
    other = make_actor("home_worker", agency=_other_home())
    assert NAME not in read(browser(other), "our-home")
    assert browser(here.police).get(reverse("our-home")).status_code == 403


def _other_home():
    from whereabouts.foundations.agencies.actions import open_agency

    return open_agency(
        kind="home", name="Oak Lodge", code="oak-lodge", at=timezone.now() - timedelta(days=2000)
    )


REPORT = {"key": "k", "away": "no", "words": "She left after a call.", "last_seen_at": "",
          "last_seen_place": "The front door", "tried": ["rang_child"],
          "tried_words": "Rang out.", "fact_out_of_character": "yes"}  # fmt: skip


def test_a_report_goes_from_the_page_to_the_police_and_comes_back_as_taps(here, noon):
    client = browser(here.home)
    done = send(client, "carer-report", here.child.pk, **REPORT)
    assert "The police have your report" in done.content.decode()
    with entered(actor=here.police, at=timezone.now()):
        episode = Episode.objects.get()
    page = done.content.decode()
    for name in ("carer-rang", "carer-back", "regulation-40", "episode-challenge"):
        assert reverse(name, args=[episode.reference]) in page
    shown = read(browser(here.inspector), "episode", episode.reference)
    assert "What the carer tried" in shown
    assert "Rang out." in shown


def test_a_report_with_nothing_in_it_is_refused_by_field(here):
    empty = dict.fromkeys(REPORT, "") | {"key": "k", "tried": []}
    answer = send(browser(here.home), "carer-report", here.child.pk, **empty)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose whether the child is missing or away" in page
    assert "Say what has happened" in page
    wrong = send(
        browser(here.home), "carer-report", here.child.pk, **REPORT | {"last_seen_at": "soon"}
    )
    assert 'href="#last_seen_at"' in wrong.content.decode()


@pytest.fixture
def reported(here, noon):
    told = CarerTold(key="one", away=False, words="She left after a call.")
    at = timezone.now()
    return report_as_carer(actor=here.home, child_id=here.child.pk, told=told, at=at).episode


def test_she_rang_in_one_tap(here, reported):
    client = browser(here.home)
    body = {"rang_at": "20/11/2026 12:00", "words": "At the station.", "tone": "calm",
            "safe_answer": "yes"}  # fmt: skip
    assert "the police are told" in send(client, "carer-rang", reported, **body).content.decode()
    with entered(actor=here.police, at=timezone.now()):
        assert ChildContact.objects.get().words == "At the station."
    later = send(client, "carer-rang", reported, **body | {"rang_at": "21/11/2026 12:00"})
    assert later.status_code == 422
    assert "has not come yet" in later.content.decode()


def test_she_is_back_is_said_and_nothing_is_closed(here, reported):
    client = browser(here.home)
    answer = send(
        client, "carer-back", reported, back_at="20/11/2026 12:00", seen_by="the night worker",
        condition="Cold, not hurt.",
    )  # fmt: skip
    assert "An officer still comes" in answer.content.decode()
    with entered(actor=here.police, at=timezone.now()):
        assert Episode.objects.get().state == "back"
    assert "The child rang" not in read(client, "our-home")
    missing = send(client, "carer-back", reported, back_at="20/11/2026 12:00")
    assert "Enter who saw the child" in missing.content.decode()


def test_what_the_police_ask_is_answered_on_one_page(here, reported):
    client = browser(here.home)
    page = read(client, "carer-questions", reported)
    fact = page.partition('name="fact_')[2].partition('"')[0]
    assert fact
    answer = send(client, "carer-questions", reported, **{f"fact_{fact}": "unknown"})
    assert "Your answers are with the police" in answer.content.decode()
    none = send(client, "carer-questions", reported)
    assert none.status_code == 422


def test_the_notice_is_drafted_to_print_and_says_nothing_of_adults(here, reported):
    page = read(browser(here.home), "regulation-40", reported)
    for said in ("regulation 40", NAME, "SC000000", "Southmere Council", reported):
        assert said in page, said
    assert browser(here.police).get(reverse("regulation-40", args=[reported])).status_code == 403


# --- the register ---------------------------------------------------------------------


def test_a_home_is_put_on_the_register_with_its_officer_from_the_pages(move):
    client = browser(move.police)
    line = {"agency": move.home.agency_id, "kind": "childrens_home", "urn": "SC1", "places": "4",
            "authority": move.host.agency_id, "force": move.police.agency_id}  # fmt: skip
    done = send(client, "setting-add", **line)
    assert "Name its officer next" in done.content.decode()
    with entered(actor=move.police, at=timezone.now()):
        key = Setting.objects.get().pk
    assert "already" in send(client, "setting-add", **line).content.decode()
    send(client, "setting-officer", key, officer=move.police.member_id, phone="01632 1")
    with entered(actor=move.police, at=timezone.now()):
        assert NamedOfficer.objects.get().officer_id == move.police.member_id
    assert "Fern House" in read(client, "settings")


def test_a_visit_and_a_concern_are_kept_and_answered_on_the_home_s_page(here):
    client = browser(here.police)
    with entered(actor=here.police, at=timezone.now()):
        key = Setting.objects.get().pk
    send(client, "setting-visit", key, kind="arrival", visited_at="20/11/2026 11:00",
         words="Tea and talk.", talked_with="2")  # fmt: skip
    raised = send(browser(here.home), "setting-concern", key, kind="approached",
                  words="A grey car.", child_id=here.child.pk)  # fmt: skip
    assert "The named officer is told" in raised.content.decode()
    page = read(client, "setting", key)
    assert "Tea and talk." in page
    assert "A grey car." in page
    with entered(actor=here.police, at=timezone.now()):
        concern = Concern.objects.get().pk
    assert reverse("setting-concern-adult", args=[concern]) in page, "two taps to name the adult"
    with entered(actor=here.police, at=timezone.now()):
        concern = Concern.objects.get()
        assert SettingVisit.objects.get(kind="arrival").talked_with == 2
    send(client, "setting-concern-settle", concern.pk, outcome="Both are known; visited.")
    assert "Both are known; visited." in read(client, "setting", key)


def test_outsiders_do_not_find_the_register_s_lines(here, outsider):
    with entered(actor=here.police, at=timezone.now()):
        key = Setting.objects.get().pk
    client = browser(outsider)
    assert "Fern House" not in read(client, "settings")
    assert client.get(reverse("setting", args=[key])).status_code == 404


# --- placements out of area -----------------------------------------------------------

GIVE = {"risks": ["cse"], "risk_pack": "Texts, not calls.", "why_suitable": "Small.",
        "plan": "School.", "at_a_distance": "yes", "distance_km": "180",
        "director": "A Director", "approved_on": "19/11/2026"}  # fmt: skip


def test_notice_is_given_acknowledged_and_seen_by_each_on_its_pages(here):
    placing, police = browser(here.placing), browser(here.police)
    refused = send(placing, "placement-give", here.placement, **GIVE | {"director": ""})
    assert refused.status_code == 422
    assert "director&#39;s approval" in refused.content.decode()
    send(placing, "placement-give", here.placement, **GIVE)
    page = read(police, "placement", here.placement)
    assert "Texts, not calls." in page
    key = here.asked("host_police").pk
    taken = send(police, "placement-take-on", key)
    assert "It is yours to read" in taken.content.decode()
    done = send(police, "placement-acknowledge", key, words="We meet her.")
    assert "Acknowledged" in done.content.decode()
    assert "We meet her." in read(placing, "placement", here.placement)
    again = send(police, "placement-acknowledge", key, words="Again.")
    assert again.status_code in {404, 422}


def test_what_is_past_its_date_is_red_in_words_on_both_sides(here, at_noon):
    at_noon.shift(timedelta(days=3))
    for actor in (here.placing, here.host, here.police, here.home):
        page = read(browser(actor), "out-of-area")
        assert "1 red" in page
        assert NAME in page


def test_an_ended_placement_is_acknowledged_without_a_name(here, at_noon):
    send(browser(here.placing), "placement-end", here.placement, ended_on="20/11/2026",
         because="CHILD")  # fmt: skip
    at_noon.shift(timedelta(days=2))
    client = browser(here.police)
    page = read(client, "out-of-area")
    assert "A placement in your area" in page
    assert NAME not in page
    with entered(actor=here.police, at=timezone.now()):
        assert not PlacementNotice.objects.exists()
    key = here.asked("host_police", "end", at=timezone.now()).pk
    assert "Acknowledged" in send(client, "placement-acknowledge", key).content.decode()


def test_the_figure_says_of_how_many_anybody_was_told_and_hides_small_numbers_from_afar(
    here, make_actor, at_noon
):
    here.give(here.placement)
    here.acknowledge("host_police")
    at = timezone.now()
    (line,) = out_of_area(actor=here.placing, at=at).counts
    assert (line.placing, line.host) == ("Southmere Council", "Northmoor Council")
    assert (line.placed, line.given, line.host_police, line.police_share) == ("1", "1", "1", 100)
    assert (line.host_authority, line.receiving_home) == ("0", "0")
    analyst = make_actor("national_analyst")
    # From afar a year is counted when it is over, and stays as it was known then.
    assert told_of(actor=analyst, at=at).lines == ()
    at_noon.shift(timedelta(days=150))
    (far,) = told_of(actor=analyst, at=timezone.now()).lines
    assert (far.placed, far.host_police, far.receiving_home) == ("c", "c", "0")
    assert ">c<" in read(browser(analyst), "out-of-area-figures")
    here.acknowledge("receiving_home", at=timezone.now())
    assert told_of(actor=analyst, at=timezone.now()).lines == (far,)
    (line,) = told_of(actor=here.placing, at=timezone.now()).lines
    assert line.receiving_home == "c"


def test_outsiders_neither_see_nor_count_it(here, outsider):
    client = browser(outsider)
    assert NAME not in read(client, "out-of-area")
    assert client.get(reverse("placement", args=[here.placement])).status_code == 404
    assert out_of_area(actor=outsider, at=timezone.now()).counts == ()


# --- gradings, late returns, conferences ----------------------------------------------


def test_gradings_stand_beside_each_other_and_none_is_averaged(here, reported):
    for actor, level in ((here.home, "low"), (here.placing, "high")):
        answer = send(browser(actor), "child-grading", here.child.pk, level=level,
                      tool="own_judgement", because=f"As seen by {actor.agency_kind}.")  # fmt: skip
        assert "stands beside the others" in answer.content.decode()
    with entered(actor=here.police, at=timezone.now()):
        assert Grading.objects.count() == 2
    for name, key in (("child", here.child.pk), ("episode", reported)):
        page = read(browser(here.inspector), name, key)
        assert "Agencies differ" in page
        assert "None is averaged" in page
        for agency in ("Fern House", "Southmere Council", "Northmoor Police"):
            assert agency in page
    # A reason is for its own agency, and for whoever sees why.
    assert "As seen by authority." not in read(browser(here.home), "child", here.child.pk)


LATE = {"latest": "21:30", "days": "Friday", "what": "Swimming", "agreed_with": "Her worker",
        "from_on": "20/11/2026", "until_on": "20/1/2027"}  # fmt: skip


def test_a_late_return_is_agreed_shown_with_its_warning_and_ended(here):
    client = browser(here.home)
    assert "It is kept" in send(client, "child-late-return", here.child.pk, **LATE).content.decode()
    for actor in (here.home, here.inspector):
        page = read(browser(actor), "child", here.child.pk)
        assert "Agreed: back by 21:30" in page
        assert "lowers no grade by itself" in page
    with entered(actor=here.home, at=timezone.now()):
        key = LateReturn.objects.get().pk
    send(client, "late-return-end", key, because="She moved up.")
    assert "Agreed: back by" not in read(client, "child", here.child.pk)
    wrong = send(client, "child-late-return", here.child.pk, **LATE | {"latest": "late"})
    assert "Enter an hour such as 21:30" in wrong.content.decode()


def test_whoever_takes_the_call_is_shown_the_late_return(here):
    from whereabouts.insight.lookups.known import what_is_known

    send(browser(here.home), "child-late-return", here.child.pk, **LATE)
    handler = here.make_actor("call_handler")
    known = what_is_known(actor=handler, at=timezone.now(), child_id=here.child.pk)
    assert [one.what for one in known.full.late_returns] == ["Swimming"]


def test_a_conference_is_asked_agreed_and_held_on_the_pages(here):
    home, police = browser(here.home), browser(here.police)
    asked = send(home, "child-conference", here.child.pk, to_agency=here.police.agency_id,
                 why="Three Fridays.")  # fmt: skip
    assert "Asked." in asked.content.decode()
    with entered(actor=here.police, at=timezone.now()):
        key = Conference.objects.get().pk
    lacking = send(police, "conference", key, answer="agreed")
    assert "Say when it meets" in lacking.content.decode()
    send(police, "conference", key, answer="agreed", meets_at="23/11/2026 10:00")
    assert "Agreed, with a day" in read(home, "conferences")
    send(home, "conference", key, answer="held", outcome="A worker of her own.")
    assert "A worker of her own." in read(police, "child", here.child.pk)


# --- schools, prevention --------------------------------------------------------------


@pytest.fixture
def school(move, make_actor):
    worker = make_actor("school_worker")
    client = browser(move.police)
    send(client, "setting-add", agency=worker.agency_id, kind="school",
         authority=move.host.agency_id, force=move.police.agency_id)  # fmt: skip
    with entered(actor=move.police, at=timezone.now()):
        key = Setting.objects.get(kind="school").pk
    send(client, "setting-officer", key, officer=move.police.member_id)
    return SimpleNamespace(worker=worker, client=browser(worker))


def test_a_school_reports_and_reads_what_was_done(move, school):
    body = {"names": "Tilly Notthere", "worry": "first", "absent_at": "20/11/2026 08:30"}
    assert "Your officer is told" in send(school.client, "school", **body).content.decode()
    with entered(actor=move.police, at=timezone.now()):
        key = SchoolAbsence.objects.get().pk
    police = browser(move.police)
    assert "Tilly Notthere" in read(police, "schools")
    send(police, "school-absence", key, read="yes")
    send(police, "school-absence", key, outcome="seen", words="At home with a cold.")
    assert "At home with a cold." in read(school.client, "school")
    assert browser(move.before).get(reverse("school-absence", args=[key])).status_code == 404
    wrong = send(school.client, "school", **body | {"names": ""})
    assert wrong.status_code == 422


def test_a_school_that_is_not_on_the_register_is_told_to_ring(move, make_actor):
    client = browser(make_actor("school_worker"))
    assert "ring the police on 101" in read(client, "school")
    body = {"names": "Tilly Notthere", "worry": "first", "absent_at": "20/11/2026 08:30"}
    assert send(client, "school", **body).status_code == 422


def test_prevention_is_kept_with_its_reach_and_summed(move, school):
    body = {"title": "Who is your friend online", "kind": "lesson", "audience": "secondary",
            "reached": "28", "on": "19/11/2026", "language": "both",
            "at_agency": school.worker.agency_id}  # fmt: skip
    client = browser(move.police)
    page = send(client, "prevention", **body).content.decode()
    assert "1 in Welsh or both languages" in page
    assert "reached 28" in page
    assert "Who is your friend online" in read(school.client, "prevention")
    ahead = send(client, "prevention", **body | {"on": "1/1/2027"})
    assert "once it was held" in ahead.content.decode()
