"""An agency's own log system that has gone quiet: nobody can see what it no longer sends."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import tokens_gone_quiet
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.models import Message
from whereabouts.practice.supervision import events

LOGS = "contacts"  # the scope of a system that sends every log, by day and by night
HEARS = ("duty_inspector", "information_governance")


def see_feeds(*, agency: Agency, by: Actor, at: datetime) -> int:
    """Interrupt, once a silence, where logs came and come no more; return how many are silent.

    Reports are few and files come once a day: only a system that sends logs is missed by the hour.
    Silent is one whose token ran out, too.
    """
    since = at - length_of(key="log_feed_silent", at=at)
    quiet = list(tokens_gone_quiet(agency=agency.pk, scope=LOGS, since=since))
    for token in quiet:
        subject = f"token:{token.pk}"
        key = f"{subject}:silent:{token.last_used_at:%Y%m%dT%H%M%S}"
        if visible(Message).filter(key=f"{key}:{HEARS[0]}").exists():
            continue  # told of this silence before
        audit.record(kind=events.ALARM_FEED, subject=subject, by=by, at=at)
        for role in HEARS:
            promise(
                key=f"{key}:{role}",
                kind="feed_silent",
                subject=subject,
                from_agency=agency.pk,
                to_agency=agency.pk,
                to_role=role,
                text="The feed of logs is silent: contacts may be missing here. Look at the logs.",
                at=at,
                loudness="interrupt",
            )
    return len(quiet)
