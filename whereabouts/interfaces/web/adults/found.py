"""The page that opens an episode for a child who was there at a visit after a breach."""

from secrets import token_hex
from typing import Any
from uuid import UUID

from django import forms as django
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from whereabouts.engines.policy import BadValue, UnknownFact
from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.choices import SEXES
from whereabouts.insight.lookups.warning_notices import warning_notice_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import Form, one_of, story
from whereabouts.interfaces.web.child.forms import words as line
from whereabouts.interfaces.web.doors import acts
from whereabouts.journeys.locate_child import Found
from whereabouts.journeys.open_for_child_at_visit import (
    BadDate,
    BadName,
    KeyUsedOtherwise,
    NotNow,
    NotUsable,
    open_for_child_at_visit,
)
from whereabouts.journeys.told import Told

UNREADABLE = 422


class ChildThereForm(Form):
    """A child who was there: whoever they are, as far as anybody knows."""

    key = django.CharField(widget=django.HiddenInput, max_length=40)
    names = line("Name", most=200, needed=False, hint="Leave it out if the child gave none.")
    born_text = line(
        "Date of birth, or age", most=60, needed=False, hint="For example, 4 May 2011, or 14 years"
    )
    sex = one_of("Sex", SEXES, needed=False, first=("", "Not known"))
    description = story("What the child looks like", needed=False)
    place = line("Where", most=240)
    where_now = line("Where the child is now", most=240, needed=False)
    condition = story("How the child is", needed=False)


@acts(needs=Permission.REPORT_TAKE, purpose="warning notice", methods=("GET", "HEAD", "POST"))
def child(request: HttpRequest, notice_id: UUID, breach_id: UUID) -> HttpResponse:
    """Open an episode, linked with the notice and with its holder."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    page = warning_notice_page(actor=actor, notice_id=notice_id, at=at, own=True)
    breach = next((one for one in page.breaches if one.breach_id == breach_id), None)
    if breach is None:
        raise Http404
    back = reverse("warning-notice", args=[notice_id])
    form = ChildThereForm(
        request.POST if request.method == "POST" else None,
        initial={"key": f"page-{token_hex(12)}"},
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            receipt = open_for_child_at_visit(
                actor=actor, breach_id=breach_id, at=at,
                told=_told(said, at=breach.visited_at or at),
                found=Found(
                    how="found", by_whom="police", found_at=breach.visited_at or at,
                    found_place=said["place"], condition=said["condition"],
                    where_now=said["where_now"],
                ),
            )  # fmt: skip
        except NotNow as refused:
            return refusals.refusal(
                request, status=409, heading="That cannot be done now", sentence=str(refused),
                next_steps=["Write down the visit, and how many children were there."], back=back,
            )  # fmt: skip
        except (NotUsable, KeyUsedOtherwise, BadDate, BadName, UnknownFact, BadValue) as refused:
            form.add_error(_field_of(refused), str(refused))
        else:
            messages.success(
                request, "The episode is open, linked with the notice and with the adult."
            )
            return redirect("return", receipt.reference)
    errors = form.problems() if form.is_bound else []
    shown = {"form": form, "errors": errors, "line": page.line, "breach": breach, "back": back}
    return render(request, "adults/child_there.html", shown, status=UNREADABLE if errors else 200)


def _told(said: dict[str, Any], *, at: Any) -> Told:
    return Told(
        idempotency_key=said["key"], happened_at=at, names=said["names"],
        born_text=said["born_text"], sex=said["sex"], description=said["description"],
        last_seen_place=said["place"],
    )  # fmt: skip


def _field_of(refused: Exception) -> str | None:
    return {BadDate: "born_text", BadName: "names", NotUsable: "names"}.get(type(refused))
