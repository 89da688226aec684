"""When what can wait is gathered for its readers: an installation's own hours, else the file's."""

from datetime import datetime, time

from django.conf import settings

from whereabouts.engines.deadlines import times_of


def digest_hours(*, at: datetime) -> tuple[time, ...]:
    """Return the hours, on London's clock, at which digests are gathered."""
    own: tuple[time, ...] = settings.DIGEST_TIMES
    return own or times_of(key="digests_gathered", at=at)
