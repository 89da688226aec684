"""A replay's document as lines that somebody reads."""

from __future__ import annotations

from typing import Any

OF_HIGH = ("episodes", "recommended", "considered", "declined", "overridden")
OWN_RULES = (
    ("below", "below"), ("above", "above"), ("declined", "HIGH declined"), ("barred", "barred"),
    ("no_category", "lowest where no child may be"), ("named_otherwise", "another pack's name"),
)  # fmt: skip


def in_words(*, document: dict[str, Any]) -> str:
    """Return the document of a replay as lines to read."""
    differs, high, approval = document["different"], document["high"], document["approval"]
    lines = [
        f"{document['episodes']:,} episodes under {_of(document)}, in {document['seconds']} s",
        (
            f"graded higher than was decided: {differs['higher']:,}; lower: {differs['lower']:,};"
            f" the same: {differs['same']:,}; nobody had decided: {differs['not_decided']:,}"
        ),
        (
            f"HIGH: recommended {high['recommended']:,}, considered {high['considered']:,},"
            f" declined {high['declined']:,}, overridden {high['overridden']:,}"
        ),
        f"graded below what the rules bar: {document['second_look']['below_what_was_known']:,}",
        "",
        "rule: recommended, considered, declined, overridden",
    ]
    lines += [
        f"  {rule}: {row['recommended']:,}, {row['considered']:,}, {row['declined']:,},"
        f" {row['overridden']:,}"
        for rule, row in high["by_rule"].items()
    ]
    for title, part in (("force", "by_force"), ("age", "by_age"), ("care", "by_care")):
        lines += ["", f"HIGH by {title}: episodes, recommended, considered, declined, overridden"]
        lines += [
            f"  {name}: " + ", ".join(f"{row[one]:,}" for one in OF_HIGH)
            for name, row in high[part].items()
        ]
    lines += ["", "force: episodes, higher, lower, high decided, high graded"]
    lines += [
        f"  {row['force']}: {row['episodes']:,}, {row['higher']:,}, {row['lower']:,},"
        f" {row['high_decided']:,}, {row['high_graded']:,}"
        for row in document["by_force"]
    ]
    lines += _own_rules(document["own_rules"]) if "own_rules" in document else []
    for which in ("higher", "lower"):
        for one in document["examples"][which]:
            lines += [
                "",
                (
                    f"{one['episode']} ({one['force']}, {one['reported_at'][:10]}):"
                    f" decided {one['decided']}, graded {one['graded']}"
                ),
                *(f"  {reason}" for reason in one["because"]),
            ]
    return "\n".join([*lines, "", *_approval(approval)])


def _of(document: dict[str, Any]) -> str:
    if "own_rules" not in document:
        return str(document["pack"])
    return f"what each force followed on the day ({len(document['own_rules']['packs'])} packs)"


def _own_rules(own: dict[str, Any]) -> list[str]:
    """Return by force how its decisions stand beside its own rules."""
    shown = [(name, words) for name, words in OWN_RULES if name in own]
    lines = [
        "",
        "decided against the force's own rules of the day: "
        + ", ".join(f"{words} {own[name]:,}" for name, words in shown),
        f"force: episodes, {', '.join(words for _, words in shown)}: what it followed",
    ]
    for row in own["by_force"]:
        numbers = ", ".join(f"{row[name]:,}" for name in ("episodes", *dict(shown)))
        lines.append(f"  {row['force']}: {numbers}: {'; '.join(row['packs'])}")
    return lines


def _approval(approval: dict[str, Any]) -> list[str]:
    """Return what needs approval, and who gave it."""
    if "by_pack" in approval:
        needing = [one for one in approval["by_pack"] if one["needed"]]
        lines = [line for one in needing for line in (f"{one['pack']} needs approval:", *_why(one))]
        return lines or ["No approval is needed."]
    if not approval["needed"]:
        return ["No approval is needed."]
    return ["This pack needs approval:", *_why(approval)]


def _why(approval: dict[str, Any]) -> list[str]:
    lines = [f"  {reason}" for reason in approval["because"]]
    if "given" in approval:
        lines += [f"  approved by {one['by']} at {one['at']}" for one in approval["given"]]
        lines += [] if approval["given"] else ["  nobody has approved it as it stands"]
    return lines
