"""The API's addresses."""

from django.urls import path

from whereabouts.interfaces.exchange.api import received

urlpatterns = [
    path("api/v1/reports", received.reports, name="api-reports"),
    path("api/v1/contacts", received.contacts, name="api-contacts"),
    path("api/v1/openapi.json", received.openapi, name="api-openapi"),
]
