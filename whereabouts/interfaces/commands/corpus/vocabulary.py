"""Names in numbers: compounds and respellings round the common ones, with how often each comes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.corpus.names_by_origin import BOYS, GIRLS, SURNAMES

# Roughly how many of a hundred children in England and Wales have names of this origin.
SHARES = {
    "british": 64.0,
    "south_asian": 11.0,
    "west_african": 6.0,
    "arabic": 6.0,
    "east_european": 8.0,
    "chinese": 1.5,
    "turkish": 1.5,
    "portuguese": 2.0,
}
# Surnames are put together of a head, a middle and a tail: most are nobody's, as most real ones
# are hardly anybody's.
HEADS = {
    "british": "Al As Ash Bar Bark Barn Beck Bent Ber Bick Bir Black Blake Bol Bos Box Brad Bram "
    "Bran Bre Brid Brock Brom Brook Buck Bur But Cal Cam Car Chad Chal Char Chat Chel Chess Chil "
    "Clap Clay Cleve Cli Cob Col Comp Cot Cran Craw Cres Crom Cros Crow Cul Dal Dan Dar Daw Den "
    "Der Did Dod Don Dray Dud Dun East Eg El Elm Fair Far Farn Fen Ful Gal Gar Gis Gra Green Had "
    "Hal Ham Han Har Hart Hat Hay Haz Heath Hen Hol Horn Hors Hub Hun Hut Ip Ken Kil Kin Kirk Lan "
    "Lang Lav Leigh Lin Lit Lock Long Lud Mal Man Mar Marl Mel Mid Mil Mor Mos Nel New Nor Oak "
    "Old Or Ot Pad Pen Pick Pil Pres Rad Ram Raven Red Ren Rick Rip Rod Row Rud Rush Sal San Sel "
    "Shef Shel Ship Sid Sil Skel Slade Som South Spen Stan Stap Star Stil Stock Stoke Strat Sut "
    "Swan Swin Tad Tan Thor Til Tre Up Wad Wake Wal Wan War Wat Wel Wes Whit Wig Wil Win Wood",
    "south_asian": "Abdul Ah Ak Am An Ar Bal Ban Bas Bha Cha Chau Dar Dev Dha Far Gan Gho Gur Hab "
    "Ham Har Has Im Jag Jal Jas Kal Kam Kar Kash Kha Kri Lak Ma Mah Man Meh Mu Nar Nas Nav Pal "
    "Pra Raf Rah Raj Ram Ran Sab Sad Sal San Sha Shi Sid Suk Tah Tal Ud Vas Vij Yad Zah Zam",
    "west_african": "Ab Ade Adu Afo Aga Aje Aki Ala Amo An Ani Ani Apia Asa Awo Ayo Baba Bada Ban "
    "Boa Chi Dan Ebo Eke Emeka Eze Fa Fola Ga Ike Ilo Iwu Jal Ka Kon Kwa Ma Men Ndu Nna Nwa Obi "
    "Odu Ofo Ogu Oka Oke Oku Ola Olo Olu Omo Onu Onye Opo Osa Owu Oye Sa Ta Uche Udo Ugo Yeb",
    "arabic": "Abd Abu Ad Ah Al Am Ar Ash Ay Bad Bak Bas Ben Bou Dah Dar Fa Far Fay Ghan Had Ham "
    "Has Hay Him Is Jab Jah Jam Kad Kal Kha Las Mah Man Mar Mas Maz Muf Mus Naj Nas Qa Rab Rah "
    "Ram Ras Rif Sab Sad Sal Sam Shar Tah Tam War Yaz Zah Zay Zub",
    "east_european": "Adam Andr Bar Bart Bed Biel Bog Bor Brod Buk Chm Chr Czar Dab Dan Dob Dom "
    "Drag Dud Dym Fil Gab Gaj Gol Gor Grab Grz Hryn Iv Jab Jan Jar Jaw Jur Kacz Kal Kam Kar Kas "
    "Klim Kor Kos Kow Koz Kraw Krol Kub Kuch Kul Lap Las Leb Lis Luk Mak Mal Mar Maz Mich Mil Mor "
    "Nov Olsz Ostr Pav Paw Piet Piotr Pol Pop Rad Rom Rud Rut Sad Sal Sav Shev Sik Sob Sok Stan "
    "Stef Strz Szcz Szym Tar Tkach Tom Urb Vas Vol Was Wil Wit Wol Wroz Zab Zach Zaj Zal Zar Ziel",
    "chinese": "Ou Si Shang Huang Zhu Xia Feng Deng Tang Luo Gao Cai",
    "turkish": "Ak Al Ay Bal Bas Boz Cel Dem Dog Er Gul Gun Kap Kar Koc Kor Oz Sar Tas Yal Yil",
    "portuguese": "Alm Alv Ara Bar Cam Car Cor Cruz Far Fer Gom Mag Mar Mel Mor Nog Per Pin Ram",
}
MIDDLES = {
    "british": " be bor den dle er ers ing ings in le ler ma mer n ne ner s sel ter",
    "south_asian": " a ee in u na ra wa i al",
    "west_african": " ba bo de du fe ko ku la lo ma na no ra ro si ta wu ye",
    "arabic": " a aa ee i ou ra wa am",
    "east_european": " al an as ek en er in och ol om or ow ul us",
    "chinese": " ",
    "turkish": " a e i u de ka",
    "portuguese": " a e ei i o",
}
TAILS = {
    "british": "borough bourne bridge brook burn bury by cliffe combe cote cott croft dale den "
    "don ell er es field fold ford gate grave ham hart head hill holm house hurst ington kin land "
    "lee leigh ley low man mead mere mond more ness ord pole ridge rick sall sby sham shaw side "
    "son stead stock stone stow thorpe thwaite ton tree wall ward ware water way well wick win "
    "wood worth worthy yard",
    "south_asian": "ani anwala appa bhai chand das deep dhry din eja esh har hury ia ik ji kar "
    "khani lal li mani mir nath oja pal pur ram rani sen shi singh tta uddin ullah vala vir wal "
    "war yan zada",
    "west_african": "bi bola bowale chukwu dele demi di dike fo for gbemi gu jide jo ka kere ki "
    "kwe lade lola mide mba ndu nga niyi nkwo ofor ola pong ra sanya seun sha so tey tola tunde "
    "vi wale wo wuah yemi zie",
    "arabic": "ad af ah ahi ani ar awi bi dani di di dullah eef eh fi had hani hi id ifi im ini "
    "ir ish ji kani lah li mani mi nawi oud our ouni ri sh shi wan zi",
    "east_european": "aczyk adze aitis ak an anov auskas chuk czak czyk eanu ejko enko eski ets "
    "evic evski iak ic icki iec ik ilov inski isz ko kov kowski ka nik ny oiu onis ov ova ovic "
    "owicz owska owski sky uk ula unas ynski ysz",
    "chinese": " yang guan tu ma",
    "turkish": "an ar as ay bas can ci cu dag el er gil han in kan kaya li lu man maz oglu soy tas",
    "portuguese": "ado al ares as edo eida eira es eiro ez inho inhos o oso",
}
# How one name comes to be spelt in several ways: what is written for what.
RESPELLINGS = (
    ("ph", "f"), ("ie", "y"), ("y", "ie"), ("ck", "k"), ("c", "k"), ("ee", "i"), ("ah", "a"),
    ("a", "ah"), ("l", "ll"), ("ll", "l"), ("n", "nn"), ("th", "t"), ("s", "ss"), ("ai", "ay"),
    ("ay", "ai"), ("ou", "u"), ("leigh", "ley"), ("i", "ee"), ("z", "s"), ("sh", "ch"),
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Distinct names and how often each comes; `often` sums to one."""

    words: list[str]
    often: NDArray[np.float64]

    def draw(self, *, chance: np.random.Generator, number: int) -> NDArray[np.int32]:
        """Return so many places in `words`, commoner names more often."""
        steps = np.cumsum(self.often)
        return np.searchsorted(steps, chance.random(number) * steps[-1]).astype(np.int32)


def surnames(*, origin: str, chance: np.random.Generator) -> Names:
    """Return the surnames of an origin: the common ones first, then the compounds."""
    made = [
        f"{head}{middle}{tail}".capitalize()
        for head in HEADS[origin].split()
        for middle in MIDDLES[origin].split(" ")
        for tail in TAILS[origin].split(" ")
    ]
    order = chance.permutation(len(made))
    words = list(dict.fromkeys([*SURNAMES[origin], *(made[place] for place in order)]))
    if origin == "british":
        clans = [f"{clan}{word}" for word in words[:3000] for clan in ("Mac", "Mc", "O'", "Fitz")]
        words = list(dict.fromkeys([*words, *clans, "1e5"]))
    return Names(words, 0.55 * _zipf(len(words), flat=10.0, fall=1.02) + 0.45 / len(words))


def forenames(*, origin: str, sex: str) -> Names:
    """Return the forenames of an origin, each with the ways in which it comes to be spelt."""
    common = {"F": GIRLS, "M": BOYS}[sex][origin]
    often = _zipf(len(common), flat=8.0, fall=0.8)
    words, weights = list(common), list(often)
    for name, weight in zip(common, often, strict=True):
        for number, spelt in enumerate(spellings(name), 1):
            words.append(spelt)
            weights.append(weight * 0.25 / number)
    together: dict[str, float] = {}
    for word, weight in zip(words, weights, strict=True):
        together[word] = together.get(word, 0.0) + weight
    weighed = np.array(list(together.values()))
    return Names(list(together), weighed / weighed.sum())


def spellings(name: str) -> list[str]:
    """Return other spellings of a name, one and two changes away."""
    once = list(dict.fromkeys(_respelt(name.lower())))[:12]
    twice = dict.fromkeys(other for one in once for other in list(_respelt(one))[:4])
    return [word.capitalize() for word in (*once, *twice) if word != name.lower()][:40]


def _respelt(word: str) -> list[str]:
    found = []
    for old, new in RESPELLINGS:
        place = word.find(old, 1)
        if place > 0 and word[place : place + len(new)] != new and len(word) > 2:
            found.append(word[:place] + new + word[place + len(old) :])
    return found


def _zipf(number: int, *, flat: float, fall: float) -> NDArray[np.float64]:
    often: NDArray[np.float64] = ((np.arange(number) + flat) ** -fall).astype(np.float64)
    return often / often.sum()
