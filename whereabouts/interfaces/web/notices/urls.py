"""The addresses of notices and of deliveries."""

from django.urls import path

from whereabouts.interfaces.web.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/now/", views.now, name="notices-now"),
    path("notices/digest/", views.digest, name="notices-digest"),
    path("notices/times/", views.times, name="notices-times"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/again/", views.again, name="deliveries-again"),
]
