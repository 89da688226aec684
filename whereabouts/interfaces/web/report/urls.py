"""The addresses of taking a report. No personal data is ever in one."""

from django.urls import path

from whereabouts.interfaces.web.report import views

urlpatterns = [
    path("reports/new/", views.begin, name="report-take"),
    path("reports/drafts/", views.waiting, name="report-drafts"),
    path("reports/drafts/<uuid:draft_id>/", views.page, name="report-draft"),
    path("reports/drafts/<uuid:draft_id>/save/", views.save, name="report-draft-save"),
    path("reports/drafts/<uuid:draft_id>/who/", views.who, name="report-draft-who"),
    path("reports/drafts/<uuid:draft_id>/discard/", views.discard, name="report-draft-discard"),
]
