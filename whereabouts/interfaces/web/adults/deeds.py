"""Pages with one form each: what is done about an adult, a notice, an operation, and is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from whereabouts.engines.deadlines import london_instant
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.adults import own_briefings, who_may_be_told, who_the_adult_is
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.warning_notices import warning_notice_page
from whereabouts.insight.lookups.young_plans import whose_young_plan
from whereabouts.interfaces.web.adults import forms
from whereabouts.interfaces.web.child.forms import Form
from whereabouts.interfaces.web.doors import Page, acts
from whereabouts.journeys import (
    keep_adult,
    plan_for_young_person,
    release_adult,
    run_operation,
    warn_adult_away,
)

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422
# What a journey refuses, and by which field it is said where the refusal names none.
REFUSED: dict[type[Exception], str] = {
    keep_adult.AlreadyEntered: "",
    keep_adult.EntryEnded: "",
    keep_adult.NotAGrade: "grade_handling",
    keep_adult.BadPicture: "photo",
    keep_adult.UnderAge: "born_on",
    release_adult.MayNotReceive: "to_agency",
    release_adult.NamesSomebody: "look_for",
    release_adult.NothingReleased: "parts",
    release_adult.ReleaseEnded: "",
    release_adult.TooLong: "expires_on",
    warn_adult_away.NotInForce: "",
    warn_adult_away.NotLawful: "",
    warn_adult_away.NotNow: "",
    warn_adult_away.OwnDraft: "",
    run_operation.AlreadyJoined: "",
    run_operation.NameTaken: "name",
    run_operation.NoForce: "agency",
    run_operation.OperationClosed: "",
    plan_for_young_person.NotYoung: "",
    plan_for_young_person.YoungPlanStands: "",
}

EVERY_REFUSAL: tuple[type[Exception], ...] = (keep_adult.WordsMissing, *REFUSED)
LATEST = date(9000, 1, 1)  # a day is added to it

Keys = Mapping[str, UUID]


@dataclass(frozen=True, kw_only=True)
class About:
    """Who or what a form is about: the words above it, the way back, what its form offers."""

    caption: str
    back: str
    back_words: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A page with one form: what it says, what it takes, the journey, and where it leads."""

    needs: Permission
    heading: str
    button: str
    done: str
    form: type[Form]
    about: Callable[[Actor, Keys, datetime], About]
    do: Callable[[Actor, Keys, dict[str, Any], datetime], object]
    lead: str = ""
    purpose: str = "adults"
    has_file: bool = False


def page_of(deed: Deed) -> Page:
    """Return the view of a deed: its form, what is wrong in it, or the way on."""

    @acts(needs=deed.needs, purpose=deed.purpose, methods=FORM)
    def view(request: HttpRequest, **keys: UUID) -> HttpResponse:
        actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
        about = deed.about(actor, keys, at)
        sent = request.method == "POST"
        form = deed.form(
            request.POST if sent else None, request.FILES if sent else None, **about.more
        )
        if form.is_valid():
            try:
                deed.do(actor, keys, form.said(), at)  # type: ignore[attr-defined]
            except EVERY_REFUSAL as refused:
                _refuse(form, refused)
            else:
                messages.success(request, deed.done)
                return redirect(about.back)
        errors = form.problems() if form.is_bound else []
        shown = {
            "deed": deed, "about": about, "form": form, "errors": errors, "file": deed.has_file,
        }  # fmt: skip
        return render(request, "adults/form.html", shown, status=UNREADABLE if errors else 200)

    return view


def _refuse(form: Form, refused: Exception) -> None:
    named = getattr(refused, "field", None) or REFUSED.get(type(refused), "")
    aliases = {"expires_at": "expires_on"}
    named = aliases.get(named, named)
    form.add_error(named if named in form.fields else None, str(refused))


# --- whom a form is about -----------------------------------------------------------------


def of_adult(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the adult of the address."""
    name = who_the_adult_is(actor=actor, adult_id=keys["adult_id"], at=at)
    return About(
        caption=name, back=reverse("adult", args=[keys["adult_id"]]), back_words="Back to the adult"
    )


def of_entry(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the adult of the address, on the register of the actor's agency."""
    who_the_adult_is(actor=actor, adult_id=keys["adult_id"], at=at, entered=True)
    return of_adult(actor, keys, at)


def of_own_adult_and_agencies(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the same of a record that the actor's agency keeps."""
    who_the_adult_is(actor=actor, adult_id=keys["adult_id"], at=at, own=True)
    about = of_adult_and_agencies(actor, keys, at)
    return About(
        caption=about.caption, back=about.back, back_words=about.back_words,
        more={"agencies": (*own_briefings(actor=actor, at=at), *about.more["agencies"])},
    )  # fmt: skip


def of_adult_and_agencies(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the adult of the address, and to whom something of them may go."""
    about = of_adult(actor, keys, at)
    return About(
        caption=about.caption, back=about.back, back_words=about.back_words,
        more={"agencies": who_may_be_told(actor=actor, at=at)},
    )  # fmt: skip


def of_notice(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the notice of the address."""
    found = warning_notice_page(actor=actor, notice_id=keys["notice_id"], at=at, own=True)
    return About(
        caption=f"{found.line.reference}, {found.line.adult}",
        back=reverse("warning-notice", args=[keys["notice_id"]]),
        back_words="Back to the notice",
    )


def of_young_person(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the young person of the address."""
    who = who_it_is(actor=actor, at=at, child_id=keys["child_id"])
    return About(
        caption=who.name, back=reverse("child", args=[keys["child_id"]]),
        back_words="Back to the child",
    )  # fmt: skip


def of_young_plan(actor: Actor, keys: Keys, at: datetime) -> About:
    """Return the same of whom the actor's agency has a plan."""
    whose_young_plan(actor=actor, child_id=keys["child_id"], at=at)
    return of_young_person(actor, keys, at)


def last_moment(given: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, with the end of a day as a moment."""
    until = min(given.pop("expires_on"), LATEST)
    return given | {"expires_at": london_instant(on=until + timedelta(days=1), wall=time(0))}


def to_agency(given: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed, with the agency as a key."""
    return last_moment(given) | {"to_agency": UUID(given["to_agency"])}


def _entered(actor: Actor, keys: Keys, given: dict[str, Any], at: datetime) -> None:
    keep_adult.enter_adult(actor=actor, adult_id=keys.get("adult_id"), at=at, **given)


R, S, A = Permission.ADULT_REGISTER, Permission.ADULT_RELEASE, Permission.WARNING_AUTHORISE

ADULT: dict[str, Deed] = {
    "enter": Deed(
        needs=R, heading="Enter on the register", button="Enter", form=forms.KnownEnterForm,
        about=of_adult, do=_entered, done="Entered, with the question of other children.",
        lead="Nobody under 18 is entered: they get a plan of their own.",
    ),
    "link": Deed(
        needs=R, heading="Link a child", button="Link", form=forms.LinkForm, about=of_adult,
        done="Linked.",
        do=lambda actor, keys, given, at: keep_adult.link_child_to_adult(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "trace": Deed(
        needs=R, heading="What leads to them", button="Add", form=forms.TraceForm, about=of_adult,
        done="Added. Forces whose records agree are told.",
        do=lambda actor, keys, given, at: keep_adult.add_trace(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "know": Deed(
        needs=R, heading="Add what is known", button="Add", form=forms.KnownForm, about=of_adult,
        done="Added.",
        do=lambda actor, keys, given, at: keep_adult.know_of_adult(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "others": Deed(
        needs=R, heading="Other children at risk?", button="Answer", form=forms.OthersForm,
        about=of_adult, done="Answered.",
        do=lambda actor, keys, given, at: keep_adult.answer_others_at_risk(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "act": Deed(
        needs=R, heading="What was done", button="Keep it", form=forms.ActionForm, about=of_adult,
        done="Kept. The days without action begin anew.",
        do=lambda actor, keys, given, at: keep_adult.act_on_adult(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "photo": Deed(
        needs=R, heading="Add a photograph", button="Add", form=forms.PhotoForm, about=of_adult,
        done="Added. It leaves the police by a named decision alone.", has_file=True,
        do=lambda actor, keys, given, at: keep_adult.add_adult_photo(
            actor=actor, adult_id=keys["adult_id"], raw=given.pop("photo").read(), at=at, **given
        ),
    ),
    "keep": Deed(
        needs=S, heading="Keep the entry longer", button="Keep it, in my name",
        form=forms.WordsForm, about=of_entry, done="Kept for as long again.",
        do=lambda actor, keys, given, at: keep_adult.keep_adult_longer(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "end": Deed(
        needs=S, heading="End the entry", button="End it, in my name", form=forms.EndForm,
        about=of_entry, done="Ended.",
        do=lambda actor, keys, given, at: keep_adult.end_adult_entry(
            actor=actor, adult_id=keys["adult_id"], at=at, **given
        ),
    ),
    "release": Deed(
        needs=S, heading="Let it leave the police", button="Decide, in my name",
        form=forms.ReleaseForm, about=of_own_adult_and_agencies,
        done="Released until the day that you gave. You can call it back.",
        lead="A warning without a name is often enough. What leaves is copied, and seen by the"
        " receiver until its day.",
        do=lambda actor, keys, given, at: release_adult.release_adult(
            actor=actor, adult_id=keys["adult_id"], at=at, **to_agency(given)
        ),
    ),
    "warn": Deed(
        needs=R, heading="Warn a home, without naming anybody", button="Send the warning",
        form=forms.WarnForm, about=of_adult_and_agencies,
        done="Sent. You hear when it is received, and when it is not.",
        do=lambda actor, keys, given, at: release_adult.warn_home(
            actor=actor, adult_id=keys["adult_id"], at=at, **to_agency(given)
        ),
    ),
}  # fmt: skip

NOTICE: dict[str, Deed] = {
    "serve": Deed(
        needs=R, heading="It was served", button="Keep it", form=forms.ServeForm, about=of_notice,
        done="Served. Its review is due in 28 days, and on each episode.",
        do=lambda actor, keys, given, at: warn_adult_away.serve_warning_notice(
            actor=actor, notice_id=keys["notice_id"], at=at,
            service=warn_adult_away.Service(**given),
        ),
    ),
    "fail": Deed(
        needs=R, heading="It could not be served", button="Keep it", form=forms.WordsForm,
        about=of_notice, done="Kept.",
        do=lambda actor, keys, given, at: warn_adult_away.fail_warning_notice(
            actor=actor, notice_id=keys["notice_id"], at=at, **given
        ),
    ),
    "review": Deed(
        needs=R, heading="Review the notice", button="Keep the review", form=forms.ReviewForm,
        about=of_notice, done="Reviewed. The next review is due in 28 days, and on each episode.",
        do=lambda actor, keys, given, at: warn_adult_away.review_warning_notice(
            actor=actor, notice_id=keys["notice_id"], at=at, **given
        ),
    ),
    "breach": Deed(
        needs=R, heading="It was breached", button="Keep it", form=forms.BreachForm,
        about=of_notice, done="Kept. Somebody visits: a child may be there.",
        do=lambda actor, keys, given, at: warn_adult_away.record_breach(
            actor=actor, notice_id=keys["notice_id"], at=at, **given
        ),
    ),
    "withdraw": Deed(
        needs=A, heading="Withdraw the notice", button="Withdraw it, in my name",
        form=forms.WordsForm, about=of_notice, done="Withdrawn.",
        do=lambda actor, keys, given, at: warn_adult_away.withdraw_warning_notice(
            actor=actor, notice_id=keys["notice_id"], at=at, **given
        ),
    ),
}  # fmt: skip

YOUNG: dict[str, Deed] = {
    "make": Deed(
        needs=Permission.PLAN_SET, heading="A plan of their own", button="Make the plan",
        form=forms.YoungPlanForm, about=of_young_person, purpose="young person's plan",
        done="The plan is made.",
        lead="For somebody under 18 who may harm others. They are a child first, and never on the"
        " register of adults.",
        do=lambda actor, keys, given, at: plan_for_young_person.make_young_plan(
            actor=actor, child_id=keys["child_id"], at=at, **given
        ),
    ),
    "end": Deed(
        needs=Permission.PLAN_SET, heading="End the plan", button="End it", form=forms.WordsForm,
        about=of_young_plan, purpose="young person's plan", done="The plan is ended.",
        do=lambda actor, keys, given, at: plan_for_young_person.end_young_plan(
            actor=actor, child_id=keys["child_id"], at=at, **given
        ),
    ),
}  # fmt: skip
