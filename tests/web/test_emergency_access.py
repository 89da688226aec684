"""Emergency access is never refused to who may use it, told at once, over in an hour, reviewed."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.models import EmergencyAccess
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry, Look
from whereabouts.insight.lookups.looks import emergencies, recent_looks
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.review_emergency_access import (
    AlreadyReviewed,
    FindingNeeded,
    OwnAccess,
    review_emergency_access,
)
from whereabouts.journeys.use_emergency_access import ReasonNeeded, use_emergency_access
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db

WHY = "A made-up reason: the child rang us just now."


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def governor(make_actor):
    return make_actor("information_governance")


@pytest.fixture
def episode(make_episode, inspector):
    return make_episode(inspector, 1)


def sees(actor, episode, at):
    with entered(actor=actor, at=at):
        return gate.visible(Episode).filter(pk=episode.pk).exists()


def used_by(outsider, episode, at):
    use_emergency_access(actor=outsider, reference=episode.reference, reason=WHY, at=at)
    with entered(actor=outsider, at=at):
        return EmergencyAccess.objects.order_by("-from_at").first()


def test_the_records_open_for_an_hour_and_to_nobody_else(episode, outsider, make_actor, noon):
    colleague = make_actor("social_worker", agency="Elsewhere Council", name="colleague")
    assert not sees(outsider, episode, noon)
    until_at = use_emergency_access(
        actor=outsider, reference=episode.reference.lower(), reason=WHY, at=noon
    )
    assert until_at == noon + timedelta(minutes=60)
    assert sees(outsider, episode, until_at - timedelta(seconds=1))
    assert not sees(outsider, episode, until_at)
    assert not sees(colleague, episode, noon)


def test_it_can_be_used_again_after_the_hour_and_again_within_it(episode, outsider, noon):
    for minutes in (0, 5, 90, 91):
        at = noon + timedelta(minutes=minutes)
        use_emergency_access(actor=outsider, reference=episode.reference, reason=WHY, at=at)
        assert sees(outsider, episode, at + timedelta(minutes=59))


def test_a_childs_own_key_opens_it_too(episode, outsider, noon):
    use_emergency_access(actor=outsider, reference=str(episode.child_id), reason=WHY, at=noon)
    assert sees(outsider, episode, noon)


def test_every_joined_record_of_the_child_opens(
    episode, make_episode, inspector, make_actor, outsider, noon
):
    from whereabouts.records.people.models import SamePersonLink

    other = make_episode(inspector, 2)
    with entered(actor=inspector, at=noon):
        SamePersonLink.objects.create(
            child_id=episode.child_id, other_id=other.child_id, because="made up",
            owner_agency_id=inspector.agency_id, recorded_at=noon,
            recorded_by_id=inspector.member_id,
        )  # fmt: skip
    use_emergency_access(actor=outsider, reference=episode.reference, reason=WHY, at=noon)
    assert sees(outsider, other, noon)


def test_the_owning_agency_is_told_and_the_look_and_the_reason_are_kept(
    episode, outsider, governor, noon
):
    used = used_by(outsider, episode, noon)
    (notice,) = notices_to_me(actor=governor, at=noon)
    assert notice.subject == f"emergency:{used.pk}"
    assert notice.from_agency == "Elsewhere Council"
    with entered(actor=outsider, at=noon):
        look = Look.objects.get()
        assert (look.kind, look.subjects) == ("emergency", [episode.child_id])
        assert AuditEntry.objects.filter(kind="emergency.used").count() == 1
        assert used.reason == WHY


@pytest.mark.parametrize("reference", ["E-NOTH-ING", "", "1e5", "x" * 400, "E-MADE-000", "%"])
def test_no_other_reference_opens_anything(episode, outsider, noon, reference):
    with pytest.raises(NotVisible):
        use_emergency_access(actor=outsider, reference=reference, reason=WHY, at=noon)


def test_it_needs_a_reason_and_a_role_but_no_more(episode, outsider, make_actor, noon):
    with pytest.raises(ReasonNeeded):
        use_emergency_access(actor=outsider, reference=episode.reference, reason=" ", at=noon)
    with pytest.raises(NotPermitted):
        use_emergency_access(
            actor=make_actor("home_worker"), reference=episode.reference, reason=WHY, at=noon
        )


def test_finding_by_reference_gives_nothing_outside_a_scope(episode):
    with pytest.raises(NotVisible):
        gate.child_by_reference(reference=episode.reference)


def test_the_owning_agency_reviews_it_once(episode, outsider, governor, noon):
    used = used_by(outsider, episode, noon)
    (waiting,) = emergencies(actor=governor, at=noon)
    assert (waiting.key, waiting.reason, waiting.references) == (used.pk, WHY, ("E-MADE-0001",))
    review_emergency_access(actor=governor, key=used.pk, finding="justified", at=noon)
    (done,) = emergencies(actor=governor, at=noon)
    assert (done.finding, done.reviewed_at) == ("Justified", noon)
    with pytest.raises(AlreadyReviewed):
        review_emergency_access(
            actor=governor, key=used.pk, finding="unjustified", note="no", at=noon
        )


def test_not_justified_needs_words(episode, outsider, governor, noon):
    used = used_by(outsider, episode, noon)
    for finding, note in [("", ""), ("unjustified", " "), ("perhaps", "a note")]:
        with pytest.raises(FindingNeeded):
            review_emergency_access(
                actor=governor, key=used.pk, finding=finding, note=note, at=noon
            )
    review_emergency_access(actor=governor, key=used.pk, finding="unjustified", note="No.", at=noon)


def test_nobody_else_reviews_it(episode, outsider, make_actor, noon):
    used = used_by(outsider, episode, noon)
    theirs = make_actor("information_governance", agency="Elsewhere Council")
    with pytest.raises(NotVisible):
        review_emergency_access(actor=theirs, key=used.pk, finding="justified", at=noon)
    with pytest.raises(NotPermitted):
        review_emergency_access(actor=outsider, key=used.pk, finding="justified", at=noon)
    assert emergencies(actor=theirs, at=noon) == []


def test_nobody_reviews_their_own(episode, make_member, noon):
    from whereabouts.foundations.agencies.models import MemberRole
    from whereabouts.foundations.agencies.queries import actor_of

    both = make_member("duty_inspector")
    MemberRole.objects.create(member=both, role="information_governance", from_at=noon)
    actor = actor_of(member=type(both).objects.get(pk=both.pk), at=noon)
    used = used_by(actor, episode, noon)
    with pytest.raises(OwnAccess):
        review_emergency_access(actor=actor, key=used.pk, finding="justified", at=noon)


def test_the_pages_open_review_and_show_who_looked(episode, outsider, signed_in, governor, noon):
    client = signed_in("social_worker", agency="Elsewhere Council", name="outsider@elsewhere")
    wrong = client.post("/emergency-access/", {"reference": "E-NOTH-ING", "reason": ""})
    assert wrong.status_code == 400
    assert 'href="#reason"' in wrong.text
    assert (
        "Nothing has this reference"
        in client.post("/emergency-access/", {"reference": "E-NOTH-ING", "reason": WHY}).text
    )
    opened = client.post("/emergency-access/", {"reference": episode.reference, "reason": WHY})
    assert opened.headers["Location"] == f"/episodes/{episode.reference}/"
    key = str(episode.child_id)
    opened = client.post("/emergency-access/", {"reference": key, "reason": WHY})
    assert opened.headers["Location"] == f"/children/{key}/"
    assert client.get(opened.headers["Location"]).status_code == 200
    waiting, _ = emergencies(actor=governor, at=noon + timedelta(minutes=1))
    reviewer = signed_in("information_governance")
    page = reviewer.get("/looks/").text
    assert WHY in page
    address = f"/looks/emergency/{waiting.key}/"
    assert reviewer.post(address, {}).status_code == 400
    assert reviewer.post(address, {"finding": "justified", "note": "x" * 9000}).status_code == 400
    assert reviewer.post(address, {"finding": "justified"}).status_code == 302
    assert reviewer.post(address, {"finding": "justified"}).status_code == 409


def test_looks_are_shown_by_person_and_by_episode_to_the_agencys_own_governor(
    episode, inspector, governor, make_actor, make_episode, signed_in, noon
):
    from whereabouts.insight.lookups.board import board

    other = make_episode(make_actor("duty_inspector", agency="Southmoor Police"), 2)
    board(actor=inspector, at=noon)
    (look,) = recent_looks(actor=governor, at=noon)
    assert (look.member, look.page, look.children) == ("Duty Inspector Example", "board", 1)
    assert recent_looks(actor=governor, at=noon, member="Somebody Else") == []
    assert len(recent_looks(actor=governor, at=noon, reference=episode.reference)) == 1
    with pytest.raises(NotVisible):
        recent_looks(actor=governor, at=noon, reference=other.reference)
    theirs = make_actor("information_governance", agency="Southmoor Police")
    assert recent_looks(actor=theirs, at=noon) == []
    assert recent_looks(actor=governor, at=noon + timedelta(days=29)) == []
    page = signed_in("information_governance").get(f"/looks/?reference={other.reference}").text
    assert "No episode that your agency sees has this reference" in page
