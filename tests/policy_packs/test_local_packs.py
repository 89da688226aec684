"""The practices that inspectors described, as packs with days of their own."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from whereabouts.engines.policy import PackLibrary, PackRefused, UnknownPack, evaluate, load_packs
from whereabouts.interfaces.commands import assess, check_policy_packs, policy_docs, replay

ROOT = Path(__file__).resolve().parents[2]
OWN = "no-absent-for-children"
OF_2013 = date(2013, 4, 1)


def absent(library: PackLibrary, local: str | None, **facts: object) -> str:
    pack = library.named(pack_id="npcc-2015-03", local=local)
    known = {"whereabouts_known": False, **facts}
    return str(evaluate(pack=pack, facts=known)["categories"]["absent"]["allowed"])


def test_every_practice_that_was_counted_or_described_is_held(library: PackLibrary) -> None:
    assert [file.partnership for file in library.local] == [
        "absent-at-lower-risk", "absent-for-a-limited-time", "absent-in-own-words",
        "absent-only-in-care", "meeting-at-the-second-time", "missing-at-twelve-and-under",
        "missing-in-own-words", "no-absent-for-children", "no-absent-in-care",
        "no-absent-under-12", "no-absent-under-13", "no-absent-under-14",
    ]  # fmt: skip


def test_each_says_its_practice_its_source_and_its_days_and_names_no_force(
    library: PackLibrary,
) -> None:
    for file in library.local:
        assert file.says.endswith(".")
        assert file.source
        assert file.in_force_from is not None
        assert file.commencement_status == "proposed"
        text = (
            ROOT / "policy_packs/local" / file.partnership / "risk" / f"{file.id}.toml"
        ).read_text()
        assert not {"Constabulary", "Police Service", "Metropolitan"} & set(text.split())


@pytest.mark.parametrize(
    ("local", "forbidding", "leaving"),
    [
        ("no-absent-under-12", {"age_years": 11}, {"age_years": 12}),
        ("no-absent-under-13", {"age_years": 12}, {"age_years": 13}),
        ("no-absent-under-14", {"age_years": 13}, {"age_years": 14}),
        ("absent-only-in-care", {"outside_care": True}, {"outside_care": False}),
        ("no-absent-in-care", {"looked_after": True}, {"looked_after": False}),
        ("absent-at-lower-risk", {"episodes_30d": 4}, {"episodes_30d": 3}),
        ("absent-for-a-limited-time", {"hours_since_reported": 6.0}, {"hours_since_reported": 5.9}),
        ("missing-at-twelve-and-under", {"age_years": 12}, {"age_years": 13}),
    ],
)
def test_a_practice_forbids_absent_on_its_side_of_the_line_and_asks_where_nobody_knows(
    library: PackLibrary, local: str, forbidding: dict, leaving: dict
) -> None:
    pack = library.named(pack_id="npcc-2015-03", local=local)
    own = {clause.id for rule in pack.files[-1].rules for clause in rule.clauses}

    def fired(facts: dict) -> set[str]:
        return own & {row["clause"] for row in evaluate(pack=pack, facts=facts)["fired"]}

    assert absent(library, local, **forbidding) == "no"
    assert fired(forbidding) == own
    assert fired(leaving) == set()
    undecided = {row["clause"] for row in evaluate(pack=pack, facts={})["undecided"]}
    assert own <= undecided


def test_where_no_child_is_absent_nothing_makes_it_allowed(library: PackLibrary) -> None:
    every = {name: False for name, fact in library.vocabulary.facts.items() if fact.kind == "bool"}
    assert absent(library, OWN, **every, age_years=17) == "no"


def test_words_of_ones_own_change_no_grade_and_stand_in_the_name(library: PackLibrary) -> None:
    plain = library.named(pack_id="acpo-2013")
    own = library.named(pack_id="acpo-2013", local="absent-in-own-words+missing-in-own-words")
    assert own.id.endswith("+absent-in-own-words-1+missing-in-own-words-1")
    for facts in ({}, {"age_years": 9}, {"cse_flag": "confirmed"}, {"whereabouts_known": False}):
        before, after = evaluate(pack=plain, facts=facts), evaluate(pack=own, facts=facts)
        for made in (before, after):
            del made["pack"], made["pack_sha256"]
        assert before == after


def test_several_may_be_followed_at_once_in_whatever_order_they_are_named(
    library: PackLibrary,
) -> None:
    both = library.in_force(at=OF_2013, local="no-absent-under-13+absent-only-in-care")
    other = library.in_force(at=OF_2013, local="absent-only-in-care+no-absent-under-13")
    assert both is other
    assert library.named(pack_id=both.id) is both
    assert both.id == "acpo-2013+safeguards-1+absent-only-in-care-1+no-absent-under-13-1"


@pytest.mark.parametrize("name", ["nobodys-practice", "", "no-absent-under-12+nobodys-practice"])
def test_a_practice_that_is_not_held_is_refused_by_name(library: PackLibrary, name: str) -> None:
    with pytest.raises(UnknownPack):
        library.in_force(at=date(2024, 1, 1), local=name)


def test_a_base_that_is_named_takes_the_newest_unless_a_day_is_given(library: PackLibrary) -> None:
    own = "absent-in-own-words"
    assert library.named(pack_id="acpo-2013", local=own).files[-1].id == f"{own}-1"
    late = library.named(pack_id="acpo-2013", local=own, at=date(2020, 1, 1))
    assert late.id == "acpo-2013+safeguards-1"
    exact = library.named(pack_id=f"{own}-1", at=date(2020, 1, 1))
    assert exact.id == f"app-2017+safeguards-1+{own}-1"


def test_no_pack_has_the_name_that_stands_for_what_each_force_followed(tmp_path: Path) -> None:
    root = tmp_path / "policy_packs"
    shutil.copytree(ROOT / "policy_packs", root)
    folder = root / "local" / OWN / "risk"
    text = (folder / f"{OWN}-1.toml").read_text().replace(f"{OWN}-1", "followed")
    (folder / f"{OWN}-1.toml").rename(folder / "followed.toml").write_text(text)
    with pytest.raises(PackRefused, match="what each force followed"):
        load_packs(root)


def test_the_next_file_of_a_practice_ends_the_one_before(tmp_path: Path) -> None:
    root = tmp_path / "policy_packs"
    shutil.copytree(ROOT / "policy_packs", root)
    folder = root / "local" / OWN / "risk"
    first = (folder / f"{OWN}-1.toml").read_text()
    second = first.replace(f"{OWN}-1", f"{OWN}-2").replace("2013-04-01", "2026-01-01")
    (folder / f"{OWN}-2.toml").write_text(second)
    library = load_packs(root)
    days = (date(2013, 3, 31), OF_2013, date(2025, 12, 31), date(2026, 1, 1))
    found = [library.in_force(at=day, local=OWN).files[2:] for day in days]
    assert [[file.id for file in files] for files in found] == [
        [], [f"{OWN}-1"], [f"{OWN}-1"], [f"{OWN}-2"],
    ]  # fmt: skip
    assert library.named(pack_id="app-2017", local=OWN).files[-1].id == f"{OWN}-2"
    assert library.named(pack_id=f"app-2017+{OWN}-1").files[-1].id == f"{OWN}-1"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('source = "HMIC 2016, Missing children: who cares?, lines 416 (four', "who described it"),
        ("says = ", "says its practice"),
        ("in_force_from = ", "has a day"),
        ("", "no example shows 2013-04-01"),
    ],
)
def test_the_check_asks_each_for_its_source_its_day_and_an_example_of_each_day(
    tmp_path: Path, line: str, complaint: str
) -> None:
    root = tmp_path / "policy_packs"
    shutil.copytree(ROOT / "policy_packs", root)
    path = root / "local" / OWN / "risk" / f"{OWN}-1.toml"
    if line:
        kept = [one for one in path.read_text().splitlines() if not one.startswith(line)]
        path.write_text("\n".join(kept))
        examples = path.with_name(f"{OWN}-1.examples.toml")
        examples.write_text(examples.read_text().partition('[[examples]]\nname = "The day')[0])
    else:
        examples = path.with_name(f"{OWN}-1.examples.toml")
        examples.write_text(examples.read_text().replace("2013-04-01", "2013-04-02"))
    library = load_packs(root)
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in policy_docs.pages(library=library).items():
        (docs / name).write_text(text, encoding="utf-8")
    wrong = check_policy_packs.problems(library=library, root=root, docs=docs)
    assert len(wrong) == 1
    assert complaint in wrong[0]


def test_the_page_of_a_practice_says_it_with_its_source_and_its_days(library: PackLibrary) -> None:
    page = policy_docs.pages(library=library)["absent-at-lower-risk-1.md"]
    file = library.of_partnership(name="absent-at-lower-risk")[0]
    assert file.says in page
    assert file.source in page
    assert "In force from 2013-04-01 [PROPOSED day] to 2017-03-31." in page


def test_assess_takes_a_practice_by_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"facts": {"age_years": 15, "whereabouts_known": False}}))

    def pack(*options: str) -> str:
        assert assess.main([str(case), "--json", *options]) == 0
        return str(json.loads(capsys.readouterr().out)["pack"])

    own = "absent-at-lower-risk"
    last = ("--at", "2017-03-31T23:59+01:00")
    assert pack("--local", own, *last) == f"app-2017+safeguards-1+{own}-1"
    assert pack("--local", own, "--at", "2017-04-01T00:00+01:00") == "app-2017+safeguards-1"
    assert pack("--local", own, "--pack", "acpo-2013") == f"acpo-2013+safeguards-1+{own}-1"
    assert pack("--local", OWN, "--pack", "safeguards-1").endswith(f"+{OWN}-1")
    assert assess.main([str(case), "--local", "nobodys-practice"]) == 2


def test_replay_refuses_a_practice_that_is_not_held(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ["--pack", "app-2017", "--local", "nobodys-practice", "--file", "nowhere"]
    assert replay.main(chosen) == 2
    assert OWN in capsys.readouterr().err
