"""Names that are plainly made up: family names that say "example" in many languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random


@dataclass(frozen=True, kw_only=True)
class Background:
    """Where a family's name comes from, what they may speak, how they may describe themselves."""

    family: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    ethnicities: tuple[str, ...]
    languages: tuple[str, ...] = ()


BACKGROUNDS = (
    Background(
        family=("Sampleton", "Madeupham", "Pretendwell", "Fabrikate", "Inventley"),
        girls=("Olivia", "Poppy", "Ellie-Mae", "Grace"),
        boys=("Alfie", "Noah", "Jayden", "Harry"),
        ethnicities=("WBRI", "MWBC", "WBRI"),
    ),
    Background(
        family=("ap Ffug", "Enghraifft-Jones"),
        girls=("Ffion", "Cadi"),
        boys=("Macsen", "Ieuan"),
        ethnicities=("WBRI",),
        languages=("Welsh",),
    ),
    Background(
        family=("O'Sampla", "Mac Shampla"),
        girls=("Aoife", "Niamh"),
        boys=("Cian", "Oisín"),
        ethnicities=("WIRI", "WIRT"),
    ),
    Background(
        family=("Namunawala", "Misaalkhan"),
        girls=("Aisha", "Zainab"),
        boys=("Hamza", "Bilal"),
        ethnicities=("APKN",),
        languages=("Urdu", "Punjabi"),
    ),
    Background(
        family=("Udaharani", "Namunasingh"),
        girls=("Priya", "Jasleen"),
        boys=("Arjun", "Gurpreet"),
        ethnicities=("AIND",),
        languages=("Gujarati", "Punjabi"),
    ),
    Background(
        family=("Udahoron", "Udahoron-Uddin"),
        girls=("Nusrat", "Farhana"),
        boys=("Tanvir", "Rafi"),
        ethnicities=("ABAN",),
        languages=("Bengali",),
    ),
    Background(
        family=("Pretendiwe", "Apeereola"),
        girls=("Temilola", "Chiamaka"),
        boys=("Tobi", "Emeka"),
        ethnicities=("BAFR",),
        languages=("Yoruba", "Igbo"),
    ),
    Background(
        family=("Tusaale", "Tusaale-Warsame"),
        girls=("Hodan",),
        boys=("Liban",),
        ethnicities=("BAFR",),
        languages=("Somali",),
    ),
    Background(
        family=("Madeup-Campbell", "Fable-Bailey"),
        girls=("Shanice",),
        boys=("Tyrese",),
        ethnicities=("BCRB", "MWBC"),
    ),
    Background(
        family=("al-Mithali", "Mithalzadeh"),
        girls=("Layla", "Shirin"),
        boys=("Yusuf", "Daryush"),
        ethnicities=("OOTH",),
        languages=("Arabic", "Farsi"),
    ),
    Background(
        family=("Exampleova", "Przykladowska"),
        girls=("Zuzanna", "Katka"),
        boys=("Kacper", "Matej"),
        ethnicities=("WOTH", "WROM"),
        languages=("Polish", "Slovak"),
    ),
    Background(
        family=("Exemplescu", "Pavyzdys"),
        girls=("Ioana", "Austeja"),
        boys=("Andrei", "Lukas"),
        ethnicities=("WOTH", "WROM"),
        languages=("Romanian", "Lithuanian"),
    ),
    Background(
        family=("Shembulli", "Shembull-Hoxha"),
        girls=("Arta",),
        boys=("Besnik",),
        ethnicities=("WOTH",),
        languages=("Albanian",),
    ),
    Background(
        family=("Vi-Du Nguyen", "Tran Vi-Du"),
        girls=("Linh", "Thu"),
        boys=("Minh", "Quang"),
        ethnicities=("AOTH",),
        languages=("Vietnamese",),
    ),
    Background(
        family=("Lizi-Chan", "Wong Lizi"),
        girls=("Mei", "Ka-Yan"),
        boys=("Jun", "Ho-Yin"),
        ethnicities=("CHNE",),
        languages=("Cantonese",),
    ),
)
ADULTS = (
    "Fictor Inventsson",
    "Marlow Fableman",
    "Dorian Madeupe",
    "Rex Pretendov",
    "Ida Inventley",
)
CARERS = ("Sam", "Jo", "Alex", "Chris", "Robin")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A made-up child's name and background."""

    given: str
    family: str
    sex: str
    ethnicity: str
    language: str


def names(*, chance: Random) -> Iterator[Named]:
    """Yield made-up names for ever, every background in turn, no whole name twice."""
    seen: dict[tuple[str, str], int] = {}
    place = 0
    while True:
        one = BACKGROUNDS[place % len(BACKGROUNDS)]
        place += 1
        sex = chance.choice(("F", "M"))
        pool = one.girls if sex == "F" else one.boys
        given, family = chance.choice(pool), chance.choice(one.family)
        if (given, family) in seen:
            # A name that nobody has yet, before a second one of the same.
            free = (pair for pair in product(pool, one.family) if pair not in seen)
            given, family = next(free, (given, family))
        again = seen[given, family] = seen.get((given, family), 0) + 1
        if again > 1:
            family = f"{family}-{_ORDINALS[(again - 2) % len(_ORDINALS)]}{again // 12 or ''}"
        yield Named(
            given=given,
            family=family,
            sex=sex,
            ethnicity=chance.choice(one.ethnicities),
            language=chance.choice(("", *one.languages)) if one.languages else "",
        )


_ORDINALS = (
    "Secunda", "Tertia", "Quarta", "Quinta", "Sexta", "Septima", "Octava", "Nona", "Decima",
    "Undecima",
)  # fmt: skip
