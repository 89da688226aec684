"""The page on which an authority, or a home, says that it gave its notice of a placement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.placement_notices import NoticeToGive, notice_to_give
from whereabouts.interfaces.web.child.forms import NoticeForm
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.wording import at_latest
from whereabouts.journeys.note_placement_notice import note_placement_notice

HEADINGS = {
    "placement_notice": "Notice of a placement",
    "admission_notice": "Notice of an admission",
}


@acts(needs=Permission.PLACEMENT_NOTICE, purpose="placement", methods=("GET", "HEAD", "POST"))
def give(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say that the notice was given, and to whom; its clock stands down."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    notice = notice_to_give(actor=actor, at=at, child_id=child_id)
    if notice.full:
        # Out of area it carries risk and plan, and is acknowledged: it has a page of its own.
        return redirect("placement", placement_id=notice.placement_id)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note_placement_notice(
            actor=actor, placement_id=notice.placement_id, to_whom=form.cleaned_data["to_whom"],
            at=at,
        )  # fmt: skip
        messages.success(request, "The notice is written down.")
        return redirect("child", child_id=child_id)
    return form_page(
        request, child_id, form, heading=HEADINGS[notice.kind], button="Save", lead=_lead(notice)
    )


def _lead(notice: NoticeToGive) -> str:
    began = f"The placement began on {notice.started_on:%-d %B %Y}."
    if notice.due_at is None:
        return began
    late = " That time is over." if notice.overdue else ""
    return f"{began} Notice is due by {at_latest(notice.due_at)}.{late}"
