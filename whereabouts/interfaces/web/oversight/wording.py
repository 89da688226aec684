"""How levels, axes and confidence are offered, and how agreement is said."""

from whereabouts.interfaces.web.wording import IMMEDIACY, LEVELS, SERIOUSNESS

LEVEL_CHOICES = [
    (level, words + (": no apparent risk" if level == "absent" else ""))
    for level, words in LEVELS.items()
]
SERIOUSNESS_CHOICES = list(reversed(SERIOUSNESS.items()))
IMMEDIACY_CHOICES = list(reversed(IMMEDIACY.items()))
CONFIDENCES = [("sure", "Sure"), ("fairly", "Fairly sure"), ("unsure", "Not sure")]


def kappa(value: float | None) -> str:
    """Return a kappa with two decimals, or that there is none."""
    return "cannot be said" if value is None else f"{value:.2f}".replace("-", "−")


def percent(value: float | None) -> str:
    """Return a share in percent, or a dash where there is nothing to share."""
    return "–" if value is None else f"{value * 100:.0f}%"
