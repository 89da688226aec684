"""Warning notices: whether one may be, where each stands, what waits; and counted by force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection

from whereabouts.engines.deadlines import length_of, london_date, london_instant
from whereabouts.engines.disclosure import named_rules, shown_table
from whereabouts.engines.notices import eligibility, lapses_at, law_in_force
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.figures.pack_times import last_whole
from whereabouts.insight.lookups import adults_shapes as shapes
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.adults import queries, rules, vocabulary
from whereabouts.practice.adults.gate import notice_for
from whereabouts.practice.adults.models import Breach, WarningNotice
from whereabouts.practice.risk.lawful import standing_of, standings_of
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.people.gate import adult_for, person_for

LAPSED = dict(vocabulary.LAPSED_BECAUSE)
WAYS = dict(vocabulary.DELIVERY_WAYS)
SIGNED = dict(vocabulary.ACKNOWLEDGED)
FINDINGS = dict(vocabulary.REVIEW_FINDINGS)
DECISIONS = dict(vocabulary.ARREST_DECISIONS)
COUNTED = (
    "Served", "Followed up", "Lapsed", "Breached", "Visited after a breach", "Holder arrested",
)  # fmt: skip
MONTHS, RULES = 12, "ours"


@dataclass(frozen=True, kw_only=True)
class MayBeWarned:
    """Whether an adult may be warned away from a child now; if not, why, and what else."""

    adult_id: UUID
    adult: str
    child_id: UUID
    child: str
    age: int | None
    routes: tuple[tuple[str, str], ...]
    basis: str
    refused: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """One notice, with everything that it says and what became of it."""

    line: shapes.NoticeLine
    section: str
    offence: str
    basis: str
    consent_by: str
    consent_words: str
    knowledge: str
    conditions: str
    language: str
    drafted_at: datetime
    drafted_by: str
    authorised_at: datetime | None
    authorised_by: str
    served_at: datetime | None
    served_by: str
    served_place: str
    served_how: str
    acknowledged: str
    ended_at: datetime | None
    ended_words: str
    reviews: tuple[shapes.SaidLine, ...]
    breaches: tuple[shapes.BreachLine, ...]
    own_draft: bool


@dataclass(frozen=True, kw_only=True)
class NoticeFigures:
    """Notices of whole months, by force; what a small number would follow from is not shown."""

    since: date
    until: date
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    hidden_below: int


@lookup(needs=Permission.ADULT_REGISTER)
def may_be_warned(*, actor: Actor, adult_id: UUID, child_id: UUID, at: datetime) -> MayBeWarned:
    """Return whether the law lets an adult be warned away from a child now.

    :raises NotVisible: there is no such adult, or child, for this actor.
    """
    adult = adult_for(actor, adult_id=adult_id)
    child, children = person_for(actor, child_id=child_id)
    found = eligibility(standing=standing_of(children=children, at=at), law=law_in_force(), at=at)
    record_look(
        kind="view", page="warning-notice-new", by=actor, at=at, subjects=children,
        shown=["name", "age", "legal status", "adult"],
    )  # fmt: skip
    return MayBeWarned(
        adult_id=adult.pk,
        adult=adult.name,
        child_id=child.pk,
        child=people.display_name(child_id=child.pk),
        age=people.age_on(child_ids=children, on=at.date()),
        routes=tuple((one.id, one.section) for one in found.routes),
        basis=found.basis,
        refused=found.words,
        alternatives=found.alternatives,
    )


@lookup(needs=Permission.ADULT_REGISTER)
def warning_notice_page(
    *, actor: Actor, notice_id: UUID, at: datetime, own: bool = False
) -> NoticeView:
    """Return one notice; with `own` one of the actor's agency, which alone changes it.

    :raises NotVisible: there is none for this actor.
    """
    notice = notice_for(actor, notice_id=notice_id, own=own)
    (line,) = notice_lines(notices=[notice], actor=actor, at=at)
    route = law_in_force().route(route_id=notice.route)
    record_look(
        kind="view", page="warning-notice", by=actor, at=at, subjects={notice.child_id},
        shown=["name", "adult", "notice"],
    )  # fmt: skip
    return NoticeView(
        line=line,
        section=route.section,
        offence=route.offence,
        basis=notice.basis,
        consent_by=notice.consent_by,
        consent_words=notice.consent_words,
        knowledge=notice.knowledge,
        conditions=notice.conditions,
        language=notice.language,
        drafted_at=notice.drafted_at,
        drafted_by=notice.recorded_by.display_name,
        authorised_at=notice.authorised_at,
        authorised_by=notice.authorised_by.display_name if notice.authorised_by else "",
        served_at=notice.served_at,
        served_by=notice.served_by.display_name if notice.served_by else "",
        served_place=notice.served_place,
        served_how=WAYS.get(notice.served_how, ""),
        acknowledged=SIGNED.get(notice.acknowledged, ""),
        ended_at=notice.ended_at,
        ended_words=notice.ended_words or LAPSED.get(notice.lapsed_because, ""),
        reviews=tuple(
            shapes.SaidLine(
                what=FINDINGS[one.finding], words=one.words, by=one.recorded_by.display_name,
                at=one.reviewed_at,
            )
            for one in queries.reviews_of(notices=[notice]).get(notice.pk, [])
        ),
        breaches=breach_lines(
            breaches=queries.breaches_of(notices=[notice]).get(notice.pk, []), at=at
        ),
        own_draft=notice.recorded_by_id == actor.member_id,
    )  # fmt: skip


@lookup(needs=Permission.WARNING_FIGURES)
def notice_figures(*, actor: Actor, at: datetime) -> NoticeFigures:
    """Return how many notices each force served in the last whole year, and what had come of them.

    No two answers are of the same day, and none changes from one day to the next.
    """
    since, until = last_whole(today=london_date(instant=at), months=MONTHS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency, served, followed, lapsed, breached, visited, arrested"
            " FROM adults_notice_counts_of(%s, %s)",
            [london_instant(on=since, wall=time(0)), london_instant(on=until, wall=time(0))],
        )
        counted = {row[0]: list(row[1:]) for row in cursor.fetchall()}
    forces = Agency.objects.filter(kind="police_force").order_by("name").values_list("pk", "name")
    known = [(name, counted.get(key, [0] * len(COUNTED))) for key, name in forces]
    kept = named_rules(rules_id=RULES, at=until)
    cells, _, _, _ = shown_table(counts=[counts for _, counts in known], rules=kept)
    return NoticeFigures(
        since=since,
        until=until,
        columns=COUNTED,
        rows=tuple(
            (name, tuple(cell.text for cell in row))
            for (name, _), row in zip(known, cells, strict=True)
        ),
        hidden_below=kept.hide_below,
    )


def notice_lines(
    *, notices: Sequence[WarningNotice], actor: Actor, at: datetime
) -> tuple[shapes.NoticeLine, ...]:
    """Return notices in lines; whether each holds, and until when, is asked of the law."""
    if not notices:
        return ()
    children = {one.child_id for one in notices}
    standings, names = standings_of(child_ids=children), people.display_names(child_ids=children)
    sets = people.same_person_sets(child_ids=children)
    hold = {one.pk for one in queries.holding(notices=notices, standing=standings, at=at)}
    reviews = queries.reviews_of(notices=notices)
    began = _episodes(set().union(*sets.values()))
    law, length = law_in_force(), length_of(key="warning_notice_reviewed", at=at)
    return tuple(
        shapes.NoticeLine(
            notice_id=one.pk,
            adult_id=one.adult_id,
            reference=one.reference,
            adult=one.adult.name,
            child_id=one.child_id,
            child=names[one.child_id],
            agency=one.owner_agency.name,
            state=one.state,
            state_words="No longer holds in law"
            if one.state == "served" and one.pk not in hold
            else one.get_state_display(),
            holds=one.pk in hold,
            lapses_at=lapses_at(
                route=law.route(route_id=one.route), standing=standings[one.child_id],
                served_at=one.served_at,
            ) if one.pk in hold and one.served_at else None,
            review=rules.review_owed(
                served_at=one.served_at,
                reviews=[review.reviewed_at for review in reviews.get(one.pk, [])],
                episodes=[when for same in sets[one.child_id] for when in began.get(same, [])],
                at=at, length=length,
            ) if one.pk in hold and one.served_at else "",
            ours=one.owner_agency_id == actor.agency_id,
        )
        for one in notices
    )  # fmt: skip


def breach_lines(*, breaches: Sequence[Breach], at: datetime) -> tuple[shapes.BreachLine, ...]:
    """Return breaches in lines, with the episodes opened for children who were there."""
    opened = queries.episodes_at_visits(breaches=breaches)
    return tuple(
        shapes.BreachLine(
            breach_id=one.pk,
            notice_id=one.notice_id,
            reference=one.notice.reference,
            words=one.words,
            source=one.source,
            breached_at=one.breached_at,
            visit_due_at=one.visit_due_at,
            overdue=one.visited_at is None and one.visit_due_at <= at,
            visited_at=one.visited_at,
            visited_by=one.visited_by.display_name if one.visited_by else "",
            found_words=one.found_words,
            children_found=one.children_found,
            decided_at=one.decided_at,
            decided_by=one.decided_by.display_name if one.decided_by else "",
            decision=DECISIONS.get(one.decision, ""),
            decision_words=one.decision_words,
            episodes=opened.get(one.pk, ()),
        )
        for one in breaches
    )


def _episodes(children: set[UUID]) -> dict[UUID, list[datetime]]:
    began: dict[UUID, list[datetime]] = {}
    for child, when in (
        visible(Episode).filter(child__in=children).values_list("child_id", "reported_at")
    ):
        began.setdefault(child, []).append(when)
    return began
