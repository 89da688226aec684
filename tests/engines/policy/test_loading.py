"""What a vocabulary and a pack may not say, each refused with the file named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whereabouts.engines.policy import (
    BadValue,
    PackRefused,
    UnknownFact,
    VocabularyRefused,
    check_facts,
    evaluate,
    load_packs,
    load_vocabulary,
)
from whereabouts.engines.policy.examples import check_examples, failures

VOCABULARY = """
[facts.hurt]
group = "child"
kind = "bool"
worse = "true"
question = "Hurt?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.whereabouts_known]
group = "circumstances"
kind = "bool"
worse = "false"
question = "Known?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.sex]
group = "child"
kind = "choice"
values = ["F", "M"]
worse = "none"
question = "Sex?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.flag]
group = "child"
kind = "choice"
values = ["none", "suspected", "confirmed"]
worse = "last"
question = "Flag?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.age]
group = "child"
kind = "int"
worse = "down"
minimum = 0
maximum = 17
question = "Age?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""
sayable = true

[facts.hours]
group = "child"
kind = "float"
worse = "up"
minimum = 0
question = "Hours?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.count]
group = "child"
kind = "int"
worse = "up"
question = "Count?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.slack]
group = "child"
kind = "float"
worse = "down"
question = "Slack?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""

[facts.cap]
group = "child"
kind = "int"
worse = "up"
minimum = 0
maximum = 5
question = "Cap?"
question_cy = ""
why = "Because."
why_source = "Made up"
who_can_answer = ["carer"]
derived_from = ""
"""
BASE = """
id = "base-1"
layer = "base"
title = "A base"
in_force_from = 2020-01-01
labels = { absent = "a", low = "l", medium = "m", high = "h" }
[table]
none_apparent = ["absent", "low", "medium", "high"]
some = ["low", "low", "medium", "high"]
serious = ["medium", "medium", "high", "high"]
grave = ["high", "high", "high", "high"]
"""
CLAUSE = """
[[rules]]
id = "R1"
title = "A rule"
[[rules.clauses]]
when.hurt = true
bar = "low"
because = "Hurt."
sayable = ""
source = "Made up"
"""
SAFEGUARDS = 'id = "guards-1"\nlayer = "safeguards"\ntitle = "Guards"\n'
DUTY = """
[[obligations]]
kind = "visit"
to = "police"
since = "report"
length = 1
unit = "hours"
text = "Visit."
source = "Made up"
"""
TASK = """
[[tasks]]
kind = "look"
levels = ["high"]
to = "police"
since = "report"
length = 1
unit = "hours"
text = "Look."
source = "Made up"
"""
DEADLINE = """
[[deadlines]]
key = "review"
event = "report"
length = 1
unit = "hours"
source = "Made up"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "england_and_wales" / "risk").mkdir(parents=True)
    (tmp_path / "vocabulary.toml").write_text(VOCABULARY)
    write(tmp_path, "base-1", BASE)
    write(tmp_path, "guards-1", SAFEGUARDS + CLAUSE + DUTY + TASK + DEADLINE)
    return tmp_path


def write(root: Path, name: str, text: str, *, partnership: str = "") -> Path:
    folder = root / "local" / partnership if partnership else root / "england_and_wales"
    (folder / "risk").mkdir(parents=True, exist_ok=True)
    path = folder / "risk" / f"{name}.toml"
    path.write_text(text)
    return path


def test_a_small_pack_loads_and_answers(root: Path) -> None:
    pack = load_packs(root).named(pack_id="base-1")
    result = evaluate(pack=pack, facts={"hurt": True, "hours": 2, "count": 10**400, "slack": 0.5})
    assert result["level"] == "low"
    assert [task.kind for task in pack.tasks_for(level="high")] == ["look"]
    assert pack.tasks_for(level="low") == ()
    assert pack.deadlines[0].key == "review"


def test_the_lowest_category_can_hang_on_a_clause_that_reads_the_whereabouts(root: Path) -> None:
    text = SAFEGUARDS + CLAUSE.replace("hurt = true", "whereabouts_known = false")
    write(root, "guards-1", text)
    pack = load_packs(root).named(pack_id="base-1")
    asked = evaluate(pack=pack, facts={})["questions"]
    assert [(q["fact"], q["could_raise_to"]) for q in asked] == [("whereabouts_known", "low")]
    duty = CLAUSE.replace("hurt = true", "whereabouts_known = false")
    write(root, "guards-1", SAFEGUARDS + duty.replace('bar = "low"', 'owes = ["visit"]') + DUTY)
    pack = load_packs(root).named(pack_id="base-1")
    asked = evaluate(pack=pack, facts={})["questions"]
    assert [(q["fact"], q["could_raise_to"]) for q in asked] == [("whereabouts_known", "absent")]


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("when.hurt = false", "against its worse direction"),
        ("when.not = { hurt = true }", "against its worse direction"),
        ('when.flag = "suspected"', "against its worse direction"),
        ('when.flag.any_of = ["none", "confirmed"]', "against its worse direction"),
        ('when.flag.at_most = "suspected"', "against its worse direction"),
        ('when.flag.below = "confirmed"', "against its worse direction"),
        ("when.age.at_least = 12", "against its worse direction"),
        ("when.not = { age = { at_most = 12 } }", "against its worse direction"),
        ("when.hours.below = 3", "against its worse direction"),
        ("when.age = 12", "use at_least, at_most or below"),
        ("when.hurt.at_least = true", "say which it is"),
        ("when.not = { all = [] }", "can never hold"),
        ("when.any = []", "can never hold"),
        ('when.not = { flag.at_least = "none" }', "can never hold"),
        ("when.age.below = 0", "can never hold"),
        ("when.not = { cap = { at_most = 5 } }", "can never hold"),
        ('when.sex = "F"', "no rule may read sex"),
        ("when.ethnicity = true", "not a fact"),
        ("when.unheard_of = true", "not a fact"),
        ('when.flag = "perhaps"', "no such value"),
        ("when.age.at_most = 18", "no such value"),
        ("when.flag.any_of = []", "takes a list"),
        ('when.flag.any_of = "confirmed"', "takes a list"),
        ("when.hurt.like = true", "is not one of"),
        ("when.hours = { at_least = 3, at_most = 5 }", "one way at a time"),
        ("when = { hurt = true, age.at_most = 3 }", "exactly one of"),
        ("when.all = [3]", "exactly one of"),
        ("when.all = { hurt = true }", "takes a list"),
    ],
)
def test_a_condition_outside_the_closed_list_or_against_the_worse_direction_is_refused(
    root: Path, when: str, reason: str
) -> None:
    write(root, "guards-1", SAFEGUARDS + CLAUSE.replace("when.hurt = true", when))
    with pytest.raises(PackRefused, match=reason) as refusal:
        load_packs(root)
    assert refusal.value.pack == "guards-1.toml"


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ("when.age.below = 13", {"age": 12}),
        ("when.slack.below = 1.5", {"slack": 1.4}),
        ("when.not = { slack = { at_least = 1.5 } }", {"slack": 1.4}),
        ("when.not = { hours = { at_most = 3 } }", {"hours": 3.1}),
        ("when.not = { hours = { below = 3 } }", {"hours": 3}),
        (
            "when.not = { any = [{ hurt = false }, { age.at_least = 13 }] }",
            {"hurt": True, "age": 12},
        ),
        ('when.flag.any_of = ["suspected", "confirmed"]', {"flag": "suspected"}),
        ("when.all = [{ age.at_most = 12 }, { age.at_most = 9 }]", {"age": 9}),
        ("when.all = [{ age.at_most = 17 }, { hours.at_least = 0 }]", {}),
    ],
)
def test_a_condition_holds_at_its_threshold_and_not_just_beyond(
    root: Path, when: str, facts: dict[str, object]
) -> None:
    write(root, "guards-1", SAFEGUARDS + CLAUSE.replace("when.hurt = true", when))
    pack = load_packs(root).named(pack_id="base-1")
    assert evaluate(pack=pack, facts=facts)["floor"] == "low"
    beyond = {"age": 17, "slack": 1.5, "hours": 0, "hurt": False, "flag": "none"}
    if facts:
        assert evaluate(pack=pack, facts=beyond)["possible_floor"] == "absent"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('because = "Hurt."', 'because = ""', "lacks because"),
        ('source = "Made up"', "", "lacks source"),
        ('sayable = ""', "", "lacks sayable"),
        ('sayable = ""', 'sayable = "Hurt."', "say aloud what rests on hurt"),
        ('bar = "low"', 'bar = "absent"', "above the lowest"),
        ('bar = "low"', 'bar = "low"\npass_by = "anybody"', "no rank"),
        ('bar = "low"', 'prompt = "high"', "names its scale"),
        ('bar = "low"', 'prompt = { urgency = "now" }', "prompts no position"),
        ('bar = "low"', 'prompt = { level = "absent" }', "prompts no position"),
        ('bar = "low"', "consider = 1", "true or false"),
        ('bar = "low"', 'owes = "visit"', "a list"),
        ('bar = "low"', "", "no effect"),
        ('bar = "low"', "consider = true", "bars nothing"),
        ('bar = "low"', 'prompt = { seriousness = "grave" }', "bars nothing"),
        ('bar = "low"', 'prompt = { immediacy = "now" }', "bars nothing"),
        ('bar = "low"', 'owes = ["dance"]', "not defined"),
        ('bar = "low"', 'bar = "low"\nweight = 3', "unknown keys: weight"),
        ('bar = "low"', 'bar = "low"\nstatus = "perhaps"', "status is one of"),
        ('title = "A rule"', "", "lacks title"),
        ("[[rules.clauses]]", "[rules.other]", "unknown keys"),
        ('kind = "visit"', 'kind = "visit"\nweight = 1', "unknown keys"),
        ('text = "Visit."', "", "lacks text"),
        ("length = 1", "length = -1", "a length is a number"),
        ("length = 1", "length = true", "a length is a number"),
        ('unit = "hours"', 'unit = "moons"', "unit or calendar"),
        ('unit = "hours"', 'unit = "hours"\ncalendar = "france"', "unit or calendar"),
        ('levels = ["high"]', "levels = []", "level that does not exist"),
        ('key = "review"', 'key = "review"\nlevel = "top"', "level that does not exist"),
        ('title = "Guards"', 'title = "Guards"\nin_force_from = 2020-01-01', "only a base pack"),
        ('title = "Guards"', 'title = "Guards"\nchild_absent_allowed = false', "only a local pack"),
        ('title = "Guards"', 'title = "Guards"\npriority = 3', "unknown keys: priority"),
        ('id = "guards-1"', 'id = "guards-2"', "called by the pack's id"),
        ('layer = "safeguards"', 'layer = "local"', "lies under local"),
        ('layer = "safeguards"', 'layer = "top"', "layer is one of"),
        ('title = "Guards"', 'title = "Guards"\ntitle = "Again"', "not TOML"),
    ],
)
def test_a_pack_that_says_what_it_may_not_is_refused(
    root: Path, before: str, after: str, reason: str
) -> None:
    text = SAFEGUARDS + CLAUSE + DUTY + TASK + DEADLINE
    assert before in text
    write(root, "guards-1", text.replace(before, after, 1))
    with pytest.raises(PackRefused, match=reason):
        load_packs(root)


def test_a_rule_without_a_clause_is_refused(root: Path) -> None:
    write(root, "guards-1", SAFEGUARDS + '[[rules]]\nid = "R1"\ntitle = "A rule"\n')
    with pytest.raises(PackRefused, match="has no clause"):
        load_packs(root)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('some = ["low", "low", "medium", "high"]', "", "row some is not complete"),
        ('some = ["low", "low", "medium", "high"]', 'some = ["low"]', "not complete"),
        ('some = ["low", ', 'some = ["lower", ', "not complete"),
        ("[table]", '[table]\nworse = ["high", "high", "high", "high"]', "and no other"),
        ('some = ["low", "low", ', 'some = ["low", "absent", ', "the table falls"),
        (
            'some = ["low", "low", "medium", "high"]',
            'some = ["low", "low", "low", "high"]',
            "falls",
        ),
        ('absent = "a", ', "", "labels each of"),
        ("in_force_from = 2020-01-01", "", "a day from which"),
        ("in_force_from = 2020-01-01", "in_force_from = 2020-01-01T00:00:00", "is a day"),
        ("in_force_from = 2020-01-01", 'in_force_from = "2020"', "in_force_from is a day"),
        (
            "in_force_from = 2020-01-01",
            'in_force_from = 2020-01-01\nin_force_to = "later"',
            "in_force_to is a day",
        ),
    ],
)
def test_a_base_without_a_complete_table_that_never_falls_is_refused(
    root: Path, before: str, after: str, reason: str
) -> None:
    assert before in BASE
    write(root, "base-1", BASE.replace(before, after, 1))
    with pytest.raises(PackRefused, match=reason):
        load_packs(root)


def test_two_bases_that_say_they_are_in_force_at_once_are_refused(root: Path) -> None:
    write(root, "base-2", BASE.replace("base-1", "base-2").replace("2020", "2021"))
    for ends in ("2021-01-01", "2025-06-30"):
        until = BASE.replace(
            "in_force_from = 2020-01-01", f"in_force_from = 2020-01-01\nin_force_to = {ends}"
        )
        write(root, "base-1", until)
        with pytest.raises(PackRefused, match="while base-1 is in force"):
            load_packs(root)
    write(root, "base-1", until.replace("2025-06-30", "2020-12-31"))
    assert len(load_packs(root).bases) == 2
    write(root, "base-1", BASE.replace("2020", "2021"))
    with pytest.raises(PackRefused, match="while base-1 is in force"):
        load_packs(root)


def test_a_base_without_an_end_is_ended_by_the_next(root: Path) -> None:
    write(root, "base-2", BASE.replace("base-1", "base-2").replace("2020", "2021"))
    library = load_packs(root)
    days = (date(2020, 12, 31), date(2021, 1, 1))
    assert [library.in_force(at=day).files[0].id for day in days] == ["base-1", "base-2"]


def test_a_base_of_unknown_day_has_no_days_and_is_only_named(root: Path) -> None:
    unknown = BASE.replace("base-1", "base-2").replace(
        "in_force_from = 2020-01-01", 'commencement_status = "unknown"'
    )
    write(root, "base-2", unknown)
    library = load_packs(root)
    assert library.in_force(at=date(2030, 1, 1)).files[0].id == "base-1"
    assert library.named(pack_id="base-2").files[0].commencement_status == "unknown"


def test_an_unknown_commencement_with_a_day_is_refused(root: Path) -> None:
    both = BASE.replace(
        "in_force_from = 2020-01-01",
        'in_force_from = 2020-01-01\ncommencement_status = "unknown"',
    )
    write(root, "base-1", both)
    with pytest.raises(PackRefused, match="has no days"):
        load_packs(root)


def test_a_base_may_have_no_lowest_category_and_the_safeguards_may_not_forbid_it(
    root: Path,
) -> None:
    forbids = "child_absent_allowed = false\n"
    write(root, "base-1", forbids + BASE)
    assert not load_packs(root).named(pack_id="base-1").child_absent_allowed
    write(root, "guards-1", forbids + SAFEGUARDS + CLAUSE + DUTY)
    with pytest.raises(PackRefused, match="only to false"):
        load_packs(root)


def test_packs_without_a_base_or_without_safeguards_are_refused(root: Path) -> None:
    (root / "england_and_wales" / "risk" / "guards-1.toml").unlink()
    with pytest.raises(PackRefused, match="no safeguards"):
        load_packs(root)


LOCAL = 'id = "mine-1"\nlayer = "local"\ntitle = "Mine"\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LOCAL + CLAUSE, "rule R1 is defined twice"),
        (LOCAL + CLAUSE.replace("R1", "R2") + DUTY, "obligation visit is defined twice"),
        (LOCAL + "child_absent_allowed = true\n", "may not allow it"),
        (LOCAL + 'child_absent_allowed = "no"\n', "only to false"),
        (LOCAL + '[table]\ngrave = ["low", "low", "low", "low"]\n', "only a base pack"),
        (LOCAL + '[labels]\nlow = "Low"\n', "only a base pack"),
        (LOCAL.replace("local", "safeguards"), "lies under local"),
        (LOCAL + "in_force_to = 2021-01-01\n", "begins on a day"),
        (LOCAL + "in_force_from = 2021-01-02\nin_force_to = 2021-01-01\n", "begins on a day"),
        (LOCAL + 'in_force_from = "2021"\n', "in_force_from is a day"),
        (LOCAL + 'commencement_status = "unknown"\n', "one of settled, proposed"),
        (LOCAL + 'says = ""\n', "lacks says"),
        (
            LOCAL + CLAUSE.replace("R1", "R2").replace('bar = "low"', 'owes = ["call"]'),
            "which is not defined",
        ),
    ],
)
def test_a_local_pack_may_add_and_never_take_away(root: Path, text: str, reason: str) -> None:
    write(root, "mine-1", text, partnership="mine")
    with pytest.raises(PackRefused, match=reason):
        load_packs(root)


@pytest.mark.parametrize("key", ["says", "source"])
def test_only_a_local_pack_says_its_practice_and_who_described_it(root: Path, key: str) -> None:
    write(root, "base-1", f'{key} = "Ours."\n' + BASE)
    with pytest.raises(PackRefused, match="only a local pack"):
        load_packs(root)


def test_the_safeguards_have_no_days(root: Path) -> None:
    write(root, "guards-1", "in_force_from = 2020-01-01\n" + SAFEGUARDS + CLAUSE + DUTY)
    with pytest.raises(PackRefused, match="only a base pack"):
        load_packs(root)


def test_two_partnerships_share_no_rule_since_an_agency_may_follow_both(root: Path) -> None:
    own = LOCAL + CLAUSE.replace("R1", "R2")
    write(root, "mine-1", own, partnership="mine")
    write(root, "theirs-1", own.replace("mine-1", "theirs-1"), partnership="theirs")
    with pytest.raises(PackRefused, match="R2 is in mine-1 already"):
        load_packs(root)
    write(
        root,
        "theirs-1",
        own.replace("mine-1", "theirs-1").replace("R2", "R3"),
        partnership="theirs",
    )
    both = load_packs(root).named(pack_id="base-1", local="mine+theirs")
    assert [rule.id for rule in both.rules] == ["R1", "R2", "R3"]


def test_of_one_partnership_one_file_holds_at_a_time_and_the_undated_always(root: Path) -> None:
    dated = LOCAL + "in_force_from = 2021-01-01\nin_force_to = 2021-06-30\n"
    write(root, "mine-1", dated, partnership="mine")
    write(root, "mine-2", dated.replace("mine-1", "mine-2"), partnership="mine")
    with pytest.raises(PackRefused, match="while mine-1 is in force"):
        load_packs(root)
    write(root, "mine-2", LOCAL.replace("mine-1", "mine-2"), partnership="mine")
    library = load_packs(root)
    days = (date(2020, 12, 31), date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 1))
    found = [library.in_force(at=day, local="mine").id for day in days]
    plain, both = "base-1+guards-1+mine-2", "base-1+guards-1+mine-1+mine-2"
    assert found == [plain, both, both, plain]


def test_two_packs_of_one_id_are_refused(root: Path) -> None:
    write(root, "mine-1", LOCAL + "child_absent_allowed = false\n", partnership="mine")
    write(root, "mine-1", LOCAL, partnership="theirs")
    with pytest.raises(PackRefused, match="two packs have this id"):
        load_packs(root)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('why = "Because."', "", "missing keys"),
        ('why_source = "Made up"', "", "missing keys"),
        ('why = "Because."', 'why = " "', "says nothing"),
        ('why_source = "Made up"', 'why_source = ""', "says nothing"),
        ('why = "Because."', 'why = "Because."\nweight = 3', "unknown keys"),
        ('worse = "true"', 'worse = "up"', "do not go together"),
        ('kind = "bool"', 'kind = "text"', "do not go together"),
        ('kind = "bool"', 'kind = "bool"\nvalues = ["a"]', "only a choice"),
    ],
)
def test_a_vocabulary_that_says_what_it_may_not_is_refused(
    root: Path, before: str, after: str, reason: str
) -> None:
    path = root / "vocabulary.toml"
    path.write_text(VOCABULARY.replace(before, after, 1))
    with pytest.raises(VocabularyRefused, match=reason):
        load_vocabulary(path)


@pytest.mark.parametrize(
    ("conflict", "reason"),
    [
        ('not_more = ["hurt", "count"]', "Only numbers"),
        ("when = [{ unheard_of = true }]", "not known"),
        ("when = [{ hurt = { like = true } }]", "not known"),
        ('when = [{ flag.at_least = "none" }]', "not a number"),
    ],
)
def test_a_conflict_that_cannot_be_told_is_refused(root: Path, conflict: str, reason: str) -> None:
    path = root / "vocabulary.toml"
    path.write_text(VOCABULARY + f'[[conflicts]]\ntext = "Both?"\n{conflict}\n')
    with pytest.raises(VocabularyRefused, match=reason):
        load_vocabulary(path)


def test_a_vocabulary_without_facts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.toml"
    path.write_text("")
    with pytest.raises(VocabularyRefused, match="no facts"):
        load_vocabulary(path)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("hurt", 1),
        ("hurt", "yes"),
        ("flag", "Confirmed"),
        ("flag", ["confirmed"]),
        ("flag", True),
        ("age", 18),
        ("age", -1),
        ("age", 12.0),
        ("age", True),
        ("age", "12"),
        ("hours", float("nan")),
        ("hours", float("inf")),
        ("hours", -0.5),
        ("hours", False),
        ("count", 1.5),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_by_name_and_never_repeated(
    root: Path, fact: str, value: object
) -> None:
    library = load_packs(root)
    with pytest.raises(BadValue) as refusal:
        check_facts(vocabulary=library.vocabulary, facts={fact: value})
    assert refusal.value.fact == fact
    text = str(refusal.value)
    assert text.startswith(f"{fact}: the value is not allowed; give ")
    with pytest.raises(BadValue):
        evaluate(pack=library.named(pack_id="base-1"), facts={fact: value})


def test_what_is_known_is_what_is_neither_left_out_nor_null(root: Path) -> None:
    vocabulary = load_vocabulary(root / "vocabulary.toml")
    facts = {"hurt": None, "age": 3, "hours": 2, "slack": -1, "flag": "none"}
    known = check_facts(vocabulary=vocabulary, facts=facts)
    assert known == {"age": 3, "hours": 2, "slack": -1, "flag": "none"}


def test_a_fact_or_source_outside_the_vocabulary_is_refused_by_name(root: Path) -> None:
    library = load_packs(root)
    pack = library.named(pack_id="base-1")
    with pytest.raises(UnknownFact, match="shoe_size"):
        check_facts(vocabulary=library.vocabulary, facts={"shoe_size": None})
    with pytest.raises(UnknownFact, match="shoe_size"):
        evaluate(pack=pack, facts={"shoe_size": None})
    with pytest.raises(UnknownFact, match="shoe_size"):
        evaluate(pack=pack, facts={}, sources={"shoe_size": "somebody"})


def test_an_example_that_claims_what_is_not_so_is_found(root: Path) -> None:
    library = load_packs(root)
    pack = library.named(pack_id="base-1")
    wrong, fired = failures(
        pack=pack,
        example={
            "name": "All wrong",
            "facts": {},
            "level": "high",
            "fires": ["R1/1"],
            "owes": ["visit"],
            "colour": "red",
            "first_question": "age",
        },
    )
    assert fired == set()
    assert len(wrong) == 5
    every = dict.fromkeys(pack.vocabulary.facts) | {"hurt": False, "whereabouts_known": True}
    wrong, _ = failures(
        pack=pack,
        example={
            "name": "Nothing to ask",
            "facts": every,
            "first_question": "",
            "not_fires": ["R1/1"],
        },
    )
    assert wrong == []
    hurt = {"name": "It fires", "facts": {"hurt": True}, "not_fires": ["R1/1"]}
    assert failures(pack=pack, example=hurt)[0] == ["R1/1 fires"]


def test_a_clause_that_no_example_shows_is_found(root: Path) -> None:
    library = load_packs(root)
    path = root / "england_and_wales" / "risk" / "guards-1.examples.toml"
    path.write_text('[[examples]]\nname = "Nothing"\nfacts = {}\nlevel = "absent"\n')
    wrong = check_examples(library=library, file=library.safeguards[0], path=path)
    assert wrong == ["guards-1: no example shows R1/1"]


@pytest.mark.parametrize("hours", ["0", "-1", "true", '"often"'])
def test_a_task_that_comes_again_says_after_how_many_hours(root: Path, hours: str) -> None:
    again = TASK + f"again_after_hours = {hours}\n"
    write(root, "guards-1", SAFEGUARDS + CLAUSE + DUTY + again + DEADLINE)
    with pytest.raises(PackRefused, match="comes again after a number of hours"):
        load_packs(root)


def test_a_task_may_come_again_and_mostly_does_not(root: Path) -> None:
    assert load_packs(root).named(pack_id="base-1").tasks[0].again_after_hours is None
    write(
        root, "guards-1", SAFEGUARDS + CLAUSE + DUTY + TASK + "again_after_hours = 4\n" + DEADLINE
    )
    assert load_packs(root).named(pack_id="base-1").tasks[0].again_after_hours == 4
