"""The addresses of what the community tells."""

from django.urls import path

from whereabouts.interfaces.web.community import views

ONE = "community/<uuid:report_id>"

urlpatterns = [
    path("tell/", views.tell, name="tell"),
    path("community/", views.reports, name="community"),
    path("community/take/", views.take, name="community-take"),
    path("community/campaigns/new/", views.campaign_new, name="campaign-new"),
    path("community/campaigns/<uuid:campaign_id>/end/", views.campaign_end, name="campaign-end"),
    path(f"{ONE}/", views.report, name="community-report"),
    path(f"{ONE}/look/", views.look, name="community-look"),
    path(f"{ONE}/about/", views.about, name="community-about"),
    path(f"{ONE}/outcome/", views.outcome, name="community-outcome"),
    path(f"{ONE}/close/", views.close, name="community-close"),
]
