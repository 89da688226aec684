"""The partnership's pack: outcomes, timeliness, talks, plans, voice, diversity, what help did.

Every table is protected before it is printed. Harm is always as it was asked about; nothing here
says of anybody who was not asked that they came to none.
"""

from __future__ import annotations

from whereabouts.insight.figures.facts import Facts
from whereabouts.insight.figures.pack_children import diversity, plans, voice
from whereabouts.insight.figures.pack_help import effort, help_given
from whereabouts.insight.figures.pack_outcomes import outcomes, talks, timeliness
from whereabouts.insight.figures.pack_shapes import Measures, Section, measures
from whereabouts.insight.figures.protected import About

__all__ = ["Measures", "Section", "effort", "measures", "pack"]


def pack(*, facts: Facts, about: About, by: Measures) -> list[Section]:
    """Return the pack's parts in order."""
    return [
        outcomes(facts=facts, about=about),
        timeliness(facts=facts, about=about, by=by),
        talks(facts=facts, about=about, by=by),
        plans(facts=facts, about=about, by=by),
        voice(facts=facts, about=about),
        diversity(facts=facts, about=about, by=by),
        help_given(facts=facts, about=about, by=by),
    ]
