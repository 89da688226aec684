"""Homes, a school and a move in the night: something on each page of theirs, and the keys."""

from datetime import time, timedelta

from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol, open_agency
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.agree_late_return import Agreed, agree_late_return
from whereabouts.journeys.ask_conference import ask_conference
from whereabouts.journeys.give_placement_notice import Given, give_placement_notice
from whereabouts.journeys.grade_for_agency import grade_for_agency
from whereabouts.journeys.keep_prevention import keep_prevention
from whereabouts.journeys.keep_register import name_officer, put_on_register
from whereabouts.journeys.report_absence import Absent, report_absence
from whereabouts.journeys.visit_setting import keep_visit, raise_concern
from whereabouts.practice.partners.actions import keep_tried
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.placements.models import Acknowledgement

DAY = timedelta(days=1)


def homes_for_the_night(world, at):
    """Make them, and return their keys."""
    coordinator, carer = actor(world, "missing_coordinator"), actor(world, "home_worker")
    keys = {}
    for agency, kind, name in (
        ("home", "childrens_home", "setting_id"), ("school", "school", "school_id"),
    ):  # fmt: skip
        keys[name] = put_on_register(
            actor=coordinator, agency=world.agencies[agency].pk, kind=kind, places=4, at=at,
            authority=world.agencies["authority"].pk, force=world.agencies["force"].pk,
            urn="SC000000", address="1 Made-up Lane", phone="01632 960200",
        )  # fmt: skip
        name_officer(
            actor=coordinator, setting_id=keys[name], phone="01632 960201", at=at,
            officer=world.members["response_officer"].pk,
        )  # fmt: skip
    keep_visit(
        actor=coordinator, setting_id=keys["setting_id"], kind="regular", visited_at=at, at=at,
        words="Tea in the kitchen; talked about phones.", talked_with=2,
    )  # fmt: skip
    keys["concern_id"] = raise_concern(
        actor=carer, setting_id=keys["setting_id"], kind="approached", child_id=world.child, at=at,
        words="A grey car waited opposite on two evenings.",
    )  # fmt: skip
    keys["placement_id"] = _moved(world, at)
    with entered(actor=actor(world, "social_worker"), at=at):
        asked = Acknowledgement.objects.filter(agency=world.agencies["authority"])
        keys["acknowledgement_id"] = asked.get(part="host_authority").pk
    keys["silent_id"] = _sent_away(world, at)
    keys["late_return_id"] = agree_late_return(
        actor=carer, child_id=world.child, at=at,
        agreed=Agreed(
            latest=time(21, 30), days="Friday", what="Swimming, and home by bus",
            agreed_with="Her social worker", from_on=at.date(),
            until_on=(at + 60 * DAY).date(), childs_view="Fair.",
        ),
    )  # fmt: skip
    keys["conference_id"] = ask_conference(
        actor=carer, child_id=world.child, to_agency=world.agencies["force"].pk, at=at,
        why="Three Fridays in a row: agree with us what happens.",
    )  # fmt: skip
    for role, level in (("home_worker", "low"), ("social_worker", "high")):
        grade_for_agency(
            actor=actor(world, role), child_id=world.child, level=level, tool="own_judgement",
            because="As we see her each day.", at=at,
        )  # fmt: skip
    with entered(actor=carer, at=at):
        keep_tried(
            episode=Episode.objects.get(reference=world.reference), by=carer, at=at,
            answers={"rang_child": "tried", "usual_places": "not_tried"},
            words={"rang_child": "Rang out, twice."},
        )  # fmt: skip
    keys["absence_id"] = report_absence(
        actor=actor(world, "school_worker"), at=at,
        absent=Absent(
            names="Tilly Notthere", worry="now", absent_at=at, last_seen="the gate",
            words="Turned round at the gate.", contact="The office, 01632 960410",
        ),
    )  # fmt: skip
    keep_prevention(
        actor=coordinator, title="Who is your friend online", kind="lesson", reached=28,
        audience="secondary", on=at.date(), at_agency=world.agencies["school"].pk, at=at,
    )  # fmt: skip
    return keys


def _sent_away(world, at):
    """Place a child of the authority in another's area; return what that one has not answered."""
    then, worker = at - DAY, actor(world, "social_worker")
    with entered(actor=worker, at=then):
        child = people.create_child(
            by=worker, at=then, names=[{"full": "Tarn Elsewhereby"}], born_text="9 June 2012"
        )
        people.relate_to_child(
            child_id=child.pk, agency=worker.agency_id, kind="responsible", at=then
        )
    there = open_agency(
        kind="home", name="Farmoor Lodge", code="farmoor-lodge", at=then, made_up=True
    )
    host = Agency.objects.get(code="farmoor-council")
    placement = add_placement(
        actor=worker, child_id=child.pk, living_at="childrens_home", started_on=then.date(),
        home=there.pk, responsible_authority=worker.agency_id, host_authority=host.pk, at=then,
        arrives_at=then + timedelta(hours=2),
    )  # fmt: skip
    _give_notice(worker, placement, then)
    with entered(actor=worker, at=at):
        asked = Acknowledgement.objects.filter(agency=host, acknowledged_at__isnull=True)
        return asked.get(part="host_authority").pk


def _moved(world, at):
    """Move a child from another authority to the home, with notice, acknowledged by nobody yet."""
    then = at - DAY
    away = open_agency(
        kind="authority", name="Farmoor Council", code="farmoor-council", at=then, made_up=True
    )
    worker = actor_of(
        member=enrol(
            agency=away, username="worker@farmoor.example", display_name="Una Supposed",
            roles=("social_worker",), at=then,
        ),
        at=at,
    )  # fmt: skip
    coordinator = actor_of(member=world.members["next_coordinator"], at=at)
    with entered(actor=coordinator, at=then):
        child = people.create_child(
            by=coordinator, at=then, names=[{"full": "Teya Arrivale"}], born_text="4 May 2011"
        )
        people.relate_to_child(child_id=child.pk, agency=away.pk, kind="responsible", at=then)
    placement = add_placement(
        actor=worker, child_id=child.pk, living_at="childrens_home", started_on=then.date(),
        home=world.agencies["home"].pk, responsible_authority=away.pk, at=then,
        host_authority=world.agencies["authority"].pk, arrives_at=then + timedelta(hours=2),
    )  # fmt: skip
    _give_notice(worker, placement, then)
    return placement


def _give_notice(worker, placement, at):
    give_placement_notice(
        actor=worker, placement_id=placement, at=at,
        given=Given(
            risks=("cse", "adults"), why_suitable="Small, and far from where she was hurt.",
            risk_pack="Answers texts, not calls. Nobody unknown is let in.",
            plan="School from Monday; a worker by name.", at_a_distance=True, distance_km=180,
            director="A Director Example", approved_on=at.date(),
        ),
    )  # fmt: skip
