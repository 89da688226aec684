"""The addresses: a report, an event of a log, and the description of both."""

import hashlib
import json
import re
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from whereabouts.engines.matching import BadDate, BadName, normal_name, parse_date_of_birth
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.interfaces.exchange.api import definitions
from whereabouts.interfaces.exchange.api.door import described, sends
from whereabouts.interfaces.exchange.api.openapi import document
from whereabouts.interfaces.exchange.api.problems import problem
from whereabouts.interfaces.exchange.api.reading import Reading, read
from whereabouts.journeys.log_by_feed import SentEvent, log_by_feed
from whereabouts.journeys.report_by_feed import (
    AnswerErased,
    KeyUsedOtherwise,
    NotUsable,
    SentReport,
    report_by_feed,
)
from whereabouts.journeys.told import Told

KEY = re.compile(r"[!-~]{1,100}")
AHEAD = timedelta(minutes=5)  # two clocks that differ
LONGEST_NAME = 120
ENOUGH = tuple(
    (field, "one of these is needed: a name, a description, a place, or words")
    for field in ("child.names", "child.description", "last_seen.place", "words")
)
Given = dict[str, Any]


@sends(scope="reports", needs=Permission.FEED_REPORT, purpose="report by a system")
def reports(request: HttpRequest, actor: Actor, body: bytes, said: Any) -> HttpResponse:
    """Take a report, and answer once it is saved."""
    at = timezone.now()
    key = request.headers.get("Idempotency-Key", "").strip()
    if not KEY.fullmatch(key):
        return problem(
            "no-key",
            status=HTTPStatus.BAD_REQUEST,
            detail="Send Idempotency-Key: a key of your own for this report, of up to 100 visible"
            " characters, and the same one when you send it again.",
        )
    sent = sent_report(key=key, body=body, said=said, at=at)
    try:
        return _saved(report_by_feed(actor=actor, sent=sent, at=at))
    except NotUsable:
        return problem(
            "not-usable",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            detail="Nothing was saved: nobody could begin to look with this.",
            errors=[*sent.left_out, *ENOUGH],
        )
    except KeyUsedOtherwise:
        return _key_used("Idempotency-Key")
    except AnswerErased:
        return problem(
            "erased",
            status=HTTPStatus.GONE,
            detail="It was taken when it was first sent, and nothing is taken twice. Its record has"
            " reached its time since, and the answer was erased with it.",
        )


@sends(scope="contacts", needs=Permission.FEED_CONTACT, purpose="log by a system")
def contacts(request: HttpRequest, actor: Actor, body: bytes, said: Any) -> HttpResponse:
    """Keep an event of a log, and answer once it is saved."""
    at = timezone.now()
    schema = definitions.contact()
    reading = read(schema=schema, value=said)
    given: Given = reading.value or {}
    if given.get("at") is not None and given["at"] > at + AHEAD:
        reading.wrong("at", "it lies in the future")
        given["at"] = None
    lacking = [name for name in schema["required"] if given.get(name) is None]
    if lacking:
        named = {field for field, _ in reading.faults}
        needed = [(name, "it is needed") for name in lacking if name not in named]
        return problem(
            "wrong-fields",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            detail="Nothing was saved. These are needed to know which log and which event it is.",
            errors=[*reading.faults, *needed],
        )
    child, words = child_of(reading=reading, given=given, at=at)
    caller: Given = given.get("caller") or {}
    sent = SentEvent(
        log_reference=given["reference"],
        event=given["event"],
        kind=given["kind"],
        happened_at=given["at"],
        sent=body,
        digest=_digest(said),
        words=words,
        child=child.get("id"),
        child_names=child.get("names") or "",
        born_text=child["born"],
        sex=child.get("sex") or "",
        caller_name=caller.get("name") or "",
        caller_phone=caller.get("contact") or "",
        relation=caller.get("relation") or "",
        disposal=given.get("disposal") or "",
        because=given.get("because") or "",
        left_out=tuple(reading.faults),
    )
    try:
        return _saved(log_by_feed(actor=actor, sent=sent, at=at))
    except KeyUsedOtherwise:
        return _key_used("event")


@described()
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the API."""
    return JsonResponse(document())


def sent_report(*, key: str, body: bytes, said: Any, at: datetime) -> SentReport:
    """Return a report as the journey takes it from a system, with what could not be read."""
    reading = read(schema=definitions.report(), value=said)
    told = told_of(reading=reading, key=f"api:{key}", at=at)
    given: Given = reading.value or {}
    return SentReport(
        key=key,
        told=told,
        sent=body,
        digest=_digest(said),
        child=(given.get("child") or {}).get("id"),
        log_reference=given.get("log_reference") or "",
        left_out=tuple(reading.faults),
    )


def told_of(*, reading: Reading, key: str, at: datetime) -> Told:
    """Return a report as the journey takes it; further faults are added to the reading's."""
    given: Given = reading.value or {}
    child, words = child_of(reading=reading, given=given, at=at)
    reporter: Given = given.get("reporter") or {}
    seen: Given = given.get("last_seen") or {}
    return Told(
        idempotency_key=key,
        happened_at=_not_ahead(reading, "reported_at", given.get("reported_at"), at) or at,
        names=child.get("names") or "",
        born_text=child["born"],
        sex=child.get("sex") or "",
        description=child.get("description") or "",
        home_address=child.get("home_address") or "",
        phone=child.get("phone") or "",
        reporter_name=reporter.get("name") or "",
        relation=reporter.get("relation") or "",
        reporter_contact=reporter.get("contact") or "",
        last_seen_at=_not_ahead(reading, "last_seen.at", seen.get("at"), at),
        last_seen_place=seen.get("place") or "",
        clothing=seen.get("clothing") or "",
        living_at=given.get("living_at") or "",
        # A fact whose value cannot be read is "asked, and not known": somebody then finds out.
        facts=given.get("facts") or {},
        words=words,
        channel="api",
        back_entry=bool(given.get("back_entry")),
    )


def child_of(*, reading: Reading, given: Given, at: datetime) -> tuple[Given, str]:
    """Return (the child, with `born` as said; the words).

    A name or a date of birth that cannot be kept as one stands in the words, so that it is read.
    """
    child: Given = dict(given.get("child") or {})
    words = [given.get("words") or ""]
    names = child.get("names") or ""
    if names and not _is_name(names):
        reading.wrong("child.names", "it cannot be kept as a name; it stands in the words")
        words.append(f"Name as sent: {names}")
        child["names"] = None
    child["born"] = ""
    born = child.get("date_of_birth")
    said = {
        "child.date_of_birth": born.isoformat() if born else "",
        "child.age_text": child.get("age_text") or "",
    }
    for field, text in said.items():
        if not text or child["born"]:
            continue
        try:
            if parse_date_of_birth(text=text, on=at.date()) is not None:
                child["born"] = text
        except BadDate as fault:
            reading.wrong(field, f"{fault} It stands in the words.")
            words.append(f"Date of birth or age as sent: {text}")
    return child, "\n".join(part for part in words if part)


def _not_ahead(
    reading: Reading, where: str, moment: datetime | None, at: datetime
) -> datetime | None:
    if moment is not None and moment > at + AHEAD:
        reading.wrong(where, "it lies in the future")
        return None
    return moment


def _is_name(text: str) -> bool:
    try:
        return len(text) <= LONGEST_NAME and bool(normal_name(text=text))
    except BadName:
        return False


def _digest(said: Any) -> bytes:
    """Return the hash by which a body is known to be the same, however it was laid out."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest()


def _saved(answer: str) -> HttpResponse:
    return HttpResponse(answer.encode(), status=HTTPStatus.CREATED, content_type="application/json")


def _key_used(what: str) -> HttpResponse:
    return problem(
        "key-used",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail="Nothing was saved: a key belongs to one body for ever. Send what is new under a"
        " key of its own.",
        errors=[(what, "it came before with another body")],
    )
