"""The child of the tour: the same in every demonstration, known well, and not missing yet."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.carried_over import carry_over
from whereabouts.interfaces.commands.demo.lives import FIRST_ACTIONS
from whereabouts.interfaces.commands.demo.nation import FIRST_AUTHORITY, FIRST_HOME, Nation
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.keep_voice import Line, add_to_about_me
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child

NAME = "Testa Sampleton"
YEARS = 14
SINCE = timedelta(days=200)
PLACED, LATELY = timedelta(days=150), timedelta(days=30)
EARLIER = ((96, "medium"), (41, "low"), (12, "medium"))  # days ago, and how it was graded
AWAY = timedelta(hours=9)
DAY = date(2026, 1, 1)
ABOUT_ME = (
    Line(kind="talk", words="Sit down. Ask me where I want to go.", source="child_said",
         said_on=DAY),
    Line(kind="helps", words="A cup of tea, and music.", source="child_said", said_on=DAY),
    Line(kind="worse", words="Standing over me, or talking over my head.", source="child_wrote",
         said_on=DAY),
    Line(kind="touch", words="Do not hold me. I stop when you stop.", source="child_said",
         said_on=DAY),
    Line(kind="trust", person="Ms Sample, from school", source="child_said", said_on=DAY),
    Line(kind="ask_for", person="PC Invented", words="She rang and asked only if I was safe.",
         source="child_said", said_on=DAY),
    Line(kind="time", words="Wait while I think. It is not a no.", source="carer",
         said_by="Fern House", said_on=DAY),
)  # fmt: skip
REVIEW = timedelta(days=60)


def make_known_child(*, nation: Nation, at: datetime) -> Child:
    """Make a child in care with a flag, a trigger plan, an adult of concern and a history."""
    then = at - SINCE
    by = nation.actor("missing_coordinator", at=then)
    with entered(actor=by, at=then):
        child = people.create_child(
            by=by, at=then, names=[{"given": "Testa", "family": "Sampleton", "kind": "birth"}],
            born_text=born_on(at=at).isoformat(), sex="F", source="force record",
        )  # fmt: skip
    add_placement(
        actor=by, child_id=child.pk, living_at="childrens_home", looked_after=True,
        started_on=(at - PLACED).date(), home=nation.key(FIRST_HOME),
        responsible_authority=nation.key(FIRST_AUTHORITY),
        host_authority=nation.key(FIRST_AUTHORITY), place="4 Imaginary Road", at=then,
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
    for line in ABOUT_ME:
        add_to_about_me(
            actor=by, child_id=child.pk, line=replace(line, said_on=then.date()), at=then
        )
    for days, level in EARLIER:
        when = at - timedelta(days=days, hours=3)
        carry_over(
            child=child, by=nation.actor("missing_coordinator", at=when), reported_at=when,
            back_at=when + AWAY, level=level, place="the bus station",
        )  # fmt: skip
    _concerns(nation=nation, child=child, at=at - LATELY)
    return child


def born_on(*, at: datetime) -> date:
    """Return a birthday in March that makes the child fourteen today."""
    years = YEARS if (at.month, at.day) >= (3, 12) else YEARS + 1
    return date(at.year - years, 3, 12)


def _concerns(*, nation: Nation, child: Child, at: datetime) -> None:
    by = nation.actor("missing_coordinator", at=at)
    add_flag(
        actor=by, child_id=child.pk, kind="cse", strength="suspected",
        source="team around the child", review_on=(at + LATELY + REVIEW).date(), at=at,
    )  # fmt: skip
    link_adult_of_concern(
        actor=by, child_id=child.pk, kind="associate", strength="suspected",
        source="neighbourhood team", name="Adult Inventor", at=at,
        intelligence="Gives phones and lifts to children; two other children have named them.",
    )  # fmt: skip
    with entered(actor=by, at=at):
        agree_plan(
            child=child, level="medium", category="missing", by=by, at=at,
            review_on=(at + LATELY + REVIEW).date(), first_actions=FIRST_ACTIONS,
            locate_now="The bus station, then the cousin's flat.",
            because="Agreed with the child and the people who know them.",
        )  # fmt: skip
