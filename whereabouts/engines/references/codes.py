"""Random references with a check character, in Crockford's base 32."""

import unicodedata

# Crockford's base 32: no I, L, O or U, which are misread, misheard or make words.
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KINDS = frozenset("ABCDEFGHJKMNPQRSTVWXYZ")
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
SEPARATORS = frozenset("-_./ ")

RANDOM_BYTES_NEEDED = 5
BODY_LENGTH = 8
FULL_LENGTH = 1 + BODY_LENGTH + 1

# x^5 + x^2 + 1, whose powers of x run through all 31 non-zero elements of the field.
FIELD_POLYNOMIAL = 0b100101
FIELD_SIZE = 32


class BadReference(ValueError):
    """This is not one of our references; the message says what is wrong with it."""


def new_reference(*, random_bytes: bytes, kind: str) -> str:
    """Return a reference of a kind (one letter), made from the first five random bytes.

    :raises BadReference: there are too few bytes, or the kind is not a letter that can be used.
    """
    if len(random_bytes) < RANDOM_BYTES_NEEDED:
        raise BadReference(f"A reference needs {RANDOM_BYTES_NEEDED} random bytes.")
    if kind not in KINDS:
        raise BadReference("The kind must be one capital letter, and not I, L, O or U.")
    number = int.from_bytes(random_bytes[:RANDOM_BYTES_NEEDED], "big")
    body = "".join(SYMBOLS[number >> shift & 31] for shift in range(35, -1, -5))
    return _written(kind + body + _check_character(kind + body))


def check_reference(*, text: str, kind: str | None = None) -> str:
    """Return the reference as we write it, however it was typed.

    Small letters, spaces, missing hyphens, the letter O for nought and I or L for one are read
    as meant. Where a kind is given, a sound reference of another kind is refused too.

    :raises BadReference: naming what is wrong.
    """
    typed = _typed(text)
    if not typed:
        raise BadReference("No reference was given.")
    if typed[0] not in KINDS:
        raise BadReference("A reference begins with the letter of its kind, such as E.")
    symbols = typed[0] + typed[1:].translate(READ_AS)
    for place, symbol in enumerate(symbols, start=1):
        if symbol not in SYMBOLS:
            raise BadReference(f"Character {place} is never used in a reference.")
    if len(symbols) != FULL_LENGTH:
        raise BadReference(
            f"A reference has {FULL_LENGTH} letters and figures; this has {len(symbols)}."
        )
    if _check_character(symbols[:-1]) != symbols[-1]:
        raise BadReference("A letter or figure is wrong or two have changed places.")
    if kind is not None and symbols[0] != kind:
        raise BadReference(f"This reference is of another kind: {kind} was expected.")
    return _written(symbols)


def _typed(text: str) -> str:
    # Compatibility forms first: references come back from phones as full-width or styled text.
    plain = unicodedata.normalize("NFKC", text[:200])
    kept = (
        symbol
        for symbol in plain
        if symbol not in SEPARATORS
        and not symbol.isspace()
        and unicodedata.category(symbol) not in ("Pd", "Cf")
    )
    # Only ASCII is put in capitals: some letters become two, or a different letter.
    return "".join(symbol.upper() if symbol.isascii() else symbol for symbol in kept)


def _written(symbols: str) -> str:
    return f"{symbols[0]}-{symbols[1:5]}-{symbols[5:9]}-{symbols[9]}"


def _check_character(symbols: str) -> str:
    # Weights x, x^2, x^3, … are all different and none is 1, the check character's own weight.
    total, weight = 0, 1
    for symbol in symbols:
        weight = _times(weight, 2)
        total ^= _times(weight, SYMBOLS.index(symbol))
    return SYMBOLS[total]


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left >= FIELD_SIZE:
            left ^= FIELD_POLYNOMIAL
        right >>= 1
    return product
