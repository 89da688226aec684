"""Writing down what a child tells, making and closing codes, and counting terms."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from whereabouts.engines.deadlines import length_of, london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.voice import code, events, rules
from whereabouts.practice.voice.models import AboutMe, ChildLink, ChildsWords
from whereabouts.practice.voice.vocabulary import ANSWERS, QUESTIONS, TALK_ANSWERS, TOLD_BACK
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set


class AlreadyEnded(Exception):
    """Somebody has ended it before."""


class AlreadyRead(Exception):
    """Somebody has read it, and said what was done."""


class AlreadyAnswered(Exception):
    """The code was used up: what the child said with it is kept already."""


class AlreadyTold(Exception):
    """Somebody has told the child already, or nobody knows who the child is."""


class NothingOwed(Exception):
    """No conversation is owed for these words, or somebody has offered it."""


class NotYet(Exception):
    """That day has not come yet."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that a child tells, with who says so and when."""

    kind: str
    source: str
    said_on: date
    words: str = ""
    person: str = ""
    language: str = ""
    said_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a child says of how they were treated; `answers` is question → answer."""

    answers: Mapping[str, str]
    words: str = ""
    name: str = ""
    reach: str = ""
    wants_somebody: bool = False
    language: str = "en"


@transaction.atomic(savepoint=False)
def add_line(*, child: Child, line: Line, by: Actor, at: datetime) -> AboutMe:
    """Add one thing that a child tells.

    :raises WordsNeeded: it lacks its words or its person.
    :raises NotYet: the day lies ahead.
    """
    rules.check_line(kind=line.kind, words=line.words, person=line.person)
    if line.said_on > london_date(instant=at):
        raise NotYet("That day has not come yet.")
    made = AboutMe.objects.create(
        child=child,
        kind=line.kind,
        words=line.words.strip(),
        person=line.person.strip(),
        language=line.language.strip(),
        source=line.source,
        said_by=line.said_by.strip(),
        said_on=line.said_on,
        **_owned(by=by, at=at),
    )
    audit.record(
        kind=events.LINE_ADDED, subject=f"child:{child.pk}", by=by, at=at,
        payload={"line": str(made.pk), "kind": made.kind, "source": made.source},
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def end_line(*, line: AboutMe, because: str, by: Actor, at: datetime) -> None:
    """End what holds no longer. It stays in the history.

    :raises WordsNeeded: there is no reason.
    :raises AlreadyEnded: somebody has ended it.
    """
    if not because.strip():
        raise rules.WordsNeeded("because", "Enter why it no longer holds")
    ended = AboutMe.objects.filter(pk=line.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by=by.member_id, ended_because=because.strip()
    )
    if not ended:
        raise AlreadyEnded("Somebody has ended this before. Look at the page again.")
    audit.record(
        kind=events.LINE_ENDED, subject=f"child:{line.child_id}", by=by, at=at,
        payload={"line": str(line.pk), "because": because.strip()},
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def make_link(
    *, episode: Episode, reader: UUID, team: UUID | None, handed: str, phone: str, by: Actor,
    at: datetime, worker: str = "", worker_phone: str = "",
) -> tuple[ChildLink, str]:  # fmt: skip
    """Make a code for the child of an episode; return it with the code, which is kept nowhere.

    An earlier code of the child's that still opens is ended: one stands at a time.

    :raises PhoneNotSafe: a message would go to a telephone that somebody else may look at.
    """
    rules.check_phone(handed=handed, phone=phone)
    for earlier in ChildLink.objects.filter(
        child=episode.child_id, revoked_at__isnull=True, closes_at__gt=at
    ):
        end_link(link=earlier, by=by, at=at)
    made_code = code.new_code(random_bytes=secrets.token_bytes(code.RANDOM_BYTES))
    until = at + length_of(key="child_code_lasts", at=at)
    made = ChildLink.objects.create(
        child_id=episode.child_id,
        episode=episode,
        code_hash=hash_of(typed=made_code),
        reader_agency_id=reader,
        about_agency_id=episode.owner_agency_id,
        about_team_id=team,
        handed=handed,
        phone=phone,
        worker=worker.strip(),
        worker_phone=worker_phone.strip(),
        expires_at=until,
        closes_at=until,
        **_owned(by=by, at=at),
    )
    audit.record(
        kind=events.LINK_MADE, subject=f"child_link:{made.pk}", by=by, at=at,
        payload={"child": str(episode.child_id), "handed": handed, "phone": phone},
    )  # fmt: skip
    return made, made_code


def end_link(*, link: ChildLink, by: Actor, at: datetime) -> None:
    """Let a code open nothing from now on.

    :raises AlreadyEnded: it opens nothing already.
    """
    ended = ChildLink.objects.filter(
        pk=link.pk, revoked_at__isnull=True, closes_at__gt=at
    ).update(revoked_at=at, revoked_by=by.member_id)  # fmt: skip
    if not ended:
        raise AlreadyEnded("The code opens nothing any more.")
    audit.record(kind=events.LINK_ENDED, subject=f"child_link:{link.pk}", by=by, at=at)


def hash_of(*, typed: str) -> str:
    """Return what is kept of a code that somebody typed."""
    return code.hash_of(typed=typed, key=settings.SECRET_KEY)


@transaction.atomic(savepoint=False)
def say(*, link: ChildLink, said: Said, due_at: datetime, by: Actor, at: datetime) -> ChildsWords:
    """Keep what a child says, once a code. Without a name no row of it leads to the child.

    :raises AlreadyAnswered: something was said with this code before, or nothing is.
    """
    # The code forgets when it was opened and used: an answer without a name cannot be told by it.
    used = ChildLink.objects.filter(pk=link.pk, answered=False, revoked_at__isnull=True).update(
        answered=True, closes_at=link.recorded_at
    )
    if not used:
        raise AlreadyAnswered("What was said with this code is kept already.")
    named = bool(said.name.strip())
    allowed = {value for value, _ in ANSWERS}
    answers = {
        question: said.answers.get(question, "") for question, _ in QUESTIONS
        if said.answers.get(question, "") in allowed
    }  # fmt: skip
    made = ChildsWords.objects.create(
        child_id=link.child_id if named else None,
        about_agency_id=link.about_agency_id,
        about_team_id=link.about_team_id,
        language=said.language,
        words=said.words.strip()[: rules.LONGEST_WORDS],
        name=said.name.strip() if named else "",
        reach=said.reach.strip() if named else "",
        wants_somebody=said.wants_somebody and named,
        due_at=due_at,
        **answers,
        **_owned(by=by, at=at),
    )
    # Nothing of the code or the child stands beside it: only with a name does the row lead there.
    audit.record(kind=events.WORDS_SAID, subject=f"child_words:{made.pk}", by=by, at=at)
    return made


@transaction.atomic(savepoint=False)
def settle_words(
    *,
    words: ChildsWords,
    outcome: str,
    outcome_words: str,
    by: Actor,
    at: datetime,
    sealed_from: Collection[UUID] = (),
) -> None:
    """Say that a child's words were read, and what was done.

    :raises AlreadyRead: somebody else has.
    """
    read = ChildsWords.objects.filter(pk=words.pk, read_at__isnull=True).update(
        read_at=at, read_by=by.member_id, outcome=outcome, outcome_words=outcome_words.strip(),
        sealed_from=sorted({*words.sealed_from, *sealed_from}),
    )  # fmt: skip
    if not read:
        raise AlreadyRead("Somebody has read this before you, and said what was done.")
    audit.record(
        kind=events.WORDS_READ, subject=f"child_words:{words.pk}", by=by, at=at,
        payload={"outcome": outcome},
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def tell_child_back(
    *, words: ChildsWords, how: str, told_words: str, by: Actor, at: datetime
) -> None:
    """Say that a child heard what became of what they said, or why they did not.

    :raises WordsNeeded: nothing says how, or in which words.
    :raises AlreadyTold: somebody has, or nobody knows who the child is.
    """
    if how not in dict(TOLD_BACK):
        raise rules.WordsNeeded("told_how", "Say how the child heard, or that they did not")
    if not told_words.strip():
        raise rules.WordsNeeded("told_words", "Say in words what the child was told, or why not")
    to_tell = ChildsWords.objects.filter(
        pk=words.pk, told_at__isnull=True, child__isnull=False
    )  # fmt: skip
    told = to_tell.update(
        told_at=at, told_by=by.member_id, told_how=how, told_words=told_words.strip()
    )
    if not told:
        raise AlreadyTold("Somebody has told the child, or nobody knows who the child is.")
    audit.record(
        kind=events.CHILD_TOLD_BACK, subject=f"child_words:{words.pk}", by=by, at=at,
        payload={"how": how},
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def owe_talk(*, words: ChildsWords, due_at: datetime, by: Actor, at: datetime) -> bool:
    """Owe a child who gave a name the offer of a conversation; return whether it is newly owed.

    One at a time, over every record of the child: a second message before it asks for no second.
    """
    if words.child_id is None:
        return False
    children = same_person_set(child_id=words.child_id)
    owed = ChildsWords.objects.filter(
        child__in=children, owner_agency=words.owner_agency_id, talk_due_at__isnull=False,
        talk_at__isnull=True,
    )  # fmt: skip
    if owed.exists():
        return False
    ChildsWords.objects.filter(pk=words.pk).update(talk_due_at=due_at)
    words.refresh_from_db()
    audit.record(kind=events.TALK_OWED, subject=f"child_words:{words.pk}", by=by, at=at)
    return True


@transaction.atomic(savepoint=False)
def offer_talk(
    *, words: ChildsWords, answer: str, talk_words: str, by: Actor, at: datetime
) -> None:
    """Say that a child was offered a conversation, and what they said, or why they were not.

    :raises WordsNeeded: nothing says what came of it, or in which words.
    :raises NothingOwed: none is owed, or somebody has offered it.
    """
    if answer not in dict(TALK_ANSWERS):
        raise rules.WordsNeeded("talk_answer", "Say what became of the offer")
    if not talk_words.strip():
        raise rules.WordsNeeded("talk_words", "Say in words what was offered, or why not")
    offered = ChildsWords.objects.filter(
        pk=words.pk, talk_due_at__isnull=False, talk_at__isnull=True
    ).update(talk_at=at, talk_by=by.member_id, talk_answer=answer, talk_words=talk_words.strip())
    if not offered:
        raise NothingOwed("Somebody has offered it, or none is owed.")
    audit.record(
        kind=events.TALK_OFFERED, subject=f"child_words:{words.pk}", by=by, at=at,
        payload={"answer": answer},
    )  # fmt: skip


def count_terms(*, agency: UUID, team: UUID | None, terms: Collection[str], at: datetime) -> None:
    """Count each of some terms once more for a unit and this month; no words are kept."""
    month = london_date(instant=at).replace(day=1)
    with connection.cursor() as cursor:
        for term in sorted(set(terms)):
            cursor.execute(
                "INSERT INTO voice_termcount (id, owner_agency_id, team_id, month, term, number)"
                " VALUES (%s, %s, %s, %s, %s, 1)"
                " ON CONFLICT (owner_agency_id, team_id, month, term)"
                " DO UPDATE SET number = voice_termcount.number + 1",
                [new_id(), agency, team, month, term],
            )


def _owned(*, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "owner_agency_id": by.agency_id,
        "recorded_at": at,
        "recorded_by_id": by.member_id,
    }
