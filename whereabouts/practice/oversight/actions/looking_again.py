"""Grading without seeing the grade, then comparing; what is open and too low alarms at once."""

from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.oversight import events, queries, rules
from whereabouts.practice.oversight.models import BlindGrade, Finding, SecondLook
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, NOT_CLOSED, is_higher


class AlreadyGraded(Exception):
    """Somebody graded it already: a grade is given once, before the recorded one is seen."""


class NotGradedYet(Exception):
    """The comparison comes after one's own grade."""


class AlreadyAnswered(Exception):
    """The finding is recorded already, and stays as it is."""


class NothingSaid(Exception):
    """A grade and a finding need their reason, in words."""


@transaction.atomic
def grade_blind(
    *, look: SecondLook, level: str, confidence: str, words: str, by: Actor, at: datetime
) -> BlindGrade:
    """Keep what the reviewer makes of the facts; from now on they may see the recorded grade.

    :raises NothingSaid: there are no words.
    :raises AlreadyGraded: somebody graded it.
    """
    if not words.strip():
        raise NothingSaid("Say in your own words what made you choose that level.")
    # The state in the filter guards against two reviewers at once.
    begun = SecondLook.objects.filter(pk=look.pk, state="waiting").update(
        state="graded", graded_at=at
    )
    if not begun:
        raise AlreadyGraded("Somebody has graded this one already. Take another.")
    look.refresh_from_db()
    grade = BlindGrade.objects.create(
        child_id=look.child_id,
        second_look=look,
        level=level,
        confidence=confidence,
        words=words.strip(),
        opened_before=queries.opened_before(look=look, actor=by),
        unit_id=Member.objects.values_list("team", flat=True).get(pk=by.member_id),
        graded_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.GRADED_BLIND, subject=f"second_look:{look.pk}", by=by, at=at)
    Message.objects.filter(
        subject=f"second_look:{look.pk}", acknowledged_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=at)
    return grade


@transaction.atomic
def record_finding(
    *, look: SecondLook, level: str, because: str, by: Actor, at: datetime
) -> Finding:
    """Keep what the reviewer finds, now that they saw the grade: agrees, higher or lower, and why.

    Where the episode is open and stands below what they find, the duty inspector hears at once.

    :raises NothingSaid: there is no reason.
    :raises NotGradedYet: the reviewer has not graded it blind.
    :raises AlreadyAnswered: the finding is recorded.
    """
    if not because.strip():
        raise NothingSaid("Say why, whether you agree or not.")
    if look.state == "waiting":
        raise NotGradedYet("Grade it first, before you see the grade that was recorded.")
    ended = SecondLook.objects.filter(pk=look.pk, state="graded").update(
        state="answered", answered_at=at
    )
    if not ended:
        raise AlreadyAnswered("The finding is recorded already, and stays as it is.")
    look.refresh_from_db()
    episode = Episode.objects.select_for_update().get(pk=look.episode_id)
    too_low = episode.state in NOT_CLOSED and is_higher(level=level, than=episode.level)
    finding = Finding.objects.create(
        child_id=look.child_id,
        second_look=look,
        finding=rules.finding_of(mine=level, recorded=look.level, order=LEVEL_ORDER),
        level=level,
        because=because.strip(),
        alarmed=too_low,
        found_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.FOUND, subject=f"second_look:{look.pk}", by=by, at=at,
        payload={"finding": finding.finding, "because": finding.because},
    )  # fmt: skip
    stand_down(subject=f"second_look:{look.pk}", at=at)
    if too_low:
        _alarm(episode=episode, look=look, finding=finding, by=by, at=at)
    return finding


def _alarm(
    *, episode: Episode, look: SecondLook, finding: Finding, by: Actor, at: datetime
) -> None:
    episodes.write_log(
        episode=episode, kind=events.STANDS_TOO_LOW, by=by, at=at, words=finding.because
    )
    promise(
        key=f"second_look:{look.pk}:too_low",
        kind="stands_too_low",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="duty_inspector",
        text=f"Episode {episode.reference}: a second look found that it stands too low. Decide.",
        at=at,
        loudness="interrupt",
        # HIGH in the reviewer's eyes, though it does not stand there yet.
        high=finding.level == "high",
    )
    # Nobody deciding anew is an alarm of its own.
    set_timer(
        key=f"episode:{episode.pk}:reassess:second_look:{look.pk}",
        kind="reassess_due",
        subject=f"episode:{episode.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=at + length_of(key="looked_again", at=at),
    )
    tell_whoever_sees(child=episode.child_id)
