"""What the tests of a return share: a child reported missing, and each step of the way home."""

from datetime import timedelta

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.journeys.answer_referral import answer_referral
from whereabouts.journeys.close_follow_up import close_follow_up
from whereabouts.journeys.commission_interview import commission_interview
from whereabouts.journeys.confirm_stand_down import confirm_stand_down
from whereabouts.journeys.decide_referral import decide_referral
from whereabouts.journeys.feed_back import feed_back
from whereabouts.journeys.hear_of_harm import hear_of_harm
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.meet_need import meet_need
from whereabouts.journeys.offer_support import offer_at_contact
from whereabouts.journeys.record_back import record_back, record_seen
from whereabouts.journeys.record_interview import (
    Asked,
    Beside,
    Consent,
    Spoken,
    record_prevention_interview,
    record_return_interview,
)
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.conversations.vocabulary import FED_BACK_NEEDED
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.vocabulary import (
    DANGER,
    SAFETY_QUESTIONS,
    STAND_DOWN_SYSTEMS,
)
from whereabouts.records.episodes.models import Episode

ANSWERS = {
    **{key: f"Answered: {words}" for key, words in SAFETY_QUESTIONS},
    DANGER: "no",
}
# Asked in so many words, and answered.
DENIED = {"hurt": "denied", "sexual": "denied", "held": "denied"}
AGREED = (Consent(who="child", answer="yes", to=("talk", "write")),)
MINUTE = timedelta(minutes=1)


class Night:
    """A made-up night: who acts, what the time is, and the episode that it is about."""

    def __init__(self, *, make_actor, make_agency, noon, policed=True, **told):
        self.force = make_agency()
        self.authority = make_agency("Aldermere Council", "authority")
        if policed:
            Area.objects.get_or_create(authority=self.authority, force=self.force)
        self.make_actor = make_actor
        self.at = noon
        self.told = told
        self.reference = ""

    def __getattr__(self, role):
        if role.startswith("_"):
            raise AttributeError(role)
        return self.make_actor(role)

    def later(self, minutes=5):
        """Let time pass, and return what time it is then."""
        self.at += minutes * MINUTE
        return self.at

    def report(self, **more):
        """Take the report that begins the night."""
        given = {
            "idempotency_key": f"call-{self.at.isoformat()}",
            "happened_at": self.at,
            "names": "Testa Sampleton",
            "born_text": "12 March 2012",
            "reporter_name": "Paula Sampleton",
            "relation": "mother",
            "reporter_contact": "01632 960001",
            "last_seen_at": self.at - timedelta(hours=2),
            "last_seen_place": "the made-up park",
            "facts": {"whereabouts_known": False},
            **self.told,
            **more,
        }
        receipt = report_missing(actor=self.call_handler, told=Told(**given), at=self.at)
        self.reference = receipt.reference
        return self

    def found(self, **more):
        """Record that the child was found."""
        at = self.later()
        given = {"how": "found", "by_whom": "police", "found_at": at, **more}
        adults = given.pop("adults", ())
        return locate_child(
            actor=self.response_officer, reference=self.reference, found=Found(**given),
            adults=adults, at=at,
        )  # fmt: skip

    def back(self, **more):
        """Record that the child is back."""
        at = self.later()
        return record_back(
            actor=self.response_officer, reference=self.reference, back_at=at, at=at, **more
        )

    def seen(self, *, alone=True):
        """Record that the child was seen."""
        at = self.later()
        return record_seen(
            actor=self.response_officer, reference=self.reference, seen_at=at, alone=alone, at=at
        )

    def spoken(self, **more):
        """Return a conversation that lacks nothing."""
        return Spoken(
            **{
                "outcome": "held", "held_at": self.at, "held_by": "PC Example", "explained": True,
                "seen_alone": True, "safe_now": "yes", "words": "I went for a walk to think.",
                "offered": "A talk with the youth worker; yes.", "harms": DENIED,
                "consents": AGREED, **more,
            }
        )  # fmt: skip

    def prevention(self, adults=(), beside=None, **more):
        """Record the police's conversation, with a parent asked on their own."""
        at = self.later()
        asked = Beside(carer=Asked(source="parent", answers=DENIED, said_by="Paula Sampleton"))
        lacks = record_prevention_interview(
            actor=self.response_officer, reference=self.reference, spoken=self.spoken(**more),
            adults=adults, beside=asked if beside is None else beside, at=at,
        )  # fmt: skip
        if beside is None:
            self.offer()
        return lacks

    def offer(self, to_whom="parent"):
        """Offer help to a parent, or to the child."""
        offer_at_contact(
            actor=self.response_officer, reference=self.reference, said_in="prevention",
            to_whom=to_whom, answer="declined", words="The family worker; not now.", at=self.at,
        )  # fmt: skip

    def interview(self, beside=None, by=None, also=(), **more):
        """Record the independent conversation."""
        at = self.later()
        return record_return_interview(
            actor=by or self.social_worker, reference=self.reference, spoken=self.spoken(**more),
            beside=beside or Beside(), also=also, at=at,
        )  # fmt: skip

    def ask_carer(self, **answers):
        """Ask a parent on their own."""
        at = self.later()
        asked = Asked(source="parent", answers=answers or DENIED, said_by="Paula Sampleton")
        hear_of_harm(
            actor=self.response_officer, reference=self.reference, asked=asked, said_at=at, at=at
        )
        self.offer()

    def commission(self, **more):
        """Ask the made-up charity for the independent conversation; return its key."""
        provider = self.make_actor("return_interviewer").agency_id
        given = {"provider": provider, "visit_risk": "The dog is loose in the yard.", **more}
        return commission_interview(
            actor=self.social_worker, reference=self.reference, at=self.later(), **given
        )

    def fed_back(self, *to):
        """Tell everybody what came of it, or some."""
        left = ()
        for one in to or FED_BACK_NEEDED:
            at = self.later(1)
            left = feed_back(
                actor=self.social_worker, reference=self.reference, to=one, told=True,
                words="Told what comes next.", told_at=at, at=at,
            )  # fmt: skip
        return left

    def needs_met(self, *needs):
        """See to what the child needs."""
        for need in needs:
            meet_need(
                actor=self.response_officer, reference=self.reference, need=need,
                words="Seen to.", at=self.later(1),
            )  # fmt: skip

    def referral(self, **more):
        """Record the referral decision, and let whoever it went to accept it."""
        decision = self.sent_referral(**more)
        if more.get("sent", True) and "to_agency" not in more:
            self.referral_answered(decision)
        return decision

    def referral_answered(self, decision, answer="accepted", words="We are in touch."):
        """Let the authority answer a referral."""
        answer_referral(
            actor=self.social_worker, referral_id=decision, answer=answer, words=words,
            at=self.later(1),
        )  # fmt: skip

    def sent_referral(self, **more):
        """Record the referral decision; nobody answers."""
        given = {"sent": True, "because": "Support is wanted.", **more}
        return decide_referral(
            actor=self.supervisor, reference=self.reference, at=self.later(), **given
        )

    def stand_down(self):
        """Confirm everything on the stand-down list."""
        for system, _ in STAND_DOWN_SYSTEMS:
            confirm_stand_down(
                actor=self.supervisor, reference=self.reference, system=system, at=self.later(1)
            )

    def close(self):
        """Close the follow-up."""
        close_follow_up(actor=self.missing_coordinator, reference=self.reference, at=self.later())

    def episode(self):
        """Return the episode as it stands."""
        with entered(actor=self.duty_inspector, at=self.at):
            return Episode.objects.select_related("child").get(reference=self.reference)

    def tasks(self, *kinds):
        """Return the episode's tasks, of some kinds or all."""
        with entered(actor=self.duty_inspector, at=self.at):
            found = Task.objects.filter(episode__reference=self.reference)
            return list(found.filter(kind__in=kinds) if kinds else found)

    def kinds(self, *states):
        """Return the kinds of the episode's tasks, in some states or any."""
        return {one.kind for one in self.tasks() if not states or one.state in states}

    def inside(self, role="duty_inspector"):
        """Enter the scope of somebody, to look at rows."""
        return entered(actor=self.make_actor(role), at=self.at)
