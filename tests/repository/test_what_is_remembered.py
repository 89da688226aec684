"""Whatever changes an answer that is remembered inside a transaction lets go of it."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "whereabouts"
# What the remembered answers about people are read from.
READ = {"ChildAddress", "Placement", "Relation", "SamePersonLink"}
WRITES = {"create", "bulk_create", "get_or_create", "update", "update_or_create", "delete"}


# What is written by SQL of its own, which nobody notes (foundations/agencies/added.py): none of it
# is asked about by a key that the same transaction may have made.
BY_SQL = {
    "access_relation",
    "adults_sharedsuspect",
    "governance_binnedrow",
    "pairs_suggestedpair",
    "people_changed",
    "shared_remembered",
    "voice_termcount",
}


def _writes(call):
    if isinstance(call.func, ast.Name) and call.func.id == "insert":
        return bool(READ & _names(call))
    written = isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    return written and bool(READ & _names(call.func))


def _names(node):
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def writers(source):
    """Return (name, whether it forgets) of each function that writes one of those tables."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [one for one in ast.walk(function) if isinstance(one, ast.Call)]
        if any(_writes(call) for call in calls):
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
        ("def gather():\n    insert(rows=[Relation(x=1)])\n", False),
        ("def end():\n    visible(Relation).filter(pk=1).update(x=1)\n", False),
    ],
)
def test_a_writer_that_does_not_forget_is_found(source, forgets):
    assert [one for _, one in writers(source)] == [forgets]


def test_what_is_written_by_sql_of_its_own_is_none_of_what_a_transaction_takes_for_known():
    tables = set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text()
        # A backfill is over before any journey begins; a function that a migration makes is not.
        if not {"commands", "proving"} & set(path.parts) and "RunPython(" not in source:
            tables |= set(re.findall(r"INSERT INTO (\w+)", source))
    assert tables == BY_SQL
