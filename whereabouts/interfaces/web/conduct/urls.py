"""The addresses of force and conduct."""

from django.urls import path

from whereabouts.interfaces.web.conduct import views

HERE = "episodes/<str:reference>/return"

urlpatterns = [
    path(f"{HERE}/force/", views.force, name="return-force"),
    path(f"{HERE}/force/<uuid:force_id>/review/", views.review, name="return-force-review"),
    path(f"{HERE}/conduct/", views.tell, name="return-conduct"),
    path("conduct/", views.matters, name="conduct"),
    path("conduct/<uuid:matter_id>/", views.matter, name="conduct-matter"),
    path("conduct/<uuid:matter_id>/seal/", views.seal, name="conduct-seal"),
]
