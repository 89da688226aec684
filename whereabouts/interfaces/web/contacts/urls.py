"""The addresses of contacts."""

from django.urls import path

from whereabouts.interfaces.web.contacts import views

urlpatterns = [
    path("contacts/", views.waiting, name="contacts"),
    path("contacts/unreconciled/", views.unreconciled, name="contacts-unreconciled"),
    path("contacts/<uuid:contact_id>/", views.page, name="contact"),
    path("contacts/<uuid:contact_id>/report/", views.report, name="contact-report"),
    path("contacts/<uuid:contact_id>/close/", views.close, name="contact-close"),
    path("contacts/<uuid:contact_id>/sign/", views.sign, name="contact-sign"),
]
