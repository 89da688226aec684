"""One count: what is shown of it, and what a reader could work out from that."""

from datetime import date
from pathlib import Path

import pytest

from whereabouts.engines.disclosure import (
    HIDDEN,
    TOO_FEW,
    RulesRefused,
    Shown,
    UnknownRules,
    could_be,
    named_rules,
    read_rules,
    shown,
    shown_mean,
    shown_share,
)
from whereabouts.engines.disclosure.counts import RULES

DAY = date(2026, 11, 20)
OURS = named_rules(rules_id="ours", at=DAY)
DFE = named_rules(rules_id="dfe-national", at=DAY)
AUTHORITY = named_rules(rules_id="dfe-authority", at=DAY)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (1, "c"),
        (4, "c"),
        (5, "5"),
        (7, "5"),
        (8, "10"),
        (12, "10"),
        (13, "15"),
        (1002, "1000"),
    ],
)
def test_a_count_is_hidden_under_five_and_else_rounded_to_five(count, text):
    assert shown(count=count, rules=OURS).text == text


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (4, "0"), (5, "10"), (14, "10"), (15, "20")])
def test_national_counts_are_rounded_to_ten_with_halves_upward(count, text):
    assert shown(count=count, rules=DFE).text == text


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "c"), (5, "c"), (6, "6"), (721, "721")])
def test_counts_by_authority_are_hidden_up_to_five_and_not_rounded(count, text):
    assert shown(count=count, rules=AUTHORITY).text == text


@pytest.mark.parametrize("rules", [OURS, DFE, AUTHORITY], ids=lambda rules: rules.id)
def test_what_a_figure_could_be_is_every_count_that_shows_as_it_and_no_other(rules):
    for count in range(120):
        seen = shown(count=count, rules=rules)
        least, most = could_be(seen=seen, rules=rules)
        alike = [other for other in range(200) if shown(count=other, rules=rules) == seen]
        assert (least, most) == (alike[0], alike[-1])


def test_a_figure_hidden_for_anothers_sake_looks_like_any_hidden_one():
    assert Shown(None, HIDDEN).text == Shown(None, TOO_FEW).text == "c"
    assert could_be(seen=Shown(None, HIDDEN), rules=OURS) == (1, None)


def test_shares_and_means_say_no_more_than_the_counts_they_come_from():
    assert shown_share(part=22, whole=98, rules=OURS) == Shown(20.0)
    assert shown_mean(total=131, over=41, rules=OURS) == Shown(3.3)
    for part in (18, 19, 20, 21, 22):
        assert shown_share(part=part, whole=100, rules=OURS, places=2) == Shown(20.0)


@pytest.mark.parametrize(("part", "whole"), [(3, 100), (5, 9), (0, 0), (2, 3)])
def test_a_share_of_few_or_over_few_is_hidden(part, whole):
    assert shown_share(part=part, whole=whole, rules=OURS).number is None


def test_rules_are_found_by_the_day_and_unknown_ones_are_refused_by_name():
    assert named_rules(rules_id="ours", at=date(2015, 3, 1)).version == 1
    with pytest.raises(UnknownRules, match="ours"):
        named_rules(rules_id="ours", at=date(2015, 2, 28))
    with pytest.raises(UnknownRules, match="theirs"):
        named_rules(rules_id="theirs", at=DAY)


def test_every_set_of_rules_has_a_source_and_says_whether_it_is_settled():
    for entry in read_rules(text=RULES.read_text()):
        assert entry.source
        assert entry.status in ("proposed", "settled")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("round_to = 5", "round_to = 0"), "below one"),
        (("round_to = 5", "round_to = 20"), "show as nothing"),
        (('source = "', 'sauce = "'), "needs"),
    ],
)
def test_rules_that_would_protect_nothing_are_refused(change, says):
    text = Path(RULES).read_text()
    with pytest.raises(RulesRefused, match=says):
        read_rules(text=text.replace(*change))


def test_a_version_given_twice_is_refused():
    text = RULES.read_text()
    with pytest.raises(RulesRefused, match="twice"):
        read_rules(text=text + text[text.index("[[rules]]") :])
