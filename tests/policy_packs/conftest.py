"""The packs that are held, and the made-up partnerships beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from whereabouts.engines.policy import Pack, PackLibrary, load_packs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def library() -> PackLibrary:
    return load_packs(ROOT / "policy_packs")


@pytest.fixture(scope="session")
def pack(library: PackLibrary) -> Pack:
    return library.named(pack_id="app-2017")


@pytest.fixture(scope="session")
def root_with_local_packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("packs") / "policy_packs"
    shutil.copytree(ROOT / "policy_packs", root)
    made_up = Path(__file__).parent / "made_up" / "local"
    shutil.copytree(made_up, root / "local", dirs_exist_ok=True)
    return root


@pytest.fixture(scope="session")
def library_with_local_packs(root_with_local_packs: Path) -> PackLibrary:
    return load_packs(root_with_local_packs)
