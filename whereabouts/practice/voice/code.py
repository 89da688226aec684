"""The code of the page for a child: easy to type, hard to guess, kept as a keyed hash."""

import hashlib
import hmac

from whereabouts.engines.references.codes import READ_AS, SEPARATORS, SYMBOLS

LENGTH = 10  # fifty random bits; a wrong one costs an attempt
RANDOM_BYTES = 7
PART = 5
_PURPOSE = b"whereabouts: the code of a child's page"


def new_code(*, random_bytes: bytes) -> str:
    """Return a code made from seven random bytes, as it is handed over: two parts of five."""
    number = int.from_bytes(random_bytes[:RANDOM_BYTES], "big")
    symbols = "".join(SYMBOLS[number >> shift & 31] for shift in range(0, LENGTH * 5, 5))
    return f"{symbols[:PART]}-{symbols[PART:]}"


def as_meant(*, typed: str) -> str:
    """Return a code as it was meant: small letters, blanks, O for nought; whatever else, unread."""
    kept = "".join(one for one in typed[:100] if one not in SEPARATORS and not one.isspace())
    return "".join(one.upper() if one.isascii() else one for one in kept).translate(READ_AS)


def hash_of(*, typed: str, key: str) -> str:
    """Return what is kept of a code: without the server's key nobody finds the code from it."""
    made = hashlib.blake2b(_PURPOSE + key.encode(), digest_size=32).digest()
    meant = as_meant(typed=typed).encode("utf-8", "replace")
    return hmac.new(made, meant, hashlib.sha256).hexdigest()
