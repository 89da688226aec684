"""The addresses about help that lasts: the record's key and never a name."""

from django.urls import path

from whereabouts.interfaces.web.support import planning, views

CHILD = "children/<uuid:child_id>/support/"

urlpatterns = [
    path("support/", views.directory_page, name="support-directory"),
    path("support/list/", views.list_one, name="support-list"),
    path("support/<uuid:service_id>/out/", views.take_out, name="support-out"),
    path(CHILD, views.page, name="child-support"),
    path(f"{CHILD}offer/", views.offer, name="child-offer"),
    path(f"{CHILD}plan/", planning.plan, name="child-support-plan"),
    path(f"{CHILD}action/", planning.add, name="child-support-action"),
    path(f"{CHILD}ask/", planning.ask_again, name="child-support-ask"),
    path(f"{CHILD}end/", planning.end, name="child-support-end"),
    path("support/actions/<uuid:action_id>/", planning.settle, name="support-action"),
    path("support/panels/<uuid:panel_id>/", planning.panel, name="support-panel"),
    path("support/reviews/<uuid:senior_review_id>/", planning.review, name="support-review"),
]
