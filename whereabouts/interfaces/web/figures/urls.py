"""The addresses of the picture, of figures, of returns and of the pack."""

from django.urls import path

from whereabouts.interfaces.web.figures import picture

urlpatterns = [
    path("picture/", picture.everywhere, name="picture"),
    path("picture/now/", picture.now, name="picture-now"),
    path("picture/<slug:agency_code>/", picture.area, name="picture-area"),
]
