"""A model is what it was when it was trained, or it is refused."""

import shutil
from math import log2
from pathlib import Path

import pytest

from whereabouts.engines.matching.model import MODELS, ModelRefused, load_model
from whereabouts.engines.matching.nicknames import OTHER_FORMS
from whereabouts.engines.matching.weights import IN_USE, MODEL, given_weight
from whereabouts.interfaces.commands import model_card
from whereabouts.interfaces.commands.train_pairs import note


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODELS, tmp_path / "models"))


def test_the_model_in_use_says_when_and_on_what_it_was_trained() -> None:
    assert MODEL.id == IN_USE
    assert "made-up" in MODEL.trained_on
    assert len(MODEL.sha256) == 64


@pytest.mark.parametrize("ending", ["toml", "tsv"])
def test_a_model_that_was_edited_is_refused(folder: Path, ending: str) -> None:
    file = folder / f"{IN_USE}.{ending}"
    file.write_text(file.read_text().replace("0.00", "0.01", 1))

    with pytest.raises(ModelRefused, match="never edited"):
        load_model(name=IN_USE, folder=folder)


def test_a_model_that_is_not_whole_is_refused(folder: Path) -> None:
    file = folder / f"{IN_USE}.toml"
    file.write_text(file.read_text().replace("slope", "slop"))
    note(folder=folder)

    with pytest.raises(ModelRefused, match="slope"):
        load_model(name=IN_USE, folder=folder)
    with pytest.raises(ModelRefused, match="not complete"):
        load_model(name="no-such-model", folder=folder)


def test_a_chance_is_a_chance(folder: Path) -> None:
    file = folder / f"{IN_USE}.toml"
    file.write_text(file.read_text().replace("exact = { m = 0.", "exact = { m = 7."))
    note(folder=folder)

    with pytest.raises(ModelRefused, match="chances"):
        load_model(name=IN_USE, folder=folder)


def test_a_common_name_says_less_than_a_rare_one() -> None:
    common = max(MODEL.shares["given"], key=MODEL.shares["given"].__getitem__)
    rare = given_weight(level="same", name="zebedee")

    assert given_weight(level="same", name=common) < rare
    assert rare == pytest.approx(log2(MODEL.chances["given"]["same"][0] / MODEL.rarest))


def test_a_probability_grows_with_the_bits_and_never_leaves_its_bounds() -> None:
    said = [MODEL.probability(bits) for bits in (-1e9, -40, 0, 20, 40, 80, 1e9)]

    assert said == sorted(said)
    assert said[0] >= 0
    assert said[-1] <= 1


def test_each_word_held_on_people_whom_the_model_never_saw() -> None:
    judged = model_card.json.loads(
        (model_card.DOCS / "model-card" / f"{IN_USE}.json").read_text(encoding="utf-8")
    )

    assert judged["sha256"] == MODEL.sha256
    assert {band["word"] for band in judged["bands"]} >= {"almost certain", "likely", "possible"}
    for band in judged["bands"]:
        assert band["from"] - 0.01 <= band["true"] <= band["to"] + 0.01


def test_the_card_and_its_chart_are_of_this_model() -> None:
    assert model_card.main(["--check"]) == 0


def test_a_card_judged_before_a_short_form_was_added_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(OTHER_FORMS, "testa", frozenset({"testa", "tessie"}))

    with pytest.raises(KeyError, match="judge it again"):
        model_card.pages(docs=model_card.DOCS)
