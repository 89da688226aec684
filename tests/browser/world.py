"""A small made-up night: a force, an authority, a home; a child with a history; others missing."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import (
    enrol,
    open_agency,
    put_in_partnership,
    put_on_duty,
)
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.interfaces.commands.carried_over import carry_over
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.records.people import actions as people

LONG_AGO = timedelta(days=3 * 365)
NAME, BORN = "Testa Sampleton", "12 March 2012"
PASSWORD = "made-up-and-long-enough"

# The real forces whose tiles the made-up ones have on the map.
AREAS = {"force": "E23000007", "next": "E23000008"}
# role → (agency, name, rank)
CAST = {
    "call_handler": ("force", "Pat Examplewright", "constable"),
    "supervisor": ("force", "Lee Sampleford", "sergeant"),
    "duty_inspector": ("force", "Kim Notreal", "inspector"),
    "response_officer": ("force", "Ash Madeupson", "constable"),
    "missing_coordinator": ("force", "Drew Fictionby", "sergeant"),
    "superintendent": ("force", "Robin Conjured", "superintendent"),
    "professional_standards": ("force", "Jo Fabricham", ""),
    "information_governance": ("force", "Rowan Inventham", ""),
    "social_worker": ("authority", "Max Pretendley", ""),
    "home_worker": ("home", "Jules Fableton", ""),
    "school_worker": ("school", "Vic Teacherly", ""),
    "board_member": ("board", "Val Supposed", ""),
    "policy_owner": ("national", "Sky Imaginer", ""),
    "national_analyst": ("national", "Bo Countwell", ""),
}
# name, born, relation of the caller, what is said, hours since last seen, owned
OTHERS = (
    ("Demi Inventwood", "3 June 2010", "mother", {"mental_health_need": True}, 5, True),
    ("Alex Pretendham", "21 January 2015", "father", {}, 3, True),
    ("Robin Fabley-Made-Up", "14 October 2011", "foster_carer", {"seeking_drugs": True}, 30, False),
    ("Charlie Notreal", "2 May 2009", "home_worker", {"contactable": True}, 9, True),
)


def make_world(*, at=None):
    """Make it, as everybody at work would have; return its agencies, members and child."""
    at = at or datetime.now(tz=UTC)
    world = SimpleNamespace(at=at, agencies={}, members={})
    _agencies(world)
    _members(world)
    _child(world)
    for number, one in enumerate(OTHERS):
        _missing(world, number, *one)
    _nobody_known(world)
    return world


def actor(world, role, *, at=None):
    """Return who plays a role."""
    return actor_of(member=world.members[role], at=at or world.at)


def _agencies(world):
    start = world.at - LONG_AGO
    for key, kind, name in (
        ("force", "police_force", "Northmoor Police"),
        ("next", "police_force", "Southmoor Police"),
        ("authority", "authority", "Aldermere Council"),
        ("provider", "provider", "Lantern Homes"),
        ("national", "national_unit", "National Unit"),
        ("school", "education", "Northmoor Example School"),
        ("board", "partnership", "Aldermere Safeguarding Partnership"),
    ):
        world.agencies[key] = open_agency(
            kind=kind, name=name, code=name.lower().replace(" ", "-"), at=start, made_up=True,
            gss_code=AREAS.get(key),
        )  # fmt: skip
    world.agencies["home"] = open_agency(
        kind="home", name="Fern House", code="fern-house", at=start, made_up=True,
        parent=world.agencies["provider"],
    )  # fmt: skip
    Area.objects.create(authority=world.agencies["authority"], force=world.agencies["force"])
    for key in ("force", "authority"):
        put_in_partnership(
            partnership=world.agencies["board"], agency=world.agencies[key], from_on=start.date()
        )


def _members(world):
    start = world.at - LONG_AGO
    for role, (agency, name, rank) in CAST.items():
        world.members[role] = enrol(
            agency=world.agencies[agency], username=f"{role}@example", display_name=name,
            roles=(role,), at=start, rank=rank, demo=True,
        )  # fmt: skip
    world.members["next_coordinator"] = enrol(
        agency=world.agencies["next"], username="coordinator@next.example",
        display_name="Toni Storey-Madeup", roles=("missing_coordinator",), at=start,
    )  # fmt: skip
    world.members["next_inspector"] = enrol(
        agency=world.agencies["next"], username="inspector@next.example",
        display_name="Glen Concocted", roles=("duty_inspector",), at=start, rank="inspector",
        demo=True,
    )  # fmt: skip
    world.members["next_handler"] = enrol(
        agency=world.agencies["next"], username="handler@next.example",
        display_name="Cory Invented", roles=("call_handler",), at=start,
    )  # fmt: skip
    world.members["newcomer"] = enrol(
        agency=world.agencies["force"], username="newcomer@example",
        display_name="Noor Assumed", roles=("call_handler",), at=start, password=PASSWORD,
    )  # fmt: skip
    for role in ("duty_inspector", "missing_coordinator"):
        put_on_duty(
            agency=world.agencies["force"], role=role, member=world.members[role],
            from_at=world.at - timedelta(days=1), until_at=world.at + timedelta(days=1),
        )  # fmt: skip


def _child(world):
    """Make the child whom the tests are about: known to two forces, flagged, with a plan."""
    then = world.at - timedelta(days=200)
    by = actor(world, "missing_coordinator", at=then)
    with entered(actor=by, at=then):
        child = people.create_child(
            by=by, at=then, names=[{"given": "Testa", "family": "Sampleton", "kind": "birth"}],
            born_text=BORN, sex="F", source="force record",
        )  # fmt: skip
    world.child = child.pk
    add_placement(
        actor=by, child_id=child.pk, living_at="childrens_home", looked_after=True,
        started_on=(world.at - timedelta(days=150)).date(), home=world.agencies["home"].pk,
        responsible_authority=world.agencies["authority"].pk,
        host_authority=world.agencies["authority"].pk, place="4 Imaginary Road, Aldermere",
        at=then,
    )  # fmt: skip
    add_related_person(
        actor=by, child_id=child.pk, name="Paula Sampleton", relation="mother",
        phone="01632 960001", at=then,
    )  # fmt: skip
    update_child_details(
        actor=by, child_id=child.pk, at=then,
        details=Details(
            name="Tess", name_kind="nickname", phone="07700 900123", source="the child",
            about_me="I like to be asked before anybody rings my mum.",
            communication_needs="Short sentences, and time to answer.",
        ),
    )  # fmt: skip
    for days, level in ((96, "medium"), (41, "low"), (12, "medium")):
        when = world.at - timedelta(days=days, hours=3)
        carry_over(
            child=child, by=actor(world, "missing_coordinator", at=when), reported_at=when,
            back_at=when + timedelta(hours=9), level=level, place="the bus station",
        )  # fmt: skip
    later = world.at - timedelta(days=30)
    by = actor(world, "missing_coordinator", at=later)
    add_flag(
        actor=by, child_id=child.pk, kind="cse", strength="suspected",
        source="social worker Max Pretendley", review_on=(world.at + timedelta(days=60)).date(),
        at=later,
    )  # fmt: skip
    link_adult_of_concern(
        actor=by, child_id=child.pk, kind="associate", strength="suspected",
        source="neighbourhood team", name="Adult Inventor", at=later,
        intelligence="Gives phones and lifts to children; two other children have named them.",
    )  # fmt: skip
    with entered(actor=by, at=later):
        agree_plan(
            child=child, level="medium", category="missing", by=by, at=later,
            review_on=(world.at + timedelta(days=45)).date(),
            first_actions=[
                {"title": "Ring the youth worker whom she trusts", "to_role": "call_handler"},
                {"title": "Go to the bus station", "to_role": "response_officer"},
            ],
            locate_now="The bus station, then the cousin's flat.",
            because="Agreed with the child and the people who know her.",
        )  # fmt: skip


def _missing(world, number, name, born, relation, facts, hours, owned):
    at = world.at - timedelta(hours=hours) + timedelta(minutes=50)
    handler = actor(world, "call_handler", at=at)
    receipt = report_missing(
        actor=handler,
        told=Told(
            idempotency_key=f"world-{number}", happened_at=at, names=name, born_text=born,
            reporter_name=f"Somebody {name.split()[-1]}", relation=relation,
            reporter_contact="01632 960222", last_seen_at=world.at - timedelta(hours=hours),
            last_seen_place="the made-up arcade", facts={"whereabouts_known": False, **facts},
            words="Has not come back, and the phone goes to voicemail.",
        ),
        at=at,
    )  # fmt: skip
    if owned:
        take_ownership(
            actor=actor(world, "supervisor", at=at), reference=receipt.episode,
            at=at + timedelta(minutes=5),
        )  # fmt: skip


def _nobody_known(world):
    """Let somebody report a child whose name they do not know."""
    at = world.at - timedelta(minutes=40)
    report_missing(
        actor=actor(world, "call_handler", at=at),
        told=Told(
            idempotency_key="world-unknown", happened_at=at, unidentified=True,
            description="A small boy in a red hat, perhaps six.", last_seen_place="the made-up pier",
            reporter_name="Ray Exemplar", relation="public", words="Alone, and then gone.",
        ),
        at=at,
    )  # fmt: skip
