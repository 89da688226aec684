"""Putting the second fence round every table, from the one definition; run after each migration."""

from django.apps import apps
from django.db import connections, models
from psycopg import sql

from whereabouts.foundations.access.fences import Fence, OwnRows, Unfenced, policies

# Tables of packages beneath this one, which cannot name a fence themselves.
BENEATH: dict[str, Fence] = {
    "audit.AuditEntry": OwnRows("owner_agency_id"),
    "audit.AuditBatch": Unfenced(),
    "audit.Look": OwnRows("owner_agency_id"),
    "agencies.Agency": Unfenced(),
    "agencies.Area": Unfenced(),
    # Which agencies a partnership covers is public; it names nobody.
    "agencies.InPartnership": Unfenced(),
    # By which local packs an agency grades is public, and read wherever its episodes are graded.
    "agencies.FollowedPack": Unfenced(),
    "agencies.Team": Unfenced(),
    # Staff, not the people whom records are about: signing in comes before any scope.
    "agencies.Member": Unfenced(),
    "agencies.MemberRole": Unfenced(),
    "agencies.DutyPeriod": Unfenced(),
    # A token is looked up before anybody is known; it holds a hash alone.
    "agencies.FeedToken": Unfenced(),
}

ADDED_ONLY = {
    "adults_adultaction",
    "adults_childatvisit",
    "adults_noticereview",
    "adults_othersasked",
    "community_reportlink",
    "community_reportoutcome",
    "conversations_attempt",
    "conversations_fedback",
    "conversations_harmsaid",
    "conversations_toldline",
    "investigation_signoff",
    "response_childcontact",
    "oversight_blindgrade",
    "oversight_finding",
    "oversight_keptfigures",
    "oversight_madepack",
    "oversight_practiceanswer",
    "oversight_publishedfigures",
    "oversight_shiftline",
    "pairs_pairanswer",
    "partners_activity",
    "partners_grading",
    "partners_notatschool",
    "partners_tried",
    "placements_capacity",
    "placements_telephonetold",
    "audit_auditentry",
    "audit_auditbatch",
    "audit_look",
    "placements_namedinconcern",
    "plans_profile",
    "publicity_appeal",
    "plans_referralanswer",
    "street_briefingread",
    "support_planwords",
    "support_supportoffer",
    "reports_feedanswer",
    "reports_logevent",
    "desks_desk",
    "escalation_climb",
    "skills_fallback",
    "sharing_entry",
    "risk_assertion",
    "risk_assessment",
    "risk_decision",
    "risk_promptanswer",
    "risk_packapproval",
    "risk_shadowdifference",
}
MAY_DELETE = {"access_relation", "shared_remembered"}
OURS = "whereabouts."


def our_models() -> list[type[models.Model]]:
    """Return every model of ours."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(OURS)
    ]


def fence_of(model: type[models.Model]) -> Fence | None:
    """Return the fence that a model declares, or None where it declares none."""
    declared = getattr(model, "fence", None)
    return declared if declared is not None else BENEATH.get(model._meta.label)


def put_up(*, using: str, app_role: str) -> int:
    """Put every fence and grant in place, and return how many tables are fenced."""
    connection = connections[using]
    fenced = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
        for model in our_models():
            table, fence = model._meta.db_table, fence_of(model)
            if fence is not None and not isinstance(fence, Unfenced):
                for statement in policies(table=table, fence=fence):
                    cursor.execute(statement)
                fenced += 1
        if owner == app_role:
            return fenced
        role = sql.Identifier(app_role)
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        cursor.execute(
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
        )
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
        ours = {model._meta.db_table for model in our_models()}
        for table in connection.introspection.table_names(cursor):
            rights = _rights(table, ours=ours)
            cursor.execute(
                sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), sql.Identifier(table), role)
            )
        cursor.execute(
            sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(role)
        )
    return fenced


def _rights(table: str, *, ours: set[str]) -> str:
    if table == "django_migrations":
        return "SELECT"
    if table in ADDED_ONLY:
        return "SELECT, INSERT"
    if table in ours and table not in MAY_DELETE:
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"
