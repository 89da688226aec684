"""V18: phrases that put the harm on the child are no reason; facts and quotations are."""

from datetime import timedelta

import pytest

from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.decide import DecisionRefused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "phrase",
    ["Attention seeking.", "She is streetwise.", "A lifestyle choice", "He always comes back"],
)
def test_a_phrase_alone_is_refused_with_other_words_to_use(
    phrase, take_report, make_actor, decide_as
):
    reference = take_report()
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor("duty_inspector"), reference, level="low", rationale=phrase)
    words = [one.text for one in refused.value.refusals if one.rule == "RF16"]
    assert words
    assert "say " in words[0]


def test_facts_beside_the_childs_own_quoted_words_are_a_reason(
    take_report, make_actor, decide_as, look, noon
):
    reference, inspector = take_report(), make_actor("duty_inspector")
    later = noon + timedelta(minutes=1)
    answer_question(
        actor=inspector, reference=reference, fact="contactable", value=True, said_by="the child",
        source_kind="child", at=later,
    )  # fmt: skip
    decide_as(
        inspector, reference, level="low", at=later,
        rationale="She rang from her aunt's kitchen and said “they call me an attention seeker”.",
        override_reason="The aunt confirmed by video that she eats at the table there.",
    )  # fmt: skip
    assert look(inspector, reference).level == "low"
