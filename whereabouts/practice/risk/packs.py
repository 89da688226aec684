"""The packs and the vocabulary, read once a process."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from whereabouts.engines.policy import (
    PackLibrary,
    Vocabulary,
    check_facts,
    load_packs,
    load_vocabulary,
)
from whereabouts.engines.policy.library import british_day
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import followed_on


@cache
def library() -> PackLibrary:
    """Return every pack there is."""
    return load_packs(settings.POLICY_PACKS_DIR)


@cache
def vocabulary() -> Vocabulary:
    """Return every fact there is."""
    return load_vocabulary(settings.POLICY_PACKS_DIR / "vocabulary.toml")


def in_force(*, at: datetime, local: str = "", country: str | None = None) -> Any:
    """Return the pack in force at a moment; `local` is what an agency says that it follows.

    That is the base in force, the country's own before that of both, the safeguards, and each
    local pack that the agency follows on the day and that is itself in force on it.
    """
    followed = followed_on(lines=local, day=british_day(at=at)) if local else ()
    return library().in_force(at=at, local="+".join(followed) or None, jurisdiction=country)


def own_pack(*, agency: Agency, at: datetime) -> Any:
    """Return the pack that was in force for an agency at a moment."""
    return in_force(at=at, local=agency.local_pack, country=agency.country)


def check(*, facts: Mapping[str, Any]) -> None:
    """Go on if every fact and value is in the vocabulary.

    :raises UnknownFact: a name is not.
    :raises BadValue: a fact cannot have its value.
    """
    check_facts(vocabulary=vocabulary(), facts=facts)
