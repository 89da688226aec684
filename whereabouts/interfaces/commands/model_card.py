"""`model_card`: prints the card of the model of pairs in use, and its chart, from their data."""

# ruff: noqa: E501 (sentences of a page)

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whereabouts.engines.matching.weights import IN_USE, MODEL
from whereabouts.interfaces.commands.linking.judging import forms_sha256

DOCS = Path(__file__).resolve().parents[3] / "docs"
REFUSED, WRONG_USAGE = 1, 2
NAMES = {
    "given": "Given name",
    "family": "Family name",
    "born": "Date of birth or age",
    "sex": "Sex",
    "place": "Place",
    "phone": "Phone",
    "identifier": "Number of another register",
}
# Another place or phone is said to be other, but weighs nothing: a missing child is elsewhere.
WEIGHS_NOTHING = {("place", "other"), ("phone", "other")}
ROW, LEFT, WIDTH, SCALE, ZERO = 18, 230, 760, 20, 420


def main(argv: list[str]) -> int:
    """Write the card, or with --check say what is stale; return 0, or 1 where anything is."""
    parser = argparse.ArgumentParser(prog="whereabouts model_card")
    parser.add_argument("--docs", type=Path, default=DOCS)
    parser.add_argument("--check", action="store_true", help="write nothing")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    made = pages(docs=options.docs)
    if options.check:
        wrong = [name for name, text in made.items() if _read(options.docs / name) != text]
        print("\n".join(f"{name} is stale: run `model_card`." for name in wrong) or "Fresh.")
        return REFUSED if wrong else 0
    for name, text in made.items():
        (options.docs / name).write_text(text, encoding="utf-8")
    return 0


def pages(*, docs: Path) -> dict[str, str]:
    """Return the card and its chart by file name.

    :raises KeyError: what was judged is not of the model and the short forms in use.
    """
    judged, before = (
        json.loads((docs / "model-card" / f"{IN_USE}{of}.json").read_text(encoding="utf-8"))
        for of in ("", "-before")
    )
    if (judged["sha256"], judged["forms_sha256"]) != (MODEL.sha256, forms_sha256()):
        raise KeyError(f"{IN_USE} was judged before it was as it is: judge it again.")
    return {
        "model-card.md": "\n".join(_card(judged, before)) + "\n",
        "model-card/weights.svg": "\n".join(_chart()) + "\n",
    }


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _weights() -> Iterator[tuple[str, str, float, float, float]]:
    for comparison, levels in MODEL.chances.items():
        bits = MODEL.weights(comparison)
        for level, (m, u) in levels.items():
            nothing = (comparison, level) in WEIGHS_NOTHING
            yield comparison, level, m, u, 0.0 if nothing else bits[level]


def _chart() -> Iterator[str]:
    rows = list(_weights())
    height = ROW * (len(rows) + len(MODEL.chances)) + 40
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="arial, sans-serif" font-size="12">'
    )
    yield f"<title>Match weights of {IN_USE}, in bits</title>"
    yield f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    yield f'<line x1="{ZERO}" y1="0" x2="{ZERO}" y2="{height}" stroke="#505a5f"/>'
    top, before = 4, ""
    for comparison, level, _, _, bits in rows:
        if comparison != before:
            top += ROW
            yield f'<text x="8" y="{top + 12}" font-weight="bold">{NAMES[comparison]}</text>'
        before = comparison
        start, length = min(ZERO, ZERO + bits * SCALE * 0.7), abs(bits) * SCALE * 0.7
        colour = "#00703c" if bits >= 0 else "#d4351c"
        yield (
            f'<rect x="{start:.1f}" y="{top}" width="{max(length, 1):.1f}" height="{ROW - 4}" '
            f'fill="{colour}"/>'
        )
        yield f'<text x="{LEFT}" y="{top + 12}">{level.replace("_", " ")}</text>'
        end = f'x="{start + length + 4:.1f}"' if bits >= 0 else f'x="{start - 34:.1f}"'
        yield f'<text {end} y="{top + 12}">{bits:+.1f}</text>'
        top += ROW
    yield "</svg>"


def _card(judged: dict[str, Any], before: dict[str, Any]) -> Iterator[str]:
    yield f"# Model card: {IN_USE}"
    yield ""
    yield "*Printed by `model_card` from the model and what it was judged by: change those.*"
    yield ""
    yield (
        f"By this model the search, the suggested pairs and `bin/whereabouts link` say how likely "
        f"two records are of one child. Dated {MODEL.dated}, trained on {MODEL.trained_on}. "
        f"SHA-256 of its two files: `{MODEL.sha256}`. Nobody is ever joined by it: it has no "
        "automatic tier, and a named person decides every pair."
    )
    yield from ("", "**No real record was used, and no practitioner has looked at its figures.**")
    yield (
        "The corpus is made up by us, so that it shows what our noise does, not what a force's "
        "does: train and judge again on a force's own joined records before relying on it."
    )
    yield from ("", "## Comparisons and weights", "")
    yield (
        "A weight is log2(m / u), in bits: how much more often two records of one child agree so (m) "
        "than two taken at random (u). What either side lacks weighs nothing. Where both hold the "
        "very same name, u is the share of people who bear it "
        f"({sum(map(len, MODEL.shares.values()))} common names listed; a rarer one counts as "
        f"1 in {1 / MODEL.rarest:,.0f})."
    )
    yield from ("", "![Match weights](model-card/weights.svg)", "")
    yield from ("| comparison | level | m | u | bits |", "|---|---|---|---|---|")
    for comparison, level, m, u, bits in _weights():
        yield f"| {NAMES[comparison]} | {level.replace('_', ' ')} | {m:.4f} | {u:.6f} | {bits:+.1f} |"
    yield from (
        "",
        "Judged by us, not counted, since no second record in the corpus shows it: an age or a",
    )
    yield "year (overlap year, near range, overlap), a wrong sex, another date of birth altogether."
    yield from ("", "## From bits to a probability", "")
    yield (
        f"P = 1 / (1 + 2^-({MODEL.slope:.4f} × bits − {-MODEL.shift:.3f})), fitted on another made-up "
        f"register for a nation of {MODEL.people:,} people of whom 6 in 100 have a second record. "
        "Pairs that share only what brothers and sisters share (family name, address, date of birth) "
        "are outside it: a rule leaves them out (`records/pairs/rules.py`), since no sum tells twins."
    )
    yield from ("", f"## What the words mean, on {judged['people']:,} people it never saw", "")
    yield from ("| word | probability | said, mean | true | pairs |", "|---|---|---|---|---|")
    for band in judged["bands"]:
        yield (
            f"| {band['word']} | {band['from']:g} to {band['to']:g} | {band['said']:.4f} | "
            f"{band['true']:.4f} | {band['pairs']} |"
        )
    yield from ("", "## What a threshold costs", "")
    yield "Strangers counted as often as among the nation; recall over every true pair, found or not."
    yield from (
        "",
        "| suggested from | precision | recall | false in a thousand |",
        "|---|---|---|---|",
    )
    for row in judged["thresholds"]:
        chosen = " (in use)" if row["least"] == 0.7 else ""
        yield (
            f"| {row['least']:g}{chosen} | {row['precision']:.4f} | {row['recall']:.4f} | "
            f"{row['false_in_a_thousand']:g} |"
        )
    left = judged["left_out_as_siblings"]
    yield ""
    yield (
        f"The rule for brothers and sisters left out {left['false']} false pairs and {left['true']} "
        f"true ones. Keys in common brought {judged['true_among_candidates']} of "
        f"{judged['twice']} true pairs together at all."
    )
    yield from ("", "## By origin of the name", "")
    yield from _by_group("origin", judged["origins"])
    yield ""
    yield from _fairness(judged["origins"])
    yield ""
    yield from _what_mended(judged["origins"], before["origins"])
    yield from ("", "## By ethnic group", "")
    yield (
        "The made-up people have names and no ethnic group: each household was given one by the origin "
        "of its names, in shares that we judged (`ethnic_groups.toml`). So this says what names do to "
        "each group, and nothing else; children with British names of whatever group look alike here. "
        "What else differs by group, such as how often an agency notes a date or a number, only a "
        "force's own joined records can say."
    )
    yield ""
    yield from _by_group("ethnic group", judged["ethnic_groups"])
    yield ""
    yield from _answer(judged["ethnic_groups"])
    yield from ("", "## By what was noted wrongly", "")
    yield from ("| kind of noise | recall at likely |", "|---|---|")
    yield from (
        f"| {name.replace('_', ' ')} | {share:.3f} |" for name, share in judged["kinds"].items()
    )


def _by_group(kind: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield from (
        (
            f"| {kind} | true pairs | compared | recall, likely | precision, likely | recall, possible | "
            "precision, possible |"
        ),
        "|---|---|---|---|---|---|---|",
    )
    for row in rows:
        likely, possible = row["likely"], row["possible"]
        yield (
            f"| {row['origin'].replace('_', ' ')} | {row['true']} | {row['candidates']:.3f} | "
            f"{likely['recall']:.3f} | {likely['precision']:.3f} | {possible['recall']:.3f} | "
            f"{possible['precision']:.3f} |"
        )


def _answer(groups: list[dict[str, Any]]) -> Iterator[str]:
    """Say which group is found least often, and what the threshold while missing gives back."""
    lowest = min(groups, key=lambda row: float(row["likely"]["recall"]))
    least = min(groups, key=lambda row: float(row["possible"]["recall"]))
    yield (
        f"Found least often: {lowest['origin']} children, {lowest['likely']['recall']:.3f} at *likely* and "
        f"{lowest['possible']['recall']:.3f} at *possible*, from which on pairs are suggested where both "
        f"are missing now; there nobody is under {least['possible']['recall']:.3f}. Groups of a hundred "
        "true pairs or fewer say little."
    )


def _fairness(origins: list[dict[str, Any]]) -> Iterator[str]:
    """Say whose children are found less often, and who are more often taken for another."""

    def named(row: dict[str, Any]) -> str:
        return str(row["origin"]).replace("_", " ")

    by_recall = sorted(origins, key=lambda row: float(row["likely"]["recall"]))
    by_precision = sorted(origins, key=lambda row: float(row["likely"]["precision"]))
    lowest, highest = by_recall[0], by_recall[-1]
    worst, best = by_precision[0], by_precision[-1]
    yield (
        f"Found least often: children with {named(lowest)} names (recall {lowest['likely']['recall']:.3f}"
        f" against {highest['likely']['recall']:.3f} for {named(highest)} names). Taken for another "
        f"child most often: {named(worst)} names (precision {worst['likely']['precision']:.3f} against "
        f"{best['likely']['precision']:.3f}). Where there are a hundred true pairs, one more or less is a "
        "hundredth."
    )
    yield ""
    yield (
        "What answers it: one threshold for everybody, chosen by what it costs the origin that fares "
        "worst; the lower word, *possible*, is used where both children are missing now; a person "
        "decides every pair, and sees what differs. A threshold by ethnicity would treat a child by "
        "it, and is not used."
    )


def _what_mended(after: list[dict[str, Any]], before: list[dict[str, Any]]) -> Iterator[str]:
    """Say what was done for those who fared worst, and what it came to, origin by origin."""
    yield (
        "What was done, since thresholds alone mend nothing, by the evidence that there is. Before and "
        "after are of one register, by which neither list nor rule was made:"
    )
    yield ""
    yield (
        "- Keys that each kind of noise leaves alone: a short form beside an age, a slip in the first "
        "letter, a date a figure out beside a slip in the family name. Without them such a child was "
        "compared with nobody: most often one of a British or West African name."
    )
    yield "- Short forms in use that the list lacked."
    yield (
        "- At one address and of one family name, one word of the given names in common is not the "
        "given name (Shu-fen, Shu-hui; Mohammed Hassan, Mohammed Ali), and with another date of birth "
        "neither is a name that only sounds alike: brothers and sisters of Chinese, South Asian and "
        "Arabic names were taken for one another most. It takes more: a number, or the child's own phone."
    )
    yield ""
    yield from (
        (
            "| origin | compared | recall, likely | precision, likely | recall, possible | "
            "precision, possible |"
        ),
        "|---|---|---|---|---|---|",
    )
    was = {row["origin"]: row for row in before}
    for row in after:
        then = was[row["origin"]]
        figures = " | ".join(
            f"{old:.3f} → {new:.3f}"
            for old, new in (
                (then["candidates"], row["candidates"]),
                (then["likely"]["recall"], row["likely"]["recall"]),
                (then["likely"]["precision"], row["likely"]["precision"]),
                (then["possible"]["recall"], row["possible"]["recall"]),
                (then["possible"]["precision"], row["possible"]["precision"]),
            )
        )
        yield f"| {row['origin'].replace('_', ' ')} | {figures} |"
    yield ""
    yield (
        "What it cost: a few true pairs of Chinese names, of whom a word was noted so otherwise that it "
        "looks like a sister's; with a number or a phone they are suggested all the same."
    )
    yield ""
    yield (
        "What is left: few family names, borne by few of the nation but by many of one origin, agree by "
        "chance more often than the model thinks, which takes given and family name to be independent. "
        "It would take the chances of a given name beside a family name, from real joined records."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
