"""The facts of a safeguarding partnership: each agency read in the scope of its own clock."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.engines.disclosure import about_percent, named_rules
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency, InPartnership
from whereabouts.foundations.agencies.queries import covered_by, polices, system_actor
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.figures.facts import Facts
from whereabouts.insight.figures.together import Part, together
from whereabouts.insight.lookups.facts import BEFORE, facts

RULES = "ours"
LOOK = "making of the partnership's pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A partnership's facts, of whom they are in words, and how much could not be told."""

    facts: Facts
    coverage: str
    completeness: dict[str, str]


def of_partnership(
    *, partnership: UUID, since: datetime, until: datetime, at: datetime
) -> Gathered | None:
    """Return the facts of a partnership's own children; None where it covers nobody in the time.

    No person calls this: the partnership's clock does. It is told no child's name, and each agency
    writes down in its own log whom it counted.
    """
    first, last = london_date(instant=since), london_date(instant=until)
    ties = covered_by(partnership=partnership, since=first, until=last)
    if not ties:
        return None
    agencies = {tie.agency_id: tie.agency for tie in ties}
    authorities = frozenset(key for key, one in agencies.items() if one.kind == "authority")
    parts = [
        _part(
            agency=agency, ties=[tie for tie in ties if tie.agency_id == key],
            authorities=authorities, since=since, until=until, at=at,
        )
        for key, agency in agencies.items()
    ]  # fmt: skip
    name = Agency.objects.values_list("name", flat=True).get(pk=partnership)
    made = together(parts=parts, authorities=authorities, agency=name)
    counted = len(made.facts.of_the_time)
    every = counted + made.whose_unknown
    share = about_percent(
        part=made.whose_unknown, whole=every,
        rules=named_rules(rules_id=RULES, at=last),
    )  # fmt: skip
    left_out = "c" if share is None else f"about {share}%"
    return Gathered(
        facts=made.facts,
        coverage=_words(ties, first, last),
        completeness={"left_out_for_no_authority_recorded": left_out if every else "none"},
    )


def _part(
    *, agency: Agency, ties: list[InPartnership], authorities: frozenset[UUID],
    since: datetime, until: datetime, at: datetime,
) -> Part:  # fmt: skip
    clock = system_actor(agency=agency.pk, at=at)
    with entered(actor=clock, at=at):
        found = facts(agency=agency.pk, since=since, until=until)
        if found.records:
            record_look(
                kind="search", page=LOOK, by=clock, at=at, subjects=found.records, shown=["count"]
            )
    from_on, until_on = london_date(instant=since - BEFORE), london_date(instant=until)
    return Part(
        facts=found,
        days=tuple((tie.from_on, tie.until_on) for tie in ties),
        whole=any(
            tie.from_on <= from_on and (tie.until_on is None or tie.until_on >= until_on)
            for tie in ties
        ),
        only_ours=agency.kind in POLICE_KINDS and polices(force=agency.pk) <= authorities,
    )


def _words(ties: list[InPartnership], first: date, last: date) -> str:
    """Say whose children are counted, as whom recorded them, and for which days if not for all."""
    names = []
    for tie in ties:
        since = f" from {tie.from_on:%-d %B %Y}" if tie.from_on > first else ""
        ended = tie.until_on is not None and tie.until_on < last
        until = f" until before {tie.until_on:%-d %B %Y}" if ended else ""
        names.append(f"{tie.agency.name}{since}{until}")
    return (
        f"Children of the partnership's own authorities, as recorded by {', '.join(names)}. Where"
        " nobody recorded whose a child is, they count only if the force polices no other"
        " authority."
    )
