"""Every address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("whereabouts.interfaces.web.urls")),
]
