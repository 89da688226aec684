"""Meetings, the street and the public in the night: something on each of their pages."""

from datetime import timedelta

from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.call_meeting import call_panel, invite_to_meeting
from whereabouts.journeys.decide_in_meeting import agree_action
from whereabouts.journeys.keep_beats import make_beat, name_hot_spot, name_officer, name_school
from whereabouts.journeys.make_appeal import make_appeal
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.rescue_alert import Answer, ask_rescue_alert
from whereabouts.journeys.tell_from_street import tell_from_street
from whereabouts.practice.meetings.models import Item

DAY = timedelta(days=1)
YES = Answer(answer="yes", words="Her sister says so.")


def meet_in_the_night(world, at):
    """Call a panel, agree on something, keep a beat, tell from it, and ask the public."""
    inspector, officer = actor(world, "duty_inspector"), actor(world, "response_officer")
    meeting = call_panel(
        actor=inspector, held_at=at, chair=inspector.member_id, place="Room 2", at=at
    )
    with entered(actor=inspector, at=at):
        item = Item.objects.filter(meeting=meeting, child=world.child).get()
    action = agree_action(
        actor=inspector, item_id=item.pk, what="A youth worker sees her each week, on her own",
        agency=world.agencies["force"].pk, who="PC Example", due_on=(at + 9 * DAY).date(),
        second_agency=world.agencies["authority"].pk, second_who="Max Pretendley", at=at,
    )  # fmt: skip
    invite_to_meeting(
        actor=inspector, meeting_id=meeting, agencies=[world.agencies["authority"].pk], at=at
    )
    beat = make_beat(actor=inspector, name="Station", places=["ZZ1", "bus station"], at=at)
    name_officer(actor=inspector, beat_id=beat, member=officer.member_id, at=at)
    name_hot_spot(
        actor=inspector, beat_id=beat, place="Kiosk at the bus station", at=at,
        why="Older men wait there in the evening", until_on=(at + 9 * DAY).date(),
    )  # fmt: skip
    name_school(
        actor=inspector, beat_id=beat, name="Sample School", officer=inspector.member_id,
        when="Tuesdays", at=at,
    )  # fmt: skip
    word = tell_from_street(
        actor=officer, child_id=world.child, words="She eats at the kiosk.", kind="seen", at=at
    )
    make_appeal(
        actor=inspector, reference=world.reference, words="Have you seen her?", area="The town",
        contact="101", expires_at=at + DAY, at=at,
    )  # fmt: skip
    alert = ask_rescue_alert(
        actor=inspector, reference=world.reference, at=at,
        answers=dict.fromkeys(("under_18", "imminent_danger", "enough_to_help"), YES),
    )  # fmt: skip
    theirs = report_missing(
        actor=actor(world, "next_handler"),
        told=Told(
            idempotency_key="next-door", happened_at=at, names="Wren Nextdoor", relation="mother",
            born_text="1 May 2015", reporter_name="A Mother Example", last_seen_place="the quay",
            facts={"whereabouts_known": False}, words="She got into a van on the quay.",
        ),
        at=at,
    ).episode  # fmt: skip
    their_alert = ask_rescue_alert(
        actor=actor(world, "next_inspector"), reference=theirs, at=at,
        answers=dict.fromkeys(("under_18", "imminent_danger", "enough_to_help"), YES),
        second_force=world.agencies["force"].pk,
    )  # fmt: skip
    return {
        "their_alert": their_alert, "meeting_id": meeting, "item_id": item.pk, "agreed_id": action, "beat_id": beat,
        "word_id": word, "alert_id": alert,
    }  # fmt: skip
