"""The addresses of the policy packs."""

from django.urls import path

from whereabouts.interfaces.web.policy import local, views

urlpatterns = [
    path("policy/", views.packs, name="policy"),
    path("policy/local/follow/", local.follow, name="policy-follow"),
    path("policy/local/<uuid:following_id>/stop/", local.stop, name="policy-stop"),
]
