"""Every address."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("whereabouts.interfaces.web.urls")),
    path("", include("whereabouts.interfaces.exchange.api.urls")),
]


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that we failed, to a person or to a program."""
    from whereabouts.interfaces.exchange.api import door, problems
    from whereabouts.interfaces.web import refusals

    of_a_program = request.path_info.startswith(door.UNDER)
    return (problems if of_a_program else refusals).our_fault(request)


_REFUSALS = "whereabouts.interfaces.web.refusals"
handler400 = f"{_REFUSALS}.bad_request"
handler403 = f"{_REFUSALS}.forbidden"
handler404 = f"{_REFUSALS}.nothing_there"
handler429 = f"{_REFUSALS}.too_often"
handler500 = our_fault
