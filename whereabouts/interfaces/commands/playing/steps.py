"""What was tried, in order: by whom, whether it could be, and what refused it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

OUTCOMES = ("reached", "override", "refused")
SENIORITY = (
    "call_handler",
    "supervisor",
    "missing_coordinator",
    "duty_inspector",
    "superintendent",
)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One refusal, by its rule and in words."""

    rule: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done then, tried now: how it ended, and whose name it took."""

    wanted: str
    outcome: str
    by: str = ""
    refusals: tuple[Refused, ...] = ()


@dataclass(kw_only=True)
class Steps:
    """The steps of a case and what they come to."""

    taken: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> Step:
        """Add a step."""
        self.taken.append(step)
        return step

    @property
    def outcome(self) -> str:
        """What the recorded outcome came to: refused where any part of it was."""
        return max((step.outcome for step in self.taken), key=OUTCOMES.index, default="reached")

    @property
    def override_by(self) -> str | None:
        """The most senior role whose name it took; None where it took none, or was refused."""
        if self.outcome != "override":
            return None
        roles = [step.by for step in self.taken if step.outcome == "override"]
        return max(roles, key=SENIORITY.index)

    @property
    def refusals(self) -> Sequence[Refused]:
        """Every refusal once, in order."""
        return list(dict.fromkeys(one for step in self.taken for one in step.refusals))
