"""Proposals, challenges, ownership and transfers: refusals, second people, and the outsider."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.answer_challenge import NoAnswer, answer_challenge
from whereabouts.journeys.answer_hand_over import NotOffered, answer_hand_over
from whereabouts.journeys.answer_proposal import (
    AlreadyAnswered,
    AskedByYou,
    DecisionRefused,
    NeedsReason,
    answer_proposal,
)
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.answer_transfer import MoveNotAllowed, answer_transfer
from whereabouts.journeys.challenge_grade import (
    NothingSaid,
    UnknownChallenger,
    challenge_grade,
)
from whereabouts.journeys.clock import fire
from whereabouts.journeys.offer_hand_over import MayNotOwn, NotTheOwner, offer_hand_over
from whereabouts.journeys.offer_transfer import (
    AlreadyOffered,
    CannotTake,
    OtherAgencys,
    offer_transfer,
)
from whereabouts.journeys.propose_lower import AlreadyAsked, NothingToPropose, propose_lower
from whereabouts.journeys.take_ownership import HasOwner, take_ownership
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.supervision.models import Challenge, Proposal
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import RelatedPerson

pytestmark = pytest.mark.django_db
REASON = "The aunt confirmed by video that the child eats at her table with the cousins."
LOOKED = "I read the log and rang the school: nobody there has seen the child since noon."


@pytest.fixture
def flagged(make_child, take_report):
    """An episode with a bar at medium."""
    return take_report(child=make_child(flags=[("cse", "suspected")]))


@pytest.fixture
def proposed(flagged, make_actor, accept_all, noon):
    """A supervisor's proposal of low."""
    supervisor = make_actor("supervisor")
    wish = accept_all(supervisor, flagged, level="low")
    return propose_lower(actor=supervisor, reference=flagged, wish=wish, at=noon)


def after(noon, minutes):
    return noon + timedelta(minutes=minutes)


# --- proposals ---------------------------------------------------------------------


def test_a_proposal_interrupts_the_duty_inspector_and_changes_nothing(
    proposed, flagged, make_actor, look, noon
):
    inspector = make_actor("duty_inspector")
    assert look(inspector, flagged).level == "medium"
    with entered(actor=inspector, at=noon):
        told = Message.objects.get(kind="proposal_waiting")
        kept = Proposal.objects.get(pk=proposed)
    assert (told.to_role, told.loudness) == ("duty_inspector", "interrupt")
    assert "RF03" in kept.rules
    assert kept.prompt_answers["RF03"]["answer"] == "declined"


def test_a_proposal_without_a_reason_or_an_answer_is_refused(flagged, make_actor, accept_all, noon):
    supervisor = make_actor("supervisor")
    wish = accept_all(supervisor, flagged, level="low", rationale="streetwise")
    with pytest.raises(DecisionRefused) as refused:
        propose_lower(actor=supervisor, reference=flagged, wish=wish, at=noon)
    assert not refused.value.ask_inspector


def test_only_one_proposal_waits_at_a_time(proposed, flagged, make_actor, accept_all, noon):
    handler = make_actor("call_handler")
    wish = accept_all(handler, flagged, level="low")
    with pytest.raises(AlreadyAsked):
        propose_lower(actor=handler, reference=flagged, wish=wish, at=after(noon, 1))


def test_an_inspector_decides_and_does_not_propose(flagged, make_actor, accept_all, noon):
    inspector = make_actor("duty_inspector")
    wish = accept_all(inspector, flagged, level="low")
    with pytest.raises(NothingToPropose):
        propose_lower(actor=inspector, reference=flagged, wish=wish, at=noon)


def test_what_needs_nobody_else_is_not_proposed_and_nothing_is_left_of_the_try(
    flagged, make_actor, accept_all, look, noon
):
    supervisor = make_actor("supervisor")
    wish = accept_all(supervisor, flagged, level="high")
    with pytest.raises(NothingToPropose):
        propose_lower(actor=supervisor, reference=flagged, wish=wish, at=noon)
    assert look(supervisor, flagged).decided is False


def test_a_refused_proposal_leaves_what_stands_with_the_reason(
    proposed, flagged, make_actor, look, noon
):
    inspector = make_actor("duty_inspector")
    ended = answer_proposal(
        actor=inspector, proposal_id=proposed, agreed=False, because="Nobody has seen the child.",
        at=after(noon, 3),
    )  # fmt: skip
    assert ended == "refused"
    assert look(inspector, flagged).level == "medium"
    with pytest.raises(AlreadyAnswered):
        answer_proposal(
            actor=inspector, proposal_id=proposed, agreed=True, because=REASON, at=after(noon, 4)
        )


def test_agreeing_needs_a_reason_of_the_inspectors_own(proposed, make_actor, noon):
    inspector = make_actor("duty_inspector")
    with pytest.raises(NeedsReason):
        answer_proposal(actor=inspector, proposal_id=proposed, agreed=True, because=" ", at=noon)
    with pytest.raises(DecisionRefused):
        answer_proposal(
            actor=inspector, proposal_id=proposed, agreed=True, because="usual behaviour", at=noon
        )


def test_something_newer_lapses_a_proposal_and_nothing_is_lowered(
    proposed, flagged, make_actor, look, noon
):
    inspector = make_actor("duty_inspector")
    answer_question(
        actor=make_actor("call_handler"), reference=flagged, fact="travel_abroad", value=True,
        said_by="a friend", source_kind="reporter", at=after(noon, 2),
    )  # fmt: skip
    ended = answer_proposal(
        actor=inspector, proposal_id=proposed, agreed=True, because=REASON, at=after(noon, 3)
    )
    assert ended == "lapsed"
    assert look(inspector, flagged).level == "high"


def test_whoever_proposed_may_not_agree_even_when_promoted(proposed, make_member, make_actor, noon):
    from whereabouts.foundations.agencies.models import MemberRole
    from whereabouts.foundations.agencies.queries import actor_of

    member = make_member("supervisor")
    MemberRole.objects.create(member=member, role="duty_inspector", from_at=noon)
    with pytest.raises(AskedByYou):
        answer_proposal(
            actor=actor_of(member=type(member).objects.get(pk=member.pk), at=after(noon, 1)),
            proposal_id=proposed, agreed=True, because=REASON, at=after(noon, 1),
        )  # fmt: skip


def test_a_waiting_proposal_reaches_a_superintendent(proposed, make_actor, noon):
    fire(at=after(noon, 16))
    by = make_actor("superintendent")
    with entered(actor=by, at=noon):
        assert Message.objects.filter(kind="proposal_waiting", to_role="superintendent").exists()
        assert LogEntry.objects.filter(kind="alarm.proposal_waiting").count() == 1


def test_the_outsider_neither_proposes_nor_answers(proposed, flagged, make_actor, accept_all, noon):
    elsewhere = make_actor("duty_inspector", agency="Elsewhere Police")
    wish = accept_all(make_actor("supervisor"), flagged, level="low")
    with pytest.raises(NotVisible):
        propose_lower(actor=elsewhere, reference=flagged, wish=wish, at=noon)
    with pytest.raises(NotVisible):
        answer_proposal(actor=elsewhere, proposal_id=proposed, agreed=True, because=REASON, at=noon)
    with pytest.raises(NotPermitted):
        answer_proposal(
            actor=make_actor("supervisor"), proposal_id=proposed, agreed=True, because=REASON,
            at=noon,
        )  # fmt: skip


# --- challenges --------------------------------------------------------------------


def test_a_challenge_needs_words_and_somebody_who_makes_it(flagged, make_actor, noon):
    handler = make_actor("call_handler")
    with pytest.raises(NothingSaid):
        challenge_grade(actor=handler, reference=flagged, made_by_kind="carer", words=" ", at=noon)
    with pytest.raises(UnknownChallenger):
        challenge_grade(
            actor=handler, reference=flagged, made_by_kind="nobody", words="No.", at=noon
        )


def test_an_answer_is_more_than_a_phrase(flagged, make_actor, noon):
    handler = make_actor("call_handler")
    key = challenge_grade(
        actor=handler, reference=flagged, made_by_kind="carer", words="She is with him.", at=noon
    )
    with pytest.raises(NoAnswer):
        answer_challenge(
            actor=make_actor("supervisor"), challenge_id=key, words="usual behaviour", at=noon
        )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("nothing", "We cannot say more."),
        ("safe", "We will tell you when the child is safe."),
        ("plan", "We will speak again"),
        ("all", "Ask us for the reasons"),
    ],
)
def test_what_the_challenger_may_be_told_follows_their_standing(
    told, said, flagged, make_actor, look, noon
):
    handler = make_actor("call_handler")
    child = look(handler, flagged).child_id
    with entered(actor=handler, at=noon):
        person = RelatedPerson.objects.create(
            child_id=child, name="Pat Example", relation="foster_carer", told=told,
            owner_agency_id=handler.agency_id, recorded_at=noon, recorded_by_id=handler.member_id,
        )  # fmt: skip
    key = challenge_grade(
        actor=handler, reference=flagged, made_by_kind="carer", words="She is with him.",
        person_id=person.pk, at=noon,
    )  # fmt: skip
    sentence = answer_challenge(
        actor=make_actor("supervisor"), challenge_id=key, words=LOOKED, at=after(noon, 5)
    )
    assert said in sentence
    assert "school" not in sentence


def test_a_home_worker_challenges_for_their_home_and_lowers_nothing(
    make_child, make_actor, make_member, take_report, look, noon
):
    """Their eyes see no adults: the assessment that follows must not be made through them."""
    home, handler = make_actor("home_worker"), make_actor("call_handler")
    child = make_child()
    from whereabouts.journeys.told import AdultNamed

    reference = take_report(
        child=child,
        adults=(AdultNamed(name="Alex Sample", kind="partner", fact="with_adult_partner"),),
    )
    before = look(handler, reference)
    with entered(actor=handler, at=noon):
        people.relate_to_child(
            child_id=before.child_id, agency=home.agency_id, kind="caring", at=noon
        )
    key = challenge_grade(
        actor=home, reference=reference, made_by_kind="partner", words="She said goodbye to us.",
        at=after(noon, 2),
    )  # fmt: skip
    now = look(handler, reference, at=after(noon, 2))
    assert now.level == before.level
    with entered(actor=handler, at=after(noon, 2)):
        facts = now.assessments.latest("number").facts
        assert facts["carer_disagrees"] is True
        assert facts["with_adult_partner"] is True
        made = Challenge.objects.get(pk=key)
    assert (made.made_by_kind, made.made_by_name) == ("partner", home.name)
    answer_challenge(
        actor=make_actor("supervisor"), challenge_id=key, words=LOOKED, at=after(noon, 5)
    )
    with entered(actor=home, at=after(noon, 5)):
        assert Message.objects.filter(kind="challenge_answered", to_role="home_worker").exists()


def test_the_outsider_challenges_nothing(flagged, make_actor, outsider, noon):
    with pytest.raises(NotVisible):
        challenge_grade(
            actor=outsider, reference=flagged, made_by_kind="partner", words="No.", at=noon
        )


# --- ownership ---------------------------------------------------------------------


@pytest.fixture
def second(make_actor):
    """Another supervisor."""
    return make_actor("supervisor", name="second-supervisor")


def test_the_owner_stays_the_owner_until_the_offer_is_accepted(
    flagged, make_actor, second, look, noon
):
    first = make_actor("supervisor")
    take_ownership(actor=first, reference=flagged, at=noon)
    offered = offer_hand_over(
        actor=first, reference=flagged, to_member=second.member_id, words="End of duty.", at=noon
    )
    assert look(first, flagged).owner_id == first.member_id
    answer_hand_over(actor=second, offer_id=offered, accepted=True, at=after(noon, 1))
    assert look(first, flagged).owner_id == second.member_id
    with pytest.raises(NotOffered):
        answer_hand_over(actor=second, offer_id=offered, accepted=True, at=after(noon, 2))


def test_a_declined_offer_leaves_the_owner_and_tells_them(flagged, make_actor, second, look, noon):
    first = make_actor("supervisor")
    take_ownership(actor=first, reference=flagged, at=noon)
    offered = offer_hand_over(
        actor=first, reference=flagged, to_member=second.member_id, words="", at=noon
    )
    answer_hand_over(
        actor=second, offer_id=offered, accepted=False, words="I am at court.", at=after(noon, 1)
    )
    assert look(first, flagged).owner_id == first.member_id
    with entered(actor=first, at=noon):
        told = Message.objects.get(key=f"hand_over:{offered}:answered")
    assert told.to_member_id == first.member_id


def test_nobody_takes_an_owned_episode_but_a_senior(flagged, make_actor, second, look, noon):
    first, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    take_ownership(actor=first, reference=flagged, at=noon)
    with pytest.raises(HasOwner):
        take_ownership(actor=second, reference=flagged, at=noon)
    with pytest.raises(NotTheOwner):
        offer_hand_over(
            actor=second, reference=flagged, to_member=second.member_id, words="", at=noon
        )
    take_ownership(actor=inspector, reference=flagged, at=after(noon, 1))
    assert look(first, flagged).owner_id == inspector.member_id


def test_an_episode_is_offered_only_to_who_may_own_it_here(flagged, make_actor, make_member, noon):
    first = make_actor("supervisor")
    take_ownership(actor=first, reference=flagged, at=noon)
    for other in (
        make_member("response_officer"),
        make_member("supervisor", agency="Elsewhere Police"),
        make_member("supervisor"),
    ):
        with pytest.raises(MayNotOwn):
            offer_hand_over(actor=first, reference=flagged, to_member=other.pk, words="", at=noon)


def test_an_episode_nobody_owns_reaches_the_duty_inspector_after_half_an_hour(
    flagged, make_actor, noon
):
    by = make_actor("duty_inspector")
    fire(at=after(noon, 31))
    with entered(actor=by, at=noon):
        assert Message.objects.filter(kind="unowned", to_role="duty_inspector").count() == 1


def test_taking_it_on_stands_that_alarm_down(flagged, make_actor, noon):
    by = make_actor("supervisor")
    take_ownership(actor=by, reference=flagged, at=after(noon, 5))
    fire(at=after(noon, 31))
    with entered(actor=by, at=noon):
        assert not Message.objects.filter(kind="unowned").exists()


def test_the_outsider_owns_and_offers_nothing(flagged, make_actor, second, noon):
    elsewhere = make_actor("supervisor", agency="Elsewhere Police")
    with pytest.raises(NotVisible):
        take_ownership(actor=elsewhere, reference=flagged, at=noon)
    with pytest.raises(NotVisible):
        offer_hand_over(
            actor=elsewhere, reference=flagged, to_member=second.member_id, words="", at=noon
        )
    offered = offer_hand_over(
        actor=second, reference=flagged, to_member=make_actor("duty_inspector").member_id,
        words="", at=noon,
    )  # fmt: skip
    with pytest.raises(NotVisible):
        answer_hand_over(actor=elsewhere, offer_id=offered, accepted=True, at=noon)


# --- transfers ---------------------------------------------------------------------


@pytest.fixture
def elsewhere(make_actor):
    """The duty inspector of another force."""
    return make_actor("duty_inspector", agency="Elsewhere Police")


@pytest.fixture
def offered(flagged, make_actor, elsewhere, noon):
    """An offer of the episode to Elsewhere Police."""
    return offer_transfer(
        actor=make_actor("duty_inspector"), reference=flagged, to_agency=elsewhere.agency_id,
        because="The child was last seen there.", at=noon,
    )  # fmt: skip


def test_the_holder_keeps_it_until_the_other_force_accepts(
    offered, flagged, make_actor, elsewhere, look, noon
):
    ours = make_actor("duty_inspector")
    assert look(ours, flagged).owner_agency_id == ours.agency_id
    answer_transfer(
        actor=elsewhere, transfer_id=offered, accepted=True, because="", at=after(noon, 5)
    )
    episode = look(elsewhere, flagged, at=after(noon, 5))
    assert (episode.owner_agency_id, episode.owner_id) == (elsewhere.agency_id, None)
    with entered(actor=elsewhere, at=after(noon, 5)):
        waiting = Task.objects.filter(episode=episode, state__in=("open", "accepted"))
        assert not waiting.filter(assigned_agency=ours.agency_id).exists()
        assert waiting.filter(assigned_agency=elsewhere.agency_id).exists()
    timers = Timer.objects.filter(subject=f"episode:{episode.pk}", state="waiting")
    assert set(timers.values_list("owner_agency", flat=True)) == {elsewhere.agency_id}
    with pytest.raises(MoveNotAllowed):
        answer_transfer(
            actor=elsewhere, transfer_id=offered, accepted=True, because="", at=after(noon, 6)
        )


def test_unanswered_both_duty_inspectors_are_told_and_the_holder_keeps_it(
    offered, flagged, make_actor, elsewhere, look, noon
):
    ours = make_actor("duty_inspector")
    fire(at=after(noon, 31))
    for inspector in (ours, elsewhere):
        with entered(actor=inspector, at=after(noon, 31)):
            assert Message.objects.filter(
                kind="transfer_disputed", to_agency=inspector.agency_id, to_role="duty_inspector"
            ).exists()
    assert look(ours, flagged).owner_agency_id == ours.agency_id


def test_a_declined_transfer_stays_with_its_holder(
    offered, flagged, make_actor, elsewhere, look, noon
):
    ours = make_actor("duty_inspector")
    answer_transfer(
        actor=elsewhere, transfer_id=offered, accepted=False, because="The child lives with you.",
        at=after(noon, 5),
    )  # fmt: skip
    fire(at=after(noon, 31))
    assert look(ours, flagged).owner_agency_id == ours.agency_id
    with entered(actor=ours, at=noon):
        assert not Message.objects.filter(kind="transfer_disputed").exists()
        assert Message.objects.filter(kind="transfer_answered").exists()


def test_only_a_force_may_be_asked_and_only_once(
    offered, flagged, make_actor, make_agency, elsewhere, noon
):
    ours = make_actor("duty_inspector")
    given = {"actor": ours, "reference": flagged, "because": "Seen there.", "at": noon}
    with pytest.raises(AlreadyOffered):
        offer_transfer(to_agency=elsewhere.agency_id, **given)
    for agency in (ours.agency_id, make_agency("Aldermere Council", "authority").pk):
        with pytest.raises(CannotTake):
            offer_transfer(to_agency=agency, **given)
    with pytest.raises(OtherAgencys):
        offer_transfer(**{**given, "actor": elsewhere, "to_agency": ours.agency_id})


def test_a_third_force_cannot_tell_that_there_is_an_offer(offered, flagged, make_actor, noon):
    third = make_actor("duty_inspector", agency="Thirdmoor Police")
    with pytest.raises(NotVisible):
        answer_transfer(actor=third, transfer_id=offered, accepted=True, because="", at=noon)
    with entered(actor=third, at=noon):
        assert not Episode.objects.filter(reference=flagged).exists()


def test_an_episode_that_nobody_takes_on_climbs_to_the_superintendent(
    take_report, make_actor, noon
):
    take_report()
    inspector = make_actor("duty_inspector")
    for minutes in (31, 45, 62, 95):
        fire(at=after(noon, minutes))
    with entered(actor=inspector, at=noon):
        told = Message.objects.filter(kind="unowned").order_by("promised_at")
        assert [one.to_role for one in told] == ["duty_inspector", "superintendent"]
