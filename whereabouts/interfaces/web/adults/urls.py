"""The addresses of adults who pose a risk, notices, networks and operations."""

from django.urls import path

from whereabouts.interfaces.web.adults import found, operations, views
from whereabouts.interfaces.web.adults.deeds import ADULT, NOTICE, YOUNG, page_of

ONE = "adults/<uuid:adult_id>"
A_NOTICE = "warning-notices/<uuid:notice_id>"
AN_OPERATION = "operations/<uuid:operation_id>"
A_BREACH = f"{A_NOTICE}/breaches/<uuid:breach_id>"

urlpatterns = [
    path("adults/", views.register, name="adults"),
    path("adults/new/", views.new, name="adult-new"),
    path("adults/figures/", views.figures, name="warning-figures"),
    path(f"{ONE}/", views.adult, name="adult"),
    path(f"{ONE}/photograph/", views.photo, name="adult-picture"),
    path(f"{ONE}/network/", views.adults_network, name="adult-network"),
    path(f"{ONE}/warn-away/<uuid:child_id>/", views.draft, name="warning-notice-new"),
    *(path(f"{ONE}/{key}/", page_of(deed), name=f"adult-{key}") for key, deed in ADULT.items()),
    path("releases/<uuid:release_id>/call-back/", views.call_back, name="release-call-back"),
    path(f"{A_NOTICE}/", views.notice, name="warning-notice"),
    path(f"{A_NOTICE}/paper/", views.notice_on_paper, name="warning-notice-paper"),
    path(f"{A_NOTICE}/authorise/", views.authorise, name="warning-notice-authorise"),
    *(
        path(f"{A_NOTICE}/{key}/", page_of(deed), name=f"warning-notice-{key}")
        for key, deed in NOTICE.items()
    ),
    path(f"{A_BREACH}/visit/", views.visit, name="breach-visit"),
    path(f"{A_BREACH}/child/", found.child, name="breach-child"),
    path(f"{A_BREACH}/decide/", views.decide, name="breach-decide"),
    path("warnings/", views.home_warnings, name="home-warnings"),
    path("warnings/<uuid:warning_id>/received/", views.received, name="home-warning-received"),
    path("warnings/<uuid:release_id>/photograph/", views.release_photo, name="release-picture"),
    path("network/", views.network, name="network"),
    path("children/<uuid:child_id>/network/", views.childs_network, name="child-network"),
    path("children/<uuid:child_id>/own-plan/", page_of(YOUNG["make"]), name="young-plan"),
    path("children/<uuid:child_id>/own-plan/end/", page_of(YOUNG["end"]), name="young-plan-end"),
    path("operations/", operations.operations, name="operations"),
    path("operations/new/", operations.operation_new, name="operation-new"),
    path(f"{AN_OPERATION}/", operations.operation, name="operation"),
    path(f"{AN_OPERATION}/network/", operations.operations_network, name="operation-network"),
    path(f"{AN_OPERATION}/join/", operations.operation_join, name="operation-join"),
    path(f"{AN_OPERATION}/close/", operations.operation_close, name="operation-close"),
    path(f"{AN_OPERATION}/force/", operations.operation_force, name="operation-force"),
    path(
        "operations/forces/<uuid:partner_id>/end/",
        operations.operation_force_end,
        name="operation-force-end",
    ),
    path(
        "operations/parts/<uuid:member_id>/leave/",
        operations.operation_leave,
        name="operation-leave",
    ),
]
