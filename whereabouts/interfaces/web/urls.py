"""The pages' addresses. Every one has a row in the access matrix."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
