"""What a refusal in a return says: what happened, why, and what to do next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from whereabouts.insight.lookups.returning_choices import BAR_WORDS, DANGER, SAFETY_QUESTIONS
from whereabouts.interfaces.web import refusals
from whereabouts.journeys.ask_for_place import AlreadyAnswered
from whereabouts.journeys.close_follow_up import FollowUpOpen, MoveNotAllowed
from whereabouts.journeys.commission_interview import (
    AlreadyCommissioned,
    NotTheirTurn,
)
from whereabouts.journeys.commission_interview import NoInterviewNow as NobodyIsAsked
from whereabouts.journeys.commission_interview import NotInList as NotInTalkList
from whereabouts.journeys.commission_interview import ReasonMissing as TalkReasonMissing
from whereabouts.journeys.confirm_stand_down import AppealIsUp, StillMissing
from whereabouts.journeys.decide_destination import (
    HomeRefused,
    NothingProposed,
    NotYetFound,
    ReasonMissing,
    SafetyQuestionsOpen,
)
from whereabouts.journeys.decide_referral import (
    AddresseeMissing,
    NoReferralNow,
    ReferralReasonMissing,
)
from whereabouts.journeys.leave_undone import NeedsCode, NotOutstanding
from whereabouts.journeys.locate_child import NotInList, NotYet
from whereabouts.journeys.open_for_found_child import BadDate, BadName, KeyUsedOtherwise, NotUsable
from whereabouts.journeys.record_disposition import DispositionMissing, EnquiriesUnsaid
from whereabouts.journeys.record_force import (
    AlreadyDecided,
    Incomplete,
    NotTheReviewer,
)
from whereabouts.journeys.record_force import NotInList as NotInConductList
from whereabouts.journeys.record_found_dead import OfficerMissing
from whereabouts.journeys.record_interview import (
    ConsentIncomplete,
    ConsentRefused,
    NoInterviewNow,
    NotToThisChild,
    OverrideIncomplete,
)
from whereabouts.journeys.refer_nationally import ReferenceMissing
from whereabouts.journeys.reopen_as_missing import GoneAgainIsNew
from whereabouts.journeys.tell_of_conduct import NothingToTell
from whereabouts.journeys.use_police_protection import (
    AlreadyProtected,
    GroundsMissing,
    PoliceOnly,
)

QUESTION_WORDS = {**dict(SAFETY_QUESTIONS), DANGER: "Is the child running from harm there?"}


@dataclass(frozen=True)
class Says:
    """A refusal's heading, what to do next, and the status it answers with."""

    heading: str
    steps: tuple[str, ...]
    status: int = 409


SAYS: dict[type[Exception], Says] = {
    NothingProposed: Says(
        "There is no destination to decide on",
        ("Propose where the child goes, with the return-safety questions.",),
    ),
    NotYetFound: Says(
        "Nobody has said yet that the child was found",
        ("Record first how the child was found, or came back. That is never refused.",),
    ),
    ReasonMissing: Says("A decision needs its reason", ("Go back and say why, in words.",), 400),
    PoliceOnly: Says(
        "Only a constable can use police protection",
        ("Ring the duty inspector.", "If the child is in danger now, ring 999."),
        403,
    ),
    AlreadyProtected: Says(
        "Police protection is in force already",
        (
            "It cannot be lengthened or repeated: agree with the authority what comes next.",
            "Record each step on the page of the return.",
        ),
    ),
    GroundsMissing: Says("Police protection needs its grounds", ("Say them in words.",), 400),
    GoneAgainIsNew: Says(
        "The child was back: this is a new episode",
        (
            "Take a new report now. It opens a new episode, with everything known beside it.",
            "The follow-up of this one goes on.",
        ),
    ),
    StillMissing: Says(
        "The child is missing still",
        ("Stand things down once the child is located. Record that first.",),
    ),
    AppealIsUp: Says(
        "An appeal is up",
        ("Take it down everywhere, then confirm that it is stood down.",),
    ),
    NeedsCode: Says(
        "Leaving it undone needs a code and words",
        ("Go back, choose why, and say it in words. The offer to the child stands.",),
        400,
    ),
    NotOutstanding: Says(
        "This was settled already, or never asked for", ("Look at what was done, and by whom.",)
    ),
    DispositionMissing: Says(
        "What came of it must be said",
        ("Give the crime's reference, what was decided, or the reason why not.",),
        400,
    ),
    EnquiriesUnsaid: Says(
        "Say whether section 47 enquiries are made",
        ("A strategy discussion decides that, one way or the other; the reason is in the words.",),
        400,
    ),
    ConsentRefused: Says(
        "The child said no to this conversation",
        (
            "Go back and choose “Declined by the child”.",
            "What has to be done to keep the child safe is done all the same.",
        ),
        400,
    ),
    NoInterviewNow: Says(
        "The child was found dead",
        ("Nobody is interviewed. Only the named officer speaks with the family.",),
    ),
    NotToThisChild: Says(
        "Somebody else goes to this child for now",
        ("Ask a supervisor who goes instead. There is nothing else to find out here.",),
    ),
    AlreadyAnswered: Says(
        "They have answered already", ("If something is new, ask again: it is a line of its own.",)
    ),
    ReferenceMissing: Says(
        "A national referral has a reference",
        ("Make the referral, then write down the reference that came with it.",),
        400,
    ),
    AlreadyCommissioned: Says(
        "Somebody was asked for this conversation already",
        ("Look at who has it, and what they have tried.",),
    ),
    NotTheirTurn: Says(
        "The conversation does not stand where this can be done",
        ("Look at the list of interviews again: it has moved on.",),
    ),
    TalkReasonMissing: Says("This needs its reason", ("Say it in words.",), 400),
    NobodyIsAsked: Says(
        "The child was found dead",
        ("Nobody is interviewed. Only the named officer speaks with the family.",),
    ),
    OverrideIncomplete: Says(
        "Was the child told first?",
        ("Say why it is shared all the same, and whether the child was told first.",),
        400,
    ),
    NotTheReviewer: Says(
        "Force is reviewed by a senior who was not there",
        ("Give it to somebody of the rank that it takes, who was somewhere else.",),
        403,
    ),
    AlreadyDecided: Says("This was decided already", ("Look at what was decided, and by whom.",)),
    NothingToTell: Says(
        "There is nothing to tell them now",
        ("Look at what was decided, and whether somebody has told them already.",),
    ),
    AddresseeMissing: Says(
        "Nobody knows yet to whom the referral goes",
        (
            "Find out which authority is responsible: its name belongs to the child's address.",
            "Ring the duty team of the authority where the child was found meanwhile.",
        ),
    ),
    NoReferralNow: Says(
        "The child was found dead",
        ("Refer other children at risk by their own names.",),
    ),
    ReferralReasonMissing: Says("A referral decision needs its reason", ("Say it in words.",), 400),
    OfficerMissing: Says(
        "An officer must be named",
        ("Choose the officer of your force who tells the family in person.",),
        400,
    ),
    NotUsable: Says(
        "There is nothing to go by yet",
        ("Give the child's name, a description, a place, or say in words what happened.",),
        400,
    ),
    KeyUsedOtherwise: Says(
        "This page was sent before with other words",
        ("Look at the board for the episode that it made.", "Load the page again for another."),
    ),
}
FIELD_FAULTS = (NotInList, NotYet, NotInTalkList, NotInConductList, ConsentIncomplete)
REFUSED: tuple[type[Exception], ...] = (
    *SAYS, *FIELD_FAULTS, HomeRefused, SafetyQuestionsOpen, FollowUpOpen, MoveNotAllowed, BadDate,
    BadName, Incomplete,
)  # fmt: skip


def answer(request: HttpRequest, refused: Exception, *, reference: str = "") -> HttpResponse:
    """Return the page of a refusal, with the way back to the return."""
    back = reverse("return", args=[reference]) if reference else ""
    if isinstance(refused, FIELD_FAULTS):
        return refusals.bad_form(request, [(refused.field, str(refused))])
    if isinstance(refused, Incomplete):
        return refusals.bad_form(
            request, [(field, "This is missing, or has not come yet.") for field in refused.fields]
        )
    if isinstance(refused, BadDate | BadName):
        field = "born_text" if isinstance(refused, BadDate) else "names"
        return refusals.bad_form(request, [(field, str(refused))])
    if isinstance(refused, MoveNotAllowed):
        return refusals.changed_by_somebody(request, back=back)
    says, sentence = _says(refused), str(refused)
    return refusals.refusal(
        request,
        status=says.status,
        heading=says.heading,
        sentence=sentence,
        next_steps=says.steps,
        back=back,
    )


def _says(refused: Exception) -> Says:
    if isinstance(refused, HomeRefused):
        return Says(
            "The way there needs a safeguarding decision",
            (
                *(BAR_WORDS[bar] for bar in refused.because),
                "Ask a duty inspector or a social worker to decide, and to write why in words.",
                "Or propose somewhere else: another relative or an emergency placement.",
                "Consider police protection meanwhile; it is no power to enter.",
            ),
        )
    if isinstance(refused, SafetyQuestionsOpen):
        return Says(
            "Return-safety questions have no answer yet",
            (
                "Ask, and write down what you are told:",
                *(QUESTION_WORDS[key] for key in refused.questions),
            ),
        )
    if isinstance(refused, FollowUpOpen):
        return Says(
            "The follow-up is not complete",
            ("Returned is not closed. What is left:", *(one.words for one in refused.left)),
        )
    return SAYS[type(refused)]
