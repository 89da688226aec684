"""A warning notice as the paper that is handed to the adult: what it must say, and nothing more."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.notices import law_in_force
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.warning_notices import notice_lines
from whereabouts.practice.adults.gate import notice_for
from whereabouts.records.people.queries import births_of, same_person_set


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """What the paper says. `standing` is empty for one that may be served, else why it may not be.

    Who told what of the child, what the police know, and where the child lives is not on it.
    """

    reference: str
    standing: str
    force: str
    force_phone: str
    made_up: bool
    adult: str
    adult_born_on: date | None
    child: str
    child_born: str
    section: str
    offence: str
    basis: str
    consent_by: str
    consent_words: str
    conditions: str
    language: str
    drafted_by: str
    authorised_by: str
    authorised_at: datetime | None
    ends_at: datetime | None


@lookup(needs=Permission.ADULT_REGISTER)
def notice_paper(*, actor: Actor, notice_id: UUID, at: datetime) -> NoticePaper:
    """Return what the paper of a notice of the actor's own force says; a look.

    :raises NotVisible: there is none for this actor.
    """
    notice = notice_for(actor, notice_id=notice_id)
    (line,) = notice_lines(notices=[notice], actor=actor, at=at)
    route = law_in_force().route(route_id=notice.route)
    born = [
        one.as_said for one in births_of(child_ids=same_person_set(child_id=notice.child_id))
        if one.believed
    ]  # fmt: skip
    record_look(
        kind="view", page="warning-notice paper", by=actor, at=at, subjects={notice.child_id},
        shown=["name", "date of birth", "adult", "notice"],
    )  # fmt: skip
    force = notice.owner_agency
    return NoticePaper(
        reference=notice.reference,
        standing=_standing(state=notice.state, holds=line.holds),
        force=force.name,
        force_phone=force.out_of_hours_phone or force.phone,
        made_up=force.made_up,
        adult=notice.adult.name,
        adult_born_on=notice.adult.born_on,
        child=line.child,
        child_born=born[0] if born else "",
        section=route.section,
        offence=route.offence,
        basis=notice.basis,
        consent_by=notice.consent_by,
        consent_words=notice.consent_words,
        conditions=notice.conditions,
        language=notice.language,
        drafted_by=notice.recorded_by.display_name,
        authorised_by=notice.authorised_by.display_name if notice.authorised_by else "",
        authorised_at=notice.authorised_at,
        ends_at=line.lapses_at,
    )


def _standing(*, state: str, holds: bool) -> str:
    """Return why a notice may not be served, or "" where it may be, or was."""
    if state == "draft":
        return "Draft: not authorised, and not to be served"
    if state == "authorised" or (state == "served" and holds):
        return ""
    return "Not in force: not to be served, nor relied upon"
