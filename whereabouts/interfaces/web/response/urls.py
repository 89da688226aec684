"""The addresses of going out, talking, telling, answering another force, and the plan."""

from django.urls import path

from whereabouts.interfaces.web.response import across, attending, family, plan, talking

HERE = "episodes/<str:reference>"

urlpatterns = [
    path(f"{HERE}/attend/", attending.page, name="attend"),
    path(f"{HERE}/attend/send/", attending.send, name="attend-send"),
    path(f"{HERE}/attend/no-unit/", attending.no_unit, name="attend-no-unit"),
    path(f"{HERE}/attend/nobody-goes/", attending.nobody_goes, name="attend-nobody-goes"),
    path(f"{HERE}/attend/sent/", attending.sent, name="attend-sent"),
    path(f"{HERE}/attend/arrived/", attending.arrived, name="attend-arrived"),
    path(f"{HERE}/attend/child-seen/", attending.child_seen, name="attend-child-seen"),
    path(f"{HERE}/attend/stand-down/", attending.stand_down, name="attend-stand-down"),
    path(f"{HERE}/attend/support/", attending.support, name="attend-support"),
    path(f"{HERE}/talk/", talking.page, name="talk"),
    path(f"{HERE}/family/", family.page, name="family"),
    path(f"{HERE}/family/promise/<uuid:person_id>/", family.promise, name="family-promise"),
    path(f"{HERE}/family/tell/<uuid:update_id>/", family.tell, name="family-tell"),
    path(f"{HERE}/family/leave/<uuid:update_id>/", family.leave, name="family-leave"),
    path(f"{HERE}/plan/", plan.page, name="plan"),
    path(f"{HERE}/plan/line/", plan.line, name="plan-line"),
    path(f"{HERE}/plan/sign/", plan.sign, name="plan-sign"),
    path(f"{HERE}/publicity/", plan.publicity, name="publicity"),
    path(f"{HERE}/publicity/down/", plan.take_down, name="publicity-down"),
    path("tasks/<uuid:task_id>/across/", across.page, name="across"),
]
