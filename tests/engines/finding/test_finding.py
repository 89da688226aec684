"""Whom the index finds, and what it says of them."""

import pytest

from tests.engines.finding.made_up import (
    AGENCIES,
    LATER,
    LONG_AGO,
    MEMBERS,
    NOW,
    POLICE,
    child,
    day,
    record,
)
from whereabouts.engines.finding import Asker, Finder
from whereabouts.engines.matching import BadName, Query, parse_date_of_birth

CROWD = [
    child(100 + number, name, born)
    for number, (name, born) in enumerate(
        (given + " " + family, f"20{year:02}-0{month}-1{month}")
        for given in ("Dummy", "Mocka", "Modella", "Pattern")
        for family in ("Placehold", "Specimen", "Trialby", "Storywood")
        for year in (9, 12)
        for month in (4, 7)
    )
]


def found(entries, asker=POLICE, **asked):
    born = asked.pop("born", None)
    query = Query(
        names=(asked.pop("name"),) if "name" in asked else (),
        born=None if born is None else parse_date_of_birth(text=born, on=NOW.date()),
        **asked,
    )
    return Finder.build(entries=[*CROWD, *entries]).find(query=query, asker=asker)


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Aaliyah Sampleton", "aaliyah sampleton"),
        ("Aaliyah Sampleton", "Sampleton Aaliyah"),
        ("Aaliyah Sampleton", "SAMPLETON, Aaliyah"),
        ("Aaliyah Sampleton", "Alia Sampleton"),
        ("Aaliyah Sampleton", "Liya Sampelton"),
        ("Aaliyah Sampleton", "aaliyah sam"),
        ("Aaliyah Sampleton", "sampleton aal"),
        ("Mohammed Khan", "Muhamad Kahn"),
        ("Mohammed Khan", "Mo Khan"),
        ("Siobhan Sampleton", "Shevaun Sampleton"),
        ("Oluwadamilola Sampleton", "Dami Sampleton"),
        ("Katarzyna Sampleton", "Kasia Sampelton"),
        ("Dafydd Sampleton", "Dai Sampleton"),
        ("Anne-Marie Sampleton", "Annemarie Sampleton"),
        ("Annemarie Sampleton", "anne marie sampleton"),
        ("Testa Mac Donald", "testa macdonald"),
        ("Testa O'Connor", "Testa OConnor"),
        ("Testa O\u2019Connor", "testa o connor"),
        ("Null None", "null none"),
        ("True 1e5", "1e5 true"),
        ("Li Ng", "Lu Ng"),
        ("Amy Sampleton", "Amu Sampleton"),
        ("Testa Lee", "Testa Lea"),
        ("Testa Khan", "Testa Kham"),
        ("Jo Ash", "Jp Ash"),
        ("Tomasz Wisniewski", "Tomash Wisnievski"),
        ("\u0141ukasz Sampleton", "Lukasz Sampleton"),
        ("\u0410\u043d\u043d\u0430 Sampleton", "\u0430\u043d\u043d\u0430 sampleton"),
    ],
)
def test_a_name_is_found_however_it_is_said(held, asked):
    answer = found([child(1, held)], name=asked)

    assert answer.hits[0].person == record(1)
    assert answer.fits >= 1
    assert answer.hits[0].match.because


@pytest.mark.parametrize(
    "born",
    [
        "12/03/2011",
        "03/12/2011",
        "13/03/2011",
        "12/03/2012",
        "12/04/2011",
        "2011",
        "03/2011",
        "about 15",
    ],
)
def test_a_date_of_birth_helps_even_if_it_is_wrong_a_little(born):
    others = [child(number, "Testa Sampleton", f"20{number:02}-07-05") for number in (4, 5, 6, 20)]
    answer = found([child(1, "Testa Sampleton"), *others], name="Testa Sampleton", born=born)

    assert answer.hits[0].person == record(1)
    assert [hit.person for hit in answer.hits if hit.match.score >= answer.hits[0].match.score] == [
        record(1)
    ]


def test_a_date_alone_finds_somebody_whose_name_is_quite_another():
    answer = found([child(1, "Testa Sampleton", "2011-03-12")], name="Zuzu", born="12/03/2011")

    assert answer.hits[0].person == record(1)
    assert "Date of birth is the same" in answer.hits[0].match.because
    assert answer.hits[0].match.differs
    assert answer.fits == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"phone": "+44 7700 900123"},
        {"identifiers": (("nhs", "943 476 5919"),)},
        {"place": "1 sample road testham"},
        {"born": "12/03/2011"},
        {"place": "Testham", "sex": "F"},
    ],
)
def test_anything_that_is_known_finds_without_a_name(asked):
    entry = child(
        1,
        "Testa Sampleton",
        sex="F",
        places=("1 Sample Road, Testham",),
        phones=("07700 900123",),
        identifiers=(("nhs", "9434765919"),),
    )

    answer = found([entry], **asked)

    assert [hit.person for hit in answer.hits] == [record(1)]
    assert answer.fits == 1


def test_a_number_of_another_kind_is_another_number():
    entry = child(1, "Testa Sampleton", identifiers=(("local", "9434765919"),))

    assert found([entry], identifiers=(("nhs", "9434765919"),)).hits == ()


def test_a_name_of_before_and_a_second_date_of_birth_count():
    entry = child(
        1,
        "Testa Sampleton",
        names=(("Testa", "Sampleton"), ("Testa", "Formerly")),
        births=(day("2011-03-12"), day("2010-08-08")),
    )

    answer = found([entry], name="Testa Formerly", born="08/08/2010")

    assert answer.hits[0].person == record(1)
    assert not answer.hits[0].match.differs


def test_too_many_are_never_shown_as_none():
    many = [child(1000 + number, "Testa Sampleton") for number in range(300)]

    answer = found(many, name="Testa Sampleton")

    assert len(answer.hits) == 20
    assert answer.fits == 300
    assert all(not hit.match.differs for hit in answer.hits)


def test_who_fits_counts_nobody_whom_something_contradicts():
    entries = [
        child(1, "Testa Sampleton", sex="F"),
        child(2, "Testa Sampleton", sex="M"),
        child(3, "Testa Sampleton", "1999-09-09", sex="F"),
        child(4, "Testa Otherwise", sex="F"),
    ]

    answer = found(entries, name="Testa Sampleton", born="12/03/2011", sex="F")

    assert answer.fits == 1
    assert answer.hits[0].person == record(1)


def test_joined_records_are_one_hit_weighed_together():
    entries = [
        child(1, "Testa Sampleton", "2001-01-01"),
        child(2, "Mocka Otherwise", "2011-03-12", person=record(1), owner=AGENCIES[1]),
    ]

    answer = found(entries, name="Testa Sampleton", born="12/03/2011")

    assert answer.hits[0].person == record(1)
    assert answer.hits[0].records == (record(1), record(2))
    assert answer.hits[0].owners == (AGENCIES[0], AGENCIES[1])
    assert "Date of birth is the same" in answer.hits[0].match.because
    assert not answer.hits[0].match.differs
    assert answer.fits == 1


def test_of_joined_records_the_asker_sees_what_they_may_know():
    entries = [
        child(1, "Testa Sampleton", "2001-01-01"),
        child(2, "Hidden Secretname", "2011-03-12", person=record(1), known_to=()),
    ]
    asker = Asker(AGENCIES[0], MEMBERS[0], everybody=False, moment=NOW)

    answer = found(entries, asker, name="Testa Sampleton", born="12/03/2011")

    assert answer.hits[0].records == (record(1),)
    assert "Date of birth or age differs" in answer.hits[0].match.differs
    assert found(entries, asker, name="Hidden Secretname").hits == ()


@pytest.mark.parametrize(
    ("known_to", "member", "moment", "finds"),
    [
        (((AGENCIES[1], None, LONG_AGO, None),), 0, NOW, True),
        (((AGENCIES[1], MEMBERS[0], LONG_AGO, None),), 0, NOW, True),
        (((AGENCIES[1], MEMBERS[0], LONG_AGO, None),), 1, NOW, False),
        (((AGENCIES[2], None, LONG_AGO, None),), 0, NOW, False),
        (((AGENCIES[1], None, LATER, None),), 0, NOW, False),
        (((AGENCIES[1], None, LATER, None),), 0, LATER, True),
        (((AGENCIES[1], None, LONG_AGO, NOW),), 0, NOW, False),
        (((AGENCIES[1], None, LONG_AGO, LATER),), 0, NOW, True),
        ((), 0, NOW, False),
    ],
)
def test_only_who_may_know_finds_and_only_while_they_may(known_to, member, moment, finds):
    asker = Asker(AGENCIES[1], MEMBERS[member], everybody=False, moment=moment)

    answer = found([child(1, "Testa Sampleton", known_to=known_to)], asker, name="Testa Sampleton")

    assert [hit.person for hit in answer.hits] == ([record(1)] if finds else [])
    assert answer.fits == int(finds)


def test_the_owner_is_not_added_to_those_who_may_know():
    asker = Asker(AGENCIES[0], MEMBERS[0], everybody=False, moment=NOW)

    assert (
        found([child(1, "Testa Sampleton", known_to=())], asker, name="Testa Sampleton").fits == 0
    )


@pytest.mark.parametrize("asked", [{}, {"name": ""}, {"name": " - "}, {"sex": "F"}, {"place": ","}])
def test_who_asks_nothing_finds_nobody(asked):
    answer = found([child(1, "Testa Sampleton", sex="F")], **asked)

    assert (answer.hits, answer.fits) == ((), 0)


def test_an_empty_index_finds_nobody():
    assert Finder().find(query=Query(names=("Testa",)), asker=POLICE).hits == ()
    assert Finder.build(entries=[]).find(query=Query(names=("Testa",)), asker=POLICE).fits == 0


def test_a_name_that_cannot_be_one_is_refused_when_asked_and_passed_over_when_held():
    with pytest.raises(BadName):
        found([], name="Testa\x00")

    bad = child(1, "Te\x00sta Sampleton", places=("1 Sam\x00ple Road",))
    answer = found([bad], born="12/03/2011", place="Sample Road")

    assert [hit.person for hit in answer.hits][:1] == [record(1)]
