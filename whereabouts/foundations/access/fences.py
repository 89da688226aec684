# ruff: noqa: S608 (conditions are put together from names in this code base, never from input)
"""The one definition of whose rows may be seen, said once and compiled to SQL and to a queryset.

The scope of a request is set with SET LOCAL: agency, member, moment, and what the roles may see.
No scope means no rows.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, Q


def _setting(name: str, cast: str) -> str:
    # In a scalar sub-select the setting is read once a query, not once a row.
    return f"(SELECT nullif(current_setting('whereabouts.{name}', true), '')::{cast})"


AGENCY = _setting("agency", "uuid")
MEMBER = _setting("member", "uuid")
MOMENT = _setting("moment", "timestamptz")
SEES_ADULTS = "(SELECT coalesce(current_setting('whereabouts.sees_adults', true), '') = 'yes')"
SEES_SEALED = "(SELECT coalesce(current_setting('whereabouts.sees_sealed', true), '') = 'yes')"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose eyes these are."""

    agency_id: UUID
    member_id: UUID
    at: Any
    sees_adults: bool = False
    sees_sealed: bool = False
    changes: bool = False  # emergency access lets somebody see, and change nothing (docs/adr/0004)
    reasons: str = ""  # the part of a statement where they are read once, instead of row by row


# Whatever a scope says but whose it is and when: it decides which question is asked.
eyes_of = attrgetter(
    *[one.name for one in fields(Scope) if one.name not in ("agency_id", "member_id", "at")]
)


def relation_sql(
    column: str, *, agency: str = AGENCY, member: str = MEMBER, moment: str = MOMENT, more: str = ""
) -> str:
    """Return the condition that an agency has a reason, now, to see the child in a column."""
    return (
        f"EXISTS (SELECT 1 FROM access_relation r WHERE r.subject = {column}"
        f" AND r.agency_id = {agency} AND (r.member_id IS NULL OR r.member_id = {member})"
        f" AND r.from_at <= {moment} AND (r.until_at IS NULL OR r.until_at > {moment}){more})"
    )


class Related(Func):
    """The same condition for a queryset: rendered as it stands, since it is in every question."""

    output_field = BooleanField()

    def __init__(self, column: Any, scope: Any = None) -> None:
        super().__init__(F(column) if isinstance(column, str) else column)
        self.scope = scope

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        """Return the SQL and its parameters."""
        column, given = compiler.compile(self.source_expressions[0])
        seen = self.scope
        if seen.reasons:
            return f"{column} = ANY(ARRAY(SELECT subject FROM {seen.reasons}))", given
        sql = relation_sql(
            column, agency="%s", member="%s", moment="%s",
            more=" AND r.kind <> 'emergency'" if seen.changes else "",
        )  # fmt: skip
        return sql, [*given, seen.agency_id, seen.member_id, seen.at, seen.at]


def related(*, scope: Scope, column: str) -> Related:
    """Return the condition that the scope's agency has a reason to see the child in a column."""
    return Related(column, scope)


def holding(*, scope: Scope) -> Q:
    """Return the condition that a reason is one of the scope's now: as `relation_sql`, of a row."""
    until = Q(until_at__isnull=True) | Q(until_at__gt=scope.at)
    mine = Q(member__isnull=True) | Q(member=scope.member_id)
    holds = Q(agency=scope.agency_id, from_at__lte=scope.at) & mine & until
    return holds & ~Q(kind="emergency") if scope.changes else holds


def _not_sealed_sql(column: str, *, agency: str = AGENCY, member: str = MEMBER) -> str:
    """Return the condition that a row is not sealed from somebody, their team or their agency."""
    team = f"(SELECT m.team_id FROM agencies_member m WHERE m.id = {member})"
    return f"NOT ({column} && ARRAY[{member}, {agency}, {team}]::uuid[])"


class NotSealed(Func):
    """The same condition for a queryset."""

    output_field = BooleanField()

    def __init__(self, column: Any, scope: Any = None) -> None:
        super().__init__(F(column) if isinstance(column, str) else column)
        self.scope = scope

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        """Return the SQL and its parameters."""
        column, given = compiler.compile(self.source_expressions[0])
        sql = _not_sealed_sql(column, agency="%s", member="%s")
        seen = self.scope
        return sql, [*given, seen.member_id, seen.agency_id, seen.member_id]


class Fence(ABC):
    """Whose rows of a table may be seen, and who may add one."""

    @abstractmethod
    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""

    @abstractmethod
    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""

    def insert_sql(self, table: str) -> str:
        """Return who may add a row; by default whoever would see it."""
        return self.visible_sql(table)


class OwnRows(Fence):
    """Rows of the agency itself, named by one or more columns."""

    def __init__(self, *columns: str) -> None:
        self.columns = columns or ("owner_agency_id",)

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return "(" + " OR ".join(f"{table}.{column} = {AGENCY}" for column in self.columns) + ")"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        condition = Q()
        for column in self.columns:
            condition |= Q(**{column: scope.agency_id})
        return condition


class Unfenced(OwnRows):
    """Every agency may read; nobody is named in it. Says so on purpose."""

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return "true"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return Q()


class Nobodys(Fence):
    """Rows that no agency reads or writes: only functions and programs of the owner do."""

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return "false"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return Q(pk__in=[])


class RelatedChild(Fence):
    """Rows about a child to whom the agency has a relation, and rows that it wrote itself.

    `or_agency`: the columns, one or more, of an agency that sees the row without a relation.
    """

    def __init__(self, column: str, *, or_agency: str = "", unless: str = "") -> None:
        self.column, self.or_agencies, self.unless = column, or_agency.split(), unless

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        parts = [f"{table}.owner_agency_id = {AGENCY}", self._reached_sql(table)]
        parts += [f"{table}.{column} = {AGENCY}" for column in self.or_agencies]
        return "(" + " OR ".join(parts) + ")"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        condition = Q(owner_agency=scope.agency_id) | self._reached(scope)
        for column in self.or_agencies:
            condition |= Q(**{column: scope.agency_id})
        return condition

    def _reached_sql(self, table: str) -> str:
        related_sql = relation_sql(f"{table}.{self.column}")
        return f"(NOT {table}.{self.unless} AND {related_sql})" if self.unless else related_sql

    def _reached(self, scope: Scope) -> Q:
        reached = Q(related(scope=scope, column=self.column))
        return reached & Q(**{self.unless: False}) if self.unless else reached

    def insert_sql(self, table: str) -> str:
        """Return who may add a row: an agency under its own name."""
        return f"{table}.owner_agency_id = {AGENCY}"


class Involved(Fence):
    """Rows of an agency that names, in a list on the row, the others who have a part in it."""

    def __init__(self, column: str = "involved") -> None:
        self.column = column

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return f"({table}.owner_agency_id = {AGENCY} OR {AGENCY} = ANY({table}.{self.column}))"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return Q(owner_agency=scope.agency_id) | Q(
            **{f"{self.column}__contains": [scope.agency_id]}
        )

    def insert_sql(self, table: str) -> str:
        """Return who may add a row: an agency under its own name."""
        return f"{table}.owner_agency_id = {AGENCY}"


class InvolvedWithChild(RelatedChild):
    """Rows about a child of which only those who are named on the row have a part.

    They see it where they may see the child.
    """

    involved = "involved"

    def _reached_sql(self, table: str) -> str:
        named = f"{AGENCY} = ANY({table}.{self.involved})"
        return f"({named} AND {super()._reached_sql(table)})"

    def _reached(self, scope: Scope) -> Q:
        named = Q(**{f"{self.involved}__contains": [scope.agency_id]})
        return named & super()._reached(scope)


class Sealable(RelatedChild):
    """Rows about a child of which some are sealed: from a person, a team, or a whole agency.

    Somebody whom the child names as the one who harms reads nothing of it, nor do those around
    them, whatever their role.
    """

    sealed = "sealed_from"

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return f"({super().visible_sql(table)} AND {_not_sealed_sql(f'{table}.{self.sealed}')})"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return super().visible(scope) & Q(NotSealed(self.sealed, scope))


class OwnSealable(OwnRows):
    """Rows of the agency itself, of which some are sealed from whoever they may be about."""

    sealed = "sealed_from"

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return f"({super().visible_sql(table)} AND {_not_sealed_sql(f'{table}.{self.sealed}')})"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return super().visible(scope) & Q(NotSealed(self.sealed, scope))


class Sealed(Fence):
    """Rows for the few who look into conduct, at the agency that must; sealed as others are."""

    def __init__(self, column: str) -> None:
        self.column = column

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        open_to = f"{table}.{self.column} = {AGENCY}"
        return f"({SEES_SEALED} AND {open_to} AND {_not_sealed_sql(f'{table}.sealed_from')})"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        if not scope.sees_sealed:
            return Q(pk__in=[])
        return Q(**{self.column: scope.agency_id}) & Q(NotSealed("sealed_from", scope))

    def insert_sql(self, table: str) -> str:
        """Return who may add a row: an agency under its own name."""
        return f"{table}.owner_agency_id = {AGENCY}"


class Relations(OwnRows):
    """An agency's own relations; and it may relate others to a child to whom it is related."""

    def insert_sql(self, table: str) -> str:
        """Return who may add a row."""
        # Through a function: a policy that asks its own table would ask for ever.
        return f"({super().insert_sql(table)} OR access_is_related({table}.subject))"


class PairOfChildren(Fence):
    """Rows about two children's records: for who may see both, and rows that one wrote oneself.

    `police_by_one`: a force that may see one of them sees the row, which names nobody.
    """

    POLICE = ("police_force", "transport_police")

    def __init__(
        self, first: str, second: str, *, police_by_one: bool = False, or_agency: str = ""
    ) -> None:
        self.first, self.second = first, second
        self.police_by_one, self.or_agency = police_by_one, or_agency

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        one, two = (relation_sql(f"{table}.{column}") for column in (self.first, self.second))
        parts = [f"{table}.owner_agency_id = {AGENCY}", f"({one} AND {two})"]
        if self.police_by_one:
            kinds = ", ".join(f"'{kind}'" for kind in self.POLICE)
            police = (
                f"EXISTS (SELECT 1 FROM agencies_agency g WHERE g.id = {AGENCY}"
                f" AND g.kind IN ({kinds}))"
            )
            parts.append(f"({police} AND ({one} OR {two}))")
        if self.or_agency:
            parts.append(f"{table}.{self.or_agency} = {AGENCY}")
        return "(" + " OR ".join(parts) + ")"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        one, two = (Q(related(scope=scope, column=column)) for column in (self.first, self.second))
        condition = Q(owner_agency=scope.agency_id) | (one & two)
        if self.police_by_one:
            from django.apps import apps

            police = apps.get_model("agencies", "Agency").objects.filter(
                pk=scope.agency_id, kind__in=self.POLICE
            )
            condition |= Q(Exists(police)) & (one | two)
        if self.or_agency:
            condition |= Q(**{self.or_agency: scope.agency_id})
        return condition

    def insert_sql(self, table: str) -> str:
        """Return who may add a row: an agency under its own name."""
        return f"{table}.owner_agency_id = {AGENCY}"


def policies(*, table: str, fence: Fence) -> list[str]:
    """Return the statements that put a fence round a table; safe to run again."""
    see, add = fence.visible_sql(table), fence.insert_sql(table)
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS fence_upkeep ON {table}",
        # The owner migrates, fills and answers for the audited look-up functions; it serves nobody.
        f"CREATE POLICY fence_upkeep ON {table} TO current_user USING (true) WITH CHECK (true)",
    ]
    for command, clause in [
        ("SELECT", f"USING ({see})"),
        ("INSERT", f"WITH CHECK ({add})"),
        ("UPDATE", f"USING ({see}) WITH CHECK ({see})"),
        ("DELETE", f"USING ({see})"),
    ]:
        name = f"fence_{command.lower()}"
        statements.append(f"DROP POLICY IF EXISTS {name} ON {table}")
        statements.append(f"CREATE POLICY {name} ON {table} FOR {command} {clause}")
    return statements
