"""A mark of its own in every sensitive text of both children, and where each mark was found."""

import re
from typing import Any

from django.db import connections, models

from tests.web.matrix.world import World
from whereabouts.foundations.access.fences import Unfenced
from whereabouts.foundations.access.fencing import fence_of, our_models

SHORTEST = 8
# Sensitive fields that hold no free text of anybody's: codes, keys and what rules made of facts.
NO_WORDS = {
    "people.ChildName.normal": "made from the name, for searching",
    "people.ChildName.name_keys": "made from the name, for searching",
    "people.ChildName.prefix_keys": "made from the name, for searching",
    "people.ChildName.sound_keys": "made from the name, for searching",
    "placements.Placement.legal_status": "a code of four characters",
    "placements.Placement.ended_because": "a code of up to eight, of a list",
    "episodes.Episode.seriousness": "a code",
    "episodes.Episode.immediacy": "a code",
    "risk.PromptAnswer.rule": "a rule's name",
    "risk.Assertion.value": "a value of the vocabulary",
    "risk.Assessment.facts": "values of the vocabulary",
    "risk.Assessment.result": "the pack's own sentences",
    "risk.Decision.cited": "keys of statements",
    "reports.Report.receipt": "references and levels",
    "return_home.Return.needs": "codes",
    "voice.ChildLink.code_hash": "a keyed hash",
    "governance.BinnedRow.before": "nobody reads it; what it held is tried where it is put there",
    "governance.Bundle.lines": "what is held, already marked where it stands",
    "desks.Desk.sections": "keys and our own words",
    "sharing.Slip.code_hash": "a keyed hash",
    "sharing.Slip.contents": "names are taken out of it: no mark of a child can stand in it",
    "adults.Trace.key": "made from the value, for comparing",
    "outbox.Address.where": "where an agency's own system listens",
    "outbox.Address.secret": "encrypted",
}
# All that is known of adults; what a named senior let go, and warnings, are a home's to read.
SEES_NO_ADULTS = (
    "people.Adult.", "people.AdultIntelligence.", "people.AdultLink.", "adults.RegisterEntry.",
    "adults.Trace.", "adults.OthersAsked.", "adults.AdultAction.", "adults.WarningNotice.",
    "adults.NoticeReview.", "adults.Breach.", "adults.Operation.", "adults.OperationMember.",
    "community.ReportLink.", "adults.Release.because", "adults.Release.end_words",
)  # fmt: skip
RATIONALES = (
    "risk.Decision.rationale", "risk.Decision.override_reason", "risk.PromptAnswer.reason",
    "supervision.Proposal.rationale",
)  # fmt: skip
INTERVIEW = "return_home.Interview."
# Kept in the form of a conversation, by which one it was said in.
SAID_IN = ("conversations.HarmSaid.", "conversations.ToldLine.")
TALKS = (INTERVIEW, *SAID_IN)
SEALED = "conduct.Matter."


def worded() -> dict[str, tuple[type[models.Model], models.Field]]:
    """Return every sensitive field of a fenced table that may hold somebody's words."""
    found = {}
    for model in our_models():
        fence = fence_of(model)
        if fence is None or isinstance(fence, Unfenced) or model._meta.app_label == "audit":
            continue
        for name in getattr(model, "sensitive", "").split():
            one, label = model._meta.get_field(name), f"{model._meta.label}.{name}"
            text = isinstance(one, models.CharField | models.TextField) and not one.choices
            if (text or isinstance(one, models.JSONField)) and label not in NO_WORDS:
                found[label] = (model, one)
    return found


def mark(tag: str, label: str, extra: str = "") -> str:
    """Return the mark of a field on one side."""
    return f"zq{tag}{sorted(worded()).index(label):03}{extra or 'x'}"


def fill(world: World) -> None:
    """Add its mark to every worded field of every row, as the owner of the tables."""
    with connections["owner"].cursor() as cursor:
        for side in (world.a, world.b):
            agencies = [str(one) for one in (*side.agencies, side.national.pk)]
            for label, (model, one) in worded().items():
                if not isinstance(one, models.JSONField):
                    _add(cursor, model, one, side.tag, label, agencies)
    connections["owner"].close()


def _add(
    cursor: Any, model: type[models.Model], one: Any, tag: str, label: str, agencies: list[str]
) -> None:
    table, column, most = model._meta.db_table, one.column, one.max_length or 10_000
    owner = "owner_agency_id = ANY(%s::uuid[])"
    for condition, extra in _kinds(label):
        said = mark(tag, label, extra)
        cursor.execute(
            f'UPDATE {table} SET "{column}" = left("{column}", %s) || chr(32) || %s'
            f" WHERE {owner} AND {condition}",
            [max(0, most - len(said) - 1), said, agencies],
        )


def _kinds(label: str) -> list[tuple[str, str]]:
    if label.startswith("people.ChildAddress."):
        return [("confidential", "c"), ("NOT confidential", "x")]
    if label.startswith(SAID_IN):
        return [("said_in <> 'return'", "p"), ("said_in = 'return'", "r")]
    if label.startswith(INTERVIEW):
        return [("kind = 'prevention'", "p"), ("kind = 'return'", "r")]
    return [("true", "x")]


def any_of(world_tag: str, word: str) -> re.Pattern[str]:
    """Return what finds any mark, or the word, of one side.

    A mark stands by itself: a random token of letters and digits can hold the like of one.
    """
    alone = rf"(?<![a-z0-9])zq{world_tag}\d{{3}}[a-z](?![a-z0-9])"
    return re.compile(rf"{alone}|{word}", re.IGNORECASE)


def of_adults(tag: str) -> re.Pattern[str]:
    """Return what finds adults, intelligence and rationales of one side."""
    labels = [
        label for label in worded() if label.startswith(SEES_NO_ADULTS) or label in RATIONALES
    ]
    return re.compile("|".join(mark(tag, label)[:-1] for label in labels))


def of_interviews(tag: str, kinds: str) -> re.Pattern[str]:
    """Return what finds the words of conversations: of the police's (p), of the independent (r)."""
    labels = [label for label in worded() if label.startswith(TALKS)]
    return re.compile("|".join(f"{mark(tag, label)[:-1]}[{kinds}]" for label in labels))


def of_childs_words(tag: str) -> re.Pattern[str]:
    """Return what finds what a child said of how they were treated."""
    labels = [label for label in worded() if label.startswith("voice.ChildsWords.")]
    return re.compile("|".join(mark(tag, label)[:-1] for label in labels))


def of_matters(tag: str) -> re.Pattern[str]:
    """Return what finds matters of conduct, which few may read and nobody whom they name."""
    labels = [label for label in worded() if label.startswith(SEALED)]
    return re.compile("|".join(mark(tag, label)[:-1] for label in labels))


def of_confidential_addresses(tag: str) -> re.Pattern[str]:
    """Return what finds an address that only its owner sees."""
    labels = [label for label in worded() if label.startswith("people.ChildAddress.")]
    return re.compile("|".join(mark(tag, label, "c") for label in labels))


def where(tag: str, label: str) -> int:
    """Return how many rows of a field hold its side's mark; for JSON, its side's word."""
    from tests.web.matrix.world import WORDS

    model, one = worded()[label]
    said = WORDS[tag] if isinstance(one, models.JSONField) else mark(tag, label)[:-1]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM {model._meta.db_table} WHERE "{one.column}"::text LIKE %s',
            [f"%{said}%"],
        )
        return cursor.fetchone()[0]
