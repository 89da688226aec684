"""The addresses of the street: keys and references, never a name."""

from django.urls import path

from whereabouts.interfaces.web.street import keeping, telling, views

BEAT = "street/<uuid:beat_id>/"

urlpatterns = [
    path("street/", views.beats, name="street"),
    path("street/mine/", views.own, name="street-mine"),
    path("street/beats/new/", keeping.new_beat, name="street-beat-new"),
    path("street/words/", telling.waiting, name="street-words"),
    path("street/words/<uuid:word_id>/", telling.settle, name="street-word"),
    path("street/spots/<uuid:hot_spot_id>/end/", keeping.end_spot, name="street-spot-end"),
    path("street/seen/<str:reference>/", telling.seen, name="street-seen"),
    path("street/tell/<uuid:child_id>/", telling.tell_of_child, name="street-tell-child"),
    path(BEAT, views.briefing_page, name="briefing"),
    path(f"{BEAT}read/", telling.read, name="briefing-read"),
    path(f"{BEAT}tell/", telling.tell, name="street-tell"),
    path(f"{BEAT}keep/", keeping.kept, name="street-beat"),
    path(f"{BEAT}officer/", keeping.officer, name="street-officer"),
    path(f"{BEAT}spot/", keeping.spot, name="street-spot"),
    path(f"{BEAT}school/", keeping.school, name="street-school"),
    path("street/photographs/<uuid:release_id>/", views.adult_photo, name="street-adult-photo"),
    path("children/<uuid:child_id>/school/", keeping.at_school, name="child-school"),
]
