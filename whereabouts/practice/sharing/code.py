"""The code of a pack: easy to type, hard to guess, kept as a keyed hash."""

import hashlib
import hmac

from whereabouts.engines.references.codes import READ_AS, SEPARATORS, SYMBOLS

LENGTH = 15  # seventy-five random bits: nobody counts the wrong ones
RANDOM_BYTES = 10
PART = 5
_PURPOSE = b"whereabouts: the code of a pack"


def new_code(*, random_bytes: bytes) -> str:
    """Return a code made from ten random bytes, as it is handed over: three parts of five."""
    number = int.from_bytes(random_bytes[:RANDOM_BYTES], "big")
    symbols = "".join(SYMBOLS[number >> shift & 31] for shift in range(0, LENGTH * 5, 5))
    return "-".join(symbols[place : place + PART] for place in range(0, LENGTH, PART))


def hash_of(*, typed: str, key: str) -> str:
    """Return what is kept of a code, however it was typed; nobody finds the code from it."""
    made = hashlib.blake2b(_PURPOSE + key.encode(), digest_size=32).digest()
    kept = "".join(one for one in typed[:100] if one not in SEPARATORS and not one.isspace())
    meant = "".join(one.upper() if one.isascii() else one for one in kept).translate(READ_AS)
    return hmac.new(made, meant.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
