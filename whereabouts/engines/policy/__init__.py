"""The policy engine: facts in, a recommendation with every reason and every question out."""

from .decisions import Needs, decision_needs
from .evaluation import evaluate, grade
from .explaining import questions_for_caller, record_text, sayable
from .library import PackLibrary, combine, load_packs
from .model import (
    CATEGORIES,
    FOLLOWED,
    IMMEDIACY,
    LEVELS,
    PASSING_RANKS,
    SERIOUSNESS,
    Clause,
    Deadline,
    Fact,
    Obligation,
    Pack,
    Rule,
    Task,
    Vocabulary,
)
from .refusals import (
    BadValue,
    CannotDecide,
    NoPackInForce,
    PackRefused,
    UnknownFact,
    UnknownPack,
    VocabularyRefused,
)
from .vocabulary import check_facts, load_vocabulary

__all__ = [
    "CATEGORIES",
    "FOLLOWED",
    "IMMEDIACY",
    "LEVELS",
    "PASSING_RANKS",
    "SERIOUSNESS",
    "BadValue",
    "CannotDecide",
    "Clause",
    "Deadline",
    "Fact",
    "Needs",
    "NoPackInForce",
    "Obligation",
    "Pack",
    "PackLibrary",
    "PackRefused",
    "Rule",
    "Task",
    "UnknownFact",
    "UnknownPack",
    "Vocabulary",
    "VocabularyRefused",
    "check_facts",
    "combine",
    "decision_needs",
    "evaluate",
    "grade",
    "load_packs",
    "load_vocabulary",
    "questions_for_caller",
    "record_text",
    "sayable",
]
