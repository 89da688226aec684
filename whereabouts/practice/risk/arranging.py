"""What follows from an assessment: tasks with owners and clocks, notices, and timers.

Which tasks a level or a rule asks for is in the packs; here is only whom they fall to, and the few
that follow from the record rather than from a rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.policy import Pack
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies import queries as agencies
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.actions import Wanted
from whereabouts.practice.investigation.rules import due_of
from whereabouts.practice.investigation.vocabulary import SEARCH_KINDS
from whereabouts.practice.plans.models import TriggerPlan
from whereabouts.practice.plans.queries import live_plans, named_in
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.assessing import pack_for
from whereabouts.practice.risk.borders import ask_across
from whereabouts.practice.risk.clocks import Standing, owed_by_clocks
from whereabouts.practice.risk.following import owed_by_record
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.risk.proposing import propose_flags
from whereabouts.practice.risk.repeating import again, put_before_panel
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import under_way as episodes_under_way
from whereabouts.records.people import queries as people
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.placements import queries as placements
from whereabouts.records.placements.models import Placement

# Where a task's clock runs from the steps of a long absence: from one by its key, or from each.
STEP = "review_"
EVERY_STEP = "review_long"

# What a higher grade hurries: somebody on the way, and there.
GOING_OUT = frozenset({"dispatch", "deployment_clock"})

# What a pack calls whoever must act → the role here; agencies are worked out below.
POLICE_ROLES = {
    "control_room": "call_handler",
    "police": "response_officer",
    "response_officer": "response_officer",
    "investigating_officer": "response_officer",
    "supervisor": "supervisor",
    "duty_inspector": "duty_inspector",
    "detective_inspector": "duty_inspector",
    "detective_chief_inspector": "superintendent",
    "superintendent": "superintendent",
    "missing_coordinator": "missing_coordinator",
    "offender_manager": "offender_manager",
}
AUTHORITY_ROLES = {
    "childrens_social_care": "social_worker",
    "responsible_authority": "social_worker",
}

# Who can answer a question, as the vocabulary says → who must act, as a pack does.
ENQUIRED_OF = {"social_care": "childrens_social_care", "police_records": "control_room"}


def arrange(
    *,
    episode: Episode,
    assessment: Assessment,
    by: Actor,
    at: datetime,
    new: bool = False,
    unknown: Iterable[str] = (),
) -> None:
    """Ask for everything that follows from an assessment; asked before, it is not asked again.

    `new`: the episode was opened in this transaction, so that nothing was asked before. `unknown`
    are facts that somebody has to find out.
    """
    pack = pack_for(episode=episode, at=at)
    happened = {
        "report": episode.reported_at,
        "decision": at,
        "disappearance": episode.last_seen_at or episode.reported_at,
    }
    if episode.back_at is not None:
        happened["return"] = episode.back_at
    following = _Following(episode=episode, happened=happened, at=at)
    country = {"calendar": episode.owner_agency.country}
    for owed in assessment.result["obligations"]:
        following.add(
            kind=owed["kind"], to=owed["to"], because=owed["because"],
            clock={**owed["clock"], **country},
        )  # fmt: skip
    for template in pack.tasks_for(level=episode.level):
        if template.since.startswith(STEP):
            continue  # of a long absence: asked at its step
        following.add(
            kind=template.kind, to=template.to, detail=template.text,
            because=f"level {episode.level}",
            clock={"from": template.since, "length": template.length, "unit": template.unit},
            again_after_hours=template.again_after_hours,
        )  # fmt: skip
    for limit in owed_by_clocks(pack=pack, standing=_standing(episode=episode, at=at)):
        following.add(
            kind=limit.kind, to=limit.to, detail=limit.detail, because=f"clock {limit.kind}",
            clock=limit.clock,
        )  # fmt: skip
    propose_flags(episode=episode, assessment=assessment, by=by, at=at)
    holder = agencies.system_actor(agency=episode.owner_agency_id, at=at)
    with entered(actor=holder, at=at, savepoint=False):
        standing = again(episode=episode, facts=assessment.facts, at=at, new=new)
        owed_too = owed_by_record(episode=episode, assessment=assessment, standing=standing, at=at)
        put_before_panel(episode=episode, standing=standing, by=holder, at=at)
    following.happened = {"now": at}
    for extra in owed_too:
        following.add(
            kind=extra.kind, to=extra.to, detail=extra.detail, because=extra.because,
            clock={"from": "now", "length": extra.hours, "unit": "hours"}, fact=extra.fact,
        )  # fmt: skip
    enquiries = [following.enquiry(fact=fact) for fact in unknown]
    wanted = [*following.wanted, *enquiries]
    tasks.ask_all(episode=episode, wanted=wanted, by=by, at=at, new=new)
    if not new:
        _bring_forward(episode=episode, pack=pack, by=by, at=at)


def _bring_forward(*, episode: Episode, pack: Pack, by: Actor, at: datetime) -> None:
    """Shorten the clocks of going out that run, where the level that stands now has less time.

    From the report; what would have run out by then runs from now on. Never longer than it was.
    """
    due_by = {}
    for template in pack.tasks_for(level=episode.level):
        if template.kind not in GOING_OUT or template.since != "report":
            continue
        clock = {"from": "start", "length": template.length, "unit": template.unit}
        for start in (episode.reported_at, at):
            due = due_of(clock=clock, happened={"start": start})
            if due is not None and due > at:
                due_by[template.kind] = due
                break
    tasks.bring_forward(episode=episode, due_by=due_by, by=by, at=at)


def arrange_step(*, episode: Episode, step: str, due_at: datetime, by: Actor, at: datetime) -> None:
    """Ask for what a step of a long absence asks for, once a step; `step` is its review's key."""
    for template in pack_for(episode=episode, at=at).tasks_for(level=episode.level):
        if template.since not in (step, EVERY_STEP):
            continue
        clock = {"from": "step", "length": template.length, "unit": template.unit}
        agency, role = whom(episode=episode, to=template.to, at=at)
        tasks.ask(
            episode=episode,
            kind=template.kind,
            to_role=role,
            assigned_agency=agency,
            because="long missing",
            by=by,
            at=at,
            due_at=due_of(clock=clock, happened={"step": at}),
            clock=clock,
            detail=template.text,
            # Each year's step is one of its own.
            fact=f"{step}:{due_at:%Y}",
        )


def arrange_plan(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Turn the first actions of every live plan into tasks, and tell everybody it names."""
    if not looked_for(episode=episode):
        return
    for plan in live_plans(children=people.same_person_set(child_id=episode.child_id)):
        for place, action in enumerate(plan.first_actions, start=1):
            minutes = action.get("due_in_minutes")
            within = length_of(key="plan_action", at=at)
            due = at + (within if minutes is None else timedelta(minutes=minutes))
            tasks.ask(
                episode=episode,
                kind="plan_actions",
                title=action["title"],
                to_role=action.get("to_role", "response_officer"),
                assigned_agency=episode.owner_agency_id,
                because="RF02",
                by=by,
                at=at,
                due_at=due,
                fact=f"{plan.pk.hex[:8]}-{place}",
            )
        _tell_everybody_named(plan=plan, episode=episode, by=by, at=at)


def _tell_everybody_named(*, plan: TriggerPlan, episode: Episode, by: Actor, at: datetime) -> None:
    """Tell everybody whom a plan names that it is in use; each acknowledges, and silence climbs.

    An agency that the plan names may see the child from then on.
    """
    for agency, role, member in named_in(plan=plan, force=episode.owner_agency_id):
        if agency not in (by.agency_id, plan.owner_agency_id):
            relate_to_child(
                child_id=episode.child_id, agency=agency, kind="shared", at=at,
                because="named in a trigger plan",
            )  # fmt: skip
        words = "Your trigger plan" if member == plan.owner_id else "A trigger plan that names you"
        promise(
            key=f"episode:{episode.pk}:plan:{plan.pk}:{agency}:{role}:{member or ''}",
            kind="plan_in_use",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            to_member=member,
            text=f"{words} is in use in episode {episode.reference}.",
            at=at,
            loudness="list",
            high=episode.level == "high",
            child=episode.child_id,
        )


def arrange_across_borders(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Ask every other force in whose area the child may be to look there and answer."""
    if looked_for(episode=episode):
        ask_across(episode=episode, by=by, at=at)


def arrange_for_a_place(*, child_id: UUID, by: Actor, at: datetime) -> None:
    """Ask across borders in every episode under way: a place of the child's became known."""
    children = people.same_person_set(child_id=child_id)
    for episode in episodes_under_way(children=children):
        arrange_across_borders(episode=episode, by=by, at=at)


def _standing(*, episode: Episode, at: datetime) -> Standing:
    placement = placement_of(episode=episode, at=at)
    return Standing(
        level=episode.level,
        country=episode.owner_agency.country,
        living_at=placement.living_at if placement else episode.living_at,
        looked_after=placement is not None and placement.looked_after is not False,
        authority_known=responsible_authority(episode=episode, at=at) is not None,
    )


def placement_of(*, episode: Episode, at: datetime) -> Placement | None:
    """Return where the child is looked after: as the episode says, else as stands now."""
    children = people.same_person_set(child_id=episode.child_id)
    return episode.placement or placements.placement_at(child_ids=children, at=at)


def responsible_authority(*, episode: Episode, at: datetime) -> Agency | None:
    """Return the authority to tell: of the placement, else of the home, else the force's only one.

    None where nobody can say; the coordinator then finds out.
    """
    children = people.same_person_set(child_id=episode.child_id)
    placement = episode.placement or placements.placement_at(child_ids=children, at=at)
    if placement and placement.responsible_authority:
        return placement.responsible_authority
    for address in people.addresses_of(child_ids=children):
        if address.kind == "home" and address.authority and not address.until_on:
            return address.authority
    return agencies.only_authority_of(force=episode.owner_agency_id)


@dataclass(kw_only=True)
class _Following:
    """Gathers the tasks that follow, so that they are asked for at once; who is who, once each."""

    episode: Episode
    happened: dict[str, datetime]
    at: datetime
    wanted: list[Wanted] = field(default_factory=list)
    _whom: dict[str, tuple[UUID, str]] = field(default_factory=dict)

    def add(
        self,
        *,
        kind: str,
        to: str,
        because: str,
        clock: dict[str, Any],
        detail: str = "",
        again_after_hours: float | None = None,
        fact: str = "",
    ) -> None:
        """Add a task, unless it is to search for a child who is not to be searched for."""
        if kind in SEARCH_KINDS and not looked_for(episode=self.episode):
            return
        agency, role = self._falls_to(to=to)
        self.wanted.append(
            Wanted(
                kind=kind,
                to_role=role,
                assigned_agency=agency,
                because=because,
                due_at=due_of(clock=clock, happened=self.happened),
                clock=clock,
                detail=detail,
                again_after_hours=again_after_hours,
                fact=fact,
            )
        )

    def enquiry(self, *, fact: str) -> Wanted:
        """Return the task to find out what is not known; answered, it is settled."""
        definition = packs.vocabulary().facts[fact]
        can = [ENQUIRED_OF[who] for who in definition.who_can_answer if who in ENQUIRED_OF]
        agency, role = self._falls_to(to=can[0] if can else "control_room")
        return Wanted(
            kind="enquiry",
            title=f"Find out: {definition.question}"[:200],
            to_role=role,
            assigned_agency=agency,
            because="B01",
            due_at=self.at + length_of(key="enquiry_answered", at=self.at),
            fact=fact,
        )

    def _falls_to(self, *, to: str) -> tuple[UUID, str]:
        if to not in self._whom:
            self._whom[to] = whom(episode=self.episode, to=to, at=self.at)
        return self._whom[to]


def looked_for(*, episode: Episode) -> bool:
    """Return whether the child is to be searched for.

    Not once they are back, nor where they were found or back before anybody reported them, unless
    they went again since.
    """
    if episode.back_at is not None:
        return False
    found_first = episode.after_return or episode.unreported
    return not found_first or episode.located_at is not None


def whom(*, episode: Episode, to: str, at: datetime) -> tuple[UUID, str]:
    """Return (agency, role) for whoever a pack says must act.

    Where the authority is not known the coordinator finds out and passes it on.
    """
    if to in AUTHORITY_ROLES:
        authority = responsible_authority(episode=episode, at=at)
        if authority is not None:
            return authority.pk, AUTHORITY_ROLES[to]
        return episode.owner_agency_id, "missing_coordinator"
    if to == "childrens_home":
        placement = placement_of(episode=episode, at=at)
        if placement is not None and placement.home_id is not None:
            return placement.home_id, "home_worker"
        return whom(episode=episode, to="responsible_authority", at=at)
    if to == "british_transport_police":
        transport = agencies.transport_police()
        return (transport.pk if transport else episode.owner_agency_id), "duty_inspector"
    if episode.owner_agency.kind == "authority":
        force = agencies.force_of_authority(authority=episode.owner_agency_id)
        if force is not None:
            return force.pk, POLICE_ROLES[to]
    return episode.owner_agency_id, POLICE_ROLES[to]


def enquire(*, episode: Episode, fact: str, by: Actor, at: datetime) -> None:
    """Make what is not known somebody's to find out; answered, the task is settled."""
    enquiry = _Following(episode=episode, happened={}, at=at).enquiry(fact=fact)
    tasks.ask_all(episode=episode, wanted=[enquiry], by=by, at=at)
