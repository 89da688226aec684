"""A child's trigger plan: read at night, compared by version, drafted, and what sources propose."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import ROLE_NAMES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import planning_parts as parts
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known import view_of
from whereabouts.insight.lookups.known_shapes import View
from whereabouts.insight.lookups.planning_shapes import (
    Approval,
    Before,
    DraftPage,
    LinesPage,
    PlanPage,
    ProposedLine,
    VersionPair,
    VersionsPage,
)
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.plans import queries, rules
from whereabouts.practice.plans.forms import ProfileField, fields_of
from whereabouts.practice.plans.gate import draft_for, plan_for
from whereabouts.practice.plans.models import PlanDraft, TriggerPlan
from whereabouts.practice.plans.rules import WORDS
from whereabouts.practice.plans.vocabulary import (
    AUDIENCES,
    CHILD_TOLD,
    FORMS,
    PARTS,
    REFERRAL_ANSWERS,
)
from whereabouts.practice.risk.around import around
from whereabouts.practice.risk.drafting import proposed_lines
from whereabouts.records.episodes import queries as episodes
from whereabouts.records.people import queries as people
from whereabouts.records.people.gate import person_for

__all__ = [
    "CHILD_TOLD", "FORMS", "PARTS", "REFERRAL_ANSWERS", "WORDS", "before_writing", "draft_page",
    "lines_page", "own_plan_level", "plan_page_of", "profile_form", "versions_page",
]  # fmt: skip


@lookup(needs=Permission.CHILD_LOOK)
def plan_page_of(*, actor: Actor, at: datetime, child_id: UUID) -> PlanPage:
    """Return a child's plan as the actor may see it, and write down the look.

    :raises NotVisible: there is no such child for this actor.
    """
    child, children = person_for(actor, child_id=child_id)
    full = view_of(actor=actor) is View.FULL
    profile = queries.profile_of(children=children)
    live = queries.live_plans(children=children)
    page = PlanPage(
        child_id=child.pk,
        name=people.display_name(child_id=child.pk),
        full=full,
        missing_now=tuple(
            episodes.under_way(children=children).values_list("reference", flat=True)
        ),
        plans=tuple(parts.plan_view(plan=one, actor=actor, at=at) for one in live),
        lines=parts.lines_by_part(children=children, full=full, at=at),
        profile=parts.profile_view(profile=profile, at=at) if profile else None,
        ages=parts.ages(children=children, profile=profile, at=at),
        adults=tuple(
            (link.adult.name, link.get_kind_display())
            for link in people.adult_links_of(child_ids=children)
        ),
        drafts=parts.drafts(children=children) if full else (),
        uses=parts.uses(children=children) if full else (),
        versions=len(queries.versions_of(children=children)),
        proposed=len(proposed_lines(children=children)) if full else 0,
    )
    record_look(
        kind="view", page="trigger plan", by=actor, at=at, subjects=children,
        shown=["identity", "plans", "profile", "adults"],
    )  # fmt: skip
    return page


@lookup(needs=Permission.CHILD_LOOK)
def versions_page(*, actor: Actor, at: datetime, child_id: UUID) -> VersionsPage:
    """Return every version with what it says otherwise than the one before; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    child, children = person_for(actor, child_id=child_id)
    full = view_of(actor=actor) is View.FULL
    found = queries.versions_of(children=children)
    pairs = []
    for plan in found:
        before = next((one for one in found if _is_before(one, plan)), None)
        pairs.append(
            VersionPair(
                plan=parts.plan_view(plan=plan, actor=actor, at=at),
                changed=rules.differences(
                    before=parts.says_of(row=before), after=parts.says_of(row=plan)
                )
                if before
                else (),
                first=before is None,
                lines=parts.lines_by_part(children=children, full=full, at=plan.ended_at or at),
            )
        )
    record_look(
        kind="view", page="plan versions", by=actor, at=at, subjects=children,
        shown=["identity", "plans"],
    )  # fmt: skip
    return VersionsPage(
        child_id=child.pk,
        name=people.display_name(child_id=child.pk),
        versions=tuple(pairs),
    )


def _is_before(one: TriggerPlan, plan: TriggerPlan) -> bool:
    same = (one.owner_agency_id, one.child_id) == (plan.owner_agency_id, plan.child_id)
    return same and one.version == plan.version - 1


@lookup(needs=Permission.PLAN_SET)
def before_writing(*, actor: Actor, at: datetime, child_id: UUID) -> Before:
    """Return what stands when somebody begins to write a plan: the draft, else the live version.

    :raises NotVisible: there is no such child for this actor.
    """
    child, children = person_for(actor, child_id=child_id)
    known = around(children=children, actor=actor, at=at)
    written: list[TriggerPlan | PlanDraft] = [*queries.open_drafts(children=children)]
    written += queries.live_plans(children=children)
    own = [one for one in written if one.owner_agency_id == actor.agency_id]
    agencies = {one.pk: one for one in known.agencies}
    choices = [
        (f"{key} {FOLLOWS_UP[one.kind]}", f"{one.name}: {ROLE_NAMES[FOLLOWS_UP[one.kind]]}")
        for key, one in agencies.items()
    ]
    ticked = [value for value, _ in choices]
    if own:
        latest = own[0]
        named = (
            [f"{one.agency_id} {one.role}" for one in queries.recipients_of(plan=latest)]
            if isinstance(latest, TriggerPlan)
            else [f"{one['agency']} {one['role']}" for one in latest.recipients]
        )
        ticked = [value for value in ticked if value in named]
    record_look(
        kind="view", page="plan form", by=actor, at=at, subjects=children,
        shown=["identity", "plans"],
    )  # fmt: skip
    responsible = known.responsible
    return Before(
        child_id=child.pk,
        name=people.display_name(child_id=child.pk),
        says=parts.says_of(row=own[0]) if own else {},
        recipients=tuple(ticked),
        choices=tuple(choices),
        country=responsible.country if responsible else actor.calendar,
    )


@lookup(needs=Permission.PLAN_SET)
def own_plan_level(*, actor: Actor, at: datetime, child_id: UUID) -> str:
    """Return the level of the live plan of the actor's own agency; its form records the look.

    :raises NotVisible: there is no such child for this actor, or no such plan of their agency.
    """
    return plan_for(actor, child_id=child_id, of_agency=actor.agency_id).level


@lookup(needs=Permission.PLAN_SET)
def draft_page(*, actor: Actor, at: datetime, draft_id: UUID) -> DraftPage:
    """Return a drafted plan, who was asked to approve it, and what the asker may do; a look.

    :raises NotVisible: there is no such draft for this actor.
    """
    draft = draft_for(actor, draft_id=draft_id)
    _, children = person_for(actor, child_id=draft.child_id)
    asked = queries.approvals_of(draft=draft)
    ours = draft.owner_agency_id == actor.agency_id
    contents = queries.contents_of(draft=draft)
    waits_for_us = any(one.agency_id == actor.agency_id and one.agreed is None for one in asked)
    live = [
        one
        for one in queries.live_plans(children=children)
        if one.owner_agency_id == draft.owner_agency_id
    ]
    names = dict(
        Agency.objects.filter(pk__in=[one["agency"] for one in draft.recipients]).values_list(
            "pk", "name"
        )
    )
    record_look(
        kind="view", page="plan draft", by=actor, at=at, subjects=children,
        shown=["identity", "plans"],
    )  # fmt: skip
    return DraftPage(
        draft_id=draft.pk,
        child_id=draft.child_id,
        name=people.display_name(child_id=draft.child_id),
        state=draft.state,
        agency=draft.owner_agency.name,
        by=draft.owner.display_name,
        ours=ours,
        says=parts.says_of(row=draft),
        lacks=tuple(WORDS[name] for name in rules.lacking(contents=contents)),
        thin=tuple(WORDS[name] for name in rules.thin(contents=contents)),
        recipients=tuple(
            (ROLE_NAMES.get(one["role"], one["role"]), names.get(UUID(one["agency"]), ""))
            for one in draft.recipients
        ),
        approvals=tuple(
            Approval(
                agency=one.agency.name,
                role=ROLE_NAMES.get(one.role, one.role),
                agreed=one.agreed,
                words=one.words,
                by=one.answered_by.display_name if one.answered_by else "",
                at=one.answered_at,
            )
            for one in asked
        ),
        may_answer=draft.state == "waiting"
        and waits_for_us
        and draft.recorded_by_id != actor.member_id,
        may_send=draft.state == "writing" and ours,
        changed=rules.differences(before=parts.says_of(row=live[0]), after=parts.says_of(row=draft))
        if live
        else (),
    )


@lookup(needs=Permission.PLAN_SET)
def lines_page(*, actor: Actor, at: datetime, child_id: UUID) -> LinesPage:
    """Return what sources propose for the plan, and what stands in it already; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    child, children = person_for(actor, child_id=child_id)
    words, audiences = dict(PARTS), dict(AUDIENCES)
    standing = parts.lines_by_part(children=children, full=True, at=at)
    record_look(
        kind="view", page="plan lines", by=actor, at=at, subjects=children,
        shown=["identity", "plans", "sightings", "interviews"],
    )  # fmt: skip
    return LinesPage(
        child_id=child.pk,
        name=people.display_name(child_id=child.pk),
        proposed=tuple(
            ProposedLine(
                key=one.key,
                part=one.part,
                part_words=words[one.part],
                text=one.text,
                source=one.source_words,
                audience=audiences[one.audience],
                allowed=one.allowed,
                ask=one.ask,
            )
            for one in proposed_lines(children=children)
        ),
        standing=tuple((words[part], lines) for part, lines in standing.items()),
    )


@lookup(needs=Permission.PROFILE_FILL)
def profile_form(
    *, actor: Actor, at: datetime, child_id: UUID, form: str = ""
) -> tuple[str, tuple[ProfileField, ...], dict[str, str]]:
    """Return (form, its fields, what was last filled in), for the child's country; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    _, children = person_for(actor, child_id=child_id)
    profile = queries.profile_of(children=children)
    responsible = around(children=children, actor=actor, at=at).responsible
    country = responsible.country if responsible else actor.calendar
    chosen = form or ("child_information" if country == "wales" else "philomena")
    record_look(
        kind="view", page="profile form", by=actor, at=at, subjects=children,
        shown=["identity", "profile"],
    )  # fmt: skip
    return (
        chosen,
        fields_of(form=chosen, on=at.date()),
        dict(profile.answers) if profile else {},
    )
