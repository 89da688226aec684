"""Keep the register: enter an adult, add what leads to them, what is known, asked and done."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import AlreadyEntered, EntryEnded, WordsMissing
from whereabouts.practice.adults.gate import entry_for
from whereabouts.practice.adults.grading import NotAGrade, grade_given
from whereabouts.practice.adults.rules import UnderAge, check_age
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import adult_for, child_for
from whereabouts.records.people.pictures import BadPicture, made_anew

__all__ = [
    "AlreadyEntered", "BadPicture", "EntryEnded", "NotAGrade", "UnderAge", "WordsMissing",
    "act_on_adult", "add_adult_photo", "add_trace", "answer_others_at_risk", "end_adult_entry",
    "enter_adult", "keep_adult_longer", "know_of_adult", "link_child_to_adult",
]  # fmt: skip


@journey(needs=Permission.ADULT_REGISTER)
def enter_adult(
    *,
    actor: Actor,
    because: str,
    source: str,
    others: str,
    at: datetime,
    others_words: str = "",
    grading: str = "",
    adult_id: UUID | None = None,
    name: str = "",
    born_on: date | None = None,
    description: str = "",
    registered_sex_offender: bool | None = None,
) -> UUID:
    """Enter an adult on the register, known already or new, and return their key.

    Whether other children are at risk is answered in the same step, if only by "not known".

    :raises UnderAge: they are under 18, and nothing is kept of them here.
    :raises AlreadyEntered: the register has them.
    :raises WordsMissing: a name, a reason or an answer is missing.
    :raises NotAGrade: the grade is none of the scheme that holds.
    :raises NotVisible: there is no such adult for this actor.
    """
    check_age(born_on=born_on, on=at.date())
    if adult_id is None and not name.strip():
        raise WordsMissing("name")
    adult = (
        adult_for(actor, adult_id=adult_id)
        if adult_id
        else people.create_adult(
            name=name.strip(), born_on=born_on, description=description.strip(),
            registered_sex_offender=registered_sex_offender, by=actor, at=at,
        )
    )  # fmt: skip
    adults.enter(adult=adult, because=because, source=source, grading=grading, by=actor, at=at)
    adults.answer_others(adult=adult, answer=others, words=others_words, by=actor, at=at)
    adults.tell_forces(adult=adult, by=actor, at=at)
    return adult.pk


@journey(needs=Permission.ADULT_REGISTER)
def link_child_to_adult(
    *,
    actor: Actor,
    adult_id: UUID,
    kind: str,
    strength: str,
    source: str,
    grading: str,
    others: str,
    at: datetime,
    child_id: UUID | None = None,
    reference: str = "",
    others_words: str = "",
    detail: str = "",
) -> UUID:
    """Link a child with an adult: graded, dated, with the question of other children answered.

    The child is named by key, or by the reference of an episode of theirs.

    :raises NotVisible: there is no such adult, child or episode for this actor.
    :raises WordsMissing: no child is named, nobody is named who says so, or an answer has no words.
    :raises NotAGrade: the grade is none of the scheme that holds.
    """
    adult = adult_for(actor, adult_id=adult_id)
    if child_id is None and not reference.strip():
        raise WordsMissing("reference")
    child = (
        child_for(actor, child_id=child_id)
        if child_id
        else episode_for(actor, reference=reference).child
    )
    if not source.strip():
        raise WordsMissing("source")
    link = people.link_adult(
        child=child, adult=adult, kind=kind, strength=strength, source=source.strip(),
        grading=grade_given(text=grading, on=at.date()), detail=detail.strip(), by=actor, at=at,
    )  # fmt: skip
    adults.answer_others(adult=adult, answer=others, words=others_words, by=actor, at=at)
    return link.pk


@journey(needs=Permission.ADULT_REGISTER)
def add_trace(
    *,
    actor: Actor,
    adult_id: UUID,
    kind: str,
    value: str,
    source: str,
    grading: str,
    at: datetime,
    words: str = "",
) -> UUID:
    """Add a place, vehicle, phone or account that leads to an adult; forces that agree are told.

    :raises NotVisible: there is no such adult for this actor.
    :raises WordsMissing: it is empty, or nobody is named who says so.
    :raises NotAGrade: the grade is none of the scheme that holds.
    """
    adult = adult_for(actor, adult_id=adult_id)
    trace = adults.add_trace(
        adult=adult, kind=kind, value=value, source=source, grading=grading, words=words,
        by=actor, at=at,
    )  # fmt: skip
    adults.tell_forces(adult=adult, by=actor, at=at)
    return trace.pk


@journey(needs=Permission.ADULT_REGISTER)
def know_of_adult(
    *,
    actor: Actor,
    adult_id: UUID,
    text: str,
    source: str,
    grading: str,
    at: datetime,
    about: str = "",
    known_at: datetime | None = None,
) -> UUID:
    """Add intelligence about an adult, graded, with where it comes from.

    :raises NotVisible: there is no such adult for this actor.
    :raises WordsMissing: it is empty, or nobody is named who says so.
    :raises NotAGrade: the grade is none of the scheme that holds.
    """
    adult = adult_for(actor, adult_id=adult_id)
    for field, said in (("text", text), ("source", source)):
        if not said.strip():
            raise WordsMissing(field)
    known = people.add_intelligence(
        adult=adult, text=text.strip(), source=source.strip(), about=about.strip(),
        grading=grade_given(text=grading, on=at.date()), known_at=known_at or at, by=actor, at=at,
    )  # fmt: skip
    return known.pk


@journey(needs=Permission.ADULT_REGISTER)
def answer_others_at_risk(
    *, actor: Actor, adult_id: UUID, answer: str, words: str, at: datetime
) -> None:
    """Answer whether other children are at risk from an adult.

    :raises NotVisible: there is no such adult for this actor.
    :raises WordsMissing: the answer is yes or no, and has no words.
    """
    adult = adult_for(actor, adult_id=adult_id)
    adults.answer_others(adult=adult, answer=answer, words=words, by=actor, at=at)


@journey(needs=Permission.ADULT_REGISTER)
def act_on_adult(
    *,
    actor: Actor,
    adult_id: UUID,
    kind: str,
    words: str,
    at: datetime,
    done_at: datetime | None = None,
) -> None:
    """Write down that something was done about an adult.

    :raises NotVisible: there is no such adult for this actor.
    :raises WordsMissing: nobody says what.
    """
    adult = adult_for(actor, adult_id=adult_id)
    adults.note_action(
        adult=adult, kind=kind, words=words, done_at=done_at or at, by=actor, at=at
    )  # fmt: skip


@journey(needs=Permission.ADULT_REGISTER)
def add_adult_photo(
    *,
    actor: Actor,
    adult_id: UUID,
    raw: bytes,
    source: str,
    at: datetime,
    taken_on: date | None = None,
) -> None:
    """Add a photograph of an adult, without where it was taken. It leaves only by a release.

    :raises NotVisible: there is no such adult for this actor.
    :raises BadPicture: it is none that can be read.
    :raises WordsMissing: nobody says where it is from.
    """
    adult = adult_for(actor, adult_id=adult_id)
    adults.add_photo(
        adult=adult, picture=made_anew(raw=raw), source=source, taken_on=taken_on, by=actor, at=at
    )


@journey(needs=Permission.ADULT_RELEASE)
def keep_adult_longer(*, actor: Actor, adult_id: UUID, words: str, at: datetime) -> date:
    """Keep an entry of the actor's force longer, with the reason, and return until when.

    :raises NotVisible: the force keeps no entry of this adult.
    :raises WordsMissing: nobody says why.
    """
    entry = entry_for(actor, adult_id=adult_id)
    return adults.keep_longer(entry=entry, words=words, by=actor, at=at)


@journey(needs=Permission.ADULT_RELEASE)
def end_adult_entry(*, actor: Actor, adult_id: UUID, kind: str, words: str, at: datetime) -> None:
    """End an entry of the actor's force.

    :raises NotVisible: the force keeps no entry of this adult.
    :raises WordsMissing: nobody says why.
    """
    entry = entry_for(actor, adult_id=adult_id)
    adults.end_entry(entry=entry, kind=kind, words=words, by=actor, at=at)
