"""A page for every refusal, that says what to do next."""

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form came from an old page, and that nothing was lost."""
    return HttpResponse("This page is too old to be sent. Load it again.", status=403)
