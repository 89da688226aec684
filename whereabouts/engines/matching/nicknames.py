"""Other names that a given name may stand for."""

from collections import defaultdict
from pathlib import Path

from whereabouts.engines.matching.names import name_parts
from whereabouts.engines.matching.short_forms import EVERY_LINE

OPEN_LIST = Path(__file__).parent / "north_american_forms.txt"


def nickname_keys(*, text: str) -> frozenset[str]:
    """Return each part of a name with every other name it may be short for, or be called by.

    Normal forms, as `normal_name` makes them. Empty where there is no name.

    :raises BadName: the text cannot be a name.
    """
    return frozenset().union(*(forms_of_part(part=part) for part in name_parts(text=text)))


def forms_of_part(*, part: str) -> frozenset[str]:
    """Return one part of a name with its other forms; the part as `name_parts` gives it."""
    return OTHER_FORMS.get(part, frozenset((part,)))


def open_list() -> list[list[str]]:
    """Return the names of the open list, each with what who bears it may be called."""
    lines = OPEN_LIST.read_text(encoding="ascii").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def _other_forms() -> dict[str, frozenset[str]]:
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for line in EVERY_LINE:
        for name in line:
            forms[name].update(line)
    for name, *called in open_list():
        forms[name].update((name, *called))
        for short in called:
            forms[short].update((short, name))
    return {name: frozenset(others) for name, others in forms.items()}


OTHER_FORMS = _other_forms()
