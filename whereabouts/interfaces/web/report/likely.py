"""Who may be meant by what is typed, with what is known of the likeliest and of the one chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.alike import MissingHit, missing_who_fit
from whereabouts.insight.lookups.known import what_is_known
from whereabouts.insight.lookups.known_shapes import Known
from whereabouts.insight.lookups.search import Hit, find_children
from whereabouts.interfaces.web.report.form import NOBODY_WE_KNOW

MOST_SHOWN = 9  # one key each
OPENED = 2  # of these everything known is shown before anybody is chosen
WORTH_CHOOSING = ("almost certain", "likely")
WORTH_OPENING = (*WORTH_CHOOSING, "possible")  # half a name and a date are no more, as calibrated
ASKED_BY = {
    "names": "names", "born_text": "born", "sex": "sex", "home_address": "place", "phone": "phone",
}  # fmt: skip


# Day and month, and a year that is still being written: "12/", "12/3/2", "12/03/20". Of two figures
# alone 19 and 20 begin a year; whoever means 2019 or 2020 goes on, or leaves it so and sends it.
UNFINISHED = re.compile(r"\d{1,2}[/.\- ](\d{0,2}|\d{1,2}[/.\- ](\d?|19|20|\d{3}))|\d{3}")


@dataclass(frozen=True, kw_only=True)
class Found:
    """The people who may be meant, what is known of some, and who was chosen."""

    hits: tuple[Hit, ...] = ()
    missing: Mapping[UUID, MissingHit] = field(default_factory=dict)
    known: Mapping[UUID, Known] | None = None
    chosen: Known | None = None
    nobody: bool = False
    said: str = ""
    problems: Mapping[str, str] | None = None
    must_choose: bool = False


NOTHING = Found()


def find(
    *, actor: Actor, typed: Mapping[str, str], draft: UUID, at: datetime, typing: bool = False
) -> Found:
    """Return who may be meant; one look is recorded for the search and one for each child shown.

    While somebody is `typing`, a date of birth that is not finished neither hides anybody nor is a
    mistake.
    """
    if not permitted(roles=actor.roles, permission=Permission.CHILD_SEARCH):
        return NOTHING
    terms = {asked: typed.get(name, "") for name, asked in ASKED_BY.items()}
    seen_at = typed.get("last_seen_place", "")
    if not any(text.strip() for name, text in terms.items() if name != "sex") and not seen_at:
        return NOTHING
    if typing and UNFINISHED.fullmatch(terms["born"].strip()):
        terms["born"] = ""
    chosen = _chosen(actor=actor, typed=typed, draft=draft, at=at)
    if chosen is not None:
        return Found(chosen=chosen)
    answer = find_children(actor=actor, at=at, draft=draft, limit=MOST_SHOWN, **terms)
    # Whoever is missing already comes first: school, home and mother report the same child.
    missing = missing_who_fit(actor=actor, at=at, hits=answer.hits, seen_at=seen_at, **terms)
    first = {one.hit.child_id: one for one in missing}
    hits = [one.hit for one in missing]
    hits += [hit for hit in answer.hits if hit.child_id not in first]
    hits = hits[:MOST_SHOWN]
    sure = [hit for hit in hits if hit.sure in WORTH_CHOOSING]
    opened = [hit for hit in hits if hit.sure in WORTH_OPENING][:OPENED]
    known = {
        hit.child_id: what_is_known(actor=actor, at=at, child_id=hit.child_id, draft=draft)
        for hit in opened
    }
    return Found(
        hits=tuple(hits),
        missing=first,
        known=known,
        nobody=typed.get("child") == NOBODY_WE_KNOW,
        said=answer.said,
        problems=answer.problems,
        must_choose=bool(sure),
    )


def _chosen(*, actor: Actor, typed: Mapping[str, str], draft: UUID, at: datetime) -> Known | None:
    try:
        child = UUID(typed.get("child", ""))
        return what_is_known(actor=actor, at=at, child_id=child, draft=draft)
    except (ValueError, NotVisible):
        return None
