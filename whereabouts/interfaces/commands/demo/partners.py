"""Homes and schools in the demonstration: a register, two moves from elsewhere, what waits."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.demo.nation import (
    FIRST_AUTHORITY,
    FIRST_FORCE,
    FIRST_HOME,
    FIRST_SCHOOL,
    Nation,
)
from whereabouts.journeys.acknowledge_placement import acknowledge_placement
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.agree_late_return import Agreed, agree_late_return
from whereabouts.journeys.ask_conference import ask_conference
from whereabouts.journeys.give_placement_notice import Given, give_placement_notice
from whereabouts.journeys.grade_for_agency import grade_for_agency
from whereabouts.journeys.keep_prevention import keep_prevention
from whereabouts.journeys.keep_register import name_officer, put_on_register
from whereabouts.journeys.report_absence import Absent, report_absence
from whereabouts.journeys.ring_about_placement import told_by_telephone
from whereabouts.journeys.say_capacity import say_capacity
from whereabouts.journeys.visit_setting import keep_visit, raise_concern
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child
from whereabouts.records.placements.models import Acknowledgement

DAY = timedelta(days=1)
# A small slice, made up: kind, places and kind of number are as real homes have them.
HOMES = (
    ("fern-house", "SC000001", 4), ("willow-lodge", "SC000002", 3),
    ("cedar-cottage", "SC000003", 5), ("ty-dychmyg", "W-000004", 4),
)  # fmt: skip
AWAY_FORCE, AWAY_AUTHORITY = "eastvale", "dunvale"
TAUGHT = (
    ("Who is your friend online", "lesson", "secondary", 120, "english"),
    ("Say it to somebody", "theatre", "secondary", 85, "english"),
    ("What children in care tell us", "staff", "carers", 14, "english"),
)


def keep_partners(*, nation: Nation, child: Child, at: datetime) -> dict[str, UUID]:
    """Put homes and a school on the register, move two children, and let everybody act.

    Return the lines of the register by the agency's code.
    """
    settings = _register(nation=nation, at=at - 400 * DAY)
    _visit(nation=nation, setting=settings[FIRST_HOME], at=at)
    _moves(nation=nation, at=at)
    _of_known_child(nation=nation, child=child, at=at)
    _school(nation=nation, at=at)
    return settings


def _register(*, nation: Nation, at: datetime) -> dict[str, UUID]:
    by, officer = nation.actor("missing_coordinator", at=at), "response_officer"
    found = {}
    wanted = [(code, "childrens_home", urn, places) for code, urn, places in HOMES]
    for code, kind, urn, places in (*wanted, (FIRST_SCHOOL, "school", "", None)):
        authority = nation.at_home.get(code, FIRST_AUTHORITY)
        force = nation.host[authority]
        found[code] = put_on_register(
            actor=by, agency=nation.key(code), kind=kind, authority=nation.key(authority),
            force=nation.key(force), urn=urn, places=places, phone="01632 960210", at=at,
        )  # fmt: skip
        if (force, officer) in nation.members:
            name_officer(
                actor=by, setting_id=found[code], officer=nation.members[force, officer].pk,
                phone="01632 960220", at=at,
            )  # fmt: skip
    return found


def _visit(*, nation: Nation, setting: UUID, at: datetime) -> None:
    for days, talked in ((60, 3), (9, 2)):
        then = at - days * DAY
        keep_visit(
            actor=nation.actor("response_officer", at=then), setting_id=setting, kind="regular",
            visited_at=then, talked_with=talked, at=then,
            words="Tea in the kitchen; talked about phones and who to ring.",
        )  # fmt: skip
    raise_concern(
        actor=nation.actor("home_worker", of=FIRST_HOME, at=at - 2 * DAY), setting_id=setting,
        kind="approached", at=at - 2 * DAY,
        words="A grey car waited opposite on two evenings; two adults spoke to children.",
    )  # fmt: skip


def _moves(*, nation: Nation, at: datetime) -> None:
    """Move one child in two days, with everything told, and one in an emergency, with a silence."""
    soon = (at + 2 * DAY).date()
    planned = _place(nation=nation, name=("Teya", "Arrivale"), on=soon, at=at - DAY)
    for role, of, part in (
        ("social_worker", FIRST_AUTHORITY, "host_authority"),
        ("missing_coordinator", FIRST_FORCE, "host_police"),
    ):
        _acknowledge(nation=nation, placement=planned, role=role, of=of, part=part, at=at)
    sudden = _place(
        nation=nation, name=("Tomo", "Movewell"), on=(at - 2 * DAY).date(), at=at - 2 * DAY
    )
    _acknowledge(
        nation=nation, placement=sudden, role="home_worker", of=FIRST_HOME, part="receiving_home",
        at=at - DAY,
    )  # fmt: skip
    worker = nation.actor("social_worker", of=AWAY_AUTHORITY, at=at - DAY)
    with entered(actor=worker, at=at - DAY):
        asked = Acknowledgement.objects.get(placement=sudden, part="host_police", about="start").pk
    told_by_telephone(
        actor=worker, acknowledgement_id=asked, told_to="Sgt Examplar, control room", at=at - DAY,
        told_at=at - DAY, words="Will pass it on to the coordinator.",
    )  # fmt: skip
    home = nation.actor("home_worker", of=FIRST_HOME, at=at)
    say_capacity(
        actor=home, kind="places", free=1, of=4, until_on=(at + 7 * DAY).date(), at=at,
        words="A ground-floor room; not beside a younger child.",
    )  # fmt: skip


def _place(*, nation: Nation, name: tuple[str, str], on: date, at: datetime) -> UUID:
    by = nation.actor("missing_coordinator", of=AWAY_FORCE, at=at)
    worker = nation.actor("social_worker", of=AWAY_AUTHORITY, at=at)
    with entered(actor=by, at=at):
        child = people.create_child(
            by=by, at=at, names=[{"given": name[0], "family": name[1], "kind": "birth"}],
            born_text=f"{at.year - 15}-05-04", sex="F", source="force record",
        )  # fmt: skip
        people.relate_to_child(
            child_id=child.pk, agency=worker.agency_id, kind="responsible", at=at
        )
    add_flag(
        actor=by, child_id=child.pk, kind="cse", strength="confirmed", source="made up",
        review_on=(at + 90 * DAY).date(), at=at,
    )  # fmt: skip
    placement = add_placement(
        actor=worker, child_id=child.pk, living_at="childrens_home", looked_after=True,
        started_on=on, home=nation.key(FIRST_HOME), responsible_authority=worker.agency_id,
        host_authority=nation.key(FIRST_AUTHORITY), legal_status="C2", at=at,
    )  # fmt: skip
    give_placement_notice(
        actor=worker, placement_id=placement, at=at,
        given=Given(
            risks=("cse", "adults"), at_a_distance=True, distance_km=210,
            why_suitable="Few children, and far from where harm was done.",
            risk_pack="Answers texts, not calls. Nobody unknown is let in. Meet at the station.",
            plan="School from Monday; a worker by name; contact with family on Sundays.",
            contacts="The day team, 01632 960310; at night 01632 960311.",
            director="A Director Example", approved_on=at.date(),
        ),
    )  # fmt: skip
    return placement


def _acknowledge(
    *, nation: Nation, placement: UUID, role: str, of: str, part: str, at: datetime
) -> None:
    who = nation.actor(role, of=of, at=at)
    with entered(actor=who, at=at):
        asked = Acknowledgement.objects.get(placement=placement, part=part, about="start")
    acknowledge_placement(
        actor=who, acknowledgement_id=asked.pk, words="Read; we meet on the first day.", at=at
    )


def _of_known_child(*, nation: Nation, child: Child, at: datetime) -> None:
    then = at - 10 * DAY
    carer = nation.actor("home_worker", of=FIRST_HOME, at=then)
    worker = nation.actor("social_worker", of=FIRST_AUTHORITY, at=then)
    agree_late_return(
        actor=carer, child_id=child.pk, at=then,
        agreed=Agreed(
            latest=time(21, 30), days="Friday", what="Swimming, and home by the last bus",
            agreed_with="Her social worker", childs_view="That is fair.",
            from_on=then.date(), until_on=(at + 80 * DAY).date(),
        ),
    )  # fmt: skip
    grade_for_agency(
        actor=carer, child_id=child.pk, level="medium", tool="home_risk", at=then,
        because="Settled this month; texts us when she is late.",
    )  # fmt: skip
    grade_for_agency(
        actor=worker, child_id=child.pk, level="high", tool="exploitation_form", at=at - 3 * DAY,
        because="Two children name one adult, and she has a new phone.",
    )  # fmt: skip
    ask_conference(
        actor=nation.actor("home_worker", of=FIRST_HOME, at=at - DAY), child_id=child.pk,
        to_agency=nation.key(FIRST_FORCE), at=at - DAY,
        why="Agencies grade differently: agree with us what happens on Fridays.",
    )  # fmt: skip


def _school(*, nation: Nation, at: datetime) -> None:
    then = at - timedelta(minutes=25)
    report_absence(
        actor=nation.actor("school_worker", of=FIRST_SCHOOL, at=then), at=then,
        absent=Absent(
            names="Tilly Notthere", born_text="13", worry="first", absent_at=then,
            last_seen="The gate, at half past eight", contact="The office, 01632 960410",
            words="Came to the gate and turned round. Nobody at home answers.",
        ),
    )  # fmt: skip
    for number, (title, kind, audience, reached, language) in enumerate(TAUGHT, start=1):
        day = at - number * 30 * DAY
        keep_prevention(
            actor=nation.actor("response_officer", at=day), title=title, kind=kind,
            audience=audience, reached=reached, language=language, on=day.date(), at=day,
            at_agency=nation.key(FIRST_SCHOOL) if audience == "secondary" else None,
        )  # fmt: skip
