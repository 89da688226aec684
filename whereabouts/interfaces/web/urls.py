"""The pages' addresses. Every one has a row in the access matrix."""

from django.urls import URLPattern, URLResolver, include, path

WEB = "whereabouts.interfaces.web"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{WEB}.home.urls")),
    path("", include(f"{WEB}.notices.urls")),
    path("", include(f"{WEB}.sign_in.urls")),
    path("", include(f"{WEB}.board.urls")),
    path("", include(f"{WEB}.episode.urls")),
    path("", include(f"{WEB}.child.urls")),
    path("", include(f"{WEB}.plans.urls")),
    path("", include(f"{WEB}.support.urls")),
    path("", include(f"{WEB}.homes.urls")),
    path("", include(f"{WEB}.meetings.urls")),
    path("", include(f"{WEB}.street.urls")),
    path("", include(f"{WEB}.publicity.urls")),
    path("", include(f"{WEB}.returns.urls")),
    path("", include(f"{WEB}.conduct.urls")),
    path("", include(f"{WEB}.response.urls")),
    path("", include(f"{WEB}.adults.urls")),
    path("", include(f"{WEB}.community.urls")),
    path("", include(f"{WEB}.accountability.urls")),
    path("", include(f"{WEB}.oversight.urls")),
    path("", include(f"{WEB}.figures.urls")),
    path("", include(f"{WEB}.policy.urls")),
    path("", include(f"{WEB}.operations.urls")),
    path("", include(f"{WEB}.report.urls")),
    path("", include(f"{WEB}.decide.urls")),
    path("", include(f"{WEB}.reviews.urls")),
    path("", include(f"{WEB}.contacts.urls")),
    path("", include(f"{WEB}.voice.urls")),
    path("", include(f"{WEB}.hello.urls")),
    path("", include(f"{WEB}.sharing.urls")),
]
