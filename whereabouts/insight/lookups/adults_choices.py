"""The lists that the forms about adults offer."""

from datetime import date

from whereabouts.practice.adults import vocabulary
from whereabouts.practice.adults.grading import Part, scheme_on
from whereabouts.records.people.vocabulary import ADULT_LINK_KINDS, STRENGTHS

TRACE_KINDS = vocabulary.TRACE_KINDS
OTHERS_ANSWERS = vocabulary.OTHERS_ANSWERS
ACTION_KINDS = vocabulary.ACTION_KINDS
END_KINDS = vocabulary.END_KINDS
RELEASE_PARTS = vocabulary.RELEASE_PARTS
DELIVERY_WAYS = vocabulary.DELIVERY_WAYS
ACKNOWLEDGED = vocabulary.ACKNOWLEDGED
REVIEW_KINDS = vocabulary.REVIEW_KINDS
REVIEW_FINDINGS = vocabulary.REVIEW_FINDINGS
ARREST_DECISIONS = vocabulary.ARREST_DECISIONS
LINK_KINDS = ADULT_LINK_KINDS
LINK_STRENGTHS = STRENGTHS


def grading_parts(*, on: date) -> tuple[str, tuple[Part, ...]]:
    """Return the scheme that holds on a day, and the parts of a grade with their codes."""
    scheme = scheme_on(on=on)
    return scheme.id, scheme.parts
