"""Whatever changes an answer that is remembered inside a transaction lets go of it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "whereabouts"
# What the remembered answers about people are read from.
READ = {"ChildAddress", "Placement", "Relation", "SamePersonLink"}
WRITES = {"create", "bulk_create", "get_or_create", "update", "update_or_create", "delete"}


def named(part):
    """Return the names that stand in a part of a module."""
    return {one.id for one in ast.walk(part) if isinstance(one, ast.Name)}


def writers(source):
    """Return (name, whether it forgets) of each function that writes one of those tables."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [one for one in ast.walk(function) if isinstance(one, ast.Call)]
        wrote = any(
            (
                isinstance(call.func, ast.Attribute)
                and call.func.attr in WRITES
                and READ & named(call.func)
            )
            or (isinstance(call.func, ast.Name) and call.func.id == "insert" and READ & named(call))
            for call in calls
        )
        if wrote:
            forgets = any(
                isinstance(call.func, ast.Name) and call.func.id == "forget" for call in calls
            )
            yield function.name, forgets


def test_every_writer_forgets():
    found = {
        f"{path.relative_to(PACKAGE)}: {name}": forgets
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
        for name, forgets in writers(path.read_text())
    }
    assert len(found) >= 6, "the tables are written somewhere else now: look there"
    assert [name for name, forgets in found.items() if not forgets] == []


@pytest.mark.parametrize(
    ("source", "forgets"),
    [
        ("def add():\n    Placement.objects.create(x=1)\n", False),
        ("def add():\n    Placement.objects.create(x=1)\n    forget()\n", True),
        ("def add():\n    insert(rows=[Relation(x=1)], once=True)\n", False),
        ("def end():\n    visible(Relation).filter(pk=1).update(x=1)\n", False),
    ],
)
def test_a_writer_that_does_not_forget_is_found(source, forgets):
    assert [one for _, one in writers(source)] == [forgets]
