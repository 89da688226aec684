"""The past of a made-up nation, from its columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whereabouts.engines.policy.bulk import Columns
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.local import packs_in_force, with_outside_care
from whereabouts.interfaces.commands.replaying.past import Own, Past


def from_columns(*, folder: Path, own: bool = False) -> Past:
    """Return every episode of a nation's folder, its columns mapped.

    `own` works out besides which pack was in force for each one's force on its day.

    :raises NotColumns: the folder holds no nation.
    """
    about = columnar.about(folder=folder)
    table = columnar.read(folder=folder, table="episodes")
    known = columnar.facts_of(table=table)
    codes = tuple(about["forces"])
    force, reported_at = np.asarray(table["force"]), np.asarray(table["reported_at"])
    under = None
    if own:
        forces = columnar.read(folder=folder, table="forces")
        under = Own(*packs_in_force(forces=forces, codes=codes, force=force, at=reported_at))
    return Past(
        facts=Columns(known.rows, with_outside_care(facts=dict(known.values))),
        decided=np.asarray(table["level"]),
        force=force,
        forces=codes,
        reported_at=reported_at,
        name=lambda row: f"made-up {about['seed']}/{row}",
        own=under,
    )
