"""The addresses of sharing, agreements, packs, queues, and of what partners said."""

from django.urls import path

from whereabouts.interfaces.web.sharing import (
    agreements,
    breaches,
    desks,
    escalating,
    governing,
    packs,
    partners,
    partnership,
    retaining,
    skills,
    views,
)

CHILD = "children/<uuid:child_id>/sharing"

urlpatterns = [
    path("queue/", partners.queue, name="queue"),
    path("our-children/", partners.children, name="our-children"),
    path("partners-said/", partners.said, name="partners-said"),
    path(f"{CHILD}/", views.page, name="child-sharing"),
    path(f"{CHILD}/record/", views.record, name="child-share-record"),
    path(f"{CHILD}/pack/<slug:profile>/", packs.make, name="child-share-pack"),
    path(f"{CHILD}/tell/", partners.tell, name="child-tell"),
    path("sharing/<uuid:sharing_id>/end/", views.end, name="sharing-end"),
    path("sharing/<uuid:sharing_id>/told/", views.told, name="sharing-told"),
    path("sharing/<uuid:sharing_id>/paper/", packs.paper, name="sharing-paper"),
    path("pack/", packs.by_code, name="pack-open"),
    path("desk/", desks.now, name="desk"),
    path("desk/<uuid:desk_id>/", desks.then, name="desk-then"),
    path("governance/", desks.governance, name="governance"),
    path("governance/<uuid:desk_id>/", desks.governance_before, name="governance-then"),
    path(f"{CHILD}/asked/", governing.ask, name="child-record-asked"),
    path("governance/requests/", governing.requests, name="governance-requests"),
    path("governance/requests/<uuid:request_id>/", governing.one, name="governance-request"),
    path(
        "governance/requests/<uuid:request_id>/bundle/", governing.bundle, name="governance-bundle"
    ),
    path(
        "governance/requests/<uuid:request_id>/release/",
        governing.release,
        name="governance-release",
    ),
    path("governance/breaches/", breaches.every, name="governance-breaches"),
    path("governance/breaches/<uuid:data_breach_id>/", breaches.one, name="governance-breach"),
    path("governance/retention/", retaining.retention, name="governance-retention"),
    path(
        "governance/retention/<uuid:run_id>/", retaining.decide, name="governance-retention-decide"
    ),
    path(
        "governance/retention/<uuid:run_id>/undo/", retaining.undo, name="governance-retention-undo"
    ),
    path("escalations/", escalating.raised, name="escalations"),
    path("escalations/add/", escalating.add, name="escalation-add"),
    path("escalations/waiting/", escalating.waiting, name="escalations-waiting"),
    path("escalations/<uuid:escalation_id>/", escalating.one, name="escalation"),
    path("escalations/<uuid:escalation_id>/settle/", escalating.settle, name="escalation-settle"),
    path("escalations/<uuid:escalation_id>/answer/", escalating.reply, name="escalation-answer"),
    path("skills/", skills.page, name="skills"),
    path("skills/<uuid:held_id>/end/", skills.end, name="skill-end"),
    path("agreements/", agreements.page, name="agreements"),
    path("agreements/add/", agreements.add, name="agreement-add"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end, name="agreement-end"),
    path("agreements/partnership/", partnership.join, name="partnership-join"),
    path("agreements/partnership/<uuid:tie_id>/end/", partnership.leave, name="partnership-leave"),
]
