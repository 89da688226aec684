"""Who is missing now, everywhere: as far as the viewer may see, each child once.

The national unit is given every row without a name. Everybody else sees the children their agency
may see as they are now, and of other forces what is published: the number at the last midnight,
protected as a line with its sum, so that nothing follows from watching the page.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import named_rules
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS, SYNTHETIC
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.picture.places import silence, tiles
from whereabouts.insight.picture.shapes import (
    Area,
    Missing,
    Picture,
    Word,
    by_level,
    longest_of,
    order,
    people_in,
    protected,
    said,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import ChildAddress

NATIONAL = "national_unit"
RULES = "ours"
A_PAGE = 100  # children in the list: so a page stays under 100 kB
SHOWN = ["age", "level", "category", "state", "since", "reference"]
Agencies = Mapping[UUID, tuple[str, str, str, str | None]]  # name, kind, code, area's code


@lookup(needs=Permission.PICTURE_LOOK)
def picture(
    *, actor: Actor, at: datetime, code: str = "", first: int = 0,
    already_shown: frozenset[UUID] | None = None,
) -> Picture:  # fmt: skip
    """Return the picture, of everywhere or of one force, authority or home.

    The list holds so many children as fit on a page, from the one after the `first`. The look is
    recorded with every child in it, as the board's is.

    :raises NotVisible: no agency has that code.
    """
    national = actor.agency_kind == NATIONAL
    agencies = _agencies()
    everywhere = _missing_at(at=at)
    rows = _rows(everywhere) if national else _own_rows(at=at)
    words = _words(agencies, at=at)
    chosen = next((key for key, one in agencies.items() if code and one[2] == code), None)
    if code and chosen is None:
        raise NotVisible()
    if national:
        forces, total = _every_force(agencies, rows, words, at), str(people_in(rows=rows))
    else:
        own = [row for row in rows if row.force == actor.agency_id]
        cells, total = _published(agencies, everywhere, actor, at)
        forces = _forces_seen(agencies, own, words, cells, at=at, ours=actor.agency_id)
    within = [row for row in rows if chosen in (None, row.force, row.authority, row.home)]
    within.sort(key=order)
    listed = within[first : first + A_PAGE]
    children = {row.child for row in listed}
    new = children if already_shown is None else children - already_shown
    if new:
        record_look(
            kind="view" if already_shown is None else "live", page="picture", by=actor, at=at,
            subjects=new, shown=SHOWN,
        )  # fmt: skip
    named = {key: one[0] for key, one in agencies.items()}
    # When a home's system was last heard tells that something happened there: to whom it concerns.
    fed = {
        key: word
        for key, word in words.items()
        if agencies[key][1] not in POLICE_KINDS and (national or key == actor.agency_id)
    }
    area = None
    if chosen is not None:
        area = next((one for one in forces if one.code == code), None) or _area(
            agencies[chosen], within, at, fed.get(chosen)
        )
    return Picture(
        at=at,
        national=national,
        published_at=None if national else _midnight(at),
        total=total,
        levels=by_level(rows=within),
        forces=tuple(forces),
        authorities=_grouped(agencies, within, "authority", at, fed),
        homes=_grouped(agencies, within, "home", at, fed),
        children=tuple(listed),
        first=first,
        left=max(len(within) - first - A_PAGE, 0),
        also=_also(rows, named),
        names=named,
        shown=frozenset(children | (already_shown or frozenset())),
        area=area,
        feeding=tuple(
            sorted(
                (
                    _area(
                        agencies[key],
                        [row for row in rows if key in (row.authority, row.home)],
                        at,
                        word,
                    )
                    for key, word in fed.items()
                ),
                key=lambda one: one.name,
            )
        ),
        hidden_below=named_rules(rules_id=RULES, at=london_date(instant=at)).hide_below,
    )


def _midnight(at: datetime) -> datetime:
    return london_instant(on=london_date(instant=at), wall=time(0))


def _agencies() -> Agencies:
    found = Agency.objects.exclude(kind=SYNTHETIC).values_list(
        "pk", "name", "kind", "code", "gss_code"
    )
    return {key: tuple(rest) for key, *rest in found}  # type: ignore[misc]


def _missing_at(*, at: datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM episodes_missing_at(%s)", [at])
        return cursor.fetchall()


def _rows(found: Sequence[tuple[Any, ...]]) -> list[Missing]:
    return [
        Missing(
            person=str(person), force=force, child=child, reference=reference,
            authority=authority, home=home, level=level, seriousness=seriousness,
            immediacy=immediacy, category=category, state=state, since=since, age=age,
        )
        for (
            person, force, child, reference, authority, home, level, seriousness, immediacy,
            category, state, since, age,
        ) in found
    ]  # fmt: skip


def _own_rows(*, at: datetime) -> list[Missing]:
    """Return the open episodes that the viewer's agency may see, as they are now."""
    found = list(
        visible(Episode)
        .filter(state__in=UNDER_WAY)
        .exclude(owner_agency__kind=SYNTHETIC)
        .values_list(
            "child_id", "reference", "owner_agency_id",
            # As for the national unit: whose child it is, or where the child lives.
            Coalesce(
                "placement__responsible_authority_id", Subquery(_authority_at_home()),
                output_field=UUIDField(),
            ),
            "placement__home_id", "level", "seriousness", "immediacy", "category", "state",
            "last_seen_at", "happened_at", "reported_at",
        )
    )  # fmt: skip
    children = {row[0] for row in found}
    same = people.same_person_sets(child_ids=children)
    spans = people.believed_spans_of(child_ids=set().union(*same.values()) if same else set())
    youngest = {child: latest for child, _, latest in spans}
    today = london_date(instant=at)
    rows = []
    for child, reference, force, authority, home, *grade, last_seen, happened, reported in found:
        records = same.get(child, {child})
        born = max((youngest[one] for one in records if one in youngest), default=None)
        years = None
        if born is not None:
            years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        level, seriousness, immediacy, category, state = grade
        rows.append(
            Missing(
                person=str(min(records)), child=child, reference=reference, force=force,
                authority=authority, home=home, level=level, seriousness=seriousness,
                immediacy=immediacy, category=category, state=state,
                since=last_seen or happened or reported, age=years,
            )
        )  # fmt: skip
    return rows


def _authority_at_home() -> "QuerySet[ChildAddress, UUID | None]":
    return (
        visible(ChildAddress)
        .filter(
            child=OuterRef("child_id"), authority__isnull=False, until_on__isnull=True,
            confidential=False,
        )
        .order_by("-recorded_at")
        .values_list("authority_id", flat=True)[:1]
    )  # fmt: skip


def _words(agencies: Agencies, *, at: datetime) -> dict[UUID, Word]:
    lengths = silence(at=london_date(instant=at))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM episodes_last_words()")
        found = cursor.fetchall()
    return {
        key: Word(
            at=word_at, feeds=feeds,
            silent=lengths.holds(
                word_at=word_at, feeds=feeds, at=at, force=agencies[key][1] in POLICE_KINDS
            ),
        )
        for key, feeds, word_at in found
        if key in agencies
    }  # fmt: skip


def _placed(agencies: Agencies) -> list[tuple[UUID | None, str, str, int | None, int | None]]:
    """Return every tile with the force that has it, then the forces that have none."""
    by_area = {one[3]: key for key, one in agencies.items() if one[1] in POLICE_KINDS and one[3]}
    on_map: list[tuple[UUID | None, str, str, int | None, int | None]] = [
        (by_area.get(tile.code), tile.code, tile.name, tile.column, tile.row) for tile in tiles()
    ]
    held = {key for key, *_ in on_map}
    others = sorted(
        (one[0], key) for key, one in agencies.items() if one[1] in POLICE_KINDS and key not in held
    )
    return on_map + [(key, agencies[key][2], name, None, None) for name, key in others]


def _every_force(
    agencies: Agencies, rows: Sequence[Missing], words: Mapping[UUID, Word], at: datetime
) -> list[Area]:
    by_force = defaultdict(list)
    for row in rows:
        by_force[row.force].append(row)
    areas = []
    for key, code, name, column, line in _placed(agencies):
        theirs = by_force.get(key, []) if key else []
        word = words.get(key) if key else None
        count = people_in(rows=theirs)
        areas.append(
            Area(
                code=agencies[key][2] if key else code, name=agencies[key][0] if key else name,
                kind="police_force", text=said(count=str(count), word=word), count=count,
                levels=by_level(rows=theirs), longest=longest_of(rows=theirs, at=at), word=word,
                column=column, row=line,
            )
        )  # fmt: skip
    return areas


def _published(
    agencies: Agencies, everywhere: Sequence[tuple[Any, ...]], actor: Actor, at: datetime
) -> tuple[dict[UUID, str], str]:
    """Return what everybody sees of each other force, and of all of them together."""
    told: dict[UUID, set[int]] = defaultdict(set)
    for person, force, *_ in everywhere:
        told[force].add(person)
    others = [key for key, *_ in _placed(agencies) if key and key != actor.agency_id]
    rules = named_rules(rules_id=RULES, at=london_date(instant=at))
    cells, together = protected(
        counts=[len(told[key]) for key in others],
        together=len(set().union(*[told[key] for key in others])),
        rules=rules,
    )
    return {key: cell.text for key, cell in zip(others, cells, strict=True)}, together.text


def _forces_seen(
    agencies: Agencies, own: Sequence[Missing], words: Mapping[UUID, Word],
    cells: Mapping[UUID, str], *, at: datetime, ours: UUID,
) -> list[Area]:  # fmt: skip
    """Return the viewer's own force as it is, and the others as they are published."""
    areas = []
    for key, code, name, column, line in _placed(agencies):
        word = words.get(key) if key else None
        more: dict[str, Any] = {"text": said(count=cells.get(key, "") if key else "", word=word)}
        if key == ours:
            count = people_in(rows=own)
            more = {
                "text": said(count=str(count), word=word), "count": count,
                "levels": by_level(rows=own), "longest": longest_of(rows=own, at=at),
            }  # fmt: skip
        areas.append(
            Area(
                code=agencies[key][2] if key else code, name=agencies[key][0] if key else name,
                kind="police_force", exact=key == ours, word=word, column=column, row=line, **more,
            )
        )  # fmt: skip
    return areas


def _area(
    agency: tuple[str, str, str, str | None], rows: Sequence[Missing], at: datetime,
    word: Word | None,
) -> Area:  # fmt: skip
    count = people_in(rows=rows)
    return Area(
        code=agency[2], name=agency[0], kind=agency[1],
        text=said(count=str(count), word=word) if word else str(count), count=count,
        levels=by_level(rows=rows), longest=longest_of(rows=rows, at=at), word=word,
    )  # fmt: skip


def _grouped(
    agencies: Agencies, rows: Sequence[Missing], by: str, at: datetime, fed: Mapping[UUID, Word]
) -> tuple[Area, ...]:
    found = defaultdict(list)
    for row in rows:
        key = getattr(row, by)
        if key in agencies:
            found[key].append(row)
    areas = [_area(agencies[key], theirs, at, fed.get(key)) for key, theirs in found.items()]
    return tuple(sorted(areas, key=lambda one: (-(one.count or 0), one.name)))


def _also(rows: Sequence[Missing], named: Mapping[UUID, str]) -> dict[str, tuple[str, ...]]:
    """Return for each episode the other forces in which the same child is missing."""
    by_person: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        by_person[row.person].add(row.force)
    return {
        row.reference: tuple(
            sorted(named.get(force, "") for force in by_person[row.person] - {row.force})
        )
        for row in rows
        if len(by_person[row.person]) > 1
    }
