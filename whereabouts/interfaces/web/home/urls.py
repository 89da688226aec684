"""The addresses of the home page, of notices, and of what monitors ask."""

from django.urls import path

from whereabouts.interfaces.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("notices/acknowledge/", views.acknowledge, name="notices-acknowledge"),
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
]
