"""References that can be read over a radio: random, and wrong ones are noticed."""

from whereabouts.engines.references.codes import (
    RANDOM_BYTES_NEEDED,
    BadReference,
    check_reference,
    new_reference,
)

__all__ = ["RANDOM_BYTES_NEEDED", "BadReference", "check_reference", "new_reference"]
