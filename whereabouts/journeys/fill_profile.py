"""Fill in what is known of a child before they go missing: the carer's form, kept up to date."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.plans import actions as plans
from whereabouts.practice.plans.actions import UnknownField
from whereabouts.practice.plans.vocabulary import FORMS
from whereabouts.records.people.gate import person_for

__all__ = ["UnknownField", "UnknownForm", "fill_profile"]


class UnknownForm(ValueError):
    """There is no such form."""


@journey(needs=Permission.PROFILE_FILL)
def fill_profile(
    *,
    actor: Actor,
    child_id: UUID,
    form: str,
    answers: Mapping[str, str],
    at: datetime,
    described_on: date | None = None,
    discussed: bool | None = None,
) -> UUID:
    """Add what is known now, and return its key; what was filled in before stands behind it.

    :raises NotVisible: there is no such child for this actor.
    :raises UnknownForm: there is no such form.
    :raises UnknownField: an answer is to no field of the form.
    """
    if form not in {key for key, _ in FORMS}:
        raise UnknownForm("Choose one of the forms.")
    child, _ = person_for(actor, child_id=child_id)
    profile = plans.fill_profile(
        child=child, form=form, answers=answers, described_on=described_on, discussed=discussed,
        by=actor, at=at,
    )  # fmt: skip
    return profile.pk
