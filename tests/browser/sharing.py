"""What agencies share and say of the known child in the night, and what waits at the desks."""

from datetime import timedelta

from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.models import InPartnership
from whereabouts.foundations.agencies.queries import actor_of, system_actor
from whereabouts.insight.lookups.desk_parts import sections_of
from whereabouts.journeys.escalate import Matter, take_matter_up
from whereabouts.journeys.follow_pack import follow_pack
from whereabouts.journeys.govern_records import ask_about_record, make_bundle
from whereabouts.journeys.grade_for_agency import grade_for_agency
from whereabouts.journeys.keep_skills import say_has_skill
from whereabouts.journeys.make_agreement import make_agreement
from whereabouts.journeys.record_data_breach import record_data_breach
from whereabouts.journeys.retain_records import run_retention
from whereabouts.journeys.share_child import Pack, Terms, share_pack, share_record
from whereabouts.journeys.tell_partners import tell_what_we_know
from whereabouts.practice.desks.actions import keep_desk
from whereabouts.practice.sharing.models import Slip


def share_for_the_night(world, at):
    """Let agencies share, tell, differ and ask; return the keys of the pages."""
    coordinator, worker = actor(world, "missing_coordinator"), actor(world, "social_worker")
    governance, inspector = actor(world, "information_governance"), actor(world, "duty_inspector")
    agreed = make_agreement(
        actor=governance, with_agency=world.agencies["provider"].pk, title="Interviews and homes",
        purpose="What a provider needs to talk with a child.", ends_at=at + timedelta(days=20),
        at=at,
    )  # fmt: skip
    tie = InPartnership.objects.get(agency=world.agencies["force"]).pk
    share_record(
        actor=coordinator, child_id=world.child, to_agency=world.agencies["provider"].pk, at=at,
        terms=_terms(at, agreement_id=agreed),
    )  # fmt: skip
    made = share_pack(
        actor=coordinator, child_id=world.child, at=at, terms=_terms(at, told="later"),
        pack=Pack(
            profile="hot_spot", reader="Val Unteer-Madeup", handed="link", to_whom="Night Watch",
            typed={"place": "The made-up market, by the fountain", "whom_to_ring": "01632 960001"},
        ),
    )  # fmt: skip
    world.pack_code = made.code
    for who, level, because in (
        (worker, "high", "A car waits for her after school."),
        (actor(world, "home_worker"), "medium", "She rings us when she is late."),
    ):  # fmt: skip
        grade_for_agency(
            actor=who, child_id=world.child, level=level, tool="own_judgement", because=because,
            at=at,
        )  # fmt: skip
        tell_what_we_know(
            actor=who, child_id=world.child, kind="knows", at=at, said_by="her form tutor",
            words="She was in class until three, and spoke of a friend in Eastmere.",
        )  # fmt: skip
    with entered(actor=coordinator, at=at):
        sharing = Slip.objects.get(pk=made.slip_id).sharing_id
    matter = take_matter_up(
        actor=actor(world, "response_officer"), at=at, reference=world.reference,
        matter=Matter(
            kind="service_gap", words="No bed tonight: three calls, no answer.",
            wanted="A number that answers at night.",
        ),
    )  # fmt: skip
    skill = say_has_skill(
        actor=inspector, member_id=world.members["response_officer"].pk, skill="child_interview",
        gained_on=(at - timedelta(days=1050)).date(), evidence="Course, made up", at=at,
    )  # fmt: skip
    lost = record_data_breach(
        actor=governance, kind="sent", words="A letter went to the house next door.",
        known_at=at, people=1, at=at,
    )  # fmt: skip
    following = follow_pack(
        actor=actor(world, "superintendent"), pack="meeting-at-the-second-time",
        from_on=at.date(), at=at,
    )  # fmt: skip
    return {
        "following_id": following, "data_breach_id": lost, "sharing_id": sharing, "agreement_id": agreed,
        "tie_id": tie, "escalation_id": matter, "held_id": skill,
        "profile": "hot_spot", **_governed(world, coordinator, governance, at), **_desks(world, at),
    }  # fmt: skip


def _terms(at, **more):
    given = {
        "gateway": "ca1989-s47", "purpose": "So that they know her and how to talk with her.",
        "told": "told", "until_at": at + timedelta(hours=6),
    }  # fmt: skip
    return Terms(**{**given, **more})


def _governed(world, coordinator, governance, at):
    asked = ask_about_record(
        actor=coordinator, child_id=world.child, kind="access", asker="parent",
        asked_by="Paula Sampleton", words="", at=at,
    )  # fmt: skip
    second = enrol(
        agency=world.agencies["force"], username="second@example", display_name="Sol Seconded",
        roles=("information_governance",), at=at - timedelta(days=900),
    )  # fmt: skip
    other = actor_of(member=second, at=at)
    make_bundle(actor=other, request_id=asked, at=at)
    return {"request_id": asked, "run_id": run_retention(actor=other, at=at)}


def _desks(world, at):
    force, keys = world.agencies["force"], {}
    clock = system_actor(agency=force.pk, at=at)
    with entered(actor=clock, at=at):
        for kind in ("coordinator", "governance"):
            keys[f"{kind}_desk"] = keep_desk(
                kind=kind, sections=sections_of(kind=kind, agency=force.pk, at=at), by=clock, at=at
            ).pk
    return {**keys, "desk_id": keys["coordinator_desk"]}
