"""The addresses of About me, the child's code, what children said, and the wording check."""

from django.urls import path

from whereabouts.interfaces.web.voice import about, codes, wording, words

CHILD = "children/<uuid:child_id>/voice"
CODE = "episodes/<str:reference>/child-code"

urlpatterns = [
    path(f"{CHILD}/", about.page, name="child-voice"),
    path(f"{CHILD}/add/", about.add, name="child-voice-add"),
    path(f"{CHILD}/<uuid:line_id>/end/", about.end, name="child-voice-end"),
    path(f"{CODE}/", codes.give, name="child-code"),
    path(f"{CODE}/<uuid:link_id>/end/", codes.end, name="child-code-end"),
    path("childs-words/", words.queue, name="childs-words"),
    path("childs-words/results/", words.results, name="childs-words-results"),
    path("childs-words/<uuid:words_id>/", words.one, name="childs-words-one"),
    path("wording/", wording.page, name="wording"),
    path("wording/check/", wording.check, name="wording-check"),
    path("wording/counts/", wording.counts, name="wording-counts"),
]
