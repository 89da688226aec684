"""Take a report that another system sends: once for its key, with the same answer for ever."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups import feed
from whereabouts.journeys.door import journey
from whereabouts.journeys.report_missing import refuse_unusable, take
from whereabouts.journeys.told import KeyUsedOtherwise, NotUsable, Told
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.gate import report_for
from whereabouts.records.reports.queries import answered_before, contact_of_log

__all__ = ["AnswerErased", "KeyUsedOtherwise", "NotUsable", "SentReport", "report_by_feed"]


class AnswerErased(Exception):
    """The same was taken before; its record reached its time, and the answer went with it."""


UNSEEN = "there is no such child that you may see; the report has a record of its own"


@dataclass(frozen=True, kw_only=True)
class SentReport:
    """What a system sent: read (`told`), as it came (`sent`), and its hash.

    `child` is the key that its call-taker chose; `log_reference` the command-and-control log that
    it belongs to; `left_out` what could not be read, as (field, why).
    """

    key: str
    told: Told
    sent: bytes
    digest: bytes
    child: UUID | None = None
    log_reference: str = ""
    left_out: tuple[tuple[str, str], ...] = ()


@journey(needs=Permission.FEED_REPORT)
def report_by_feed(*, actor: Actor, sent: SentReport, at: datetime) -> str:
    """Take a report and return the answer as JSON; said again with the same key, the same words.

    The child is the one chosen; else the one in reach who is almost certainly meant; else a new
    record, beside which whoever may be meant is named.

    :raises NotUsable: there is nothing to go by.
    :raises KeyUsedOtherwise: the key came before with another body.
    :raises AnswerErased: the key came before, so long ago that its answer is erased.
    """
    reports.one_at_a_time(what=f"answer {sent.key}", by=actor)
    earlier = answered_before(agency=actor.agency_id, key=sent.key)
    if earlier is not None:
        if bytes(earlier.request_digest) != sent.digest:
            raise KeyUsedOtherwise("This key came before with another body.")
        if not earlier.answer:
            raise AnswerErased("This was taken before, and its answer is erased by now.")
        return earlier.answer
    told, left_out = sent.told, list(sent.left_out)
    refuse_unusable(told=told)
    # Two reports of one child at the same moment: the second finds the record of the first.
    reports.one_at_a_time(what=f"child {told.names.casefold()} {told.born_text}", by=actor)
    hits = feed.who_may_be_meant(
        actor=actor, names=told.names, born=told.born_text, sex=told.sex, at=at
    )
    child = _chosen(sent=sent, by=actor, at=at)
    if sent.child is not None and child is None:
        left_out.append(("child.id", UNSEEN))
    child = child or feed.surely_meant(hits=hits, born=told.born_text, on=at.date())
    told = replace(
        told,
        child=child,
        words=told.words if child is None else _with_all_that_was_said(told=told),
        contact=_contact(sent=sent, by=actor, at=at),
        incomplete=bool(left_out),
    )
    receipt = take(actor=actor, told=told, at=at)
    report = report_for(actor, reference=receipt.report)
    answer = as_text(
        {
            **receipt.as_json(),
            "matched": child is not None,
            "left_out": [{"field": field, "why": why} for field, why in left_out],
            "known": feed.known_of(actor=actor, child_id=report.child_id, hits=hits, at=at),
        }
    )
    reports.keep_answer(
        key=sent.key, digest=sent.digest, sent=sent.sent, answer=answer, report=report, by=actor,
        at=at,
    )  # fmt: skip
    return answer


def as_text(answer: Mapping[str, Any]) -> str:
    """Return an answer as the words that are sent and kept."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _chosen(*, sent: SentReport, by: Actor, at: datetime) -> UUID | None:
    """Return the child whom the call-taker chose, if the force may find that child at all."""
    if sent.child is None or not feed.may_find(child_id=sent.child, on=at.date()):
        return None
    relate_to_child(
        child_id=sent.child, agency=by.agency_id, kind="enquiring", at=at,
        until_at=at + length_of(key="enquiry_lasts", at=at), because="report by a system",
    )  # fmt: skip
    return sent.child


def _with_all_that_was_said(*, told: Told) -> str:
    """Return the words with what would make a new record: a record that stands is not changed."""
    said = {
        "Name": told.names,
        "Description": told.description,
        "Telephone": told.phone,
        "Address": told.home_address,
    }
    return "\n".join(
        part for part in (told.words, *(f"{one}: {text}" for one, text in said.items() if text))
        if part
    )  # fmt: skip


def _contact(*, sent: SentReport, by: Actor, at: datetime) -> UUID | None:
    if not sent.log_reference:
        return None
    reports.one_at_a_time(what=f"log {sent.log_reference}", by=by)
    contact = contact_of_log(agency=by.agency_id, log_reference=sent.log_reference)
    if contact is None:
        contact = reports.open_contact(
            by=by,
            at=at,
            happened_at=sent.told.happened_at,
            channel="log",
            log_reference=sent.log_reference,
            caller_name=sent.told.reporter_name,
            caller_phone=sent.told.reporter_contact[:80],
            relation=sent.told.relation,
            words=sent.told.words,
        )
    return contact.pk
