"""The addresses of what goes out to the public: references, never a name."""

from django.urls import path

from whereabouts.interfaces.web.publicity import alerts, appeals

urlpatterns = [
    path("episodes/<str:reference>/appeal/", appeals.page, name="appeals"),
    path("episodes/<str:reference>/appeal/write/", appeals.write, name="appeal-write"),
    path("appeals/<str:appeal>/poster/", appeals.poster_file, name="appeal-poster"),
    path("appeals/<str:appeal>/message/", appeals.message_file, name="appeal-message"),
    path("episodes/<str:reference>/alert/", alerts.page, name="rescue-alert"),
    path("episodes/<str:reference>/alert/ask/", alerts.ask, name="rescue-alert-ask"),
    path("alerts/<uuid:alert_id>/decide/", alerts.decide, name="rescue-alert-decide"),
    path("alerts/<uuid:alert_id>/answer/", alerts.answer, name="rescue-alert-answer"),
    path("alerts/<uuid:alert_id>/end/", alerts.end, name="rescue-alert-end"),
]
