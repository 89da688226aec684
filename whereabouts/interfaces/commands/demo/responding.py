"""While a child is looked for: who goes out, who talks with them, what the family hears."""

from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.demo.nation import Nation
from whereabouts.interfaces.commands.demo.stays import Stay
from whereabouts.journeys.attend import say_arrived
from whereabouts.journeys.contact_child import Talked, contact_child
from whereabouts.journeys.keep_family_told import promise_family_news, tell_family
from whereabouts.journeys.send_somebody import say_no_unit_free, send_somebody
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.models import RelatedPerson

MINUTE = timedelta(minutes=1)


def none_free(*, nation: Nation, stay: Stay, at: datetime) -> None:
    """Nobody could go at first, and somebody said so."""
    say_no_unit_free(
        actor=nation.actor("call_handler", of=stay.force, at=at),
        reference=stay.reference,
        said_by="Sgt Sampleford, control room",
        asked_at=at,
        words="Two units are at the motorway; one is free within half an hour.",
        at=at,
    )


def gone_out(*, nation: Nation, stay: Stay, at: datetime, unit: str, there: bool = True) -> None:
    """Somebody was sent, and is there twelve minutes later; or is on the way still."""
    sent = send_somebody(
        actor=nation.actor("supervisor", of=stay.force, at=at),
        reference=stay.reference,
        unit=unit,
        going="Home first, then where the child was last seen.",
        asked_at=at - 2 * MINUTE,
        sent_at=at,
        at=at,
    )
    if there:
        arrived = at + 12 * MINUTE
        say_arrived(
            actor=nation.actor("response_officer", of=stay.force, at=arrived),
            reference=stay.reference,
            deployment_id=sent,
            arrived_at=arrived,
            at=arrived,
        )


def talked(*, nation: Nation, stay: Stay, at: datetime, answered: bool) -> None:
    """Somebody wrote to the child; the child answered with a word, or has not read it yet."""
    by = nation.actor("response_officer", of=stay.force, at=at)
    contact_child(
        actor=by,
        reference=stay.reference,
        talked=Talked(
            how="text",
            towards="to_child",
            happened_at=at,
            made_by=by.name,
            tone="quiet" if answered else "not_reached",
            safe_answer="yes" if answered else "no_answer",
            words="“yes am ok. tell nan”" if answered else "",
            suggested="safe",
            next_by="The youth worker, whom the child knows",
        ),
        next_at=at + 90 * MINUTE,
        next_role="response_officer",
        at=at,
    )


def family_told(*, nation: Nation, stay: Stay, at: datetime, told: bool) -> None:
    """Whoever reported was promised news, and rung in time; the next time is agreed."""
    by = nation.actor("supervisor", of=stay.force, at=at)
    person = _reporter(stay=stay, nation=nation, at=at)
    if person is None:
        return
    promised = promise_family_news(
        actor=by,
        reference=stay.reference,
        person_id=person,
        named=by.member_id,
        due_at=at + 60 * MINUTE,
        at=at,
    )
    if told:
        rang = at + 25 * MINUTE
        tell_family(
            actor=nation.actor("supervisor", of=stay.force, at=rang),
            reference=stay.reference,
            update_id=promised,
            said=("heard", "will_ring"),
            their_words="Thank you for ringing. The cousin may have heard something.",
            next_at=rang + 150 * MINUTE,
            at=rang,
        )


def _reporter(*, nation: Nation, stay: Stay, at: datetime) -> UUID | None:
    reader = nation.actor("supervisor", of=stay.force, at=at)
    with entered(actor=reader, at=at):
        child = episode_for(reader, reference=stay.reference).child_id
        found = RelatedPerson.objects.filter(child=child, told="safe").order_by("pk")
        return found.values_list("pk", flat=True).first()
