"""What surrounds a return in the demonstration: needs, other places, who listens, what came."""

from datetime import datetime, timedelta
from typing import Any

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.demo.nation import FIRST_AUTHORITY, Nation
from whereabouts.journeys.ask_for_place import Place, answer_about_place, ask_for_place
from whereabouts.journeys.commission_interview import commission_interview, log_attempt
from whereabouts.journeys.feed_back import feed_back
from whereabouts.journeys.meet_need import meet_need
from whereabouts.journeys.offer_support import offer_at_contact
from whereabouts.journeys.record_force import Force, record_force
from whereabouts.journeys.record_interview import Asked, Beside, Line
from whereabouts.journeys.refer_nationally import Referred, refer_nationally
from whereabouts.journeys.tell_of_conduct import Told, tell_of_conduct
from whereabouts.practice.investigation.queries import outstanding
from whereabouts.practice.return_home.queries import return_of
from whereabouts.practice.return_home.rules import needs_left
from whereabouts.records.episodes.gate import episode_for

MINUTE = timedelta(minutes=1)
PROVIDER = "lantern"
# Every child is asked in so many words, and whoever cares for them on their own.
DENIED = {"hurt": "denied", "sexual": "denied", "held": "denied"}
SEEN_TO = {
    "food": "Soup and toast at the front desk.",
    "sleep": "A bed at once; nobody wakes them before nine.",
}
BESIDE = Beside(
    carer=Asked(source="carer", answers=DENIED, said_by="Whoever cares for them"),
    know_next=Line(
        kind="next_time", words="", agreed="yes", audience=("control_room", "social_care")
    ),
    lines=(
        Line(
            kind="helps", words="Music; to be asked, not told.", agreed="yes",
            audience=("control_room", "home", "social_care"),
        ),
        Line(kind="where", words="A friend's, whose name they keep to themselves.", agreed="no"),
    ),
)  # fmt: skip


def settled(*, nation: Nation, stay: Any, at: datetime, interviewed: bool) -> None:
    """See to what a return asked for, beside its conversations: needs, a referral, feedback."""
    officer = nation.actor("response_officer", of=stay.force, at=at)
    with entered(actor=officer, at=at):
        episode = episode_for(officer, reference=stay.reference)
        returned = return_of(episode=episode)
        left = needs_left(needs=returned.needs, met=returned.needs_met) if returned else ()
        waiting = {task.kind for task in outstanding(episode=episode)}
    given = {"reference": stay.reference, "at": at}
    for need in left:
        meet_need(actor=officer, need=need, words=SEEN_TO.get(need, "Seen to."), **given)
    if "national_referral" in waiting:
        refer_nationally(
            actor=nation.actor("supervisor", of=stay.force, at=at), **given,
            referred=Referred(referred_at=at, reference="MADE-UP-0001"),
        )  # fmt: skip
    if "support_offer" in waiting:
        offer_at_contact(
            actor=officer, said_in="prevention", to_whom="carer", answer="accepted",
            words="Somebody for the family, who rings on Monday.", **given,
        )  # fmt: skip
    if interviewed:
        worker = nation.actor("social_worker", of=stay.life.authority, at=at)
        for to in ("child", "police", "social_care", "plan"):
            feed_back(
                actor=worker, to=to, told=True, told_at=at,
                words="A worker of their own, from Monday; who to text when it gets bad.", **given,
            )  # fmt: skip


def places_asked(*, nation: Nation, stay: Any, at: datetime) -> None:
    """Ask for another place tonight: one authority is silent, a relative said no."""
    officer = nation.actor("response_officer", of=stay.force, at=at)
    given = {"reference": stay.reference}
    ask_for_place(
        actor=officer, at=at, **given,
        place=Place(
            kind="duty_team", name="The duty team", phone="01632 960100", asked_at=at,
            agency=nation.key(FIRST_AUTHORITY),
        ),
    )  # fmt: skip
    aunt = ask_for_place(
        actor=officer, at=at, **given,
        place=Place(kind="relative", name="A made-up aunt", phone="01632 960141", asked_at=at),
    )  # fmt: skip
    answer_about_place(
        actor=officer, alternative_id=aunt, answer="no", words="No room before Sunday.",
        answered_at=at + 4 * MINUTE, at=at + 4 * MINUTE, **given,
    )  # fmt: skip


def commissioned(*, nation: Nation, stay: Any, at: datetime) -> None:
    """Ask the made-up charity for the independent talk; it has tried once."""
    key = nation.key(PROVIDER)
    commission_interview(
        actor=nation.actor("social_worker", of=stay.life.authority, at=at),
        reference=stay.reference, provider=key, at=at,
        visit_risk="Meet at school: an adult of concern may be at the address.",
    )  # fmt: skip
    log_attempt(
        actor=nation.actor("return_interviewer", of=PROVIDER, at=at + 60 * MINUTE),
        reference=stay.reference, tried_at=at + 60 * MINUTE, at=at + 60 * MINUTE, way="text",
        outcome="agreed", words="Thursday after school, in the library.",
        next_at=at + timedelta(days=2),
    )  # fmt: skip


def treated(*, nation: Nation, stay: Any, at: datetime) -> None:
    """Record force that waits for its review, and a matter under seal."""
    officer = nation.actor("response_officer", of=stay.force, at=at)
    record_force(
        actor=officer, reference=stay.reference, at=at,
        force=Force(
            used_at=at, tactics=("held",), there=(officer.member_id,), body_worn="BWV made-up 1",
            why="Ran towards the road; held by the sleeve for a moment.",
            afterwards="Told why; nothing hurts.",
        ),
    )  # fmt: skip
    tell_of_conduct(
        actor=nation.actor("social_worker", of=stay.life.authority, at=at),
        reference=stay.reference, at=at,
        told=Told(
            kind="spoken_to", about_kind="officer", said_at=at, wants="yes",
            words="The one at the desk said that looking for me costs a lot.",
            about_member=nation.actor("call_handler", of=stay.force, at=at).member_id,
        ),
    )  # fmt: skip
