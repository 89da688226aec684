"""The one address of the page for children: it names nothing."""

from django.urls import path

from whereabouts.interfaces.web.hello import demo, views

urlpatterns = [
    path("hello/", views.page, name="hello"),
    path("sign-in/childs-page/", demo.give, name="demo-code"),
]
