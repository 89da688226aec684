"""How often each thing is broken: in the tests, every day, and before a release."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The numbers of one run; `quality.md` names those of a release R1 to R4, R6, R9 and R19."""

    web_kills: int
    worker_kills: int
    database_kills: int
    deadlines: int
    lone_kills: int  # of workers, while nothing else is broken
    lone_deadlines: int
    schedules: int
    schedule_seconds: float
    schedules_at_once: int
    writers: int = 2
    boundary_turns: int = 1
    clock_jumps: int = 40
    restore_points: int = 1
    disk_and_clock: bool = True
    most_seconds: float

    def share(self, *, of: float) -> "Counts":
        """Return a share of every count, at least one of each; its schedules are short."""
        return replace(
            self,
            **{name: max(1, round(getattr(self, name) * of)) for name in SHARED},
            schedule_seconds=self.schedule_seconds if of == 1 else min(self.schedule_seconds, 10.0),
        )


SHARED = (
    *("web_kills", "worker_kills", "database_kills", "deadlines", "schedules"),
    *("lone_kills", "lone_deadlines", "boundary_turns", "clock_jumps", "restore_points"),
)
COUNTS = {
    "briefly": Counts(
        web_kills=3,
        worker_kills=3,
        database_kills=3,
        deadlines=60,
        lone_kills=5,
        lone_deadlines=400,
        schedules=3,
        schedule_seconds=10,
        schedules_at_once=3,
        disk_and_clock=False,
        most_seconds=120,
    ),
    "everyday": Counts(
        web_kills=50,
        worker_kills=50,
        database_kills=50,
        deadlines=10_000,
        lone_kills=50,
        lone_deadlines=10_000,
        schedules=20,
        schedule_seconds=20,
        schedules_at_once=4,
        restore_points=3,
        most_seconds=3_600,
    ),
    "release": Counts(
        web_kills=1_000,
        worker_kills=1_000,
        database_kills=200,
        deadlines=100_000,
        lone_kills=1_000,
        lone_deadlines=100_000,
        schedules=500,
        schedule_seconds=60,
        schedules_at_once=8,
        writers=4,
        boundary_turns=3,
        clock_jumps=500,
        restore_points=50,
        most_seconds=48 * 3_600,
    ),
}
