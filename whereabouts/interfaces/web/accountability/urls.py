"""The addresses of emergency access and of the record of looks."""

from django.urls import path

from whereabouts.interfaces.web.accountability import views

urlpatterns = [
    path("emergency-access/", views.emergency, name="emergency-access"),
    path("looks/", views.looked, name="looks"),
    path("looks/emergency/<uuid:key>/", views.review, name="emergency-review"),
]
