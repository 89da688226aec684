"""`check` of the packs: every pack loads, every example agrees, every clause is shown."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from whereabouts.engines.policy import (
    PackLibrary,
    PackRefused,
    VocabularyRefused,
    load_packs,
)
from whereabouts.engines.policy.examples import check_examples, undated
from whereabouts.interfaces.commands import policy_docs

ROOT = Path(__file__).resolve().parents[3]
REFUSED, WRONG_USAGE = 1, 2


def main(argv: list[str]) -> int:
    """Print what is wrong with the packs; return 0 when nothing is, else 1."""
    parser = argparse.ArgumentParser(prog="whereabouts check_policy_packs")
    parser.add_argument("--root", type=Path, default=ROOT / "policy_packs")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs" / "policy")
    parser.add_argument("--json", action="store_true")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    try:
        library = load_packs(options.root)
        wrong = problems(library=library, root=options.root, docs=options.docs)
    except (PackRefused, VocabularyRefused) as refusal:
        wrong = [str(refusal)]
    if options.json:
        print(json.dumps({"problems": wrong}, ensure_ascii=False))
    else:
        print("\n".join(wrong) or "The packs load, their examples agree, their tables are fresh.")
    return REFUSED if wrong else 0


def problems(*, library: PackLibrary, root: Path, docs: Path) -> list[str]:
    """Return a sentence for each thing that is wrong with the packs, their examples or tables."""
    wrong = []
    for file in library.files:
        folder = Path(file.jurisdiction)
        if file.partnership:
            folder = Path("local") / file.partnership
        path = root / folder / "risk" / f"{file.id}.examples.toml"
        if path.exists():
            wrong += check_examples(library=library, file=file, path=path)
            if file.partnership:
                wrong += undated(library=library, file=file, path=path)
        else:
            wrong.append(f"{file.id}: there is no {path.name} beside it")
    wrong += policy_docs.stale(library=library, docs=docs)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
