"""The addresses of episodes, of tasks, and of what is answered."""

from django.urls import path

from whereabouts.interfaces.web.episode import acting, phone, supervising, tasks, views

urlpatterns = [
    path("episodes/<str:reference>/", views.page, name="episode"),
    path("episodes/<str:reference>/now/", views.now, name="episode-now"),
    path("episodes/<str:reference>/note/", acting.note, name="episode-note"),
    path("episodes/<str:reference>/sighting/", acting.sighting, name="episode-sighting"),
    path("episodes/<str:reference>/enquiry/", acting.enquiry, name="episode-enquiry"),
    path("episodes/<str:reference>/phone/", phone.ask, name="episode-phone"),
    path("episodes/<str:reference>/together/", acting.together, name="episode-together"),
    path("episodes/<str:reference>/settle/<slug:fact>/", acting.resolve, name="episode-settle"),
    path("episodes/<str:reference>/challenge/", supervising.challenge, name="episode-challenge"),
    path("episodes/<str:reference>/own/", supervising.own, name="episode-own"),
    path("episodes/<str:reference>/offer/", supervising.offer, name="episode-offer"),
    path("episodes/<str:reference>/transfer/", supervising.transfer, name="episode-transfer"),
    path("proposals/<uuid:proposal_id>/", supervising.proposal, name="proposal"),
    path("challenges/<uuid:challenge_id>/", supervising.challenge_answer, name="challenge-answer"),
    path("offers/<uuid:offer_id>/", supervising.offer_answer, name="offer-answer"),
    path("transfers/<uuid:transfer_id>/", supervising.transfer_answer, name="transfer-answer"),
    path("tasks/", tasks.page, name="tasks"),
    path("tasks/now/", tasks.now, name="tasks-now"),
    path("tasks/<uuid:task_id>/", tasks.settle, name="task"),
    path("tasks/<uuid:task_id>/accept/", tasks.accept, name="task-accept"),
]
