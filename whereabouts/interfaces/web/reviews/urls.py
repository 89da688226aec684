"""The address of looking again."""

from django.urls import path

from whereabouts.interfaces.web.reviews import views

urlpatterns = [path("episodes/<str:reference>/review/", views.page, name="review")]
