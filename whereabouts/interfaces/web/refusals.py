"""A page for every refusal, that says what happened, why, and what to do next."""

import sys
from collections.abc import Sequence

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from whereabouts.foundations.access.permissions import ROLE_NAMES, ROLES, Permission

RETRY_AFTER_SECONDS = 2
USE_EMERGENCY = (
    "If a child may be in danger and you need to see a record, use emergency access: it is never"
    " refused to somebody on duty, and it is looked at afterwards."
)
DEEDS = {
    Permission.REPORT_TAKE: "take a report",
    Permission.CHILD_SEARCH: "search for a child",
    Permission.CHILD_LOOK: "look at a child's record",
    Permission.CHILD_UPDATE: "change a child's record",
    Permission.CHILD_JOIN: "say that two records are of one child",
    Permission.FLAG_SET: "set a flag",
    Permission.ADULT_LOOK: "look at adults who may pose a risk",
    Permission.ADULT_LINK: "link an adult with a child",
    Permission.ADULT_REGISTER: "work on the register of adults who pose a risk",
    Permission.ADULT_RELEASE: "let an adult's details leave the police",
    Permission.HOME_WARNING: "read warnings from the police",
    Permission.CAPACITY_SAY: "say what a home or service can take",
    Permission.WARNING_AUTHORISE: "authorise a warning notice",
    Permission.WARNING_FIGURES: "see how warning notices are used",
    Permission.NETWORK_LOOK: "see who is linked with whom",
    Permission.OPERATION_RUN: "run an operation",
    Permission.COMMUNITY_LOOK: "read what the community tells",
    Permission.CAMPAIGN_SET: "begin or end a campaign",
    Permission.COMMUNITY_SAY: "use the public form",
    Permission.PLAN_SET: "set a trigger plan",
    Permission.PLAN_ASK: "ask about a plan",
    Permission.PROFILE_FILL: "fill in what is known of a child beforehand",
    Permission.REFERRAL_ANSWER: "answer referrals",
    Permission.SUPPORT_OFFER: "offer support",
    Permission.DIRECTORY_SET: "change the directory of support",
    Permission.SUPPORT_REVIEW: "review a plan that has not helped",
    Permission.BRIEFING_READ: "read the briefing of a beat",
    Permission.STREET_SET: "keep beats, their officers and hot spots",
    Permission.MEETING_HOLD: "hold a meeting",
    Permission.MEETING_LOOK: "look at the agenda of a meeting",
    Permission.BOARD_LOOK: "look at the board",
    Permission.EPISODE_LOOK: "look at an episode",
    Permission.EPISODE_UPDATE: "add to an episode",
    Permission.RESPONSE_GO: "send somebody, attend, or answer another force",
    Permission.PLAN_SIGN: "sign the investigation plan",
    Permission.PUBLICITY_DECIDE: "decide on publicity",
    Permission.ALERT_DECIDE: "decide on a Child Rescue Alert",
    Permission.RISK_DECIDE: "decide the level of risk",
    Permission.RISK_OVERRIDE: "pass a bar, or agree to the lowest category",
    Permission.CHALLENGE_MAKE: "challenge a decision",
    Permission.REVIEW_MAKE: "review an episode",
    Permission.CHALLENGE_ANSWER: "answer a challenge",
    Permission.EPISODE_OWN: "own an episode",
    Permission.EPISODE_TRANSFER: "hand an episode to another agency",
    Permission.TASK_DO: "do a task",
    Permission.PLACEMENT_NOTICE: "say that notice of a placement was given",
    Permission.PLACEMENT_LOOK: "look at placements out of area",
    Permission.PLACEMENT_ACKNOWLEDGE: "acknowledge notice of a placement",
    Permission.PLACEMENT_END: "end a placement",
    Permission.SETTING_LOOK: "look at the register of homes, carers and schools",
    Permission.SETTING_KEEP: "keep the register of homes, carers and schools",
    Permission.SETTING_VISIT: "write down a visit",
    Permission.CONCERN_RAISE: "raise a concern about a home or school",
    Permission.CARER_PAGE: "see who lives in a home",
    Permission.LATE_RETURN_AGREE: "agree a late return",
    Permission.CONFERENCE_ASK: "ask for a case conference",
    Permission.GRADE_OWN: "give your agency's own grading",
    Permission.SCHOOL_REPORT: "report for a school",
    Permission.SCHOOL_ANSWER: "answer a school",
    Permission.PREVENTION_KEEP: "keep what was done to prevent harm",
    Permission.RETURN_RECORD: "record a return",
    Permission.RETURN_DESTINATION: "decide where a child goes",
    Permission.PROTECTION_USE: "use police protection",
    Permission.PREVENTION_INTERVIEW: "hold the prevention interview",
    Permission.RETURN_INTERVIEW: "hold the return interview",
    Permission.TOLD_LOOK: "read what a child told",
    Permission.INTERVIEW_COMMISSION: "commission a return interview",
    Permission.ALTERNATIVE_ANSWER: "answer whether a place is free tonight",
    Permission.FORCE_RECORD: "write down that force was used",
    Permission.FORCE_REVIEW: "review force that was used",
    Permission.CONDUCT_TELL: "say that somebody who works with children did harm",
    Permission.CONDUCT_LOOK: "look into a matter of conduct",
    Permission.REFERRAL_DECIDE: "decide on a referral",
    Permission.STAND_DOWN: "confirm what is stood down",
    Permission.EPISODE_CLOSE: "close an episode",
    Permission.DEATH_RECORD: "record a death",
    Permission.MAY_BE_TOLD_SET: "set what somebody may be told",
    Permission.CONTACT_LOOK: "look at contacts",
    Permission.CONTACT_CLOSE: "close a contact",
    Permission.FEED_REPORT: "send reports from another system",
    Permission.FEED_CONTACT: "send logs from another system",
    Permission.NOTICE_ACKNOWLEDGE: "acknowledge a notice",
    Permission.NOTICE_OVERSEE: "see how soon notices are acknowledged",
    Permission.DELIVERY_MEND: "see to what did not arrive at other systems",
    Permission.EMERGENCY_USE: "use emergency access",
    Permission.EMERGENCY_REVIEW: "review emergency access",
    Permission.LOOKS_REVIEW: "see who looked at what",
    Permission.TIMERS_LOOK: "see how the clocks run",
    Permission.PACK_APPROVE: "approve a policy pack",
    Permission.FIGURES_LOOK: "look at figures",
    Permission.PICTURE_LOOK: "see who is missing now, everywhere",
    Permission.RETURNS_MAKE: "make statistical returns",
    Permission.PACK_LOOK: "look at the partnership's pack",
    Permission.EFFORT_LOOK: "see how many hours and tasks an episode takes",
    Permission.SECOND_LOOK: "take a second look",
    Permission.GAPS_LOOK: "see how soon an authority answers about a place",
    Permission.OVERSIGHT_LOOK: "see how often grades are overturned",
    Permission.SHIFT_HAND_OVER: "hand a shift over, or accept one",
    Permission.PRACTISE: "grade made-up cases",
    Permission.VOICE_KEEP: "write down what a child tells about themselves",
    Permission.VOICE_READ: "read what children said of how they were treated",
    Permission.VOICE_RESULTS: "see how children say that they were treated",
    Permission.VOICE_SAY: "say something as a child",
    Permission.PARTNER_TELL: "tell what your agency knows of a child",
    Permission.SHARE: "share a child's record, or a pack, for a time",
    Permission.AGREEMENT_SET: "make or end an agreement to share",
    Permission.PACK_READ: "read a pack by its code",
    Permission.DESK_LOOK: "look at what the night left",
    Permission.RECORDS_GOVERN: "see to bundles, corrections and how long records are kept",
    Permission.SKILLS_SET: "say who has which skill",
    Permission.ESCALATE: "take a matter to somebody above",
    Permission.ESCALATION_ANSWER: "answer what was taken to somebody above",
    Permission.SIGNED_IN: "work here: no role of yours is current",
}


def refusal(
    request: HttpRequest,
    *,
    status: int,
    heading: str,
    sentence: str,
    next_steps: Sequence[str] = (),
    errors: Sequence[tuple[str, str]] = (),
    back: str = "",
) -> HttpResponse:
    """Return a page that refuses: what happened, why, what to do next; `back` leads on."""
    return render(
        request,
        "refusals/refusal.html",
        {
            "status": status,
            "heading": heading,
            "sentence": sentence,
            "next_steps": next_steps,
            "errors": errors,
            "back": back,
        },
        status=status,
    )


def not_permitted(request: HttpRequest, needs: Permission) -> HttpResponse:
    """Say which permission is lacking, in words, and whose role has it."""
    holders = [ROLE_NAMES[role] for role, holds in ROLES.items() if needs in holds]
    steps = (
        ["If it is urgent, ring your duty inspector or manager; do not wait for a role."]
        if needs != Permission.SIGNED_IN
        else ["Ask your manager to renew your role, then sign in again."]
    )
    if holders and needs != Permission.SIGNED_IN:
        steps.insert(0, "Ask somebody with one of these roles: " + ", ".join(holders))
    return refusal(
        request,
        status=403,
        heading="Your role does not permit this",
        sentence=f"Your roles do not let you {DEEDS[needs]}.",
        next_steps=steps,
    )


def nothing_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is there: alike for "none" and "not yours"."""
    return refusal(
        request,
        status=404,
        heading="There is nothing here that you may see",
        sentence="The reference may be mistyped, or what it names is not for your agency.",
        next_steps=[
            "Check the reference, letter by letter.",
            USE_EMERGENCY,
        ],
    )


def changed_by_somebody(request: HttpRequest, *, back: str = "") -> HttpResponse:
    """Say that somebody else was first, and that nothing of theirs was overwritten."""
    return refusal(
        request,
        status=409,
        heading="Somebody else changed this while you were at it",
        sentence="Nothing of theirs was overwritten, and what you sent was not saved.",
        next_steps=["Look at what changed, then say again what still needs to be said."],
        back=back,
    )


def bad_form(request: HttpRequest, fields: Sequence[tuple[str, str]]) -> HttpResponse:
    """Say which fields cannot be read; what was typed in them is not repeated."""
    return refusal(
        request,
        status=400,
        heading="Something in what you sent cannot be read",
        sentence="Nothing was saved."
        if fields
        else "A value is too long or out of range. Nothing was saved.",
        errors=[(field, _field_words(field, sentence)) for field, sentence in fields],
        next_steps=["Go back: what you typed is still in the form. Change it and send it again."],
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request cannot be read; 413 where it was too much.

    A session that could not be kept since the database went away is no fault of the request's.
    """
    if _is_away(fault=exception):
        return _away()
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_big(request)
    return bad_form(request, [("", "The request is not one that a page of ours makes.")])


def too_big(request: HttpRequest) -> HttpResponse:
    """Say that too much was sent at once."""
    return refusal(
        request,
        status=413,
        heading="That is too much at once",
        sentence="Nothing was saved. A page takes two and a half million characters at most.",
        next_steps=["Go back, shorten what you typed, and send it again."],
    )


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that it was tried too often."""
    return refusal(
        request,
        status=429,
        heading="Tried too often",
        sentence="There were too many attempts in a short time.",
        next_steps=[
            "Wait five minutes, then try again.",
            "If it is urgent, ring your duty inspector or manager.",
        ],
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that it is not permitted, where no permission of ours is behind it."""
    return refusal(
        request,
        status=403,
        heading="This is not permitted",
        sentence="The request was refused.",
        next_steps=["Go back to the page that you came from and try again from there."],
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form came from an old page, and that nothing was lost."""
    return refusal(
        request,
        status=403,
        heading="This page was too old to be sent",
        sentence="You signed in again since it was opened, or your browser keeps no cookies."
        " Nothing was saved.",
        next_steps=[
            "Go back: what you typed is still in the form.",
            "Copy what matters, load the page again, and send it.",
        ],
    )


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that we failed; drawn without the session or the database, which may be what failed.

    Where the database is away it is 503, with when to try again: nothing was saved.
    """
    if _is_away(fault=sys.exc_info()[1]):
        return _away()
    return HttpResponse(get_template("refusals/our_fault.html").render({}), status=500)


def _away() -> HttpResponse:
    page = get_template("refusals/our_fault.html").render({})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})


def _is_away(*, fault: BaseException | None) -> bool:
    """Return whether the database's going away is what is behind a fault."""
    while fault is not None:
        if isinstance(fault, OperationalError | InterfaceError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _field_words(field: str, sentence: str) -> str:
    return f"{field.replace('_', ' ').capitalize()}: {sentence}" if field else sentence
