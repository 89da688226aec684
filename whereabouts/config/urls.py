"""Every address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("whereabouts.interfaces.web.urls")),
]

_REFUSALS = "whereabouts.interfaces.web.refusals"
handler400 = f"{_REFUSALS}.bad_request"
handler403 = f"{_REFUSALS}.forbidden"
handler404 = f"{_REFUSALS}.nothing_there"
handler429 = f"{_REFUSALS}.too_often"
handler500 = f"{_REFUSALS}.our_fault"
