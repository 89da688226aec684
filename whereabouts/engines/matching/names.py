"""Names made comparable: one form for every way of typing the same name."""

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME = 300
PREFIX_LETTERS = 3
MOST_PARTS = 8

# Letters that stay themselves when accents are taken off, with the letters people type instead.
PLAIN_LETTERS = str.maketrans(
    {
        "\u0142": "l",  # Polish l with stroke
        "\u00f8": "o",
        "\u0111": "d",
        "\u00f0": "d",
        "\u00fe": "th",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u0131": "i",  # Turkish dotless i
        "\u0127": "h",
        "\u014b": "n",
        "\u0253": "b",  # Hausa hooked letters
        "\u0257": "d",
        "\u0199": "k",
        "\u025b": "e",  # open e and o of Akan and Ewe
        "\u0254": "o",
        "\u0259": "e",  # Azerbaijani schwa
    }
)

# Told apart by nobody who types a name. Mapped first: taken apart, one of them becomes a space.
APOSTROPHES = str.maketrans(
    dict.fromkeys("`\u00b4\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\uff07", "'")
)
OTHER_HYPHENS = ("\u2212", "\u2043", "\u30fb", "\u00b7")

NO_LETTERS = str.maketrans({"'": "", "`": "", "-": " "})

HYPHENS_AND_SPACES = re.compile(r"\s*-[\s-]*")
BETWEEN_PARTS = re.compile(r"[\s\-]+")
MARKS_AND_DIRECTIONS = ("Mn", "Me", "Cf")
NOTHING_A_NAME_HOLDS = ("Cc", "Cs")


class BadName(ValueError):
    """This text cannot be kept as a name; the message says why without repeating it."""


def normal_name(*, text: str) -> str:
    """Return the form of a name under which it is looked up, or "" where nothing is left.

    Small letters, no accents or invisible marks, one kind of apostrophe, hyphen and space.
    Words that programs take for something else (Null, None, 1e5) stay the text they are.

    :raises BadName: it holds a character that no name has (NUL, half a character), or is longer
        than any name.
    """
    _refuse_too_long(text)
    if text.isascii() and text.isprintable():  # nothing to take apart: the same, sooner
        plain = text.lower().replace("`", "'")
        return " ".join(HYPHENS_AND_SPACES.sub("-", plain).split())
    if any(_is_control(letter) for letter in text):
        raise BadName("A name may not hold control characters.")
    taken_apart = _decomposed(_decomposed(text.translate(APOSTROPHES)).casefold())
    folded = taken_apart.translate(APOSTROPHES)  # some letters hold one inside
    kept = "".join(
        _one_kind(letter)
        for letter in folded
        if unicodedata.category(letter) not in MARKS_AND_DIRECTIONS
    )
    composed = unicodedata.normalize("NFC", kept.translate(PLAIN_LETTERS))
    normal = " ".join(HYPHENS_AND_SPACES.sub("-", composed).split())
    _refuse_too_long(normal)  # one character can come apart into eighteen
    return normal


def name_parts(*, text: str) -> tuple[str, ...]:
    """Return the separate names in a name, apostrophes left out: "Anne-Marie O'Connor" has three.

    At most eight, the first ones; full stops and commas are left out with the apostrophes.

    :raises BadName: the text cannot be a name.
    """
    return _parts_of(text)


@lru_cache(maxsize=16_384)
def _parts_of(text: str) -> tuple[str, ...]:
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_NAME:  # the same, sooner
        if text.isalpha():
            return (text.lower(),)
        plain = text.lower().translate(NO_LETTERS)
        return tuple(part for part in map(_letters_only, plain.split()) if part)[:MOST_PARTS]
    bare = normal_name(text=text).replace("'", "")
    return tuple(part for part in map(_letters_only, BETWEEN_PARTS.split(bare)) if part)[
        :MOST_PARTS
    ]


def prefix_key(*, text: str) -> str:
    """Return the first three letters of a name run together, or all of a shorter one.

    :raises BadName: the text cannot be a name.
    """
    return "".join(name_parts(text=text))[:PREFIX_LETTERS]


def _refuse_too_long(text: str) -> None:
    if len(text) > LONGEST_NAME:
        raise BadName(f"A name may have up to {LONGEST_NAME} characters.")


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in NOTHING_A_NAME_HOLDS and not letter.isspace()


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _one_kind(letter: str) -> str:
    if letter in OTHER_HYPHENS or unicodedata.category(letter) == "Pd":
        return "-"
    return " " if letter.isspace() else letter


def _letters_only(part: str) -> str:
    # Full stops and commas come with initials and "Family, Given"; they say nothing.
    if part.isalnum():
        return part
    return "".join(letter for letter in part if letter.isalnum())
