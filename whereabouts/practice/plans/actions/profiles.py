"""Filling in what is known before a child goes missing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.plans import events
from whereabouts.practice.plans.forms import fields_of
from whereabouts.practice.plans.models import Profile
from whereabouts.records.people.models import Child


class UnknownField(ValueError):
    """The form has no such field."""


@transaction.atomic
def fill_profile(
    *,
    child: Child,
    form: str,
    answers: Mapping[str, str],
    by: Actor,
    at: datetime,
    described_on: date | None = None,
    discussed: bool | None = None,
) -> Profile:
    """Add what is known beforehand; what was filled in earlier is kept behind it.

    :raises UnknownField: an answer is to no field of the form.
    """
    known = {one.key for one in fields_of(form=form, on=at.date())}
    if not set(answers) <= known:
        raise UnknownField("The form has no such field: look at it again.")
    profile = Profile.objects.create(
        child=child,
        form=form,
        answers={key: words.strip() for key, words in answers.items() if words.strip()},
        described_on=described_on,
        discussed=discussed,
        filled_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.PROFILE_FILLED, subject=f"profile:{profile.pk}", by=by, at=at)
    return profile
