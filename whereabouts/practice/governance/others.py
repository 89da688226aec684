"""What of other records than children's has reached its time; read from what tables say they are.

Callers are inside the scope of the agency's own clock: whoever governs records sees no adult, and
learns from here how many there are.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from whereabouts.engines.deadlines import london_instant
from whereabouts.foundations.access.fencing import our_models
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.practice.governance import queries, rules
from whereabouts.practice.governance.erasing import ROOTS

CLOSED = "closed_at"


def kept(*, subject: str) -> int:
    """Return how many records of a subject the scope's agency has at all."""
    return int(_mine(subject).count())


def due(*, rule: rules.Rule, on: date) -> tuple[date, list[UUID]]:
    """Return (the day before which it is reached, what has reached its time), the oldest first.

    What a run emptied before is not named again.
    """
    years = rule.years_unheard or rule.years_after_closing or 0
    cutoff = rules.years_before(on=on, years=years)
    limit = london_instant(on=cutoff + timedelta(days=1), wall=time(0))
    if rule.subject == rules.ADULTS:
        born = rules.years_before(on=on, years=rule.registered_until_age or 0)
        found = _unheard(limit=limit, born=born)
    else:
        closed = _mine(rule.subject).filter(**{f"{CLOSED}__lt": limit})
        found = list(closed.order_by(CLOSED, "id").values_list("pk", flat=True))
    before = queries.emptied_before(subject=rule.subject)
    return cutoff, [one for one in found if str(one) not in before]


def _unheard(*, limit: datetime, born: date) -> list[UUID]:
    """Return the adults of whom nothing was heard since a moment; of the registered, the oldest.

    Heard is every row that leads to them, by any of its times: a link, a trace, a visit, a notice
    and its end; that another force linked them is a row of one's own, too.
    """
    adults = (
        _mine(rules.ADULTS)
        .filter(recorded_at__lt=limit)
        .exclude(Q(registered_sex_offender=True) & (Q(born_on__isnull=True) | Q(born_on__gt=born)))
    )
    keys = set(adults.values_list("pk", flat=True))
    for model in our_models():
        for column in _leading_to_adults(model):
            if not keys:
                return []
            since = Q()
            for field in model._meta.concrete_fields:
                if isinstance(field, models.DateTimeField):
                    since |= Q(**{f"{field.name}__gte": limit})
            rows = visible(model).filter(since, **{f"{column}__in": keys})
            keys -= set(rows.values_list(column, flat=True))
    return list(
        adults.filter(pk__in=keys).order_by("recorded_at", "id").values_list("pk", flat=True)
    )


def _leading_to_adults(model: Any) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == ROOTS[rules.ADULTS]
    ]


def _mine(subject: str) -> Any:
    root = apps.get_model(ROOTS[subject])
    return visible(root).filter(owner_agency=current().agency_id)
