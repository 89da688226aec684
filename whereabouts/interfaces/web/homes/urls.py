"""The addresses of homes, placements out of area, conferences, schools and prevention."""

from django.urls import path

from whereabouts.interfaces.web.homes import capacity, ours, partners, placements, register, schools

OURS, AREA = "our-home/", "out-of-area/"

urlpatterns = [
    path(OURS, ours.page, name="our-home"),
    path(f"{OURS}<uuid:child_id>/report/", ours.report, name="carer-report"),
    path(f"{OURS}<str:reference>/rang/", ours.rang, name="carer-rang"),
    path(f"{OURS}<str:reference>/back/", ours.back, name="carer-back"),
    path(f"{OURS}<str:reference>/questions/", ours.questions, name="carer-questions"),
    path(f"{OURS}<str:reference>/regulation-40/", ours.regulation_40_page, name="regulation-40"),
    path("capacity/", capacity.page, name="capacity"),
    path("homes/", register.lines, name="settings"),
    path("homes/add/", register.add, name="setting-add"),
    path("homes/<uuid:setting_id>/", register.page, name="setting"),
    path("homes/<uuid:setting_id>/officer/", register.officer, name="setting-officer"),
    path("homes/<uuid:setting_id>/visit/", register.visit, name="setting-visit"),
    path("homes/<uuid:setting_id>/concern/", register.concern, name="setting-concern"),
    path("homes/concerns/<uuid:concern_id>/", register.settle, name="setting-concern-settle"),
    path("homes/concerns/<uuid:concern_id>/adult/", register.adult, name="setting-concern-adult"),
    path(AREA, placements.lines, name="out-of-area"),
    path(f"{AREA}figures/", placements.figures, name="out-of-area-figures"),
    path(f"{AREA}<uuid:placement_id>/", placements.page, name="placement"),
    path(f"{AREA}<uuid:placement_id>/give/", placements.give, name="placement-give"),
    path(f"{AREA}<uuid:placement_id>/end/", placements.end, name="placement-end"),
    path(
        f"{AREA}asked/<uuid:acknowledgement_id>/",
        placements.acknowledge,
        name="placement-acknowledge",
    ),
    path(
        f"{AREA}asked/<uuid:acknowledgement_id>/take-on/",
        placements.take_on,
        name="placement-take-on",
    ),
    path(
        f"{AREA}asked/<uuid:acknowledgement_id>/telephone/", placements.rung, name="placement-told"
    ),
    path("children/<uuid:child_id>/late-return/", partners.late_return, name="child-late-return"),
    path("late-returns/<uuid:late_return_id>/end/", partners.late_end, name="late-return-end"),
    path("children/<uuid:child_id>/grading/", partners.grading, name="child-grading"),
    path("children/<uuid:child_id>/conference/", partners.ask, name="child-conference"),
    path("conferences/", partners.conferences, name="conferences"),
    path("conferences/<uuid:conference_id>/", partners.conference, name="conference"),
    path("school/", schools.own, name="school"),
    path("schools/", schools.told, name="schools"),
    path("schools/<uuid:absence_id>/", schools.one, name="school-absence"),
    path("prevention/", schools.prevention_page, name="prevention"),
]
