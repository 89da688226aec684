"""Where everything that the launcher makes is kept, and what is asked of it from outside."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_STATE = Path("/var/lib/whereabouts")


@dataclass(frozen=True)
class Places:
    """The folders of one checkout."""

    checkout: Path
    state: Path
    cluster: Path

    @property
    def requirements(self) -> Path:
        """Return the folder of the locked dependencies."""
        return self.checkout / "requirements"

    @property
    def frontend(self) -> Path:
        """Return the folder of the style sheet's sources."""
        return self.checkout / "frontend"

    @property
    def logs(self) -> Path:
        """Return the folder in which a demo's parts write their logs."""
        return self.state / "logs"

    @property
    def running(self) -> Path:
        """Return the folder of the notes of what is running."""
        return self.state / "running"

    @property
    def secret_key(self) -> Path:
        """Return the file of the key that signs sessions."""
        return self.state / "secret-key"


def find_places(*, environ: Mapping[str, str] = os.environ) -> Places:
    """Return the folders of this checkout.

    The database lies outside the checkout when root calls, since its service
    account may not be let into the checkout.
    """
    state = Path(environ.get("WHEREABOUTS_STATE_DIR") or CHECKOUT / ".whereabouts").resolve()
    if environ.get("WHEREABOUTS_CLUSTER_DIR"):
        cluster = Path(environ["WHEREABOUTS_CLUSTER_DIR"]).resolve()
    elif os.geteuid() == 0:
        cluster = SYSTEM_STATE / hashlib.sha256(str(state).encode()).hexdigest()[:12]
    else:
        cluster = state / "database"
    return Places(checkout=CHECKOUT, state=state, cluster=cluster)
