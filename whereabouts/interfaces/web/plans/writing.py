"""The pages that write a plan, renew or lift it, and fill in what is known beforehand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.planning import (
    FORMS,
    before_writing,
    own_plan_level,
    profile_form,
)
from whereabouts.interfaces.web.child.forms import truth
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.plans.forms import (
    ACTIONS,
    CONTACT_FIELDS,
    CONTACTS,
    LiftForm,
    PlanForm,
    ProfileForm,
    RenewForm,
    initial_of,
)
from whereabouts.journeys.ask_to_renew_or_lift import ask_to_renew_or_lift
from whereabouts.journeys.draft_plan import Addressee, Contents, DayGoneBy, draft_plan
from whereabouts.journeys.fill_profile import UnknownField, UnknownForm, fill_profile
from whereabouts.journeys.lift_plan import ReasonMissing, lift_plan
from whereabouts.journeys.renew_plan import renew_plan

FORM = ("GET", "HEAD", "POST")


@acts(needs=Permission.PLAN_SET, purpose="write a plan", methods=FORM)
def write(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Write a plan; it is kept as a draft, and binds nobody yet."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    before = before_writing(actor=actor, at=at, child_id=child_id)
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(
        posted, choices=before.choices,
        initial=initial_of(says=before.says, recipients=before.recipients),
    )  # fmt: skip
    if form.is_valid():
        named = [one.split(" ") for one in form.cleaned_data["recipients"]]
        try:
            draft = draft_plan(
                actor=actor,
                child_id=child_id,
                contents=Contents(**form.said()),
                recipients=[Addressee(agency=UUID(key), role=role) for key, role in named],
                at=at,
            )
        except DayGoneBy as fault:
            form.add_error(fault.field, str(fault))
        else:
            messages.success(request, "The draft is saved. It binds nobody until it is approved.")
            return redirect("plan-draft", written_id=draft)
    return form_page(
        request, child_id, form, heading="Write the trigger plan", button="Save the draft",
        template="plans/write.html", actions=range(1, ACTIONS + 1),
        contacts=range(1, CONTACTS + 1), contact_fields=CONTACT_FIELDS,
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="renew a plan", methods=FORM)
def renew(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Renew the agency's plan."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    level = own_plan_level(actor=actor, at=at, child_id=child_id)
    form = RenewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            renew_plan(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        except DayGoneBy as fault:
            form.add_error(fault.field, str(fault))
        else:
            return _done(request, child_id, "The plan is renewed: a new version, the same words.")
    return form_page(
        request, child_id, form, heading="Renew the trigger plan", button="Renew",
        lead="A new version says the same. Where the words should change, write the plan anew."
        + (" HIGH needs an end." if level == "high" else ""),
    )  # fmt: skip


@acts(needs=Permission.PLAN_SET, purpose="lift a plan", methods=FORM)
def lift(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Lift the agency's plan."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    own_plan_level(actor=actor, at=at, child_id=child_id)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lift_plan(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        except ReasonMissing as fault:
            form.add_error("because", str(fault))
        else:
            return _done(request, child_id, "The plan is lifted. It is kept with its versions.")
    return form_page(
        request, child_id, form, heading="Lift the trigger plan", button="Lift the plan",
        lead="Its level is no floor any more, and its first actions are asked of nobody.",
    )  # fmt: skip


@acts(needs=Permission.PLAN_ASK, purpose="ask about a plan")
def ask(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Ask the plan's owner, in one tap, to renew it or lift it."""
    asked = ask_to_renew_or_lift(
        actor=request.actor,  # type: ignore[attr-defined]
        child_id=child_id,
        at=timezone.now(),
    )
    said = "The plan's owner is asked." if asked else "You have asked already: the owner knows."
    return _done(request, child_id, said)


@acts(needs=Permission.PROFILE_FILL, purpose="fill in what is known", methods=FORM)
def profile(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Fill in what is known of a child before they go missing."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    wanted = request.POST.get("form", "") if posted is not None else ""
    known = {key for key, _ in FORMS}
    chosen, asked, answers = profile_form(
        actor=actor, at=at, child_id=child_id, form=wanted if wanted in known else ""
    )
    form = ProfileForm(
        posted, asked=asked, initial={f"f_{key}": words for key, words in answers.items()}
    )
    if form.is_valid():
        try:
            fill_profile(
                actor=actor, child_id=child_id, form=chosen, answers=form.answers(), at=at,
                described_on=form.cleaned_data["described_on"],
                discussed=truth(form.cleaned_data["discussed"]),
            )  # fmt: skip
        except (UnknownField, UnknownForm) as fault:
            form.add_error(None, str(fault))
        else:
            return _done(request, child_id, "It is saved, and goes with the child.")
    return form_page(
        request, child_id, form, heading=dict(FORMS)[chosen], button="Save",
        template="plans/profile.html", chosen=chosen,
        lead="Fill in now what is known. What only the night itself tells (clothes, mood, where"
        " last seen, with whom) is asked when the child is reported.",
    )  # fmt: skip


def _done(request: HttpRequest, child_id: UUID, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("child-plan", child_id=child_id)
