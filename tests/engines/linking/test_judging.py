"""The card tells precision and recall by group, each household of one group, drawn by its names."""

import tomllib

import numpy as np
import pytest

from whereabouts.interfaces.commands.linking.judging import GROUPS, ethnic_groups, judged
from whereabouts.interfaces.commands.linking.made_up import MadeUp, made_up_register
from whereabouts.interfaces.commands.linking.training import compared


@pytest.fixture(scope="module")
def made() -> MadeUp:
    """Return a register, made when a test first asks: not wherever tests are only collected."""
    return made_up_register(people=3_000, twice=200, seed=5)


def test_a_household_is_of_one_ethnic_group_and_the_same_seed_draws_the_same(made: MadeUp) -> None:
    names, group = ethnic_groups(people=made.people, seed=5)
    again = ethnic_groups(people=made.people, seed=5)[1]

    assert (group == again).all()
    for house in np.unique(made.people.household)[:200].tolist():
        assert len(set(group[made.people.household == house].tolist())) == 1
    chinese = group[made.people.origin == made.people.origins.index("chinese")]
    assert {names[one] for one in chinese.tolist()} <= {"Chinese", "Mixed"}


def test_every_origin_has_its_shares_of_a_hundred_and_the_file_says_whose_they_are(
    made: MadeUp,
) -> None:
    said = tomllib.loads(GROUPS.read_text(encoding="utf-8"))

    assert set(said["shares"]) == set(made.people.origins)
    assert {sum(of_origin.values()) for of_origin in said["shares"].values()} == {100}
    assert said["source"]
    assert said["dated"]


def test_groups_and_origins_count_every_true_pair_once(made: MadeUp) -> None:
    found = judged(compared=compared(made=made), seed=5)

    for kind in ("origins", "ethnic_groups"):
        assert sum(row["true"] for row in found[kind]) == found["twice"] == 200
        hits = sum(row["likely"]["recall"] * row["true"] for row in found[kind])
        whole = next(row for row in found["thresholds"] if row["least"] == 0.7)
        assert hits / 200 == pytest.approx(whole["recall"], abs=2e-3)
