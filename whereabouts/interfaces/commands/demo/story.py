"""One made-up girl's story across two cities: placed, looked after, followed, met about, missed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.meetings import meeting_page
from whereabouts.interfaces.commands.carried_over import carry_over
from whereabouts.interfaces.commands.demo import stays
from whereabouts.interfaces.commands.demo.lives import Life
from whereabouts.interfaces.commands.demo.names import Named
from whereabouts.interfaces.commands.demo.nation import (
    FIRST_AUTHORITY,
    FIRST_FORCE,
    FIRST_HOME,
    Nation,
)
from whereabouts.interfaces.commands.demo.stays import Stay
from whereabouts.journeys.acknowledge_placement import acknowledge_placement
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.call_meeting import (
    AlreadyOnAgenda,
    call_panel,
    call_strategy_discussion,
    invite_to_meeting,
    put_child_on_agenda,
)
from whereabouts.journeys.change_meeting import answer_invitation, move_meeting
from whereabouts.journeys.decide_in_meeting import (
    agree_action,
    close_meeting,
    decide_on_child,
    note_presence,
)
from whereabouts.journeys.give_placement_notice import Given, give_placement_notice
from whereabouts.journeys.own_together import take_on_meeting_action
from whereabouts.journeys.report_as_carer import CarerTold, report_as_carer
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.journeys.use_emergency_access import use_emergency_access
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child
from whereabouts.records.placements.models import Acknowledgement

CITY, COUNCIL = "eastvale", "dunvale"  # where she comes from
HOSPITAL, THIRD_FORCE = "northmoor-hospital", "westbrook"
NAME = ("Wren", "Tellingtale")
YEARS = 15
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
GIVEN = Given(
    risks=("cse", "adults"), at_a_distance=True, distance_km=190, approved_on=None,
    why_suitable="Four children, staff who stay, and far from where she was hurt.",
    risk_pack="Two men wait for her where she lived. Nobody unknown is let in. She answers texts.",
    plan="School from the first Monday; a key worker by name; her sister rings on Sundays.",
    contacts="The day team, 01632 960330; at night 01632 960331.", director="A Director Madeup",
)  # fmt: skip


@dataclass(kw_only=True)
class Story:
    """Who the story is of, and what it has come to: for its other chapters."""

    nation: Nation
    at: datetime
    child: Child
    life: Life
    tonight: str = ""


def begin(*, nation: Nation, at: datetime) -> Story:
    """Let her be placed far from home a month ago, with everything told and acknowledged."""
    then = at - 200 * DAY
    by = nation.actor("missing_coordinator", of=CITY, at=then)
    worker = nation.actor("social_worker", of=COUNCIL, at=then)
    with entered(actor=by, at=then):
        child = people.create_child(
            by=by, at=then, names=[{"given": NAME[0], "family": NAME[1], "kind": "birth"}],
            born_text=f"{at.year - YEARS}-02-04", sex="F", source="force record",
        )  # fmt: skip
        people.relate_to_child(
            child_id=child.pk, agency=worker.agency_id, kind="responsible", at=then
        )
    add_flag(
        actor=by, child_id=child.pk, kind="cse", strength="confirmed", at=then,
        source="team around the child", review_on=(at + 60 * DAY).date(),
    )  # fmt: skip
    for days in (150, 96, 61):
        when = at - days * DAY
        carry_over(
            child=child, by=nation.actor("missing_coordinator", of=CITY, at=when),
            reported_at=when, back_at=when + 7 * HOUR, level="medium", place="the old arcade",
        )  # fmt: skip
    _placed(nation=nation, child=child, at=at)
    life = Life(
        child=child, age=YEARS, force=FIRST_FORCE, authority=COUNCIL, living_at="childrens_home",
        named=Named(given=NAME[0], family=NAME[1], sex="F", ethnicity="", language=""),
        carer="Jules Hearthwell",
    )  # fmt: skip
    return Story(nation=nation, at=at, child=child, life=life)


def _placed(*, nation: Nation, child: Child, at: datetime) -> None:
    then, starts = at - 40 * DAY, at - 33 * DAY
    worker = nation.actor("social_worker", of=COUNCIL, at=then)
    placement = add_placement(
        actor=worker, child_id=child.pk, living_at="childrens_home", looked_after=True,
        started_on=starts.date(), home=nation.key(FIRST_HOME), legal_status="C2", at=then,
        responsible_authority=worker.agency_id, host_authority=nation.key(FIRST_AUTHORITY),
    )  # fmt: skip
    given = Given(**{**GIVEN.__dict__, "approved_on": then.date()})
    give_placement_notice(actor=worker, placement_id=placement, given=given, at=then)
    read = then + DAY
    for role, of, part in (
        ("social_worker", FIRST_AUTHORITY, "host_authority"),
        ("missing_coordinator", FIRST_FORCE, "host_police"),
        ("home_worker", FIRST_HOME, "receiving_home"),
    ):
        who = nation.actor(role, of=of, at=read)
        with entered(actor=who, at=read):
            asked = Acknowledgement.objects.get(placement=placement, part=part, about="start")
        acknowledge_placement(
            actor=who, acknowledgement_id=asked.pk, at=read, words="Read. We see her on day one."
        )


def away_once(*, story: Story) -> Stay:
    """Twelve days ago she was away for a night: found, back, spoken with, followed up."""
    nation, start = story.nation, story.at - 12 * DAY
    stay = _reported(story=story, at=start, words="Her bed is empty. She texts: I am fine.")
    stays.owned(nation=nation, stay=stay, at=start + 4 * MINUTE)
    stays.decided(nation=nation, stay=stay, at=start + 6 * MINUTE, role="supervisor")
    stays.located(nation=nation, stay=stay, at=start + 5 * HOUR)
    there = stays.back(nation=nation, stay=stay, at=start + 5 * HOUR + 30 * MINUTE)
    stays.seen(nation=nation, stay=stay, at=there + 20 * MINUTE)
    stays.spoken_with(nation=nation, stay=stay, at=there + HOUR, place=2)
    _met_about(story=story, reference=stay.reference)
    stays.worked_through(nation=nation, stay=stay, at=story.at - 8 * DAY)
    stays.read(nation=nation, stay=stay, at=story.at - 8 * DAY)
    return stay


def _met_about(*, story: Story, reference: str) -> None:
    """Her own authority calls the agencies together; moved once, it agrees and closes."""
    nation, called = story.nation, story.at - 11 * DAY
    held = called + 2 * DAY
    worker = nation.actor("social_worker", of=COUNCIL, at=called)
    meeting = call_strategy_discussion(
        actor=worker, reference=reference, kind="strategy", held_at=called + DAY, at=called,
        chair=worker.member_id, place="By video, from Dunvale",
        invited=[nation.key(one) for one in (FIRST_FORCE, FIRST_AUTHORITY, FIRST_HOME, HOSPITAL)],
    )  # fmt: skip
    move_meeting(
        actor=worker, meeting_id=meeting, held_at=held, at=called + HOUR,
        because="The doctor who saw her is there a day later.",
    )  # fmt: skip
    for role, of, who in (
        ("partner_worker", HOSPITAL, "Dr Specimen"), ("home_worker", FIRST_HOME, "Her key worker"),
    ):  # fmt: skip
        answer_invitation(
            actor=nation.actor(role, of=of, at=called + 2 * HOUR), meeting_id=meeting,
            coming=True, who=who, at=called + 2 * HOUR,
        )  # fmt: skip
    for of, who in (
        (FIRST_FORCE, "The missing coordinator"), (HOSPITAL, "Dr Specimen"),
        (FIRST_HOME, "Her key worker"),
    ):  # fmt: skip
        note_presence(
            actor=worker, meeting_id=meeting, agency=nation.key(of), presence="attended",
            who=who, at=held + HOUR,
        )  # fmt: skip
    item = _item(worker=worker, meeting=meeting, at=held)
    together = agree_action(
        actor=worker, item_id=item, at=held + HOUR, agency=nation.key(FIRST_FORCE),
        what="See her together, where she chooses, and ask about the car", who="PC Examplewright",
        due_on=(story.at + 3 * DAY).date(), second_agency=nation.key(COUNCIL),
        second_who="Her social worker",
    )  # fmt: skip
    agree_action(
        actor=worker, item_id=item, at=held + HOUR, agency=nation.key(FIRST_HOME),
        what="A phone that she keeps, and a number that always answers", who="Her key worker",
        due_on=(story.at + DAY).date(),
    )  # fmt: skip
    decide_on_child(
        actor=worker, item_id=item, at=held + 2 * HOUR, enquiries="no",
        enquiries_because="She is safe where she lives; the men are dealt with by the police.",
        decision="She is seen together; the man is warned away; the home is told what to look for.",
        next_review_on=(story.at + 20 * DAY).date(),
    )  # fmt: skip
    for role, of in (("missing_coordinator", FIRST_FORCE), ("social_worker", COUNCIL)):
        take_on_meeting_action(
            actor=nation.actor(role, of=of, at=held + 3 * HOUR), action_id=together,
            at=held + 3 * HOUR,
        )  # fmt: skip
    close_meeting(actor=worker, meeting_id=meeting, at=held + 3 * HOUR)


def _item(*, worker: Actor, meeting: UUID, at: datetime) -> UUID:
    page = meeting_page(actor=worker, at=at, meeting_id=meeting)
    return page.agenda[0].item_id


def panel_ahead(*, story: Story, others: tuple[UUID, ...] = ()) -> UUID:
    """Call the force's panel for tomorrow morning, with her on its agenda and others."""
    nation, then = story.nation, story.at - DAY
    coordinator = nation.actor("missing_coordinator", at=then)
    chair = nation.actor("superintendent", at=then)
    tomorrow = london_date(instant=story.at) + DAY
    panel = call_panel(
        actor=coordinator, held_at=london_instant(on=tomorrow, wall=time(10)), at=then,
        chair=chair.member_id, place="Room 2, the made-up town hall",
    )  # fmt: skip
    for child in (story.child.pk, *others):
        try:
            put_child_on_agenda(actor=coordinator, meeting_id=panel, child_id=child, at=then)
        except AlreadyOnAgenda:
            continue  # a threshold brought them there
    invite_to_meeting(
        actor=coordinator, meeting_id=panel, at=then,
        agencies=[nation.key(one) for one in (FIRST_AUTHORITY, COUNCIL, FIRST_HOME, HOSPITAL)],
    )  # fmt: skip
    return panel


def missing_tonight(*, story: Story) -> None:
    """Fifty minutes ago the home reported her; it is decided, owned, and another force asks."""
    nation, start = story.nation, story.at - 50 * MINUTE
    stay = _reported(story=story, at=start, words="A grey car was at the gate. She ran to it.")
    stays.decided(nation=nation, stay=stay, at=start + 6 * MINUTE, role="supervisor", level="high")
    inspector = nation.actor("duty_inspector", at=start + 9 * MINUTE)
    take_ownership(actor=inspector, reference=stay.reference, at=start + 9 * MINUTE)
    use_emergency_access(
        actor=nation.actor("supervisor", of=THIRD_FORCE, at=start + 30 * MINUTE),
        reference=stay.reference, at=start + 30 * MINUTE,
        reason="A taxi firm here says that a girl like her was in a grey car on our ring road.",
    )  # fmt: skip
    story.tonight = stay.reference


def _reported(*, story: Story, at: datetime, words: str) -> Stay:
    receipt = report_as_carer(
        actor=story.nation.actor("home_worker", of=FIRST_HOME, at=at), child_id=story.child.pk,
        at=at,
        told=CarerTold(
            key=f"story-{at.isoformat()}", away=False, last_seen_at=at - 40 * MINUTE,
            last_seen_place="the gate of the home", clothing="Yellow raincoat, black boots.",
            words=words, facts={"with_adult_of_concern": True} if at > story.at - DAY else {},
            tried={"rang_child": "done", "looked_here": "done", "asked_others": "done"},
            tried_words={"rang_child": "It rings, and nobody answers."},
        ),
    )  # fmt: skip
    return Stay(life=story.life, reference=receipt.episode, force=FIRST_FORCE)
