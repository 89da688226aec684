"""The addresses of meetings: keys and references, never a name."""

from django.urls import path

from whereabouts.interfaces.web.meetings import acting, calling, changing, deciding, views

MEETING = "meetings/<uuid:meeting_id>/"
ITEM = "meetings/children/<uuid:item_id>/"
ACTION = "meetings/actions/<uuid:agreed_id>/"

urlpatterns = [
    path("meetings/", views.now, name="meetings"),
    path("meetings/panel/", calling.panel, name="meeting-panel"),
    path(MEETING, views.meeting, name="meeting"),
    path(f"{MEETING}agenda/", calling.agenda, name="meeting-agenda"),
    path(f"{MEETING}invite/", calling.invite, name="meeting-invite"),
    path(f"{MEETING}move/", changing.move, name="meeting-move"),
    path(f"{MEETING}cancel/", changing.cancel, name="meeting-cancel"),
    path(f"{MEETING}answer/", changing.answer, name="meeting-answer"),
    path(f"{MEETING}presence/", deciding.presence, name="meeting-presence"),
    path(f"{MEETING}close/", deciding.close, name="meeting-close"),
    path(ITEM, views.child_papers, name="meeting-papers"),
    path(f"{ITEM}action/", acting.agree, name="meeting-action-agree"),
    path(f"{ITEM}refer/", acting.refer, name="meeting-refer"),
    path(f"{ITEM}decide/", deciding.decide, name="meeting-decide"),
    path(f"{ITEM}no-action/", deciding.no_action, name="meeting-no-action"),
    path(ACTION, acting.action, name="meeting-action"),
    path(f"{ACTION}take-on/", acting.take_on, name="meeting-take-on"),
    path("children/<uuid:child_id>/together/", acting.together, name="child-together"),
    path("children/<uuid:child_id>/meeting/", calling.put_on, name="child-meeting"),
    path("episodes/<str:reference>/strategy/", calling.strategy, name="strategy"),
]
