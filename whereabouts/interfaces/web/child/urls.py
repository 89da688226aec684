"""The addresses about a child: the record's key and never a name."""

from django.urls import path

from whereabouts.interfaces.web.child import around, changes, joining, notices, pairs, views

urlpatterns = [
    path("children/search/", views.find, name="child-find"),
    path("children/pairs/", pairs.waiting, name="pairs"),
    path("children/pairs/<uuid:pair_id>/", pairs.one, name="pair"),
    path("children/<uuid:child_id>/", views.page, name="child"),
    path("children/<uuid:child_id>/photo/", views.photo, name="child-photo"),
    path("children/<uuid:child_id>/details/", changes.details, name="child-details"),
    path("children/<uuid:child_id>/photo/add/", changes.add_photo, name="child-photo-add"),
    path("children/<uuid:child_id>/placement/", changes.placement, name="child-placement"),
    path("children/<uuid:child_id>/placement/notice/", notices.give, name="child-placement-notice"),
    path("children/<uuid:child_id>/flag/", changes.flag, name="child-flag"),
    path("children/<uuid:child_id>/flag/<uuid:flag_id>/", changes.settle, name="child-flag-settle"),
    path("children/<uuid:child_id>/flag/<uuid:flag_id>/end/", changes.end, name="child-flag-end"),
    path("children/<uuid:child_id>/around/", around.add, name="child-around"),
    path("children/<uuid:child_id>/around/<uuid:person_id>/", around.told, name="child-told"),
    path("children/<uuid:child_id>/adult/", around.adult, name="child-adult"),
    path("children/<uuid:child_id>/join/", joining.join, name="child-join"),
    path("children/<uuid:child_id>/part/<uuid:other_id>/", joining.part, name="child-part"),
    path("children/<uuid:child_id>/identify/", joining.identify, name="child-identify"),
    path("children/<uuid:child_id>/name/", joining.name, name="child-name"),
]
