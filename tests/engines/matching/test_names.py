"""Names meet their other spellings, and strange ones stay the text they are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.matching import (
    BadName,
    name_parts,
    nickname_keys,
    normal_name,
    prefix_key,
    sound_key,
)
from whereabouts.engines.matching.nicknames import open_list
from whereabouts.engines.matching.short_forms import EVERY_LINE

ANY_TEXT = st.text(max_size=40).filter(
    lambda text: not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  Siân\t Llewelyn ", "sian llewelyn"),
        ("O\u2019CONNOR", "o'connor"),
        ("O\u00b4Connor", "o'connor"),
        ("\u0149a\uff40b", "'na'b"),
        ("Anne \u2013 Marie", "anne-marie"),
        ("Stra\u00dfe", "strasse"),
        ("\u0141ukasz", "lukasz"),
        ("\u202eZo\u0308e\u202c", "zoe"),
        ("a\u200db", "ab"),
        ("\uff21\uff22", "ab"),
        ("Null", "null"),
        ("None", "none"),
        ("1e5", "1e5"),
        ("true", "true"),
        ("", ""),
        ("\u0301", ""),
        ("\u0645\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f"),
    ],
)
def test_a_name_has_one_form_however_it_was_typed(typed, normal):
    assert normal_name(text=typed) == normal


@given(ANY_TEXT)
def test_a_normal_name_is_its_own_normal_name(text):
    once = normal_name(text=text)
    assert normal_name(text=once) == once
    assert once == once.strip()


@given(ANY_TEXT)
def test_composed_and_decomposed_letters_are_the_same_name(text):
    forms = {normal_name(text=unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "a\x07", "\ud800", "x" * 301])
def test_what_no_name_holds_is_refused_without_being_repeated(text):
    for refuse in (normal_name, name_parts, prefix_key, sound_key, nickname_keys):
        with pytest.raises(BadName) as refused:
            refuse(text=text)
        assert text not in str(refused.value)


def test_a_name_that_grows_too_long_when_taken_apart_is_refused():
    with pytest.raises(BadName, match="300"):
        normal_name(text="\ufdfa" * 100)


def test_ten_million_letters_are_refused_at_once():
    with pytest.raises(BadName, match="300"):
        normal_name(text="x" * 10_000_000)


def test_a_name_is_parted_at_spaces_and_hyphens_only():
    assert name_parts(text="Anne-Marie O'Connor") == ("anne", "marie", "oconnor")
    assert name_parts(text="Khan, A. N.") == ("khan", "a", "n")
    assert name_parts(text=" - ' . ") == ()
    assert len(name_parts(text="a b c d e f g h i j")) == 8


def test_a_prefix_is_three_letters_or_the_whole_of_a_shorter_name():
    assert prefix_key(text="O'Connor") == "oco"
    assert prefix_key(text="Jo") == "jo"
    assert prefix_key(text="De Souza") == "des"
    assert prefix_key(text="?") == ""


@pytest.mark.parametrize(
    "spellings",
    [
        "Aaliyah Alia Aliya Aaliya Aleah",
        "Mohammed Muhammad Mohamed Mohammad Mohamud",
        "Catherine Kathryn Katherine Katrin",
        "Siân Sian Shan",
        "Owain Owen",
        "Rhys Reece Reese",
        "Llewellyn Lewelyn Llywelyn",
        "Stephen Steven Stefan",
        "Sarah Sara",
        "Ahmed Amed Ahmad",
        "Aisha Ayesha Iesha",
        "Omar Umar",
        "Usman Osman Ousmane",
        "Hussain Hussein Husayn",
        "Yusuf Youssef Yousef",
        "Zainab Zaynab",
        "Tomasz Tomash",
        "Michael Mikael",
        "Christopher Kristofer",
        "Vaughan Vaughn",
        "Knight Night",
        "Djibril Jibril",
        "Tariq Tarik",
        "Khan Kahn",
        "Singh Sing",
        "McDonald Macdonald MacDonald",
        "O'Connor OConnor",
    ],
)
def test_spellings_of_one_sound_share_a_key(spellings):
    assert len({sound_key(text=spelling) for spelling in spellings.split()}) == 1


def test_names_that_sound_different_have_different_keys():
    names = [
        "Patel",
        "Khan",
        "Jones",
        "Smith",
        "Nowak",
        "Okafor",
        "Singh",
        "Evans",
        "Ahmed",
        "Popescu",
        "Williams",
    ]
    assert len({sound_key(text=name) for name in names}) == len(names)


def test_stored_sounds_stay_what_they_were():
    kept = {"Aaliyah": "AL", "Mohammed": "MMT", "Siân": "XN", "O'Connor": "AKNR", "Jones": "JNS"}
    assert {name: sound_key(text=name) for name in kept} == kept


def test_a_sound_has_a_key_for_each_part():
    assert sound_key(text="Anne-Marie Jones") == "AN MR JNS"
    assert sound_key(text="") == ""


def test_a_part_without_english_letters_is_its_own_key():
    assert sound_key(text="1e5") == "1e5"
    assert sound_key(text="\u0645\u062d\u0645\u062f") == "\u0645\u062d\u0645\u062f"
    assert sound_key(text="W") == "W"


@given(ANY_TEXT)
def test_a_sound_is_empty_only_where_there_is_no_name(text):
    assert bool(sound_key(text=text)) == bool(name_parts(text=text))


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Kate", "catherine"),
        ("Bill", "william"),
        ("Dai", "dafydd"),
        ("Twm", "thomas"),
        ("Kasia", "katarzyna"),
        ("Jas", "jaswinder"),
        ("Seun", "oluwaseun"),
        ("Mo", "mohammed"),
        ("Sasha", "oleksandr"),
        ("Liya", "aaliyah"),
    ],
)
def test_a_short_form_and_a_full_name_lead_to_each_other(short, full):
    assert full in nickname_keys(text=short)
    assert normal_name(text=short) in nickname_keys(text=full)


def test_short_forms_do_not_chain():
    assert {"alexander", "alexandra"} <= nickname_keys(text="Alex")
    assert "sandra" not in nickname_keys(text="Alexander")


def test_a_name_without_short_forms_stands_for_itself_alone():
    assert nickname_keys(text="Zqebedee") == {"zqebedee"}
    assert nickname_keys(text="") == frozenset()
    assert nickname_keys(text="Zqebedee Kate") > {"zqebedee", "catherine"}


def test_every_collected_name_is_in_its_normal_form_once_a_line():
    for line in EVERY_LINE:
        assert len(line) > 1
        assert len(set(line)) == len(line)
        assert all(name_parts(text=name) == (name,) for name in line)
    assert sum(len(line) - 1 for line in EVERY_LINE) >= 150


def test_the_open_list_gives_a_name_its_short_forms_and_no_short_form_another():
    assert "sonny" in nickname_keys(text="Jefferson")
    assert "jefferson" in nickname_keys(text="Sonny")
    assert "jeff" not in nickname_keys(text="Sonny")
    for name, *called in open_list():
        assert called
        assert all(word.isalpha() and word.islower() for word in (name, *called))
