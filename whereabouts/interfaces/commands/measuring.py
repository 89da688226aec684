"""What the measures on a database share: an empty one each, so that none takes another's away."""

import os

from whereabouts.launcher.databases import recreate_database


def own_database(*, measure: str) -> tuple[str, str]:
    """Make a measure's database anew, let this process use it; return both roles' addresses."""
    app, owner = recreate_database(name=f"whereabouts_bench_{measure}")
    os.environ["WHEREABOUTS_DATABASE_URL"] = app
    os.environ["WHEREABOUTS_OWNER_DATABASE_URL"] = owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whereabouts.config.settings")
    return app, owner
