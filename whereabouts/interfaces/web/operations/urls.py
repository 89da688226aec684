"""The addresses of how the clocks run, and of the paper form."""

from django.urls import path

from whereabouts.interfaces.web.operations import views

urlpatterns = [
    path("timers/", views.timers, name="timers"),
    path("paper/", views.paper, name="paper"),
]
