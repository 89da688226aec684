# ruff: noqa: S608 (conditions are put together from names in this code base, never from input)
"""The fences of adults: for roles that see adults, and what a named decision lets out."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from whereabouts.foundations.access.fences import (
    AGENCY,
    MOMENT,
    SEES_ADULTS,
    Fence,
    OwnRows,
    RelatedChild,
    Scope,
    related,
    relation_sql,
)


class Adults(Fence):
    """Adults who may pose a risk: for roles that see adults, where linked to a child in reach."""

    def __init__(self, *, link_table: str = "", column: str = "adult_id") -> None:
        self.link_table, self.column = link_table, column

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        reach = (
            f"EXISTS (SELECT 1 FROM {self.link_table} l WHERE l.adult_id = {table}.{self.column}"
            f" AND {relation_sql('l.child_id')})"
        )
        return f"({SEES_ADULTS} AND ({table}.owner_agency_id = {AGENCY} OR {reach}))"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        if not scope.sees_adults:
            return Q(pk__in=[])
        from django.apps import apps

        links = apps.get_model("people", "AdultLink").objects.filter(
            related(scope=scope, column="child_id"), adult=OuterRef(self.column)
        )
        return Q(owner_agency=scope.agency_id) | Q(Exists(links))

    def insert_sql(self, table: str) -> str:
        """Return who may add a row: an agency under its own name."""
        return f"{table}.owner_agency_id = {AGENCY}"


class AdultsOfChild(RelatedChild):
    """Links between a child and an adult: as the child's rows, for roles that see adults."""

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return f"({SEES_ADULTS} AND {super().visible_sql(table)})"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return super().visible(scope) if scope.sees_adults else Q(pk__in=[])


class AdultsOfOwner(OwnRows):
    """An agency's own rows about adults, for roles that see adults; no other agency's at all."""

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        return f"({SEES_ADULTS} AND {super().visible_sql(table)})"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        return super().visible(scope) if scope.sees_adults else Q(pk__in=[])

    def insert_sql(self, table: str) -> str:
        """Return who may add a row: an agency under its own name."""
        return f"{table}.owner_agency_id = {AGENCY}"


class AdultsOfPartners(AdultsOfOwner):
    """An agency's own rows about adults, and those of a partner whom a named decision let join.

    Whoever let a partner join sees what the partner adds, also once its part is over. `table` holds
    who joined, `column` of it what they joined, `of` the same in the fenced row.
    """

    def __init__(self, *, table: str, model: str, column: str, of: str) -> None:
        super().__init__()
        self.table, self.model, self.column, self.of = table, model, column, of

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        joined = (
            f"EXISTS (SELECT 1 FROM {self.table} j WHERE j.{self.column} = {table}.{self.of}"
            f" AND (j.owner_agency_id = {AGENCY} OR j.agency_id = {AGENCY}"
            f" AND j.from_at <= {MOMENT} AND j.ended_at IS NULL))"
        )
        own = OwnRows.visible_sql(self, table)
        return f"({SEES_ADULTS} AND ({own} OR {joined}))"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        if not scope.sees_adults:
            return Q(pk__in=[])
        from django.apps import apps

        takes_part = Q(agency=scope.agency_id, from_at__lte=scope.at, ended_at__isnull=True)
        joined = apps.get_model(self.model).objects.filter(
            takes_part | Q(owner_agency=scope.agency_id), **{self.column: OuterRef(self.of)}
        )
        return OwnRows.visible(self, scope) | Q(Exists(joined))


class Released(AdultsOfOwner):
    """What an agency let another have until a moment, unless it was called back before.

    The receiver's roles need not see adults: what is for them is in the row, and nothing else is.
    """

    def __init__(self, to: str, *, until: str, ended: str) -> None:
        super().__init__()
        self.to, self.until, self.ended = to, until, ended

    def visible_sql(self, table: str) -> str:
        """Return the condition in SQL."""
        stands = f"{table}.{self.to} = {AGENCY} AND {table}.{self.until} > {MOMENT}"
        if self.ended:
            stands += f" AND {table}.{self.ended} IS NULL"
        return f"({super().visible_sql(table)} OR ({stands}))"

    def visible(self, scope: Scope) -> Any:
        """Return the same condition for a queryset."""
        stands = Q(**{self.to: scope.agency_id, f"{self.until}__gt": scope.at})
        if self.ended:
            stands &= Q(**{f"{self.ended}__isnull": True})
        return super().visible(scope) | stands
