"""Who reviews force, which way a matter goes, and from whom it is sealed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from whereabouts.practice.conduct import rules
from whereabouts.practice.conduct.rules import Force, Incomplete, NotInList, Staff, Told
from whereabouts.practice.conduct.vocabulary import ABOUT_KINDS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ABOVE = {"response_officer": "supervisor", "supervisor": "duty_inspector"}
FORCE = Force(used_at=NOON, tactics=("held",), why="They ran towards the road.")
TOLD = Told(kind="hurt", about_kind="officer", words="He pushed me.", said_at=NOON)


def staff(agency, *, team=None, kind="police_force", roles=("response_officer",)):
    return Staff(key=uuid4(), agency=agency, agency_kind=kind, team=team, roles=frozenset(roles))


@pytest.mark.parametrize("tactic", ["energy_device", "baton", "spray", "dog", "spit_guard"])
def test_what_may_maim_is_reviewed_by_a_superintendent_and_a_threat_of_it_too(tactic):
    assert rules.reviewed_by(tactics=(tactic, "words")) == "superintendent"
    assert rules.reviewed_by(tactics=("held", "words")) == "duty_inspector"


def test_a_reviewer_was_not_there_and_has_the_rank():
    member, there = uuid4(), [uuid4()]
    ask = {"member": member, "there": there, "role": "duty_inspector"}
    assert rules.may_review(roles={"duty_inspector"}, **ask)
    assert rules.may_review(roles={"superintendent"}, **ask)
    assert not rules.may_review(roles={"supervisor"}, **ask)
    assert not rules.may_review(roles={"duty_inspector"}, **{**ask, "role": "superintendent"})
    assert not rules.may_review(roles={"superintendent"}, **{**ask, "there": [member]})


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"tactics": ()}, ("tactics",)),
        ({"why": "  "}, ("why",)),
        ({"used_at": NOON + timedelta(hours=1)}, ("used_at",)),
    ],
)
def test_force_lacks_by_name(changes, fields):
    with pytest.raises(Incomplete) as refused:
        rules.check_force(force=replace(FORCE, **changes), at=NOON)
    assert refused.value.fields == fields
    with pytest.raises(NotInList):
        rules.check_force(force=replace(FORCE, tactics=("magic",)), at=NOON)


def test_a_matter_lacks_by_name():
    rules.check_told(told=TOLD, at=NOON)
    with pytest.raises(Incomplete) as refused:
        rules.check_told(told=replace(TOLD, words=" ", said_at=NOON + timedelta(hours=1)), at=NOON)
    assert refused.value.fields == ("words", "said_at")
    for name in ("kind", "about_kind", "said_by", "wants"):
        with pytest.raises(NotInList) as unlisted:
            rules.check_told(told=replace(TOLD, **{name: "magic"}), at=NOON)
        assert unlisted.value.field == name


def test_an_officer_goes_to_standards_and_everybody_else_to_the_designated_officer():
    ways = {kind: rules.route_of(about_kind=kind) for kind, _ in ABOUT_KINDS}
    assert ways.pop("officer") == rules.STANDARDS
    assert set(ways.values()) == {rules.DESIGNATED}


def test_an_officer_is_sealed_off_with_their_team_and_line_and_not_with_the_whole_force():
    force, team, line = uuid4(), uuid4(), uuid4()
    named = staff(force, team=team)
    assert set(rules.sealed_from(named=named, line=[line])) == {named.key, team, line}


@pytest.mark.parametrize("kind", ["home", "provider"])
def test_in_a_home_or_a_provider_everybody_is_sealed_off(kind):
    named = staff(uuid4(), kind=kind)
    assert named.agency in rules.sealed_from(named=named)


def test_where_nobody_can_say_who_it_was_everybody_who_was_there_is_sealed_off():
    force, team = uuid4(), uuid4()
    one, other = staff(force, team=team), staff(force)
    assert set(rules.sealed_from(named=None, were_there=[one, other])) == {
        one.key, other.key, team,
    }  # fmt: skip


def test_the_line_is_whoever_stands_above_in_the_team_else_in_the_agency():
    force, team = uuid4(), uuid4()
    named = staff(force, team=team)
    own = staff(force, team=team, roles=("supervisor",))
    other_team = staff(force, team=uuid4(), roles=("supervisor",))
    elsewhere = staff(uuid4(), team=team, roles=("supervisor",))
    both = [named, own, other_team, elsewhere]
    assert rules.line_of(named=named, colleagues=both, above=ABOVE) == {own.key}
    without = [named, other_team, elsewhere]
    assert rules.line_of(named=named, colleagues=without, above=ABOVE) == {other_team.key}
    alone = replace(named, team=None)
    assert rules.line_of(named=alone, colleagues=both, above=ABOVE) == {own.key, other_team.key}
