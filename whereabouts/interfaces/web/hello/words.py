"""The words of the page for children in English and Welsh; a file that lacks one is refused."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).with_name("words.toml")
LANGUAGES = ("en", "cy")


class WordsMissing(ValueError):
    """A string lacks one of its languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """Somebody to ring: their name, number, and what they are for, in one language."""

    name: str
    number: str
    dial: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that the page says in one language."""

    language: str
    strings: dict[str, str]
    help_lines: tuple[HelpLine, ...]
    reviewed: bool

    def __call__(self, key: str, **more: str) -> str:
        """Return one string; a key that is not there is a fault of ours."""
        return self.strings[key].format(**more)


@lru_cache(maxsize=2)
def said_in(*, language: str) -> Said:
    """Return the page's words in a language; in English where it is none of the two."""
    return read_words(
        text=WORDS.read_text(encoding="utf-8"),
        language=language if language in LANGUAGES else LANGUAGES[0],
    )


def read_words(*, text: str, language: str) -> Said:
    """Return the words of a text in the form of the file.

    :raises WordsMissing: a string lacks one of its languages, or has the same in both.
    """
    document = tomllib.loads(text)
    strings: dict[str, str] = {}
    for key, both in document["strings"].items():
        lacking = [one for one in LANGUAGES if not both.get(one, "").strip()]
        if lacking or set(both) - {*LANGUAGES, "same"}:
            raise WordsMissing(f"{key} lacks {', '.join(lacking) or 'nothing, and has too much'}.")
        if both["en"] == both["cy"] and not both.get("same"):
            raise WordsMissing(f"{key} is the same in both languages.")
        strings[key] = both[language]
    lines = []
    for one in document["help_lines"]:
        if not all(one.get(key) for key in ("name", "number", "source", *LANGUAGES)):
            raise WordsMissing(f"{one.get('name', 'A help line')} lacks something.")
        lines.append(
            HelpLine(
                name=one["name"], number=one["number"], what=one[language],
                dial="".join(sign for sign in one["number"] if sign.isdigit()),
            )
        )  # fmt: skip
    reviewed = language == "en" or bool(document["welsh_read_by_a_speaker"])
    return Said(language=language, strings=strings, help_lines=tuple(lines), reviewed=reviewed)
