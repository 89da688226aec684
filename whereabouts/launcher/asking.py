"""Commands that put a question to a database or a folder, and the measures."""

from collections.abc import Callable

from whereabouts.launcher.call import command_file
from whereabouts.launcher.environment import layer_of_linking
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import WrongUse
from whereabouts.launcher.workplace import DEMO_DATABASE, prepared

Handler = Callable[[Places, Progress, list[str]], int]
MEASURED_ON_A_DATABASE = {
    "access", "backload", "board", "deadlines", "friday", "intake", "pages", "search",
}  # fmt: skip


def ask(*, places: Places, progress: Progress, rest: list[str], layer: str = "core") -> int:
    """Put a question to the configured database, or to the demonstration's."""
    of_demo = "--demo" in rest
    arguments = [argument for argument in rest if argument != "--demo"]
    name = DEMO_DATABASE if of_demo else None
    with prepared(
        places=places, progress=progress, name=name, demo=of_demo, layer=layer
    ) as workplace:
        return workplace.manage(arguments=arguments)


def link(places: Places, progress: Progress, rest: list[str]) -> int:
    """Splink is a layer of its own, so that nobody who does not link waits for it."""
    layer = layer_of_linking(rest=rest)
    return ask(places=places, progress=progress, rest=["link", *rest], layer=layer)


def nation(places: Places, progress: Progress, rest: list[str]) -> int:
    """Make a nation: no database is needed but to load it."""
    if "--into-database" in rest:
        return ask(places=places, progress=progress, rest=["nation", *rest])
    layer = "link" if "--parquet" in rest else "core"
    with prepared(places=places, progress=progress, layer=layer, database=False) as workplace:
        return workplace.run(arguments=["-m", "whereabouts.launcher.call", "nation", *rest])


def counted(name: str) -> Handler:
    """A nation's folder needs no database; without one the configured database is asked."""

    def handler(places: Places, progress: Progress, rest: list[str]) -> int:
        if not any(argument.partition("=")[0] == "--file" for argument in rest):
            return ask(places=places, progress=progress, rest=[name, *rest])
        with prepared(places=places, progress=progress, database=False) as workplace:
            return workplace.run(arguments=["-m", "whereabouts.launcher.call", name, *rest])

    return handler


def sector(places: Places, progress: Progress, rest: list[str]) -> int:
    """Have a return looked over by the sector's own rules, in an environment of their own."""
    with prepared(places=places, progress=progress, layer="sector", database=False) as workplace:
        return workplace.run(arguments=["-m", "whereabouts.launcher.call", "sector", *rest])


def bench(places: Places, progress: Progress, rest: list[str]) -> int:
    """Take one of the measures, with its peer in the same run."""
    if not rest or rest[0].startswith("-"):
        raise WrongUse("bench: name a measure.")
    measure = f"bench_{rest[0]}"
    if not command_file(name=measure).exists():
        raise WrongUse(f"there is no measure {rest[0]!r} in this version.")
    database = rest[0] in MEASURED_ON_A_DATABASE
    layer = {"link": "bench", "spark": "spark"}.get(rest[0], "test")
    with prepared(places=places, progress=progress, layer=layer, database=database) as workplace:
        arguments = ["-m", "whereabouts.launcher.call", measure, *rest[1:]]
        with progress.step(text=f"Measuring {rest[0]}"):
            return workplace.run(arguments=arguments)


def faults(places: Places, progress: Progress, rest: list[str]) -> int:
    """Break a system of its own: nothing that is configured here is touched."""
    kept = [] if "--keep" in rest else ["--keep", str(places.state / "faults")]
    with prepared(places=places, progress=progress, database=False) as workplace:
        return workplace.run(arguments=["-m", "whereabouts.proving.main", *rest, *kept])
