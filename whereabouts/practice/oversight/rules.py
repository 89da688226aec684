"""Who is drawn, how often grades are overturned, and how far people agree; pure."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from uuid import UUID

FINDINGS = [("agrees", "Agrees"), ("higher", "Should be higher"), ("lower", "Should be lower")]
CONFIDENCES = [("sure", "Sure"), ("fairly", "Fairly sure"), ("unsure", "Not sure")]
Z = 1.959963984540054  # 95 in 100

# What these facts say is about the grading of this very episode: shown, they would give it away.
ABOUT_THE_GRADE = frozenset({"carer_disagrees", "new_information"})


def place_of(*, seed: str, key: str) -> float:
    """Return a place from 0 up to 1 that only the seed and the key decide."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def is_drawn(*, seed: str, key: str, share: float) -> bool:
    """Return whether a key is in a sample of this share: the same whenever it is asked again."""
    return place_of(seed=seed, key=key) < share


def share_of(
    *, shares: Mapping[str, Any], standing: str, level: str, agency: str, unit: str
) -> float:
    """Return the share to draw: of the unit where one is set, else of the agency, else for all."""
    of_agency = shares.get("agencies", {}).get(agency, {})
    for part in (of_agency.get("units", {}).get(unit, {}), of_agency, shares):
        said = part.get(standing, {}).get(level)
        if said is not None:
            return float(said)
    return 0.0


def may_review(
    *,
    member: UUID,
    unit: UUID | None,
    deciders: Collection[UUID],
    units: Collection[UUID],
    on_duty_then: Collection[UUID],
) -> bool:
    """Return whether a member is of another unit or shift than those who decided.

    Nobody looks at their own decision. Of the same unit, only whoever is known to have been on
    another shift; with no unit on record, whoever the rota does not name for that moment.
    """
    if member in deciders or member in on_duty_then:
        return False
    if unit is None or unit not in units:
        return True
    return bool(on_duty_then)


def finding_of(*, mine: str, recorded: str, order: Sequence[str]) -> str:
    """Return how one's level compares with the recorded one."""
    difference = order.index(mine) - order.index(recorded)
    return "agrees" if difference == 0 else "higher" if difference > 0 else "lower"


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many, and between which shares the truth lies with 95 in 100."""

    part: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share itself; None of nothing."""
        return self.part / self.n if self.n else None


def share_with_interval(*, part: int, n: int) -> Share:
    """Return a share with Wilson's interval; of nothing it may be anything."""
    if n == 0:
        return Share(part=0, n=0, low=0.0, high=1.0)
    p, z2 = part / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low, high = middle - half, middle + half
    return Share(part=part, n=n, low=max(0.0, min(low, p)), high=min(1.0, max(high, p)))


def cohen_kappa(*, pairs: Iterable[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two graders; None where chance leaves no room to disagree."""
    both = list(pairs)
    n = len(both)
    if not n:
        return None
    agreed = sum(one == other for one, other in both) / n
    first, second = Counter(one for one, _ in both), Counter(other for _, other in both)
    by_chance = sum(first[level] * second[level] for level in first) / (n * n)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def fleiss_kappa(*, graded: Iterable[Sequence[str]]) -> float | None:
    """Return Fleiss' kappa over cases, each graded by two or more, not by equally many.

    Cases that one person graded say nothing of agreement and are left out.
    """
    cases = [Counter(grades) for grades in graded if len(grades) > 1]
    if not cases:
        return None
    sizes = [sum(case.values()) for case in cases]
    agreed = sum(
        sum(times * (times - 1) for times in case.values()) / (size * (size - 1))
        for case, size in zip(cases, sizes, strict=True)
    ) / len(cases)
    total: Counter[str] = Counter()
    for case in cases:
        total += case
    by_chance = sum((times / sum(sizes)) ** 2 for times in total.values())
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
