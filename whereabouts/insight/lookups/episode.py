"""An episode's page: who, what stands and why, what to do next, limited by role; one look."""

from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLES, Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import members_with
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import episode_parts as parts
from whereabouts.insight.lookups import episode_risk as risk
from whereabouts.insight.lookups.beside import beside_of
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.episode_shapes import (
    ChallengeLine,
    ClockLine,
    Contradiction,
    EpisodePage,
    OfferLine,
    ProposalLine,
    Who,
)
from whereabouts.insight.lookups.known import view_of
from whereabouts.insight.lookups.known_shapes import View
from whereabouts.insight.lookups.reviewing import words_of
from whereabouts.insight.lookups.support import again_of
from whereabouts.insight.lookups.voice import voice_of
from whereabouts.practice.risk.assessing import latest_decision
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.supervision import queries as supervision
from whereabouts.practice.supervision.models import Challenge
from whereabouts.practice.supervision.rules import CHALLENGERS, may_answer_challenge
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY, State
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Child, ChildPhoto
from whereabouts.records.reports.models import Report


@lookup(needs=Permission.EPISODE_LOOK)
def episode_page(
    *,
    actor: Actor,
    at: datetime,
    reference: str,
    already_shown: frozenset[UUID] | None = None,
) -> EpisodePage:
    """Return an episode as the actor may see it, and write down the look.

    Whoever does not see adults is shown no reasons, intelligence, rationale or other agencies'
    words. A page that renews itself passes `already_shown`: only children newly shown are recorded.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    full = view_of(actor=actor) is View.FULL
    children = people.same_person_set(child_id=episode.child_id)
    assessments = list(
        visible(Assessment).filter(episode=episode).select_related("recorded_by").order_by("number")
    )
    latest = assessments[-1] if assessments else None
    tasks = parts.tasks(episode=episode, actor=actor, full=full, at=at)
    links = parts.links(episode=episode, full=full)
    waiting = [task for task in tasks if task.state in ("open", "accepted") and task.due_at]
    shown = frozenset({*children, *(link.child_id for link in links)})
    page = EpisodePage(
        reference=episode.reference,
        at=at,
        version=episode.version,
        full=full,
        ours=episode.owner_agency_id == actor.agency_id,
        agency=episode.owner_agency.name,
        owner=episode.owner.display_name if episode.owner else "",
        mine=episode.owner_id == actor.member_id,
        state=episode.state,
        under_way=episode.state in UNDER_WAY,
        reported_at=episode.reported_at,
        next_due=min(waiting, key=lambda task: task.due_at or at, default=None),
        who=_who(episode=episode, children=children, at=at),
        stands=risk.stands(
            episode=episode,
            assessment=latest,
            decision=latest_decision(episode=episode) if full else None,
            full=full,
        ),
        path=parts.path(episode=episode, full=full),
        recommendation=risk.recommendation(
            assessment=latest,
            enquiries=sum(task.kind == "enquiry" and task.state == "open" for task in tasks),
        )
        if full and latest
        else None,
        versions=risk.versions(assessments=assessments) if full else (),
        decisions=risk.decisions(episode=episode) if full else (),
        grades=parts.grades(episode=episode, children=children) if full else (),
        proposals=_proposals(episode=episode, actor=actor) if full else (),
        challenges=_challenges(episode=episode, actor=actor, full=full),
        tasks=tasks,
        log=parts.log(episode=episode, actor=actor, full=full),
        sightings=parts.sightings(children=children, since=parts.about_now(episode=episode))
        if full
        else (),
        notices=parts.notices(episode=episode, actor=actor, full=full),
        clocks=_clocks(episode=episode, at=at) if full else (),
        links=links,
        reports=parts.reports(episode=episode, actor=actor, full=full),
        contradictions=risk.contradictions(episode=episode) if full else (),
        offer=_offer(episode=episode, actor=actor) if full else None,
        transfer=_transfer(episode=episode, actor=actor) if full else None,
        shown=shown | (already_shown or frozenset()),
        again=again_of(children=children, actor=actor, at=at) if full else None,
        beside=beside_of(children=children, actor=actor, at=at, episode=episode),
    )
    new = shown if already_shown is None else shown - already_shown
    if new:
        record_look(
            kind="view" if already_shown is None else "live",
            page="episode",
            by=actor,
            at=at,
            subjects=new,
            shown=_parts_shown(page),
        )
    return page


@lookup(needs=Permission.EPISODE_UPDATE)
def contradiction_of(*, actor: Actor, at: datetime, reference: str, fact: str) -> Contradiction:
    """Return the statements that disagree about a fact, for whoever settles it; a look.

    :raises NotVisible: there is no such episode for this actor, or nothing disagrees.
    """
    episode = episode_for(actor, reference=reference)
    for found in risk.contradictions(episode=episode):
        if found.fact == fact:
            record_look(
                kind="view", page="contradiction", by=actor, at=at,
                subjects=[episode.child_id], shown=["statements"],
            )  # fmt: skip
            return found
    raise NotVisible()


@lookup(needs=Permission.EPISODE_LOOK)
def there_is(*, actor: Actor, at: datetime, reference: str) -> None:
    """Go on if the actor sees the episode; nothing of it is shown.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode_for(actor, reference=reference)


@lookup(needs=Permission.EPISODE_OWN)
def who_may_own(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the colleagues to whom an episode may be offered, by name; nobody is looked at."""
    roles = [role for role, may in ROLES.items() if Permission.EPISODE_OWN in may]
    found = {
        member.pk: member.display_name
        for role in roles
        for member in members_with(agency=actor.agency_id, role=role, at=at)
        if member.pk != actor.member_id
    }
    return sorted(found.items(), key=lambda pair: pair[1])


@lookup(needs=Permission.EPISODE_TRANSFER)
def forces_to_ask(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the other forces, by name."""
    others = Agency.objects.filter(kind__in=POLICE_KINDS).exclude(pk=actor.agency_id)
    return list(others.order_by("name").values_list("pk", "name"))


@lookup(needs=Permission.CHALLENGE_MAKE)
def who_may_challenge(*, actor: Actor, at: datetime, reference: str) -> list[tuple[UUID, str]]:
    """Return the people around the child in whose name somebody may challenge, with relations.

    Nobody for a role that sees no adults: they challenge for their own agency.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    if view_of(actor=actor) is not View.FULL:
        return []
    children = people.same_person_set(child_id=episode.child_id)
    around = people.related_people_of(child_ids=children)
    record_look(kind="view", page="challenge", by=actor, at=at, subjects=children, shown=["around"])
    return [(one.pk, f"{one.name} ({one.get_relation_display().lower()})") for one in around]


def _who(*, episode: Episode, children: frozenset[UUID], at: datetime) -> Who:
    records = list(visible(Child).filter(pk__in=children).order_by("pk"))
    own = [one for one in records if one.pk == episode.child_id] + records
    telling = (
        visible(Report)
        .filter(episode_links__episode=episode)
        .exclude(clothing="")
        .order_by("-happened_at")
        .values_list("clothing", flat=True)
        .first()
    )
    return Who(
        child_id=episode.child_id,
        name=people.display_name(child_id=episode.child_id),
        unidentified=all(one.unidentified for one in records),
        age=people.age_on(child_ids=children, on=at.date()),
        sex=next((one.get_sex_display() for one in own if one.sex), ""),
        has_photo=visible(ChildPhoto).filter(child__in=children).exists(),
        description=next((one.description for one in own if one.description), ""),
        clothing=telling or "",
        communication_needs=next(
            (one.communication_needs for one in own if one.communication_needs), ""
        ),
        about_me=next((one.about_me for one in own if one.about_me), ""),
        voice=voice_of(child_ids=children),
        last_seen_at=episode.last_seen_at,
        last_seen_place=episode.last_seen_place,
        away_for=_away_for(episode=episode),
    )


def _away_for(*, episode: Episode) -> timedelta | None:
    """Return how long the child was away, from when they were last seen if anybody knows."""
    if episode.back_at is None or episode.state in (State.FOUND_DEAD, State.JOINED):
        return None
    return max(episode.back_at - (episode.last_seen_at or episode.happened_at), timedelta(0))


def _proposals(*, episode: Episode, actor: Actor) -> tuple[ProposalLine, ...]:
    return tuple(
        ProposalLine(
            key=one.pk,
            at=one.asked_at,
            by=one.recorded_by.display_name,
            mine=one.recorded_by_id == actor.member_id,
            level=one.level,
            category=one.category,
            rules=tuple(one.rules),
            rationale=one.rationale,
            state=one.state,
            answered_by=one.answered_by.display_name if one.answered_by else "",
            answered_at=one.answered_at,
            answer=one.answer_because,
        )
        for one in supervision.proposals_of(episode=episode)
    )


def _challenges(*, episode: Episode, actor: Actor, full: bool) -> tuple[ChallengeLine, ...]:
    found = supervision.challenges_of(episode=episode)
    if not full:
        found = found.filter(owner_agency=actor.agency_id)
    may = permitted(roles=actor.roles, permission=Permission.CHALLENGE_ANSWER)
    return tuple(_challenge(made=one, actor=actor, may=may) for one in found)


def _challenge(*, made: Challenge, actor: Actor, may: bool) -> ChallengeLine:
    answered = made.state == "answered"
    return ChallengeLine(
        key=made.pk,
        at=made.made_at,
        by=made.made_by_name or CHALLENGERS.get(made.made_by_kind, made.made_by_kind),
        agency=made.owner_agency.name,
        words=made.words,
        due_at=made.due_at,
        state=made.state,
        answer=made.answer,
        answered_by=made.answered_by.display_name if made.answered_by else "",
        answered_at=made.answered_at,
        told=supervision.told_of(made=made) if answered else "",
        may_answer=may
        and not answered
        and may_answer_challenge(member=actor.member_id, deciders=supervision.deciders(made=made)),
    )


def _offer(*, episode: Episode, actor: Actor) -> OfferLine | None:
    offered = supervision.offer_of(episode=episode)
    if offered is None:
        return None
    return OfferLine(
        key=offered.pk,
        at=offered.offered_at,
        by=offered.from_member.display_name if offered.from_member else "",
        to=offered.to_member.display_name,
        to_me=offered.to_member_id == actor.member_id,
        words=offered.words,
    )


def _transfer(*, episode: Episode, actor: Actor) -> OfferLine | None:
    asked = supervision.transfers_of(episode=episode).filter(state="offered").first()
    if asked is None:
        return None
    return OfferLine(
        key=asked.pk,
        at=asked.offered_at,
        by=asked.owner_agency.name,
        to=asked.to_agency.name,
        to_me=asked.to_agency_id == actor.agency_id,
        words=asked.because,
    )


def _clocks(*, episode: Episode, at: datetime) -> tuple[ClockLine, ...]:
    """Return the clocks beside the tasks' own, and the reviews that wait, the next first."""
    reviews = [
        ClockLine(words=words_of(review=one), due_at=one.due_at, overdue=one.due_at < at)
        for one in supervision.waiting_reviews(episode=episode)
    ]
    running = parts.clocks(subjects=_subjects(episode=episode), at=at)
    return tuple(sorted((*running, *reviews), key=lambda one: one.due_at))


def _subjects(*, episode: Episode) -> list[str]:
    challenges = supervision.challenges_of(episode=episode).filter(state="open")
    proposals = supervision.proposals_of(episode=episode).filter(state="asked")
    transfers = supervision.transfers_of(episode=episode).filter(state="offered")
    return [
        f"episode:{episode.pk}",
        *(f"challenge:{one.pk}" for one in challenges),
        *(f"proposal:{one.pk}" for one in proposals),
        *(f"transfer:{one.pk}" for one in transfers),
    ]


def _parts_shown(page: EpisodePage) -> list[str]:
    held = {
        "reasons": page.recommendation,
        "decisions": page.decisions,
        "grades": page.grades,
        "challenges": page.challenges,
        "sightings": page.sightings,
        "reports": page.reports,
        "history": page.log,
        "together": [link for link in page.links if link.kind == "together"],
    }
    return ["identity", "level", "tasks", *(name for name, value in held.items() if value)]
