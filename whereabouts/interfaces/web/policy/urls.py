"""The address of the policy packs."""

from django.urls import path

from whereabouts.interfaces.web.policy import views

urlpatterns = [path("policy/", views.packs, name="policy")]
