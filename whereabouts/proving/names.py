"""A made-up name for every key; needs nothing but the standard library."""

import hashlib

LETTERS = "aeioulnrstbcdfghjkmp"


def name_of(*, key: str) -> str:
    """Return a made-up name that no other key has, of letters alone."""
    digest = hashlib.sha256(key.encode()).digest()
    return "Testa " + "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:12]).capitalize()
