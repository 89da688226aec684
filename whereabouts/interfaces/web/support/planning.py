"""The pages that start and keep a long-term plan, and what panels and seniors decide."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.support import (
    area_of,
    directory,
    own_support_plan,
    standing_plan,
    support_page,
    whose_action,
    whose_panel,
    whose_review,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import Form
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.support.chart import episodes_svg
from whereabouts.interfaces.web.support.forms import (
    ActionForm,
    AskAgainForm,
    EndForm,
    PanelForm,
    ResultForm,
    ReviewForm,
    StartForm,
    SupportPlanForm,
    key_of,
)
from whereabouts.journeys.answer_senior_review import (
    AlreadyAnswered,
    NotTheLead,
    ReasonMissing,
    answer_senior_review,
)
from whereabouts.journeys.decide_panel import (
    AlreadyDecided,
    DecisionMissing,
    NobodyActs,
    OnAnAgenda,
    decide_panel,
)
from whereabouts.journeys.keep_support_plan import (
    AlreadyDone,
    DayGoneBy,
    NewAction,
    PlanSays,
    PlanStands,
    ResultMissing,
    WordsMissing,
    act_in_support_plan,
    ask_child_again,
    change_support_plan,
    end_support_plan,
    settle_support_action,
    start_support_plan,
)

FORM = ("GET", "HEAD", "POST")
BACK = "support/form.html"
SAYS = ("needs", "risks", "childs_view", "why_no_view")


@acts(needs=Permission.PLAN_SET, purpose="long-term plan", methods=FORM)
def plan(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Start the agency's long-term plan, or add to what it says."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = support_page(actor=actor, at=at, child_id=child_id)
    own = next((one for one in shown.plans if one.ours and one.ended_at is None), None)
    posted = request.POST if request.method == "POST" else None
    form: Form = (
        SupportPlanForm(posted, initial={name: getattr(own, name) for name in SAYS})
        if own
        else StartForm(posted)
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        says = PlanSays(**{name: given[name] for name in SAYS})
        try:
            if own:
                change_support_plan(actor=actor, child_id=child_id, says=says, at=at)
            else:
                start_support_plan(
                    actor=actor, child_id=child_id, says=says, review_on=given["review_on"], at=at
                )
        except DayGoneBy as fault:
            form.add_error("review_on", str(fault))
        except PlanStands:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "The plan is saved. What it said before is kept.")
    heading = "Add to the long-term plan" if own else "Start a long-term plan"
    return form_page(request, child_id, form, heading=heading, button="Save", template=BACK)


@acts(needs=Permission.PLAN_SET, purpose="long-term plan", methods=FORM)
def add(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Add an action to the long-term plan."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    kinds = ("police_force", "authority", "home", "provider")
    listed = directory(actor=actor, at=at, authority=area_of(actor=actor, at=at, child_id=child_id))
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        agencies=agencies_of_kind(actor=actor, at=at, kinds=kinds),
        services=[(one.service_id, one.name) for one in listed],
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        for name in ("agency", "service"):
            given[name] = key_of(given[name])
        try:
            act_in_support_plan(actor=actor, child_id=child_id, action=NewAction(**given), at=at)
        except DayGoneBy as fault:
            form.add_error("due_on", str(fault))
        else:
            return _done(request, child_id, "The action is in the plan.")
    return form_page(
        request, child_id, form, heading="Add an action", button="Add", template=BACK,
        lead="Meetings and notices alone are no help yet: say what is done for the child.",
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="long-term plan", methods=FORM)
def settle(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Say that an action is done, and what came of it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    child_id, what = whose_action(actor=actor, at=at, action_id=action_id)
    form = ResultForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            settle_support_action(actor=actor, action_id=action_id, at=at, **form.cleaned_data)
        except ResultMissing as fault:
            form.add_error("result", str(fault))
        except AlreadyDone:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "It is done.")
    return form_page(
        request, child_id, form, heading="An action is done", button="It is done", lead=what,
        template=BACK,
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="long-term plan", methods=FORM)
def ask_again(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Keep how it is by the child's own word, on the day they were asked."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    standing_plan(actor=actor, at=at, child_id=child_id)
    form = AskAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_child_again(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        except WordsMissing as fault:
            form.add_error(fault.field, str(fault))
        else:
            return _done(request, child_id, "What the child says is kept, with its day.")
    return form_page(
        request, child_id, form, heading="Ask the child again", button="Save", template=BACK,
        lead="How often a child is away says little alone. Ask what it is like for them.",
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="long-term plan", methods=FORM)
def end(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """End the agency's long-term plan."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    own_support_plan(actor=actor, at=at, child_id=child_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_support_plan(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        except ResultMissing as fault:
            form.add_error("words", str(fault))
        except AlreadyDone:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "The plan is ended. It is kept.")
    return form_page(
        request, child_id, form, heading="End the long-term plan", button="End the plan",
        template=BACK,
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="panel", methods=FORM)
def panel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Write down what a panel decided."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    child_id = whose_panel(actor=actor, at=at, item_id=panel_id)
    form = PanelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decide_panel(
                actor=actor, item_id=panel_id, acts=form.cleaned_data["acts"] == "yes",
                decision=form.cleaned_data["decision"], at=at,
            )  # fmt: skip
        except DecisionMissing as fault:
            form.add_error("decision", str(fault))
        except (NobodyActs, OnAnAgenda) as fault:
            form.add_error("acts", str(fault))
        except AlreadyDecided:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "What the panel decided is kept.")
    return form_page(
        request, child_id, form, heading="What the panel decided", button="Save", template=BACK,
        lead="A meeting ends with actions that have owners and days, or with why there are none.",
    )  # fmt: skip


@acts(needs=Permission.SUPPORT_REVIEW, purpose="senior review", methods=FORM)
def review(request: HttpRequest, senior_review_id: UUID) -> HttpResponse:
    """Review a plan under which the episodes are no fewer."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    child_id, suggestions = whose_review(actor=actor, at=at, review_id=senior_review_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_senior_review(
                actor=actor, review_id=senior_review_id, at=at, **form.cleaned_data
            )
        except (ReasonMissing, NotTheLead) as fault:
            form.add_error("words", str(fault))
        except AlreadyAnswered:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "Your review is kept.")
    shown = support_page(actor=actor, at=at, child_id=child_id)
    return form_page(
        request, child_id, form, heading="Review a plan that has not helped", button="Save",
        template="support/review.html", chart=episodes_svg(periods=shown.periods),
        suggestions=suggestions, page=shown,
    )  # fmt: skip


def _done(request: HttpRequest, child_id: UUID, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("child-support", child_id=child_id)
