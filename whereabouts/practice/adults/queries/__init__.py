"""Questions about adults who pose a risk; callers are inside a scope."""

from whereabouts.practice.adults.queries.notices import (
    breaches_of,
    holding,
    notices_of,
    reviews_of,
    served_of_children,
    waiting_for_visit,
)
from whereabouts.practice.adults.queries.register import (
    actions_of,
    entries,
    entry_of,
    home_warnings_of,
    home_warnings_to,
    latest_others,
    photo_of,
    photographs_for,
    releases_of,
    releases_to,
    shared_of,
    traces_of,
    unregistered,
    young_plans_of,
)

__all__ = [
    "actions_of",
    "breaches_of",
    "entries",
    "entry_of",
    "holding",
    "home_warnings_of",
    "home_warnings_to",
    "latest_others",
    "notices_of",
    "photo_of",
    "photographs_for",
    "releases_of",
    "releases_to",
    "reviews_of",
    "served_of_children",
    "shared_of",
    "traces_of",
    "unregistered",
    "waiting_for_visit",
    "young_plans_of",
]
