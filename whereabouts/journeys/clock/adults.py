"""Adults who pose a risk: what follows a link, what nobody did, notices that lapse or wait."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import Notice, promise, promise_all
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults import events
from whereabouts.practice.adults.actions.notices import watch_lapse
from whereabouts.practice.adults.actions.register import MANAGES_ADULTS, ask_again, watch_again
from whereabouts.practice.adults.models import (
    Breach,
    HomeWarning,
    OthersAsked,
    RegisterEntry,
    WarningNotice,
)
from whereabouts.practice.adults.queries import linked_without_action
from whereabouts.practice.adults.rules import ADULT, age_on
from whereabouts.practice.community import events as told
from whereabouts.practice.community.actions import tell
from whereabouts.practice.community.models import CommunityReport
from whereabouts.practice.risk.lawful import standing_of
from whereabouts.records.people.models import Adult, AdultLink
from whereabouts.records.people.queries import same_person_set

LINKED_IDLE = (
    "Nothing was done about an adult who is linked with a child. Act, or enter them on the"
    " register."
)
# As many a day as people can act on; the list shows all of them.
MOST_TOLD = 50


@for_the_agency
def adult_linked(*, timer: Timer, by: Actor, at: datetime) -> None:
    """See to what follows a link: forces that share the adult, and "other children at risk?".

    Where the adult turns out to be under 18, somebody is told that they need a plan of their own.
    """
    link = visible(AdultLink).select_related("adult").get(pk=key_of(timer))
    adult = link.adult
    if adult.born_on is not None and age_on(born_on=adult.born_on, on=at.date()) < ADULT:
        _tell(
            timer=timer, by=by, at=at, roles=("missing_coordinator",), subject=f"adult:{adult.pk}",
            text="Somebody linked with a child is under 18: they need a plan of their own.",
        )  # fmt: skip
        return
    adults.tell_forces(adult=adult, by=by, at=at)
    since = link.recorded_at
    if not visible(OthersAsked).filter(adult=adult, asked_at__gte=since).exists():
        ask_again(adult=adult, by=by, at=at)


@for_the_agency
def others_unasked(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that nobody knows whether other children are at risk, again and again."""
    adult = visible(Adult).get(pk=key_of(timer))
    audit.record(kind=events.OTHERS_UNASKED, subject=timer.subject, by=by, at=at)
    _tell(
        timer=timer, by=by, at=at, roles=MANAGES_ADULTS,
        text="Are other children at risk from an adult who was linked with a child? Answer it.",
    )  # fmt: skip
    ask_again(adult=adult, by=by, at=at)


@for_the_agency
def adult_without_action(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that nothing was done about an adult, and above; again after as long a time."""
    entry = visible(RegisterEntry).get(pk=key_of(timer))
    if entry.ended_at is not None:
        return
    audit.record(kind=events.NOTHING_DONE, subject=f"adult:{entry.adult_id}", by=by, at=at)
    _tell(
        timer=timer, by=by, at=at, roles=(*MANAGES_ADULTS, "duty_inspector"),
        subject=f"adult:{entry.adult_id}",
        text="Nothing was done about an adult who poses a risk to children. Act, or end the entry.",
    )  # fmt: skip
    watch_again(entry=entry, since=at, at=at)


def tell_of_linked(*, agency: UUID, by: Actor, at: datetime) -> int:
    """Say of each adult who is only linked with a child that nothing was done; return how many.

    They stand on no register, so no clock of an entry runs for them: the coordinator's desk asks at
    its hour. Once, and again only where something was done and then nothing more; so many a day.
    """
    found = linked_without_action(
        agency=agency, at=at, length=length_of(key="adult_without_action", at=at)
    )
    keys = {(adult, since): f"linked:{adult}:idle:{since.isoformat()}" for adult, since in found}
    first = MANAGES_ADULTS[0]
    said = set(
        visible(Message)
        .filter(key__in=[f"{key}:{first}" for key in keys.values()])
        .values_list("key", flat=True)
    )
    new = [one for one in found if f"{keys[one]}:{first}" not in said][:MOST_TOLD]
    for adult, since in new:
        audit.record(kind=events.NOTHING_DONE, subject=f"adult:{adult}", by=by, at=at)
        promise_all(
            notices=[
                Notice(
                    key=f"{keys[adult, since]}:{role}", kind="adult_without_action",
                    subject=f"adult:{adult}", from_agency=by.agency_id, to_agency=by.agency_id,
                    to_role=role, text=LINKED_IDLE,
                )
                for role in (*MANAGES_ADULTS, "duty_inspector")
            ],
            at=at,
        )  # fmt: skip
    return len(new)


@for_the_agency
def adult_keep_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that an entry is due to be ended, or kept with a reason."""
    entry = visible(RegisterEntry).get(pk=key_of(timer))
    if entry.ended_at is not None or entry.keep_until > at.date():
        return
    audit.record(kind=events.KEEP_DUE, subject=f"adult:{entry.adult_id}", by=by, at=at)
    _tell(
        timer=timer, by=by, at=at, roles=("duty_inspector", "information_governance"),
        subject=f"adult:{entry.adult_id}",
        text="An entry on the register of adults has come to its day: end it, or keep it and say"
        " why.",
    )  # fmt: skip


@for_the_agency
def warning_unreceived(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that a home has not said that it received a warning: somebody rings it."""
    warning = visible(HomeWarning).get(pk=key_of(timer))
    if warning.received_at is not None or warning.expires_at <= at:
        return
    audit.record(kind=events.WARNING_UNRECEIVED, subject=timer.subject, by=by, at=at)
    _tell(
        timer=timer, by=by, at=at, roles=("duty_inspector", "missing_coordinator"),
        text="A home has not said that it received a warning. Ring it.",
    )  # fmt: skip
    set_timer(
        key=f"home_warning:{warning.pk}:{at.isoformat()}", kind=timer.kind, subject=timer.subject,
        agency=timer.owner_agency_id, at=at, due_at=at + length_of(key="warning_received", at=at),
    )  # fmt: skip


@for_the_agency
def warning_notice_review(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that a notice waits for its review; where the law says so it lapses instead."""
    notice = visible(WarningNotice).get(pk=key_of(timer))
    if notice.state != "served" or _lapsed(notice, timer, by, at):
        return
    audit.record(kind=events.NOTICE_REVIEW_LATE, subject=timer.subject, by=by, at=at)
    _tell(
        timer=timer, by=by, at=at, roles=(*MANAGES_ADULTS, "supervisor"),
        text=f"Warning notice {notice.reference} waits for its review: is it kept to?",
    )  # fmt: skip
    set_timer(
        key=f"warning_notice:{notice.pk}:review:{at.isoformat()}", kind=timer.kind,
        subject=timer.subject, agency=timer.owner_agency_id, at=at,
        due_at=at + length_of(key="warning_notice_reviewed", at=at),
    )  # fmt: skip


@for_the_agency
def warning_notice_lapses(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Let a notice lapse and say so; where the law reaches further by now, wait for its end."""
    notice = visible(WarningNotice).get(pk=key_of(timer))
    if notice.state == "served":
        _lapsed(notice, timer, by, at)


@for_the_agency
def breach_unvisited(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say, and above, that nobody visited after a breach."""
    breach = visible(Breach).select_related("notice").get(pk=key_of(timer))
    if breach.visited_at is not None:
        return
    audit.record(kind=events.BREACH_UNVISITED, subject=timer.subject, by=by, at=at)
    _tell(
        timer=timer, by=by, at=at, roles=("duty_inspector", "superintendent"),
        text=f"Nobody visited after a breach of warning notice {breach.notice.reference}. Send"
        " somebody: a child may be there.",
    )  # fmt: skip
    set_timer(
        key=f"breach:{breach.pk}:{at.isoformat()}", kind=timer.kind, subject=timer.subject,
        agency=timer.owner_agency_id, at=at, due_at=at + length_of(key="breach_visited", at=at),
    )  # fmt: skip


@for_the_agency
def community_unseen(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say, and above, that nobody has looked at what somebody told; again until somebody has."""
    report = visible(CommunityReport).get(pk=key_of(timer))
    if report.state != "new":
        return
    audit.record(kind=told.UNSEEN, subject=timer.subject, by=by, at=at)
    for role in ("missing_coordinator", "duty_inspector"):
        tell(report=report, role=role, key=f"unseen:{at.isoformat()}", by=by, at=at)
    set_timer(
        key=f"community:{report.pk}:seen:{at.isoformat()}", kind=timer.kind, subject=timer.subject,
        agency=timer.owner_agency_id, at=at,
        due_at=at + length_of(key="community_report_seen", at=at),
    )  # fmt: skip


def _lapsed(notice: WarningNotice, timer: Timer, by: Actor, at: datetime) -> bool:
    standing = standing_of(children=same_person_set(child_id=notice.child_id), at=at)
    ends = adults.lapse_notice(notice=notice, standing=standing, by=by, at=at)
    if notice.state == "served":
        if ends is not None:
            watch_lapse(notice=notice, ends=ends, at=at)
        return False
    _tell(
        timer=timer, by=by, at=at, roles=(*MANAGES_ADULTS, "duty_inspector"),
        text=f"Warning notice {notice.reference} has lapsed: the law no longer reaches the child."
        " What protects the child now?",
    )  # fmt: skip
    return True


def _tell(
    *, timer: Timer, text: str, by: Actor, at: datetime, roles: tuple[str, ...], subject: str = ""
) -> None:
    for role in roles:
        promise(
            key=f"timer:{timer.pk}:{role}",
            kind=timer.kind,
            subject=subject or timer.subject,
            from_agency=by.agency_id,
            to_agency=by.agency_id,
            to_role=role,
            text=text,
            at=at,
        )


HANDLERS: dict[str, Handler] = {
    "adult_linked": adult_linked,
    "others_unasked": others_unasked,
    "adult_without_action": adult_without_action,
    "adult_keep_due": adult_keep_due,
    "warning_unreceived": warning_unreceived,
    "warning_notice_review": warning_notice_review,
    "warning_notice_lapses": warning_notice_lapses,
    "breach_unvisited": breach_unvisited,
    "community_unseen": community_unseen,
}
