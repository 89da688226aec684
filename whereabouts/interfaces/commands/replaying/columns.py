"""The past of a made-up nation, from its columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whereabouts.engines.policy.bulk import Columns
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.local import with_outside_care
from whereabouts.interfaces.commands.replaying.past import Past


def from_columns(*, folder: Path) -> Past:
    """Return every episode of a nation's folder, its columns mapped.

    :raises NotColumns: the folder holds no nation.
    """
    about = columnar.about(folder=folder)
    table = columnar.read(folder=folder, table="episodes")
    known = columnar.facts_of(table=table)
    return Past(
        facts=Columns(known.rows, with_outside_care(facts=dict(known.values))),
        decided=np.asarray(table["level"]),
        force=np.asarray(table["force"]),
        forces=tuple(about["forces"]),
        reported_at=np.asarray(table["reported_at"]),
        name=lambda row: f"made-up {about['seed']}/{row}",
    )
