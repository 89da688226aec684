"""What a body may hold, said once as JSON Schema: it validates, and it is the OpenAPI."""

from functools import cache
from typing import Any

from whereabouts.engines.policy import Fact
from whereabouts.insight.lookups.asking import LIVING_AT, RELATIONS, SEXES
from whereabouts.insight.lookups.feed import TOLD, vocabulary_facts

Definition = dict[str, Any]
REFERENCE = r"\S(?:[^\x00-\x1f]{0,58}\S)?"
EVENT = r"[A-Za-z0-9._:\-]{1,80}"
EVENT_KINDS = ("opened", "updated", "closed")


def text(most: int, what: str) -> Definition:
    """Return free text: what is longer is cut, and said to be."""
    return {"type": ["string", "null"], "maxLength": most, "description": what}


def exactly(form: str, what: str) -> Definition:
    """Return text of a known form: a date, a moment, a key."""
    return {"type": ["string", "null"], "format": form, "description": what}


def one_of(values: list[str], what: str) -> Definition:
    """Return one of a list."""
    return {"type": ["string", "null"], "enum": [*values, None], "description": what}


def whole(what: str, **properties: Definition) -> Definition:
    """Return an object with these fields and no others."""
    return {
        "type": ["object", "null"],
        "description": what,
        "properties": properties,
        "additionalProperties": False,
    }


def of_fact(fact: Fact) -> Definition:
    """Return what a fact may be; null is "asked, and not known"."""
    if fact.kind == "choice":
        return one_of(list(fact.values), fact.question)
    kinds = {"bool": "boolean", "int": "integer", "float": "number"}
    found: Definition = {"type": [kinds[fact.kind], "null"], "description": fact.question}
    if fact.minimum is not None:
        found["minimum"] = fact.minimum
    if fact.maximum is not None:
        found["maximum"] = fact.maximum
    return found


CHILD = whole(
    "The child. With none of it, the words or the place have to be enough to begin with.",
    id=exactly("uuid", "The key of a child on record, as an answer gave it."),
    names=text(240, "The name, as it was said."),
    date_of_birth=exactly("date", "The date of birth."),
    age_text=text(60, "The age or the date as it was said, such as “14” or “about 14”."),
    sex=one_of([value for value, _ in SEXES], "F, M, or X where neither or not known."),
    description=text(4000, "What the child looks like."),
    phone=text(80, "The child's own telephone."),
    home_address=text(240, "Where the child lives."),
)
REPORTER = whole(
    "Who tells.",
    name=text(160, "The name."),
    relation=one_of([value for value, _ in RELATIONS], "Who they are to the child."),
    contact=text(80, "How they can be reached."),
)
LAST_SEEN = whole(
    "When and where the child was last seen.",
    at=exactly("date-time", "When."),
    place=text(240, "Where."),
    clothing=text(4000, "In what clothes."),
)


@cache
def report() -> Definition:
    """Return what a report may hold."""
    facts = whole(
        "What is said of the child; what is left out is unknown, never “no”.",
        **{name: of_fact(fact) for name, fact in vocabulary_facts().items()},
    )
    body = whole(
        "A report. It is taken with any of a child's name, description or place, or words.",
        child=CHILD,
        reporter=REPORTER,
        last_seen=LAST_SEEN,
        facts=facts,
        words=text(20_000, "What was said, in the caller's words."),
        reported_at=exactly("date-time", "When the caller told you; now where left out."),
        living_at=one_of([value for value, _ in LIVING_AT], "Where the child lives."),
        log_reference={
            "type": ["string", "null"],
            "pattern": REFERENCE,
            "description": "the command-and-control reference, of up to 60 characters",
        },
        back_entry={"type": ["boolean", "null"], "description": "Entered late, with real times."},
    )
    return body | {"type": "object"}


@cache
def contact() -> Definition:
    """Return what an event of a command-and-control log may hold."""
    body = whole(
        "Something that happened to a log: each event once, in whatever order.",
        reference={
            "type": "string",
            "pattern": REFERENCE,
            "description": "the log's own reference, of up to 60 characters",
        },
        event={
            "type": "string",
            "pattern": EVENT,
            "description": "the event's own key: letters, figures and . _ : - up to 80",
        },
        kind={"type": "string", "enum": list(EVENT_KINDS), "description": "What happened."},
        at={"type": "string", "format": "date-time", "description": "When it happened there."},
        words=text(20_000, "What the log says."),
        child=CHILD,
        caller=REPORTER,
        disposal=text(17, "On closing: the code of the disposal."),
        because=text(4000, "On closing: the reason that was written."),
    )
    return body | {"type": "object", "required": ["reference", "event", "kind", "at"]}


_FAULTS: Definition = {
    "type": "array",
    "description": "What could not be read, or was cut: the field, and why.",
    "items": {
        "type": "object",
        "properties": {"field": {"type": "string"}, "why": {"type": "string"}},
        "required": ["field", "why"],
        "additionalProperties": False,
    },
}
_ANYTHING = {"type": ["object", "array", "string", "integer", "number", "boolean", "null"]}
RECEIPT: Definition = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "report", "episode", "reference", "received_at", "incomplete", "recommendation", "known",
    ],
    "properties": {
        "report": {"type": "string", "description": "The report's reference."},
        "episode": {"type": "string", "description": "The episode's reference."},
        "reference": {"type": "string", "description": "What to quote."},
        "received_at": {"type": "string", "format": "date-time"},
        "incomplete": {"type": "boolean"},
        "added_to_open_episode": {"type": "boolean"},
        "matched": {"type": "boolean", "description": "The child was on record."},
        "left_out": _FAULTS,
        "recommendation": {
            "type": "object",
            "properties": {
                name: {"type": "string"}
                for name in ("level", "possible_level", "seriousness", "immediacy")
            },
            "required": ["level", "possible_level", "seriousness", "immediacy"],
            "additionalProperties": False,
        },
        "known": {
            "type": "object",
            "description": "What we know, as far as your agency may see.",
            "required": ["child", "possible"],
            "additionalProperties": False,
            "properties": {
                "child": {
                    "type": "object",
                    "properties": dict.fromkeys((*TOLD, "open_now", "earlier"), _ANYTHING),
                    "required": [*TOLD, "open_now", "earlier"],
                    "additionalProperties": False,
                },
                "possible": {
                    "type": "array",
                    "description": "Others who may be meant; send child.id to choose one.",
                    "items": {"type": "object", "properties": {"child_id": {"type": "string"}}},
                },
            },
        },
    },
}  # fmt: skip
FOLLOWED: Definition = {
    "type": "object",
    "additionalProperties": False,
    "required": ["contact", "reference", "event", "state", "names_a_child", "alerted"],
    "properties": {
        "contact": {"type": "string", "format": "uuid"},
        "reference": {"type": "string"},
        "event": {"type": "string"},
        "received_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "names_a_child": {"type": "boolean"},
        "alerted": {
            "type": "boolean",
            "description": "A child is left without an episode: the duty inspector was told.",
        },
        "left_out": _FAULTS,
    },
}
PROBLEM: Definition = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": _FAULTS,
    },
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "report": {
        "child": {"names": "Testa Sampleton", "date_of_birth": "2012-03-12", "sex": "F"},
        "reporter": {
            "name": "Paula Sampleton",
            "relation": "foster_carer",
            "contact": "01632 960001",
        },
        "last_seen": {"at": "2026-11-20T10:00:00Z", "place": "the made-up park"},
        "facts": {"out_of_character": True, "medical_need": "ongoing", "contactable": None},
        "words": "She was to be back for lunch and has left her telephone here.",
        "log_reference": "NM-20261120-0451",
    },
    "a report of hardly anything": {"words": "A child in a red coat ran towards the made-up lake."},
    "opened": {
        "reference": "NM-20261120-0451",
        "event": "1",
        "kind": "opened",
        "at": "2026-11-20T11:52:00Z",
        "words": "Carer: Testa Sampleton has not come back.",
        "child": {"names": "Testa Sampleton", "date_of_birth": "2012-03-12"},
        "caller": {"name": "Paula Sampleton", "relation": "foster_carer"},
    },
    "closed": {
        "reference": "NM-20261120-0451",
        "event": "7",
        "kind": "closed",
        "at": "2026-11-20T12:40:00Z",
        "disposal": "reported",
        "because": "Report taken.",
    },
}
