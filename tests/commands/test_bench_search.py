"""The measure of the index, on a small nation and without its peers."""

import json

import pytest

from whereabouts.interfaces.commands import bench_search
from whereabouts.interfaces.commands.corpus import KINDS


def test_it_prints_speed_beside_accuracy(capsys):
    asked = ["--people", "5000,6000", "--queries", "66", "--rounds", "1"]
    asked += ["--peers", "none", "--seed", "5"]

    assert bench_search.main(asked) == 0

    report = json.loads(capsys.readouterr().out)
    assert [each["people"] for each in report["sizes"]] == [5_000, 6_000]
    (growth,) = report["growth"]
    assert (growth["from"], growth["to"]) == (5_000, 6_000)
    assert growth["p99_ms"] > 0
    for each in report["sizes"]:
        assert each["index"]["recall_at_20"] >= 0.98
        assert each["index"]["recall_at_1"] >= 0.9
        assert 0 < each["index"]["p50_ms"] <= each["index"]["p99_ms"]
        assert set(each["index"]["by_kind"]) == set(KINDS)
        assert set(each["fresh"]) >= {"put_99_ms", "put_and_found_99_ms", "remove_99_ms"}
        for access in each["access"].values():
            assert access["on"]["recall_at_20"] >= 0.98
            assert access["ratio_p50"] > 0
        assert "trigram" not in each


@pytest.mark.parametrize(
    "wrong", [["--people", "0"], ["--people", "9,"], ["--rounds", "x"], ["--nothing"]]
)
def test_wrong_usage_says_so(wrong, capsys):
    assert bench_search.main(wrong) == 2
    assert capsys.readouterr().err
