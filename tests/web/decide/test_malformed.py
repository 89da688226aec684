"""Whatever is posted to the decide page: no fault of ours, no decision, the field named."""

import random
from uuid import uuid4

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.report_missing import report_missing
from whereabouts.journeys.told import Told
from whereabouts.practice.risk.models import Assertion, Decision

pytestmark = pytest.mark.django_db

VALUES = ["", "yes", "no", "unknown", "missing", "absent", "none", "0", "-1", "1e400", "nan", "inf",
          "1e5", "9" * 400, "x" * 200_000, "\u202etset", "a\u0301" * 50, "\ufeff", "<b>", "Null",
          "None", "O'Connor", "31/2/2012", "2026-13-45T99:99:99", "2026-11-20T12:00:00",
          str(uuid4()), "high\x0b", "١"]  # fmt: skip
FIELDS = ["category", "level", "rationale", "override_reason", "supervisor", "cite", "version",
          "seen_at", "answer-RF01", "reason-RF01", "a-self_harm", "by-self_harm", "w-self_harm",
          "source-self_harm", "a-with_adult_of_concern", "proposal",
          "proposal_because"]  # fmt: skip
DOES = ["decide", "ask", "answer:self_harm", "answer:with_adult_of_concern", "answer:", "answer:x",
        "proposal:agree", "proposal:x", "", "x"]  # fmt: skip


@pytest.mark.full
@pytest.mark.slow
def test_a_hundred_random_posts_decide_nothing(signed_in, make_actor, noon):
    actor = make_actor("call_handler")
    told = Told(
        idempotency_key="k",
        happened_at=noon,
        names="Testa Sampleton",
        facts={"cse_flag": "confirmed"},
    )
    reference = report_missing(actor=actor, told=told, at=noon).episode
    handler, dice = signed_in("duty_inspector"), random.Random(20261120)
    for _ in range(100):
        posted = {name: dice.choice(VALUES) for name in dice.sample(FIELDS, dice.randint(1, 9))}
        posted = {name: text[:150_000] for name, text in posted.items()}
        answer = handler.post(f"/episodes/{reference}/decide/", {**posted, "do": dice.choice(DOES)})
        assert answer.status_code in {200, 400, 403, 404, 409, 422}, posted
    with entered(actor=actor, at=noon):
        assert Decision.objects.count() == 0
        assert all(len(one.words) <= 10_000 for one in Assertion.objects.all())


@pytest.mark.parametrize("name", FIELDS)
def test_a_null_character_names_its_field(signed_in, make_actor, noon, name):
    told = Told(idempotency_key="k", happened_at=noon, names="Testa Sampleton")
    reference = report_missing(actor=make_actor("call_handler"), told=told, at=noon).episode
    answer = signed_in("call_handler").post(
        f"/episodes/{reference}/decide/", {name: "a\x00b", "do": "decide"}
    )
    assert answer.status_code == 400
    assert f'href="#{name}"' in answer.content.decode()
