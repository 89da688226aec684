"""Every timer is handled, every event has its sentence, every journey says who may."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from whereabouts.foundations.timers.kinds import KINDS
from whereabouts.insight.lookups.sentences import sentences
from whereabouts.journeys.clock import HANDLERS

PACKAGE = Path(__file__).resolve().parents[2] / "whereabouts"
# The door itself, the shapes that a report has, and what the worker does for an agency.
NO_JOURNEYS = {
    "__init__", "adult_near", "clock", "door", "kept_away", "lives_here", "out_of_area", "told",
}  # fmt: skip
EVENTS = sorted(PACKAGE.glob("*/*/events.py"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def test_every_timer_kind_has_a_handler_and_no_handler_is_left_over():
    assert set(HANDLERS) == set(KINDS)


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.parent.name)
def test_every_event_has_a_sentence(path):
    module = import_module(module_of(path))
    declared = {
        value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
    }
    assert declared == set(module.SENTENCES)
    assert all(sentence.strip().endswith(".") for sentence in module.SENTENCES.values())
    assert declared <= set(sentences())


def test_no_two_packages_give_one_event_two_sentences():
    kinds = [kind for path in EVENTS for kind in import_module(module_of(path)).SENTENCES]
    assert sorted(kinds) == sorted(set(kinds))


def journeys() -> list[str]:
    return sorted(
        path.stem for path in (PACKAGE / "journeys").glob("*.py") if path.stem not in NO_JOURNEYS
    )


@pytest.mark.parametrize("name", journeys())
def test_every_journey_declares_a_permission_and_takes_who_and_when(name):
    module = import_module(f"whereabouts.journeys.{name}")
    doors = [value for value in vars(module).values() if hasattr(value, "needs")]
    assert doors, "no function here declares what it needs"
    source = ast.parse((PACKAGE / "journeys" / f"{name}.py").read_text())
    public = {
        node.name: {argument.arg for argument in node.args.kwonlyargs}
        for node in source.body
        if isinstance(node, ast.FunctionDef) and hasattr(getattr(module, node.name), "needs")
    }
    assert public
    assert all({"actor", "at"} <= arguments for arguments in public.values())
