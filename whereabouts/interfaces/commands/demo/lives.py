"""Making the children: who they are, where they live, what is known of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.interfaces.commands.demo.names import ADULTS, CARERS, Named, names
from whereabouts.interfaces.commands.demo.nation import FIRST_FORCE, Nation, places
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.practice.plans import actions as plans
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child

KNOWN_FOR = timedelta(days=400)
REVIEW = timedelta(days=45)
STREETS = ("Made-up Street", "Imaginary Road", "Sample Close", "Fable Lane", "Pretend Avenue")
FLAGS = (
    "impairs_keeping_safe", "mental_health", "cce", "substance", "communication_need", "cse",
    "online_contact", "medical_ongoing", "excluded_from_school", "self_harm_past",
)  # fmt: skip
FIRST_ACTIONS = (
    {"title": "Ring the youth worker whom the child trusts", "to_role": "call_handler"},
    {"title": "Go to the skate park and the bus station", "to_role": "response_officer"},
)
# In care more often than children at large, so that homes and placements are seen.
IN_CARE = 0.3


@dataclass(kw_only=True)
class Life:
    """A made-up child, with what the rest of the filling needs to know."""

    child: Child
    named: Named
    age: int
    force: str
    authority: str
    living_at: str = "home"
    carer: str = ""
    flags: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The child's whole name."""
        return f"{self.named.given} {self.named.family}"

    @property
    def relation(self) -> str:
        """How whoever reports is related."""
        return {"home": "mother", "foster": "foster_carer", "childrens_home": "home_worker"}[
            self.living_at
        ]


def lives(*, nation: Nation, count: int, chance: Random, at: datetime) -> Iterator[Life]:
    """Yield that many made-up children, most of them in the force that the sign-ins belong to."""
    staffed = [one["code"] for one in places()["forces"] if one.get("staffed")]
    areas = {code: [a for a, f in nation.host.items() if f == code] for code in staffed}
    made_up = names(chance=chance)
    for number in range(count):
        force = FIRST_FORCE if number % 3 else staffed[1 + number // 3 % (len(staffed) - 1)]
        yield _life(
            nation=nation,
            named=next(made_up),
            force=force,
            authority=chance.choice(areas[force]),
            chance=chance,
            at=at,
        )


def born_on(*, age: int, on: date, chance: Random) -> date:
    """Return a birthday that gives an age on a day."""
    past = on - timedelta(days=chance.randint(20, 340))
    return past.replace(year=past.year - age, day=min(past.day, 28))


def agree_plan(*, nation: Nation, life: Life, level: str, at: datetime) -> None:
    """Agree a trigger plan for a child."""
    by = nation.actor("missing_coordinator", of=life.force, at=at)
    with entered(actor=by, at=at):
        plans.agree_plan(
            child=life.child,
            level=level,
            category="missing",
            first_actions=FIRST_ACTIONS,
            locate_now="The skate park, the bus station, and the cousin's flat.",
            who_does_what="The youth worker rings first. The social worker tells the school.",
            prevent="Time with the youth worker each week; a phone that works.",
            works="A text that asks only whether all is well.",
            because="Agreed with the child and the people who know them.",
            review_on=(at + timedelta(days=90)).date(),
            by=by,
            at=at,
        )


def link_adult(
    *, nation: Nation, life: Life, number: int, at: datetime, offender: bool = False
) -> UUID:
    """Link an adult of whom something is known to a child; return the adult's key."""
    return link_adult_of_concern(
        actor=nation.actor("missing_coordinator", of=life.force, at=at),
        child_id=life.child.pk,
        kind="associate",
        strength="suspected",
        source="neighbourhood team",
        name=ADULTS[number % len(ADULTS)],
        registered_sex_offender=True if offender else None,
        intelligence="Gives phones and lifts to children; two other children have named them.",
        at=at,
    )


def _life(
    *,
    nation: Nation,
    named: Named,
    force: str,
    authority: str,
    chance: Random,
    at: datetime,
) -> Life:
    start = at - KNOWN_FOR - timedelta(days=chance.randint(0, 200))
    by = nation.actor("missing_coordinator", of=force, at=start)
    age = chance.choices(range(6, 18), weights=(1, 1, 1, 1, 2, 2, 3, 5, 7, 9, 9, 7))[0]
    with entered(actor=by, at=start):
        child = people.create_child(
            by=by,
            at=start,
            names=[{"given": named.given, "family": named.family, "kind": "birth"}],
            born_text=born_on(age=age, on=at.date(), chance=chance).isoformat(),
            sex=named.sex,
            ethnicity_self=named.ethnicity,
            ethnicity_self_source="the child",
            source="force record",
        )
    life = Life(child=child, named=named, age=age, force=force, authority=authority)
    _home(nation=nation, life=life, chance=chance, by=by, at=start)
    for kind in FLAGS:
        if chance.random() < 0.1:
            _flag(life=life, kind=kind, strength=chance.choice(("suspected", "confirmed")), by=by,
                  at=start + timedelta(days=60))  # fmt: skip
    return life


def _flag(*, life: Life, kind: str, strength: str, by: Actor, at: datetime) -> None:
    add_flag(
        actor=by,
        child_id=life.child.pk,
        kind=kind,
        strength=strength,
        source="team around the child",
        review_on=(at + KNOWN_FOR + REVIEW).date(),
        at=at,
    )
    life.flags.append(kind)


def _home(*, nation: Nation, life: Life, chance: Random, by: Actor, at: datetime) -> None:
    """Give the child somewhere to live, somebody who looks after them, and their words."""
    homes = [code for code, authority in nation.at_home.items() if authority == life.authority]
    line = f"{chance.randint(1, 99)} {chance.choice(STREETS)}"
    if chance.random() < IN_CARE:
        life.living_at = "childrens_home" if homes and chance.random() < 0.6 else "foster"
        elsewhere = chance.choice([code for code in nation.host if code != life.authority])
        add_placement(
            actor=by,
            child_id=life.child.pk,
            living_at=life.living_at,
            started_on=(at + timedelta(days=chance.randint(10, 380))).date(),
            looked_after=True,
            home=nation.key(homes[0]) if life.living_at == "childrens_home" else None,
            responsible_authority=nation.key(
                elsewhere if chance.random() < 0.35 else life.authority
            ),
            host_authority=nation.key(life.authority),
            place=line,
            at=at,
        )
    else:
        # No journey says yet in whose area an address lies.
        with entered(actor=by, at=at):
            people.add_address(
                child=life.child, line=line, kind="home", force=nation.key(life.force),
                authority=nation.key(life.authority), source="force record", by=by, at=at,
            )  # fmt: skip
    life.carer = f"{chance.choice(CARERS)} {life.named.family}"
    if life.living_at != "home":
        life.carer = f"{chance.choice(CARERS)} Carewell"
    add_related_person(
        actor=by,
        child_id=life.child.pk,
        name=life.carer,
        relation=life.relation,
        phone=f"01632 960{chance.randint(100, 999)}",
        at=at,
    )
    update_child_details(
        actor=by,
        child_id=life.child.pk,
        details=Details(
            name=life.named.given[:4] if chance.random() < 0.3 else "",
            name_kind="nickname",
            phone=f"07700 900{chance.randint(100, 999)}" if chance.random() < 0.6 else "",
            language=life.named.language,
            interpreter=False,
            communication_needs="Short sentences, and time to answer."
            if chance.random() < 0.15
            else None,
            about_me="I like to be asked before anybody rings my mum."
            if chance.random() < 0.2
            else None,
            source="the child",
        ),
        at=at,
    )
