"""Who is in a register twice: candidate pairs, and their score by the same model as a search."""

from whereabouts.engines.linking.blocking import Pairs, candidate_pairs
from whereabouts.engines.linking.register import Registered, register
from whereabouts.engines.linking.scoring import Scored, score_pairs

__all__ = [
    "Pairs",
    "Registered",
    "Scored",
    "candidate_pairs",
    "register",
    "score_pairs",
]
