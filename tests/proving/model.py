"""The plain model beside the system: what must hold after every step, whatever was done."""

from collections import Counter
from dataclasses import dataclass, field

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.timers.models import Timer
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.vocabulary import RETURN_KINDS
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.episodes.rules import LEVEL_ORDER, UNDER_WAY
from whereabouts.records.people.queries import same_person_sets
from whereabouts.records.reports.models import Report

RETURNED = ("back", "seen", "closed")


@dataclass
class Known:
    """What the model remembers from step to step."""

    receipts: dict = field(default_factory=dict)  # key → receipt, as it was acknowledged
    stood: dict = field(default_factory=dict)  # episode → (level, decisions then)
    timers: dict = field(default_factory=dict)  # timer → state
    audited: int = 0


def look(*, actors, at):
    """Return every row that the forces hold, seen with their own eyes."""
    seen = {"episodes": {}, "sets": {}, "returns": {}, "decisions": Counter(), "alarms": Counter()}
    reports, audited = {}, 0
    for actor in actors:
        with entered(actor=actor, at=at):
            own = Episode.objects.filter(owner_agency=actor.agency_id)
            for episode in own:
                seen["episodes"][episode.pk] = episode
            seen["sets"].update(same_person_sets(child_ids=own.values_list("child", flat=True)))
            for episode, kind in (
                Task.objects.filter(kind__in=RETURN_KINDS, episode__in=own)
                .exclude(state="cancelled")
                .values_list("episode", "kind")
            ):
                seen["returns"].setdefault(episode, set()).add(kind)
            seen["decisions"].update(
                Decision.objects.filter(episode__in=own).values_list("episode", flat=True)
            )
            lines = LogEntry.objects.filter(kind__startswith="alarm.", episode__in=own)
            seen["alarms"].update(
                (detail["timer"], kind)
                for kind, detail in lines.values_list("kind", "detail")
                if detail.get("timer")
            )
            found = Report.objects.filter(owner_agency=actor.agency_id)
            reports.update(found.values_list("idempotency_key", "receipt"))
            audited += AuditEntry.objects.filter(owner_agency=actor.agency_id).count()
    return {**seen, "reports": reports, "audited": audited}


def hold(*, known, seen, at, worker_came_round):
    """Hold everything that must never be false, and remember how things stand now."""
    # What was acknowledged is there, as it was acknowledged, and nothing else is.
    assert seen["reports"] == known.receipts
    # One open episode a child and agency, over every record of the child.
    open_now = Counter(
        (min(seen["sets"][episode.child_id]), episode.owner_agency_id)
        for episode in seen["episodes"].values()
        if episode.state in UNDER_WAY
    )
    assert not [one for one, count in open_now.items() if count > 1]
    # Whoever came back has the three tasks of a return.
    for key, episode in seen["episodes"].items():
        if episode.state in RETURNED:
            assert seen["returns"].get(key) == set(RETURN_KINDS), episode.state
    # No level falls without a decision of a person.
    for key, episode in seen["episodes"].items():
        level, decided = known.stood.get(key, (episode.level, 0))
        if LEVEL_ORDER.index(episode.level) < LEVEL_ORDER.index(level):
            assert seen["decisions"][key] > decided, f"{level} → {episode.level}"
        known.stood[key] = (episode.level, seen["decisions"][key])
    _clocks(known=known, seen=seen, at=at, worker_came_round=worker_came_round)
    # History is added to and never shrinks.
    assert seen["audited"] >= known.audited
    known.audited = seen["audited"]


def _clocks(*, known, seen, at, worker_came_round):
    timers = {timer.pk: timer for timer in Timer.objects.all()}
    # None vanishes; what fired or was stood down stays so; none failed; none rang twice.
    assert known.timers.keys() <= timers.keys()
    for key, before in known.timers.items():
        assert before in ("waiting", timers[key].state), (timers[key].kind, before)
    assert not [timer.kind for timer in timers.values() if timer.fault]
    assert not [alarm for alarm, count in seen["alarms"].items() if count > 1]
    for timer in timers.values():
        if timer.state == "fired":
            assert timer.settled_at >= timer.due_at, f"{timer.kind} fired early"
        elif timer.state == "waiting" and worker_came_round:
            assert timer.due_at > at, f"{timer.kind} was missed"
    known.timers = {key: timer.state for key, timer in timers.items()}
