"""Who is told of a missing child, by the hour, how loudly; acknowledged, or it climbs."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import put_on_duty
from whereabouts.foundations.agencies.models import Agency, Area, Member
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.delivering import NotDelivered
from whereabouts.foundations.outbox.endpoints import set_endpoint
from whereabouts.foundations.outbox.models import Delivery, Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.acknowledging import acknowledging, spread
from whereabouts.insight.lookups.deliveries import deliveries_of_mine
from whereabouts.insight.lookups.notices import digest_to_me, notices_to_me
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.ask_enquiry import ask_enquiry
from whereabouts.journeys.clock import fire
from whereabouts.journeys.clock.posting import deliver
from whereabouts.journeys.send_again import send_again
from whereabouts.practice.risk.telling import authority_role
from whereabouts.records.episodes.models import Episode

FRIDAY_NIGHT = datetime(2026, 11, 20, 22, tzinfo=UTC)
HIGH = {"self_harm": "current", "suicide_concern": True, "mental_health_need": True}


@pytest.fixture
def worker(make_actor):
    """Return the social worker of the only authority in the force's area."""
    worker, handler = make_actor("social_worker"), make_actor("call_handler")
    Area.objects.create(authority_id=worker.agency_id, force_id=handler.agency_id)
    return worker


def told(actor, at, **wanted):
    with entered(actor=actor, at=at):
        return sorted(Message.objects.filter(**wanted).values_list("to_role", "loudness"))


def minutes(noon, count):
    return noon + timedelta(minutes=count)


@pytest.mark.django_db
def test_by_day_the_social_worker_is_told_and_by_night_the_team_out_of_hours(
    take_report, worker, noon
):
    take_report()
    assert told(worker, noon, to_agency=worker.agency_id) == [("social_worker", "list")]
    take_report(at=FRIDAY_NIGHT, names="Tim Sampleton")
    assert ("out_of_hours_worker", "list") in told(
        worker, FRIDAY_NIGHT, to_agency=worker.agency_id, promised_at=FRIDAY_NIGHT
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "role"),
    [
        (datetime(2026, 11, 20, 8, 59, tzinfo=UTC), "out_of_hours_worker"),
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), "social_worker"),
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), "social_worker"),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "out_of_hours_worker"),
        # In summer a London clock is an hour on; on a Sunday and a bank holiday offices are shut.
        (datetime(2026, 7, 6, 8, 0, tzinfo=UTC), "social_worker"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "out_of_hours_worker"),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), "out_of_hours_worker"),
    ],
    ids=str,
)
def test_who_answers_goes_by_working_hours_in_london(make_agency, at, role):
    council = make_agency("Aldermere Council", "authority")
    assert authority_role(authority=council, at=at) == role


@pytest.mark.django_db
def test_the_rota_goes_before_the_clock(make_agency, make_member, noon):
    council = make_agency("Aldermere Council", "authority")
    put_on_duty(
        agency=council, role="out_of_hours_worker", member=make_member("out_of_hours_worker"),
        from_at=noon, until_at=noon + timedelta(hours=1),
    )  # fmt: skip
    assert authority_role(authority=council, at=noon) == "out_of_hours_worker"
    assert authority_role(authority=council, at=noon + timedelta(hours=1)) == "social_worker"


@pytest.mark.django_db
def test_an_episode_at_high_interrupts_the_inspector_and_the_authority(take_report, worker, noon):
    take_report(facts=HIGH)
    assert told(worker, noon, kind="new_episode", loudness="interrupt") == [
        ("social_worker", "interrupt")
    ]


@pytest.mark.django_db
def test_coming_to_stand_at_high_interrupts_once_and_again_after_it_was_lowered(
    take_report, make_actor, decide_as, noon
):
    inspector = make_actor("duty_inspector")
    reference = take_report()

    def interrupts():
        return len(told(inspector, noon, kind="new_episode", loudness="interrupt"))

    assert interrupts() == 0
    for count in (1, 2):
        answer_question(
            actor=inspector, reference=reference, fact="self_harm", value="current",
            said_by="a friend", source_kind="reporter", at=minutes(noon, count),
        )  # fmt: skip
        decide_as(inspector, reference, level="high", at=minutes(noon, count))
    assert interrupts() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("read", "rung"), [(False, [("duty_inspector", "list")]), (True, [])])
def test_a_superintendent_knows_of_high_within_the_packs_hour_or_the_inspector_rings_one(
    take_report, make_actor, noon, read, rung
):
    chief, inspector = make_actor("superintendent"), make_actor("duty_inspector")
    take_report(facts=HIGH)
    (mine,) = notices_to_me(actor=chief, at=noon)
    assert (mine.kind, mine.loudness) == ("new_episode", "list")
    if read:
        acknowledge_notices(actor=chief, keys=[mine.key], at=minutes(noon, 59))
    fire(at=minutes(noon, 59), most=1000)
    assert told(inspector, noon, kind="superintendent_told") == []
    for count in (60, 61):
        fire(at=minutes(noon, count), most=1000)
    assert told(inspector, noon, kind="superintendent_told") == rung


@pytest.mark.django_db
def test_below_high_no_superintendent_is_told_and_lowered_meanwhile_nobody_is_rung(
    take_report, make_actor, noon
):
    chief = make_actor("superintendent")
    take_report()
    assert notices_to_me(actor=chief, at=noon) == []
    reference = take_report(facts=HIGH, names="Sam Placeholder", born_text="1 May 2015")
    with entered(actor=chief, at=noon):
        Episode.objects.filter(reference=reference).update(level="medium")
    fire(at=minutes(noon, 61), most=1000)
    assert told(chief, noon, kind="superintendent_told") == []


@pytest.mark.django_db
def test_raised_to_high_late_in_the_day_the_hour_of_the_superintendent_runs_from_then(
    take_report, make_actor, decide_as, noon
):
    reference, inspector = take_report(), make_actor("duty_inspector")
    decide_as(inspector, reference, level="high", at=minutes(noon, 300))
    due = Timer.objects.get(kind="superintendent_told", state="waiting").due_at
    assert due == minutes(noon, 360)


@pytest.mark.django_db
def test_a_missed_first_attendance_interrupts_and_another_late_task_does_not(
    take_report, make_actor, noon
):
    handler = make_actor("call_handler")
    reference = take_report()
    ask_enquiry(
        actor=handler, reference=reference, title="Ring the school", at=noon,
        to_role="response_officer", due_at=minutes(noon, 3),
    )  # fmt: skip
    fire(at=minutes(noon, 4))
    fire(at=minutes(noon, 61))
    assert told(handler, noon, kind="first_attendance") == [("duty_inspector", "interrupt")]
    assert {loudness for _, loudness in told(handler, noon, kind="task_due")} == {"list"}


@pytest.mark.django_db
def test_what_follows_an_interruption_that_nobody_has_read_is_a_line_in_the_list(
    take_report, make_actor, noon
):
    handler, inspector = make_actor("call_handler"), make_actor("duty_inspector")
    reference = take_report(facts=HIGH)
    before = told(inspector, noon, to_role="duty_inspector", loudness="interrupt")
    assert len(before) == 1
    fire(at=minutes(noon, 14))
    fire(at=minutes(noon, 16))
    assert told(handler, noon, kind="undecided") == [("duty_inspector", "list")]
    mine = notices_to_me(actor=inspector, at=minutes(noon, 17))
    acknowledge_notices(actor=inspector, keys=[one.key for one in mine], at=minutes(noon, 17))
    answer_question(
        actor=handler, reference=reference, fact="contactable", value=False,
        said_by="a friend", source_kind="reporter", at=minutes(noon, 18),
    )  # fmt: skip
    fire(at=minutes(noon, 60))
    later = told(inspector, noon, to_role="duty_inspector", promised_at__gt=minutes(noon, 18))
    assert ("duty_inspector", "interrupt") in later


@pytest.mark.django_db
def test_an_alarm_that_nobody_reads_climbs_too_and_one_that_was_withdrawn_does_not(
    take_report, make_actor, noon
):
    inspector = make_actor("duty_inspector")
    take_report()
    fire(at=minutes(noon, 16))
    with entered(actor=inspector, at=noon):
        Message.objects.filter(kind="new_episode").update(withdrawn_at=noon)
    fire(at=minutes(noon, 32))
    with entered(actor=inspector, at=noon):
        alarm = Message.objects.get(kind="undecided")
        assert alarm.climbed_to == "superintendent"
        assert (
            not Message.objects.filter(kind="new_episode")
            .exclude(climbed_to="")
            .filter(promised_at__gt=noon)
        )


@pytest.mark.django_db
def test_a_climb_is_sent_to_the_higher_roles_endpoint(take_report, make_actor, noon):
    superintendent = make_actor("superintendent")
    with entered(actor=superintendent, at=noon):
        set_endpoint(
            channel="email", where="super@force.example", label="Mail", role="superintendent",
            by=superintendent, at=noon,
        )  # fmt: skip
    take_report()
    assert not Delivery.objects.exists()
    fire(at=minutes(noon, 16))
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_what_climbs_waits_in_its_childs_line_behind_what_was_said_before(
    take_report, make_actor, noon
):
    """The mail of the superintendent is away: what was promised first arrives first."""
    chief = make_actor("superintendent")
    with entered(actor=chief, at=noon):
        set_endpoint(
            channel="email", where="super@force.example", label="Mail", role="superintendent",
            by=chief, at=noon,
        )  # fmt: skip
    take_report(facts=HIGH)
    fire(at=minutes(noon, 16), most=1000)
    with entered(actor=chief, at=noon):
        lines = list(Delivery.objects.values_list("message__climbed_to", "line"))
    assert {climbed for climbed, _ in lines} == {"", "superintendent"}
    assert len({line for _, line in lines}) == 1


@pytest.mark.django_db
def test_an_authority_that_stays_silent_is_told_to_the_force_that_told_it_once(
    take_report, worker, make_actor, noon
):
    inspector = make_actor("duty_inspector")
    take_report()
    for count in (16, 30):
        fire(at=minutes(noon, count), most=1000)
    assert told(inspector, noon, kind="elsewhere_silent") == []
    for count in (31, 47, 62, 77):
        fire(at=minutes(noon, count), most=1000)
    assert told(inspector, noon, kind="elsewhere_silent") == [("duty_inspector", "list")]
    with entered(actor=inspector, at=noon):
        said = Message.objects.get(kind="elsewhere_silent")
        assert said.climbed_to == "superintendent"  # nobody rang: it climbs like any other
        assert Agency.objects.get(pk=worker.agency_id).name not in said.text


@pytest.mark.django_db
def test_an_authority_that_acknowledged_is_not_called_silent(take_report, worker, make_actor, noon):
    take_report()
    mine = notices_to_me(actor=worker, at=noon)
    acknowledge_notices(actor=worker, keys=[one.key for one in mine], at=minutes(noon, 5))
    for count in (16, 32, 47, 62):
        fire(at=minutes(noon, count), most=1000)
    assert told(make_actor("duty_inspector"), noon, kind="elsewhere_silent") == []


@pytest.mark.django_db
def test_what_can_wait_is_gathered_at_its_hour_and_read_at_once(make_actor, noon):
    coordinator = make_actor("missing_coordinator")
    with entered(actor=coordinator, at=noon):
        for number in range(3):
            promise(
                key=f"bar:{number}", kind="bar_passed", subject="made-up:1",
                from_agency=coordinator.agency_id, to_agency=coordinator.agency_id,
                to_role="missing_coordinator", text=f"Notice {number}.", at=noon,
            )  # fmt: skip
    early = digest_to_me(actor=coordinator, at=minutes(noon, 119))
    assert (early.notices, early.waiting) == ((), 3)
    assert notices_to_me(actor=coordinator, at=minutes(noon, 119)) == []
    gathered = digest_to_me(actor=coordinator, at=early.next_at)
    assert (len(gathered.notices), gathered.waiting) == (3, 0)
    done = acknowledge_notices(
        actor=coordinator, keys=[one.key for one in gathered.notices], at=early.next_at
    )
    assert done == 3
    assert digest_to_me(actor=coordinator, at=early.next_at).notices == ()


@pytest.mark.django_db
def test_an_email_of_what_can_wait_goes_at_its_hour_and_holds_nothing_up(make_actor, noon):
    coordinator = make_actor("missing_coordinator")
    sent = []
    with entered(actor=coordinator, at=noon):
        set_endpoint(
            channel="email", where="team@force.example", label="Mail", least="digest",
            by=coordinator, at=noon,
        )  # fmt: skip
        for kind in ("bar_passed", "referral"):
            promise(
                key=kind, kind=kind, subject="made-up:1", from_agency=coordinator.agency_id,
                to_agency=coordinator.agency_id, to_role="missing_coordinator", text=kind, at=noon,
            )  # fmt: skip
    for moment in (noon, noon + timedelta(hours=2)):
        deliver(send=sent.append, now=lambda moment=moment: moment)
        sent.append(None)
    assert [one and one.kind for one in sent] == ["referral", None, "bar_passed", None]


@pytest.mark.parametrize(
    ("waits", "share", "lasting", "or_more"),
    [
        ([(5, False)], 0.5, 5, False),
        ([(1, False), (2, False), (3, False), (4, False)], 0.5, 2, False),
        ([(n, False) for n in range(1, 11)], 0.9, 9, False),
        ([(1, False), (2, True), (3, False)], 0.9, 3, True),
        ([(1, False), (9, True)], 0.5, 1, False),
        ([(1, True), (9, False)], 0.5, 1, True),
    ],
)
def test_half_and_nine_in_ten_are_by_rank_and_silence_is_never_flattering(
    waits, share, lasting, or_more
):
    given = [(timedelta(minutes=count), going) for count, going in waits]
    found = spread(waits=given, share=share)
    assert (found.lasting, found.or_more) == (timedelta(minutes=lasting), or_more)


@pytest.mark.django_db
def test_time_to_acknowledge_is_measured_by_role_for_those_who_answer_for_it(
    take_report, make_actor, outsider, noon
):
    inspector, supervisor = make_actor("duty_inspector"), make_actor("supervisor")
    take_report()
    mine = notices_to_me(actor=inspector, at=noon)
    acknowledge_notices(actor=inspector, keys=[one.key for one in mine], at=minutes(noon, 4))
    rows = {one.role: one for one in acknowledging(actor=supervisor, at=minutes(noon, 30))}
    assert set(rows) == {"duty_inspector", "missing_coordinator"}
    ours, theirs = rows["duty_inspector"], rows["missing_coordinator"]
    assert (ours.told, ours.acknowledged, ours.median.lasting) == (1, 1, timedelta(minutes=4))
    assert (theirs.waiting, theirs.nine_in_ten.or_more) == (1, True)
    assert theirs.nine_in_ten.lasting == timedelta(minutes=30)
    assert acknowledging(actor=outsider, at=minutes(noon, 30)) == []
    with pytest.raises(NotPermitted):
        acknowledging(actor=make_actor("call_handler"), at=noon)


@pytest.mark.django_db
def test_dead_letters_are_seen_and_sent_again_by_their_own_agency_alone(
    take_report, make_actor, outsider, noon
):
    inspector = make_actor("duty_inspector")
    with entered(actor=inspector, at=noon):
        set_endpoint(
            channel="webhook", where="https://force.example/", label="Command and control",
            by=inspector, at=noon, role="duty_inspector",
        )  # fmt: skip
    take_report()

    def gone(parcel):
        raise NotDelivered("answered 410", refused=True)

    deliver(send=gone, now=lambda: noon)
    seen = deliveries_of_mine(actor=inspector, at=noon)
    (letter,) = seen.dead
    assert (letter.fault, letter.label) == ("answered 410", "Command and control")
    assert (seen.endpoints[0].dead, seen.endpoints[0].failing_since) == (1, noon)
    other = deliveries_of_mine(actor=outsider, at=noon)
    assert (other.endpoints, other.dead, other.dead_in_all) == ((), (), 0)
    assert send_again(actor=outsider, keys=[letter.key], at=noon) == 0
    with pytest.raises(NotPermitted):
        send_again(actor=make_actor("call_handler"), keys=[letter.key], at=noon)
    assert send_again(actor=inspector, keys=[letter.key], at=noon) == 1
    assert send_again(actor=inspector, keys=[letter.key], at=noon) == 0
    assert deliveries_of_mine(actor=inspector, at=noon).dead == ()


@pytest.mark.django_db
def test_an_outsider_acknowledges_nothing_of_a_list(take_report, make_actor, outsider, noon):
    inspector = make_actor("duty_inspector")
    take_report()
    keys = [one.key for one in notices_to_me(actor=inspector, at=noon)]
    with pytest.raises(NotVisible):
        acknowledge_notices(actor=outsider, keys=keys, at=noon)
    assert len(notices_to_me(actor=inspector, at=noon)) == len(keys) > 0


@pytest.mark.usefixtures("committed")
def test_two_who_acknowledge_one_list_at_once_share_it_and_neither_waits_for_ever(
    make_actor, make_member, noon
):
    inspector = make_actor("duty_inspector")
    second = make_actor("duty_inspector", name="second@northmoor")
    with entered(actor=inspector, at=noon):
        for number in range(20):
            promise(
                key=f"made-up:{number}", kind="made_up", subject=f"made-up:{number}",
                from_agency=inspector.agency_id, to_agency=inspector.agency_id,
                to_role="duty_inspector", text="A notice.", at=noon,
            )  # fmt: skip
    keys = [one.key for one in notices_to_me(actor=inspector, at=noon)]
    barrier, done = Barrier(2), {}

    def go(actor, ordered):
        barrier.wait(60)
        try:
            done[actor.member_id] = acknowledge_notices(actor=actor, keys=ordered, at=noon)
        finally:
            connection.close()

    pairs = ((inspector, keys), (second, keys[::-1]))
    threads = [Thread(target=go, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(done.values()) == len(keys) == 20
    with entered(actor=inspector, at=noon):
        by = Message.objects.values_list("acknowledged_by", flat=True)
        assert set(by) <= set(Member.objects.values_list("pk", flat=True))
