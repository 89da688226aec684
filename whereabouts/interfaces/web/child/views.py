"""The search for a child, the child's page, and the photograph on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import child_page, photo_of_child, who_it_is
from whereabouts.insight.lookups.search import find_children
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import Form, SearchForm
from whereabouts.interfaces.web.doors import looks

UNREADABLE = 422


@looks(needs=Permission.CHILD_SEARCH, purpose="search", methods=("GET", "HEAD", "POST"))
def find(request: HttpRequest) -> HttpResponse:
    """Show the search, and whom it finds. What is typed is never in an address."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    answer = None
    if form.is_valid():
        answer = find_children(
            actor=request.actor,  # type: ignore[attr-defined]
            at=timezone.now(),
            **form.cleaned_data,
        )
        for field, sentence in answer.problems.items():
            form.add_error(field, sentence)
    shown = {"form": form, "answer": answer, "errors": form.problems() if form.is_bound else []}
    status = UNREADABLE if form.is_bound and answer is None else 200
    return render(request, "child/search.html", shown, status=status)


@looks(needs=Permission.CHILD_LOOK, purpose="child")
def page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show the child as one story."""
    at = timezone.now()
    shown = child_page(actor=request.actor, at=at, child_id=child_id)  # type: ignore[attr-defined]
    return render(request, "child/child.html", {"page": shown, "child": shown.story, "at": at})


@looks(needs=Permission.CHILD_LOOK, purpose="child")
def photo(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show the photograph."""
    picture = photo_of_child(actor=request.actor, at=timezone.now(), child_id=child_id)  # type: ignore[attr-defined]
    if picture is None:
        return refusals.nothing_there(request)
    return HttpResponse(picture, content_type="image/jpeg")


def form_page(
    request: HttpRequest,
    child_id: UUID,
    form: Form,
    *,
    heading: str,
    button: str,
    lead: str = "",
    template: str = "child/form.html",
    **more: Any,
) -> HttpResponse:
    """Return the page of a form about a child, with what is wrong in it."""
    who = who_it_is(actor=request.actor, at=timezone.now(), child_id=child_id)  # type: ignore[attr-defined]
    errors = form.problems() if form.is_bound else []
    shown = {
        "who": who, "form": form, "heading": heading, "button": button, "lead": lead,
        "errors": errors, **more,
    }  # fmt: skip
    return render(request, template, shown, status=UNREADABLE if errors else 200)
