"""The addresses of second looks, the shift, the practice room and the figures about grades."""

from django.urls import path

from whereabouts.interfaces.web.oversight import figures, practice, second_looks, shifts

urlpatterns = [
    path("second-looks/", second_looks.waiting, name="second-looks"),
    path("second-looks/<uuid:look_id>/", second_looks.one, name="second-look"),
    path("shift/", shifts.now, name="shift"),
    path("shift/<uuid:shift_id>/", shifts.given, name="shift-list"),
    path("practice-room/", practice.cases, name="practice-room"),
    path("practice-room/agreement/", practice.agreed, name="practice-agreement"),
    path("practice-room/<slug:case>/", practice.one, name="practice-case"),
    path("grades/", figures.grades, name="grades"),
]
