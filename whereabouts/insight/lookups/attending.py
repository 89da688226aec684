"""Going out: who was asked for and who is there, and what whoever attends has to know; one look."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.episode_parts import task_line
from whereabouts.insight.lookups.episode_shapes import TaskLine
from whereabouts.insight.lookups.known import shown_of, story_of
from whereabouts.insight.lookups.response_shapes import AcrossPage, AttendPage, UnitLine
from whereabouts.insight.lookups.voice import voice_of
from whereabouts.practice.investigation.gate import task_for
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response import queries, rules
from whereabouts.practice.response.models import Deployment
from whereabouts.practice.response.vocabulary import BORDER_ANSWERS, GOING_OUT, NOBODY_YET
from whereabouts.practice.return_home.vocabulary import SAFETY_QUESTIONS
from whereabouts.practice.risk.borders import KIND
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.reports.models import Report


@lookup(needs=Permission.RESPONSE_GO)
def attend_page(*, actor: Actor, at: datetime, reference: str) -> AttendPage:
    """Return what whoever attends has to know, and how far going out has come.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    story = story_of(actor=actor, at=at, child_id=episode.child_id)
    deployments = list(queries.deployments_of(episode=episode))
    stage = rules.going_out(gone=[_gone(one) for one in deployments])
    record_look(
        kind="view", page="attend", by=actor, at=at,
        subjects=[one.child_id for one in story.records],
        shown=[*shown_of(story=story), "description", "clothing", "attendance"],
    )  # fmt: skip
    return AttendPage(
        reference=episode.reference,
        child_id=episode.child_id,
        name=story.name,
        age=story.age,
        sex=story.sex,
        level=episode.level,
        decided=episode.decided,
        state=episode.state,
        under_way=episode.state in UNDER_WAY,
        has_photo=story.has_photo,
        description=story.description,
        clothing=clothing_of(episode=episode),
        communication_needs=story.communication_needs,
        about_me=story.about_me,
        voice=voice_of(child_ids=[one.child_id for one in story.records]),
        last_seen_at=episode.last_seen_at,
        last_seen_place=episode.last_seen_place,
        addresses=story.addresses,
        placement=story.placement,
        around=story.around,
        adults=story.adults,
        flags=story.flags,
        plan_words=tuple(plan.works for plan in story.plans if plan.works),
        search_home=_task(episode=episode, kind="search_home_first", actor=actor, at=at),
        attendance=_task(episode=episode, kind="deployment_clock", actor=actor, at=at),
        going_out=stage,
        going_out_words=GOING_OUT[stage],
        nobody_yet=stage in NOBODY_YET,
        none_free=sum(one.none_free for one in deployments),
        units=tuple(_unit(one) for one in deployments),
        i_am_there=queries.there_now(episode=episode, member=actor.member_id) is not None,
        questions=tuple(words for _, words in SAFETY_QUESTIONS),
    )


@lookup(needs=Permission.RESPONSE_GO)
def across_page(*, actor: Actor, at: datetime, task_id: UUID) -> AcrossPage:
    """Return what another force asks of the actor's, with what is known of the child.

    :raises NotVisible: there is no such task of the actor's agency.
    """
    task = task_for(actor, task_id=task_id)
    if task.kind != KIND or task.assigned_agency_id != actor.agency_id:
        raise NotVisible()
    episode = episode_for(actor, reference=task.episode.reference)
    story = story_of(actor=actor, at=at, child_id=episode.child_id)
    record_look(
        kind="view", page="across", by=actor, at=at,
        subjects=[one.child_id for one in story.records], shown=shown_of(story=story),
    )  # fmt: skip
    return AcrossPage(
        task=task_line(task=task, actor=actor, at=at, name=story.name),
        reference=episode.reference,
        child_id=episode.child_id,
        name=story.name,
        age=story.age,
        level=episode.level,
        holder=episode.owner_agency.name,
        description=story.description,
        clothing=clothing_of(episode=episode),
        addresses=story.addresses,
        around=story.around,
        adults=story.adults,
        flags=story.flags,
        answers=tuple(BORDER_ANSWERS),
    )


def clothing_of(*, episode: Episode) -> str:
    """Return what the child wore, as it was told last."""
    telling = (
        visible(Report)
        .filter(episode_links__episode=episode, episode_links__parted_at__isnull=True)
        .exclude(clothing="")
        .order_by("-happened_at")
        .values_list("clothing", flat=True)
        .first()
    )
    return telling or ""


def _gone(one: Deployment) -> rules.Gone:
    return rules.Gone(
        none_free=one.none_free,
        deployed_at=one.deployed_at,
        arrived_at=one.arrived_at,
        child_seen_at=one.child_seen_at,
        stood_down_at=one.stood_down_at,
    )


def _unit(one: Deployment) -> UnitLine:
    stage = rules.stage_of(one=_gone(one))
    return UnitLine(
        key=one.pk,
        unit=one.unit,
        going=one.going,
        stage=stage,
        stage_words="Stood down" if one.stood_down_at else GOING_OUT[stage],
        none_free=one.none_free,
        said_by=one.said_by,
        words=one.words,
        agency=one.owner_agency.name,
        asked_at=one.asked_at,
        sent_at=one.deployed_at,
        arrived_at=one.arrived_at,
        child_seen_at=one.child_seen_at,
        child_seen_by=one.child_seen_by.display_name if one.child_seen_by else "",
        stood_down_at=one.stood_down_at,
    )


def _task(*, episode: Episode, kind: str, actor: Actor, at: datetime) -> TaskLine | None:
    task = (
        visible(Task)
        .filter(episode=episode, kind=kind, state__in=OUTSTANDING)
        .select_related("episode", "assigned_agency", "owner")
        .first()
    )
    return task_line(task=task, actor=actor, at=at) if task is not None else None
