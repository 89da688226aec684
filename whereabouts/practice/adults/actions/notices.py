"""The life of a warning notice: drafted, authorised, served, reviewed, breached, ended."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.notices import Eligibility, Standing, lapses_at, law_in_force, why_lapsed
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.adults import events
from whereabouts.practice.adults.actions.register import note_action, owned, said
from whereabouts.practice.adults.models import (
    Breach,
    ChildAtVisit,
    NoticeReview,
    WarningNotice,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Adult, Child


class NotLawful(Exception):
    """The law does not let this notice be: why, and what else can be done."""

    def __init__(self, found: Eligibility) -> None:
        super().__init__(found.words or "The law does not reach this child by that route.")
        self.reason, self.alternatives = found.reason, found.alternatives


class NotNow(Exception):
    """The notice is not at this point of its life."""


class NotInForce(Exception):
    """The notice no longer holds."""


class OwnDraft(Exception):
    """Nobody authorises what they drafted."""


@transaction.atomic
def draft_notice(
    *,
    reference: str,
    adult: Adult,
    child: Child,
    found: Eligibility,
    route: str,
    consent_by: str,
    consent_words: str,
    knowledge: str,
    conditions: str,
    by: Actor,
    at: datetime,
    language: str = "",
) -> WarningNotice:
    """Draft a notice by a route that the law leaves open now.

    :raises NotLawful: the law leaves none open, or not this one.
    :raises WordsMissing: something that a notice must say is not said.
    :raises NotNow: the force has one for this adult and child.
    """
    _check_lawful(found, route)
    try:
        with transaction.atomic():
            notice = WarningNotice.objects.create(
                reference=reference,
                adult=adult,
                child=child,
                route=route,
                basis=found.basis,
                consent_by=said("consent_by", consent_by),
                consent_words=said("consent_words", consent_words),
                knowledge=said("knowledge", knowledge),
                conditions=said("conditions", conditions),
                language=language.strip(),
                drafted_at=at,
                **owned(by=by, at=at),
            )
    except IntegrityError:
        raise NotNow("Your force has a notice for this adult and this child.") from None
    _write(events.NOTICE_DRAFTED, notice, by, at)
    return notice


@transaction.atomic
def authorise_notice(*, notice: WarningNotice, found: Eligibility, by: Actor, at: datetime) -> None:
    """Authorise a draft, by somebody else than whoever drafted it.

    :raises NotLawful: the law no longer leaves its route open.
    :raises OwnDraft: they drafted it.
    :raises NotNow: it is no draft.
    """
    _check_lawful(found, notice.route)
    if notice.recorded_by_id == by.member_id:
        raise OwnDraft("Somebody else authorises what you drafted.")
    _move(notice, "draft", state="authorised", authorised_at=at, authorised_by_id=by.member_id)
    _write(events.NOTICE_AUTHORISED, notice, by, at)


@transaction.atomic
def serve_notice(
    *,
    notice: WarningNotice,
    found: Eligibility,
    standing: Standing,
    place: str,
    how: str,
    acknowledged: str,
    served_at: datetime,
    by: Actor,
    at: datetime,
) -> datetime | None:
    """Write down that a notice was served, and return when it lapses; its clocks begin.

    :raises NotLawful: the law no longer leaves its route open, or did not when it was served.
    :raises WordsMissing: the place is missing, or the time lies ahead or before it was authorised.
    :raises NotNow: it is not authorised, or was served.
    """
    _check_lawful(found, notice.route)
    place = said("place", place)
    if served_at > at or (notice.authorised_at and served_at < notice.authorised_at):
        raise NotNow("It is served after it was authorised, and not ahead of now.")
    ends = lapses_at(
        route=law_in_force().route(route_id=notice.route), standing=standing, served_at=served_at
    )
    if ends is not None and ends <= at:
        raise NotLawful(found)
    _move(
        notice, "authorised", state="served", served_at=served_at, served_by_id=by.member_id,
        served_place=place, served_how=how, acknowledged=acknowledged, lapses_at=ends,
    )  # fmt: skip
    _write(events.NOTICE_SERVED, notice, by, at)
    _watch_review(notice, at)
    if ends is not None:
        watch_lapse(notice=notice, ends=ends, at=at)
    note_action(
        adult=notice.adult, kind="notice", words="An abduction warning notice was served.",
        done_at=served_at, by=by, at=at,
    )  # fmt: skip
    return ends


@transaction.atomic
def fail_notice(*, notice: WarningNotice, words: str, by: Actor, at: datetime) -> None:
    """Write down that a notice could not be served, and why.

    :raises WordsMissing: nobody says why.
    :raises NotNow: it is not authorised, or was served.
    """
    _move(
        notice, "authorised", state="failed", ended_at=at, ended_by_id=by.member_id,
        ended_words=said("words", words),
    )  # fmt: skip
    _write(events.NOTICE_FAILED, notice, by, at)


@transaction.atomic
def review_notice(
    *,
    notice: WarningNotice,
    kind: str,
    finding: str,
    words: str,
    by: Actor,
    at: datetime,
    episode: Episode | None = None,
) -> NoticeReview:
    """Review a served notice: is it kept to? The next review's clock begins.

    :raises WordsMissing: nobody says what was found.
    :raises NotInForce: it no longer stands.
    """
    if notice.state != "served":
        raise NotInForce("Only a notice that stands is reviewed.")
    made = NoticeReview.objects.create(
        notice=notice, child_id=notice.child_id, kind=kind, finding=finding,
        words=said("words", words), episode=episode, reviewed_at=at, **owned(by=by, at=at),
    )  # fmt: skip
    stand_down(subject=f"warning_notice:{notice.pk}", at=at, kinds=("warning_notice_review",))
    _watch_review(notice, at)
    _write(events.NOTICE_REVIEWED, notice, by, at)
    return made


@transaction.atomic
def record_breach(
    *,
    notice: WarningNotice,
    words: str,
    source: str,
    breached_at: datetime,
    by: Actor,
    at: datetime,
) -> Breach:
    """Write down that a notice was breached: somebody visits within the length that holds.

    :raises WordsMissing: nobody says what happened, or who says so.
    :raises NotInForce: it was not served by then, or no longer stood.
    """
    if notice.state not in {"served", "lapsed"} or not _stood(notice, breached_at, at):
        raise NotInForce("The notice did not stand at that time.")
    due = at + length_of(key="breach_visited", at=at)
    made = Breach.objects.create(
        notice=notice, child_id=notice.child_id, words=said("words", words),
        source=said("source", source), breached_at=breached_at, visit_due_at=due,
        **owned(by=by, at=at),
    )  # fmt: skip
    set_timer(
        key=f"breach:{made.pk}", kind="breach_unvisited", subject=f"breach:{made.pk}",
        agency=by.agency_id, at=at, due_at=due,
    )  # fmt: skip
    _write(events.BREACHED, notice, by, at, breach=made.pk)
    return made


@transaction.atomic
def visit_after_breach(
    *, breach: Breach, words: str, children_found: int, by: Actor, at: datetime
) -> None:
    """Write down the visit: what was found, and how many children were there.

    :raises WordsMissing: nobody says what was found.
    :raises NotNow: somebody visited before.
    """
    words = said("words", words)
    done = Breach.objects.filter(pk=breach.pk, visited_at__isnull=True).update(
        visited_at=at, visited_by_id=by.member_id, found_words=words, children_found=children_found
    )
    if not done:
        raise NotNow("The visit is on record already.")
    stand_down(subject=f"breach:{breach.pk}", at=at)
    note_action(
        adult=breach.notice.adult, kind="visit", words="Visited after a breach of a notice.",
        done_at=at, by=by, at=at,
    )  # fmt: skip
    _write(events.BREACH_VISITED, breach.notice, by, at, breach=breach.pk)


@transaction.atomic
def keep_child_at_visit(*, breach: Breach, episode: Episode, by: Actor, at: datetime) -> None:
    """Keep whose episode was opened at a visit; said again, nothing is added.

    :raises NotNow: nobody has visited, or nobody was there.
    """
    refuse_unless_children(breach=breach)
    made, new = ChildAtVisit.objects.get_or_create(
        breach=breach, episode=episode,
        defaults={"child_id": episode.child_id, **owned(by=by, at=at)},
    )  # fmt: skip
    if new:
        _write(events.CHILD_AT_VISIT, breach.notice, by, at, breach=made.breach_id)


def refuse_unless_children(*, breach: Breach) -> None:
    """Refuse where no visit found a child.

    :raises NotNow: nobody has visited, or nobody was there.
    """
    if not breach.children_found:
        raise NotNow("Write down the visit first, and how many children were there.")


@transaction.atomic
def decide_breach(*, breach: Breach, decision: str, words: str, by: Actor, at: datetime) -> None:
    """Decide, after the visit, whether the holder is arrested.

    :raises WordsMissing: nobody says why.
    :raises NotNow: nobody visited yet, or it was decided.
    """
    words = said("words", words)
    done = Breach.objects.filter(
        pk=breach.pk, visited_at__isnull=False, decided_at__isnull=True
    ).update(decided_at=at, decided_by_id=by.member_id, decision=decision, decision_words=words)
    if not done:
        raise NotNow("It is decided after the visit, and once.")
    if decision == "arrested":
        note_action(
            adult=breach.notice.adult, kind="arrest", words="Arrested after a breach of a notice.",
            done_at=at, by=by, at=at,
        )  # fmt: skip
    _write(events.BREACH_DECIDED, breach.notice, by, at, breach=breach.pk)


@transaction.atomic
def withdraw_notice(*, notice: WarningNotice, words: str, by: Actor, at: datetime) -> None:
    """Withdraw a notice at any point of its life, with the reason.

    :raises WordsMissing: nobody says why.
    :raises NotNow: it has ended.
    """
    _move(
        notice, "draft", "authorised", "served", state="withdrawn", ended_at=at,
        ended_by_id=by.member_id, ended_words=said("words", words),
    )  # fmt: skip
    stand_down(subject=f"warning_notice:{notice.pk}", at=at)
    _write(events.NOTICE_WITHDRAWN, notice, by, at)


@transaction.atomic
def lapse_notice(
    *, notice: WarningNotice, standing: Standing, by: Actor, at: datetime
) -> datetime | None:
    """Let a served notice lapse where the law no longer reaches the child; else return its new end.

    Where it lapsed nothing is returned but its end, which has passed.
    """
    route = law_in_force().route(route_id=notice.route)
    ends = lapses_at(route=route, standing=standing, served_at=notice.served_at or at)
    if ends is None or ends > at:
        WarningNotice.objects.filter(pk=notice.pk, state="served").update(lapses_at=ends)
        return ends
    because = why_lapsed(route=route, standing=standing, at=ends)
    _move(
        notice, "served", state="lapsed", ended_at=ends, lapses_at=ends, lapsed_because=because,
    )  # fmt: skip
    stand_down(subject=f"warning_notice:{notice.pk}", at=at)
    _write(events.NOTICE_LAPSED, notice, by, at)
    return ends


def watch_lapse(*, notice: WarningNotice, ends: datetime, at: datetime) -> None:
    """Set the clock at which a notice lapses; the law is asked again then."""
    set_timer(
        key=f"warning_notice:{notice.pk}:lapses:{ends.isoformat()}",
        kind="warning_notice_lapses", subject=f"warning_notice:{notice.pk}",
        agency=notice.owner_agency_id, at=at, due_at=ends,
    )  # fmt: skip


def _stood(notice: WarningNotice, then: datetime, at: datetime) -> bool:
    ended = notice.lapses_at or notice.ended_at
    return (
        notice.served_at is not None
        and notice.served_at <= then <= at
        and (ended is None or then < ended)
    )


def _watch_review(notice: WarningNotice, at: datetime) -> None:
    set_timer(
        key=f"warning_notice:{notice.pk}:review:{at.isoformat()}",
        kind="warning_notice_review", subject=f"warning_notice:{notice.pk}",
        agency=notice.owner_agency_id, at=at,
        due_at=at + length_of(key="warning_notice_reviewed", at=at),
    )  # fmt: skip


def _check_lawful(found: Eligibility, route: str) -> None:
    if route not in {one.id for one in found.routes}:
        raise NotLawful(found)


def _move(notice: WarningNotice, *from_states: str, **values: object) -> None:
    """Move a notice on from one of some states: the state in the filter guards against another."""
    moved = WarningNotice.objects.filter(pk=notice.pk, state__in=from_states).update(**values)
    if not moved:
        raise NotNow("Somebody else has moved this notice on. Look at it again.")
    notice.refresh_from_db()


def _write(
    kind: str, notice: WarningNotice, by: Actor, at: datetime, *, breach: UUID | None = None
) -> None:
    payload = {"notice": notice.reference} | ({"breach": str(breach)} if breach else {})
    audit.record(kind=kind, subject=f"adult:{notice.adult_id}", by=by, at=at, payload=payload)
