"""Whether a child stands within the law of a notice at a moment, and until when without a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from whereabouts.engines.notices.law import ADULT, Law, Route

LONDON = ZoneInfo("Europe/London")
FEBRUARY_29 = (2, 29)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A legal status by its code, from a moment until another; None while nobody said its end."""

    code: str
    begins: datetime
    ends: datetime | None = None

    def stands(self, *, at: datetime) -> bool:
        """Return whether it stands at a moment, its first counted and its end not."""
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a child: age and legal status. Doubt never makes a notice hold.

    `born_earliest` is the first day on which the child can have been born. Of `care`, the statuses
    that placements say, the one begun last counts; of `protection` any that stands.
    """

    born_earliest: date | None
    born_latest: date | None = None
    care: tuple[Span, ...] = ()
    protection: tuple[Span, ...] = ()

    def codes(self, *, at: datetime) -> frozenset[str]:
        """Return the statuses in which the child stands at a moment."""
        stood = [one for one in self.care if one.stands(at=at)]
        last = max((one.begins for one in stood), default=None)
        # Two that began together and differ are in doubt: neither counts.
        begun_last = {one.code for one in stood if one.begins == last}
        held = {one.code for one in self.protection if one.stands(at=at)}
        return frozenset(held | (begun_last if len(begun_last) == 1 else set()))


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """Which routes are open to a notice now; where none is, why, and what else can be done."""

    routes: tuple[Route, ...]
    basis: str
    reason: str
    words: str
    alternatives: tuple[str, ...]

    @property
    def may(self) -> bool:
        """Whether a notice may be made."""
        return bool(self.routes)


def birthday(*, born: date, years: int) -> datetime:
    """Return the moment at which somebody reaches an age: the first of that day in London.

    Whoever is born on 29 February reaches it on 28 February of a year that has no 29th: the
    earlier day, since from then on there is doubt.
    """
    year = born.year + years
    day = born.day
    if (born.month, born.day) == FEBRUARY_29 and not _is_leap(year):
        day = 28
    return datetime.combine(date(year, born.month, day), time(0), tzinfo=LONDON)


def reaches(*, route: Route, standing: Standing, at: datetime) -> bool:
    """Return whether the law of a route reaches the child at a moment, beyond doubt."""
    if standing.born_earliest is None or not route.in_force(on=at.astimezone(LONDON).date()):
        return False
    if at >= birthday(born=standing.born_earliest, years=route.under):
        return False
    return not route.statuses or bool(route.statuses & standing.codes(at=at))


def lapses_at(
    *, route: Route, standing: Standing, served_at: datetime
) -> datetime | None:  # fmt: skip
    """Return the first moment from service on at which the law no longer reaches the child.

    It is the moment of service where it never did, and None where no end is known. What lapsed
    does not come back to life: a new notice is needed.
    """
    for moment in _changes(route, standing, served_at):
        if not reaches(route=route, standing=standing, at=moment):
            return moment
    return None


def why_lapsed(*, route: Route, standing: Standing, at: datetime) -> str:
    """Return why the law of a route does not reach the child at a moment, as a code, or ""."""
    if reaches(route=route, standing=standing, at=at):
        return ""
    if standing.born_earliest is None:
        return "age_unknown"
    if at >= birthday(born=standing.born_earliest, years=route.under):
        return "birthday"
    return "legal_status" if route.statuses else "no_law"


def eligibility(*, standing: Standing, law: Law, at: datetime) -> Eligibility:
    """Return whether a notice may be made now, and on which ground; or why not, and what else."""
    open_now = tuple(
        one for one in law.routes if reaches(route=one, standing=standing, at=at)
    )  # fmt: skip
    codes = standing.codes(at=at)
    if open_now:
        held = [law.statuses[code] for code in sorted(codes) if code in open_now[-1].statuses]
        return Eligibility(
            routes=open_now, basis="; ".join(held), reason="", words="", alternatives=()
        )
    reason = _reason(standing, codes, law, at)
    return Eligibility(
        routes=(),
        basis="",
        reason=reason,
        words=law.reasons[reason],
        alternatives=tuple(one.words for one in law.for_reason(reason=reason)),
    )


def _reason(standing: Standing, codes: Iterable[str], law: Law, at: datetime) -> str:
    if standing.born_earliest is None:
        return "age_unknown"
    if not any(one.in_force(on=at.astimezone(LONDON).date()) for one in law.routes):
        return "no_law"
    latest = standing.born_latest or standing.born_earliest
    if at >= birthday(born=latest, years=ADULT):
        return "adult"
    ages = {one.under for one in law.routes}
    if any(
        birthday(born=standing.born_earliest, years=age) <= at < birthday(born=latest, years=age)
        for age in ages
    ):
        return "age_uncertain"
    return "sixteen_by_agreement" if set(codes) else "sixteen_at_home"


def _changes(route: Route, standing: Standing, since: datetime) -> list[datetime]:
    """Return every moment from a first one on at which the answer can change, in order."""
    moments = {since}
    for span in (*standing.care, *standing.protection):
        moments |= {span.begins} | ({span.ends} if span.ends is not None else set())
    if standing.born_earliest is not None:
        moments.add(birthday(born=standing.born_earliest, years=route.under))
    if route.until is not None:
        moments.add(datetime.combine(route.until, time(0), tzinfo=LONDON))
    return sorted(one for one in moments if one >= since)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
