"""Force is reviewed by somebody who was not there; whoever harms reads nothing of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.returning_cast import DENIED, Night
from tests.journeys.test_returning import follow_up
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import enrol, form_team, open_agency
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.returning import return_page
from whereabouts.journeys import clock
from whereabouts.journeys.accept_task import NotToThisChild, accept_task
from whereabouts.journeys.attend import say_arrived, say_child_seen
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.commission_interview import take_interview_on
from whereabouts.journeys.contact_child import Talked, contact_child
from whereabouts.journeys.record_back import record_seen
from whereabouts.journeys.record_force import (
    AlreadyDecided,
    Force,
    Incomplete,
    NotTheReviewer,
    record_force,
    review_force,
)
from whereabouts.journeys.record_interview import (
    Beside,
    ToldOfConduct,
    record_prevention_interview,
)
from whereabouts.journeys.send_somebody import say_sent, send_somebody
from whereabouts.journeys.tell_of_conduct import (
    NotInList,
    decide_matter,
    seal_matter_further,
    tell_of_conduct,
)
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.practice.conversations.models import HarmSaid, ToldLine
from whereabouts.practice.conversations.queries import shareable_lines
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.return_home.vocabulary import HARMS
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child is back."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True)
    return night


# --- force --------------------------------------------------------------------------------------


def force(night, *, by=None, **more):
    at = night.later()
    given = {"used_at": at, "tactics": ("held", "pushed_down"), "why": "Near the road.", **more}
    return record_force(
        actor=by or night.response_officer, reference=night.reference, force=Force(**given), at=at
    )


def review(night, key, *, by=None, **more):
    given = {"finding": "avoidable", "words": "Words would have done.", **more}
    review_force(
        actor=by or night.duty_inspector, reference=night.reference, force_id=key,
        at=night.later(), **given,
    )  # fmt: skip


def test_c09_force_is_recorded_with_its_reason_and_reviewed_by_a_senior_who_was_not_there(night):
    """C09: pushed down and held though not fleeing."""
    there = night.duty_inspector.member_id
    key = force(night, there=(there, night.response_officer.member_id), injury="A grazed knee.")
    assert "force_review" in night.kinds("open")
    with pytest.raises(NotTheReviewer):
        review(night, key)
    with pytest.raises(NotPermitted):
        review(night, key, by=night.supervisor)
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert "force_review" in {one.kind for one in refused.value.left}
    review(night, key, by=night.superintendent, instead="Say what you do. Do not hold them.")
    assert "force_review" in night.kinds("done")
    with pytest.raises(AlreadyDecided):
        review(night, key, by=night.superintendent)
    with night.inside():
        (line,) = shareable_lines(children=[night.episode().child_id])
    assert (line.words, line.audience) == ("Say what you do. Do not hold them.", ("control_room",))


def test_c10_a_threat_with_an_energy_device_is_reviewed_by_a_superintendent(night):
    """C10: threatened with a Taser while running away; a threat is captured too."""
    key = force(night, tactics=("energy_device",), threatened_only=True)
    (task,) = night.tasks("force_review")
    assert task.to_role == "superintendent"
    with pytest.raises(NotTheReviewer):
        review(night, key)
    review(night, key, by=night.superintendent)
    with night.inside():
        assert ForceUsed.objects.get().threatened_only


def test_whoever_records_it_was_there_and_reviews_nothing_of_their_own(night):
    key = force(night, by=night.duty_inspector)
    with night.inside():
        assert ForceUsed.objects.get().there == [night.duty_inspector.member_id]
    with pytest.raises(NotTheReviewer):
        review(night, key)
    others = force(night, by=night.duty_inspector, others_there="Two of another force")
    with pytest.raises(NotTheReviewer):
        review(night, others)
    review(night, others, by=night.superintendent)


def test_the_database_refuses_a_reviewer_who_was_there(night):
    key = force(night, there=(night.response_officer.member_id,))
    with pytest.raises(IntegrityError), night.inside(), transaction.atomic():
        ForceUsed.objects.filter(pk=key).update(
            reviewed_at=night.at, reviewed_by=night.response_officer.member_id,
            finding="needed", review_words="-",
        )  # fmt: skip


def test_force_lacks_by_name_and_the_outsider_records_none(night, outsider):
    with pytest.raises(Incomplete) as refused:
        force(night, why=" ", tactics=())
    assert refused.value.fields == ("tactics", "why")
    with pytest.raises(NotPermitted):
        force(night, by=outsider)
    far = night.make_actor("response_officer", agency=elsewhere(night), name="far@elsewhere")
    with pytest.raises(NotVisible):
        force(night, by=far)


def elsewhere(night):
    return open_agency(
        kind="police_force", name="Far Police", code="far-police", at=night.at, made_up=True
    )


# --- conduct ------------------------------------------------------------------------------------


class Station:
    """A force with two teams: one in which somebody is named, and another."""

    def __init__(self, night):
        self.night = night
        named, mate = self.member("named"), self.member("mate")
        sergeant, other = self.member("sergeant", "supervisor"), self.member("other")
        for name, members in (("A", [named, mate, sergeant]), ("B", [other])):
            form_team(
                agency=night.force, name=f"Response team {name}", kind="response", members=members
            )
        self.named, self.mate, self.sergeant, self.other = (
            actor_of(member=one, at=night.at) for one in (named, mate, sergeant, other)
        )

    def member(self, name, role="response_officer"):
        return enrol(
            agency=self.night.force, username=f"{name}@station", at=self.night.at, roles=(role,),
            display_name=f"PC {name.title()} Samplewright",
        )  # fmt: skip

    def tell(self, **more):
        at = self.night.later()
        given = {
            "kind": "force", "about_kind": "officer", "words": "He threatened me with a cell.",
            "said_at": at, "about_member": self.named.member_id, "wants": "yes",
            "body_worn": "BWV-1", **more,
        }  # fmt: skip
        tell_of_conduct(
            actor=self.night.social_worker, reference=self.night.reference,
            told=ToldOfConduct(**given), at=at,
        )  # fmt: skip


@pytest.fixture
def station(night):
    """Return the made-up station of the force."""
    return Station(night)


def sees(actor, night, model=Matter):
    with entered(actor=actor, at=night.at):
        behind_both = model.objects.count()
        assert visible(model).count() == behind_both, "the two fences differ"
        return behind_both


def test_a_matter_is_for_professional_standards_and_for_nobody_else(night, station):
    station.tell()
    assert sees(night.professional_standards, night) == 1
    for role in ("duty_inspector", "superintendent", "missing_coordinator", "social_worker",
                 "designated_officer", "home_worker", "information_governance"):  # fmt: skip
        assert sees(night.make_actor(role), night) == 0, role
    with night.inside("professional_standards"):
        notice = Message.objects.get(kind="matter")
        assert (notice.to_role, notice.to_agency_id) == ("professional_standards", night.force.pk)
        assert night.reference not in notice.text


@pytest.mark.parametrize("who", ["named", "mate", "sergeant"])
def test_it_is_sealed_from_that_person_their_team_and_line_whatever_their_role(
    night, station, who, make_actor
):
    station.tell()
    person = getattr(station, who)
    in_standards = type(person)(**{**vars(person), "roles": frozenset({"professional_standards"})})
    assert sees(in_standards, night) == 0
    elsewhere = type(person)(
        **{**vars(station.other), "roles": frozenset({"professional_standards"})}
    )
    assert sees(elsewhere, night) == 1


def test_what_the_child_said_of_it_is_sealed_from_the_same_people_and_read_by_others(
    night, station
):
    told = ToldOfConduct(
        kind="hurt", about_kind="officer", words="He pushed me.", said_at=night.at,
        about_member=station.named.member_id,
    )  # fmt: skip
    night.interview(
        harms={**DENIED, "by_staff": "disclosed"}, know_next_time="Not that officer.",
        beside=Beside(conduct=told),
    )  # fmt: skip
    for person in (station.named, station.mate, station.sergeant):
        assert sees(person, night, Interview) == 0
        assert sees(person, night, ToldLine) == 0
        with entered(actor=person, at=night.at):
            assert set(HarmSaid.objects.values_list("harm", flat=True)) == {*night_harms()}
            assert not LogEntry.objects.filter(kind="return.allegation").exists()
        page = return_page(actor=person, reference=night.reference, at=night.at)
        assert page.talks == ()
    for person in (station.other, night.social_worker):
        assert sees(person, night, Interview) == 1
    assert "crime_record" not in night.kinds(), "a task would tell whoever reads the list"


def night_harms():
    return {key for key, _ in HARMS} - {"by_staff"}


def test_c08_a_child_who_says_so_and_names_nobody_is_heard_all_the_same(night):
    """C08: whoever was there is one of those from whom it is sealed."""
    night.interview(harms={**DENIED, "by_staff": "disclosed"}, words="They swore at me.")
    for role in ("designated_officer", "professional_standards"):
        with night.inside(role):
            (matter,) = visible(Matter)
            assert matter.words == "They swore at me."
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert "elsewhere" in {one.kind for one in refused.value.left}


def test_an_officer_whom_nobody_can_name_is_one_of_those_who_were_there(night, station):
    night.prevention()
    station.tell(about_member=None, about_name="The tall one")
    here = night.response_officer  # recorded the finding and the prevention interview
    with night.inside("professional_standards"):
        (matter,) = visible(Matter)
        assert here.member_id in matter.sealed_from
        assert station.other.member_id not in matter.sealed_from


def test_a_carer_s_whole_home_is_sealed_off_and_the_designated_officer_has_it(
    night, make_agency, make_actor
):
    carer = make_actor("home_worker")
    at = night.later()
    tell_of_conduct(
        actor=night.social_worker, reference=night.reference, at=at,
        told=ToldOfConduct(
            kind="hurt", about_kind="carer", words="She locked me out.", said_at=at,
            about_member=carer.member_id,
        ),
    )  # fmt: skip
    with night.inside("designated_officer"):
        (matter,) = visible(Matter)
        assert carer.agency_id in matter.sealed_from
    assert sees(night.professional_standards, night) == 0


def test_they_are_not_sent_to_the_child_again_until_it_is_decided(night, station):
    night.told = {}
    station.tell()
    (task,) = night.tasks("prevention_interview")
    for step in (
        lambda: accept_task(actor=station.named, task_id=task.pk, at=night.later()),
        lambda: night_prevention_by(night, station.named),
    ):
        with pytest.raises(NotToThisChild):
            step()
    accept_task(actor=station.other, task_id=task.pk, at=night.later())
    with night.inside("professional_standards"):
        matter = visible(Matter).get()
    decide_matter(
        actor=night.professional_standards, matter_id=matter.pk, outcome="unproven",
        words="Could not be established.", for_child="We asked, and nobody could tell.",
        at=night.later(),
    )  # fmt: skip
    assert night_prevention_by(night, station.named) == ()


def night_prevention_by(night, actor):
    at = night.later()
    return record_prevention_interview(
        actor=actor, reference=night.reference, spoken=night.spoken(), at=at
    )


def test_a_unit_with_them_in_it_is_not_sent(make_actor, make_agency, noon):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    station = Station(night)
    station.tell()
    given = {"actor": night.supervisor, "reference": night.reference, "unit": "NM 1"}
    with pytest.raises(NotToThisChild):
        send_somebody(
            going="PC Other, pc named samplewright", asked_at=night.at, at=night.at, **given
        )
    send_somebody(going="PC Other Samplewright", asked_at=night.at, at=night.at, **given)


def test_an_interviewer_who_is_named_loses_the_conversation_to_somebody_else(night):
    key = night.commission()
    at = night.later()
    tell_of_conduct(
        actor=night.social_worker, reference=night.reference, at=at,
        told=ToldOfConduct(
            kind="not_listened", about_kind="interviewer", words="He laughed.", said_at=at
        ),
    )  # fmt: skip
    with pytest.raises(NotToThisChild):
        take_interview_on(actor=night.return_interviewer, commission_id=key, at=night.later())
    with pytest.raises(NotToThisChild):
        night.interview(by=night.return_interviewer)


def test_a_matter_ends_with_an_outcome_in_words_and_may_be_sealed_further(night, station):
    station.tell()
    standards = night.professional_standards
    with night.inside("professional_standards"):
        key = visible(Matter).get().pk
    given = {"actor": standards, "matter_id": key}
    with pytest.raises(NotInList):
        decide_matter(outcome="forgotten", words="-", at=night.later(), **given)
    with pytest.raises(Incomplete):
        decide_matter(outcome="upheld", words=" ", at=night.later(), **given)
    with pytest.raises(Incomplete) as refused:
        decide_matter(outcome="upheld", words="It happened.", at=night.later(), **given)
    assert refused.value.fields == ("for_child",)
    hears = {"for_child": "You were right, and we are sorry."}
    friend = night.make_actor("professional_standards", name="friend@station")
    with pytest.raises(NotInList):
        seal_matter_further(username="nobody@station", at=night.later(), **given)
    seal_matter_further(username="friend@station", at=night.later(), **given)
    assert sees(friend, night) == 0
    with pytest.raises(NotVisible):
        decide_matter(actor=friend, matter_id=key, outcome="no_case", words="-", at=night.later())
    decide_matter(outcome="learning", words="Sorry was said.", at=night.later(), **given, **hears)
    with pytest.raises(AlreadyDecided):
        decide_matter(outcome="learning", words="Again.", at=night.later(), **given, **hears)


def test_a_matter_that_nobody_reads_is_told_of_again(night, station):
    station.tell()
    clock.fire(at=night.at + timedelta(hours=25))
    with night.inside("professional_standards"):
        assert Message.objects.filter(kind="matter").count() == 2


def test_a_matter_told_of_after_the_end_opens_the_follow_up_again(night, station):
    follow_up(night)
    night.close()
    station.tell()
    assert night.episode().state == "seen"
    with pytest.raises(FollowUpOpen):
        night.close()


def test_neither_history_nor_audit_says_what_it_is_about(night, station):
    with night.inside():
        before = LogEntry.objects.count()
    station.tell()
    with night.inside():
        assert LogEntry.objects.count() == before
    with night.inside("social_worker"):
        entry = AuditEntry.objects.get(kind="conduct.matter_kept")
        assert "cell" not in str(entry.payload)


def test_no_outsider_tells_of_or_looks_at_anything(night, station, outsider):
    with pytest.raises(NotVisible):
        tell_of_conduct(
            actor=outsider, reference=night.reference, at=night.at,
            told=ToldOfConduct(
                kind="other", about_kind="officer", words="-", said_at=night.at
            ),
        )  # fmt: skip
    with pytest.raises(NotPermitted):
        decide_matter(
            actor=outsider, matter_id=night.episode().pk, outcome="upheld", words="-", at=night.at
        )


# --- whoever is named is not sent by any other door ----------------------------------------------


@pytest.fixture
def searching(make_actor, make_agency, noon):
    """Return a night on which the child is still looked for, and its station."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    return night, Station(night)


def test_whoever_is_named_neither_arrives_nor_says_that_they_saw_the_child(searching):
    night, station = searching
    unit = send_somebody(
        actor=night.supervisor, reference=night.reference, unit="NM 1",
        going="PC Named Samplewright", asked_at=night.at, at=night.at,
    )  # fmt: skip
    station.tell()
    at = night.later()
    given = {"reference": night.reference, "at": at}
    for step in (
        lambda: say_arrived(actor=station.named, arrived_at=at, **given),
        lambda: say_child_seen(actor=station.named, seen_at=at, **given),
        lambda: say_sent(actor=night.supervisor, deployment_id=unit, sent_at=at, **given),
        lambda: say_arrived(actor=night.supervisor, deployment_id=unit, arrived_at=at, **given),
        lambda: send_somebody(
            actor=night.supervisor, unit="PC Named Samplewright", asked_at=at, **given
        ),
    ):
        with pytest.raises(NotToThisChild):
            step()
    say_arrived(actor=station.other, arrived_at=at, **given)


def test_whoever_is_named_is_not_the_one_who_tries_next_and_what_was_heard_is_kept(searching):
    night, station = searching
    station.tell()
    at = night.later()
    talked = Talked(
        how="call", towards="from_child", happened_at=at, made_by="PC Named Samplewright",
        tone="calm", safe_answer="yes", words="I am at the station.",
    )  # fmt: skip
    given = {"reference": night.reference, "talked": talked, "at": at}
    soon = at + timedelta(minutes=10)
    with pytest.raises(NotToThisChild):
        contact_child(
            actor=night.call_handler, next_at=soon, next_member=station.named.member_id, **given
        )
    contact_child(
        actor=night.call_handler, next_at=soon, next_member=station.other.member_id, **given
    )
    contact_child(actor=night.call_handler, **given)


def test_whoever_is_named_does_not_vouch_that_the_child_was_seen_alone(night, station):
    station.tell()
    at = night.later()
    given = {"reference": night.reference, "seen_at": at, "alone": True, "at": at}
    with pytest.raises(NotToThisChild):
        record_seen(actor=station.named, **given)
    assert night.episode().state == "back"
    assert record_seen(actor=station.other, **given) == "seen"


# --- what is left, and whoever leaves the team -----------------------------------------------------


def test_nobody_from_whom_it_is_sealed_sees_that_there_is_something_and_still_closes_nothing(
    night, station
):
    accused = night.missing_coordinator
    station.tell(about_member=accused.member_id)
    follow_up(night)
    page = return_page(actor=accused, reference=night.reference, at=night.at)
    assert page.left == ()
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    (left,) = refused.value.left
    assert left.kind == "ask"
    assert "duty inspector" in left.words
    assert not {"elsewhere", "conduct", "matter", "seal"} & set(left.words.lower().split())
    others = night.make_actor("missing_coordinator", name="another@station")
    page = return_page(actor=others, reference=night.reference, at=night.at)
    assert any("elsewhere" in words for words in page.left)


def test_whoever_leaves_a_sealed_team_sees_nothing_of_it_then_either(night, station):
    at = night.later()
    told = ToldOfConduct(
        kind="force", about_kind="officer", words="He threatened me.", said_at=at,
        about_member=station.named.member_id,
    )  # fmt: skip
    night.interview(beside=Beside(conduct=told), harms={**DENIED, "by_staff": "disclosed"})
    for person in (station.named, station.mate, station.sergeant):
        Member.objects.filter(pk=person.member_id).update(team=None)
        assert sees(person, night, Interview) == 0
    assert sees(station.other, night, Interview) == 1


@pytest.mark.parametrize(
    ("words", "readers"),
    [
        ("A police officer swore at me.", {"professional_standards"}),
        ("They laughed at me in custody.", {"professional_standards"}),
        ("My foster carer locked me out.", {"designated_officer"}),
        ("My social worker shouted.", {"designated_officer"}),
        ("They swore at me.", {"professional_standards", "designated_officer"}),
        ("The police took me to the home.", {"professional_standards", "designated_officer"}),
        ("", {"professional_standards", "designated_officer"}),
    ],
)
def test_where_nobody_is_named_what_is_said_decides_who_is_told(night, words, readers):
    night.interview(
        harms={**DENIED, "by_staff": "disclosed"}, words=words, child_view="Leave me be."
    )
    for role in ("professional_standards", "designated_officer"):
        expected = int(role in readers)
        assert sees(getattr(night, role), night) == expected, role
        with night.inside(role):
            notices = list(Message.objects.filter(kind="matter", to_role=role))
        assert len(notices) == expected
        for notice in notices:
            assert night.reference not in notice.text
            assert "Testa" not in notice.text


def test_whoever_hears_it_goes_on_with_the_conversation_and_the_others_there_read_nothing(
    night, station
):
    night.prevention()
    at = night.later()
    record_prevention_interview(
        actor=station.other, reference=night.reference, at=at,
        spoken=night.spoken(
            harms={**DENIED, "by_staff": "disclosed"}, words="An officer pushed me."
        ),
    )  # fmt: skip
    assert sees(station.other, night, Interview) == 2
    assert sees(night.response_officer, night, Interview) == 1
