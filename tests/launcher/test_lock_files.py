"""The lock files pin everything by hash and name no address."""

import importlib.metadata
import json
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PYTHON_LOCKS = sorted((CHECKOUT / "requirements").glob("*.txt"))
NODE_LOCK = CHECKOUT / "package-lock.json"


def pins(*, file: Path) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    found = re.findall(r"^([a-z0-9._-]+)==(\S+)", file.read_text(), flags=re.MULTILINE)
    return dict(found)


def test_there_is_a_lock_for_each_layer() -> None:
    layers = ["bench", "core", "link", "node", "postgres", "sector", "spark", "test"]
    assert [file.stem for file in PYTHON_LOCKS] == layers


@pytest.mark.parametrize("file", [*PYTHON_LOCKS, NODE_LOCK], ids=lambda file: file.name)
def test_a_lock_file_names_no_address(file: Path) -> None:
    assert "://" not in file.read_text()


@pytest.mark.parametrize("file", PYTHON_LOCKS, ids=lambda file: file.name)
def test_every_python_package_has_a_hash(file: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", file.read_text())
    pinned = [entry for entry in entries if "==" in entry.splitlines()[0]]

    assert pinned
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_every_node_package_has_a_hash() -> None:
    packages = json.loads(NODE_LOCK.read_text())["packages"]

    assert len(packages) > 1
    assert [name for name, entry in packages.items() if name and not entry.get("integrity")] == []


@pytest.mark.parametrize(
    ("layer", "over"), [("core", "test"), ("link", "test"), ("link", "spark"), ("test", "bench")]
)
def test_the_tests_and_measures_run_on_what_is_installed_for_real_use(
    layer: str, over: str
) -> None:
    used, tests = (pins(file=CHECKOUT / "requirements" / f"{name}.txt") for name in (layer, over))

    assert used
    assert {name: tests.get(name) for name in used} == used


def test_the_style_sheet_is_of_the_version_that_the_templates_were_written_for() -> None:
    wanted = json.loads((CHECKOUT / "package.json").read_text())["devDependencies"]
    templates = importlib.metadata.distribution("govuk-frontend-jinja")
    described = templates.read_text("METADATA") or ""
    row = re.search(rf"\[{re.escape(templates.version)}\][^|]*\| *\[([0-9.]+)\]", described)

    assert row is not None
    assert wanted["govuk-frontend"] == row[1]
