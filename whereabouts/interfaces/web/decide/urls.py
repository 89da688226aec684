"""The addresses of deciding and of naming an adult."""

from django.urls import path

from whereabouts.interfaces.web.decide import views

urlpatterns = [
    path("episodes/<str:reference>/decide/", views.page, name="decide"),
    path("episodes/<str:reference>/adult/", views.adult, name="episode-adult"),
]
