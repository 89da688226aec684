"""Whatever is done, by whom, in whatever order: what must never be false is not.

Everyday a few examples; `WHEREABOUTS_STATEFUL="1000x50"` asks for a thousand of fifty steps each.
"""

import os
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RULE_MARKER,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.journeys.returning_cast import ANSWERS, Night
from tests.proving.model import Known, hold, look
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.audit.verifying import faults_of
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.accept_task import accept_task
from whereabouts.journeys.acknowledge_notice import acknowledge_notice
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_note import add_note
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.answer_challenge import answer_challenge
from whereabouts.journeys.answer_hand_over import answer_hand_over
from whereabouts.journeys.answer_proposal import answer_proposal
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.answer_transfer import answer_transfer
from whereabouts.journeys.attend import say_arrived, say_child_seen
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.clock import fire
from whereabouts.journeys.close_follow_up import reopen_follow_up
from whereabouts.journeys.decide import Wish, decide
from whereabouts.journeys.decide_destination import decide_destination
from whereabouts.journeys.end_flag import end_flag
from whereabouts.journeys.join_records import join_records, part_records
from whereabouts.journeys.link_missing_together import link_missing_together
from whereabouts.journeys.offer_hand_over import offer_hand_over
from whereabouts.journeys.offer_transfer import offer_transfer
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.reopen_as_missing import reopen_as_missing
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.review_episode import review_episode
from whereabouts.journeys.send_somebody import send_somebody
from whereabouts.journeys.settle_task import settle_task
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assertion, Assessment
from whereabouts.practice.supervision.models import Challenge, HandOver, Proposal
from whereabouts.records.episodes.models import Episode, Transfer
from whereabouts.records.people.models import Flag

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES, STEPS = (int(n) for n in os.environ.get("WHEREABOUTS_STATEFUL", "5x16").split("x"))
NEVER = ("NothingBehind", "FiringFailed", "NobodyOnDuty", "NoScope", "HashDiffers")
REASON = "The aunt confirmed by video that the child eats at her table with the cousins."
CHILDREN = st.integers(0, 2)
ANY = st.integers(0, 7)
FACTS = st.sampled_from([
    ("violence_at_home", True), ("self_harm", "current"), ("late_night", True),
    ("whereabouts_known", False), ("medical_need", None), ("danger_to_others", False),
])  # fmt: skip


class Shift(RuleBasedStateMachine):
    """Two forces, three children, and everything that can be done about them."""

    met = Counter()  # (step, how it ended) → how often

    def __init__(self, make_actor, make_agency, noon):
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(lambda: transaction.set_rollback(True))
        self.night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon)
        self.other = make_actor("call_handler", agency="Southmere Police")
        self.other_inspector = make_actor("duty_inspector", agency="Southmere Police")
        self.known, self.numbers, self.told, self.came_round = Known(), 0, {}, False
        self.references, self.children = [], {}

    def teardown(self):
        self.stack.close()

    # --- doing -----------------------------------------------------------------------

    def do(self, step, **given):
        """Do a step; refused by a name of ours, it has to leave no trace of success."""
        self.came_round = False
        try:
            with transaction.atomic():
                done = step(at=self.night.later(2), **given)
            self.met[step.__name__, "done"] += 1
            return done
        except Exception as refused:
            kind = type(refused)
            if not kind.__module__.startswith("whereabouts.") or kind.__name__ in NEVER:
                raise
            self.met[step.__name__, kind.__name__] += 1
            return None

    def role(self, name):
        return getattr(self.night, name)

    def pick(self, model, number, **wanted):
        """Return one row that the force sees, or None."""
        with entered(actor=self.night.duty_inspector, at=self.night.at):
            rows = list(model.objects.filter(**wanted).order_by("pk")[:8])
        return rows[number % len(rows)] if rows else None

    def reference(self, number):
        return self.references[number % len(self.references)]

    def take(self, *, child, force, key=None):
        actor = self.night.call_handler if force else self.other
        self.numbers += 1
        key = key or f"call-{self.numbers}"
        told = self.told.setdefault(
            key,
            Told(
                idempotency_key=key, happened_at=self.night.at, child=self.children.get(child),
                names=f"Testa Sampleton{'abc'[child]}", born_text="12 March 2012",
                reporter_name="Paula Sampleton", relation="mother", facts={"late_night": None},
            ),
        )  # fmt: skip
        receipt = self.do(report_missing, actor=actor, told=told)
        if receipt is not None:
            said = receipt.as_json()
            assert self.known.receipts.setdefault(key, said) == said
            if force and receipt.episode not in self.references:
                self.references.append(receipt.episode)
            if force and child not in self.children:
                with entered(actor=actor, at=self.night.at):
                    episode = Episode.objects.get(reference=receipt.episode)
                self.children[child] = episode.child_id

    @initialize()
    def a_first_report(self):
        self.take(child=0, force=True)

    # --- reports ---------------------------------------------------------------------

    @rule(child=CHILDREN)
    def report(self, child):
        self.take(child=child, force=True)

    @rule(number=ANY)
    def report_again_with_the_same_key(self, number):
        own = [key for key, told in self.told.items() if key in self.known.receipts]
        key = own[number % len(own)]
        with entered(actor=self.other, at=self.night.at):
            theirs = self.known.receipts[key]["report"]
        self.take(child=0, force=theirs not in self.elsewhere, key=key)

    @rule(child=CHILDREN)
    def another_force_takes_a_report(self, child):
        self.numbers += 1
        key = f"south-{self.numbers}"
        told = Told(
            idempotency_key=key, happened_at=self.night.at, names=f"Testa Sampleton{'abc'[child]}"
        )
        receipt = self.do(report_missing, actor=self.other, told=told)
        if receipt is not None:
            self.known.receipts[key] = receipt.as_json()

    @property
    def elsewhere(self):
        return {one["report"] for key, one in self.known.receipts.items() if key[:5] == "south"}

    # --- what is known ---------------------------------------------------------------

    @rule(number=ANY, fact=FACTS)
    def answer_a_question(self, number, fact):
        self.do(
            answer_question, actor=self.night.call_handler, reference=self.reference(number),
            fact=fact[0], value=fact[1], said_by="her school nurse", source_kind="partner",
        )  # fmt: skip

    @rule(number=ANY)
    def sight(self, number):
        self.do(
            add_sighting, actor=self.night.response_officer, reference=self.reference(number),
            seen_at=self.night.at, place="the made-up pier",
        )  # fmt: skip

    @rule(number=ANY)
    def note(self, number):
        self.do(
            add_note, actor=self.night.supervisor, reference=self.reference(number), words="Rang."
        )

    @rule(child=CHILDREN, kind=st.sampled_from(["cse", "cce", "forced_marriage"]))
    def flag(self, child, kind):
        if child in self.children:
            self.do(
                add_flag, actor=self.night.missing_coordinator, child_id=self.children[child],
                kind=kind, strength="suspected", source="made up",
                review_on=(self.night.at + timedelta(days=90)).date(),
            )  # fmt: skip

    @rule(number=ANY)
    def take_a_flag_away(self, number):
        flag = self.pick(Flag, number, ended_at__isnull=True)
        if flag is not None:
            self.do(
                end_flag, actor=self.night.missing_coordinator, child_id=flag.child_id,
                flag_id=flag.pk, because="Looked into; nothing in it.",
            )  # fmt: skip

    # --- the grade -------------------------------------------------------------------

    def wish(self, reference, level, category="missing", cite=False):
        with entered(actor=self.night.duty_inspector, at=self.night.at):
            episode = Episode.objects.get(reference=reference)
            latest = Assessment.objects.filter(episode=episode).latest("number")
            said = Assertion.objects.filter(episode=episode).order_by("-recorded_at").first()
        answers = {
            row["rule"]: {"answer": "declined", "reason": REASON} for row in latest.result["fired"]
        }
        cited = (said.pk,) if cite and said else ()
        return Wish(
            category=category, level=level, answers=answers, rationale=REASON, cited=cited,
            override_reason=REASON,
        )  # fmt: skip

    @rule(
        number=ANY, who=st.sampled_from(["supervisor", "duty_inspector"]), cite=st.booleans(),
        level=st.sampled_from(["low", "medium", "high"]),
    )  # fmt: skip
    def decide(self, number, who, level, cite):
        wish = self.wish(self.reference(number), level, cite=cite)
        self.do(decide, actor=self.role(who), reference=self.reference(number), wish=wish)

    @rule(number=ANY)
    def decide_absent(self, number):
        wish = self.wish(self.reference(number), "low", category="absent")
        self.do(
            decide, actor=self.night.duty_inspector, reference=self.reference(number), wish=wish
        )

    @rule(
        number=ANY, who=st.sampled_from(["supervisor", "duty_inspector"]),
        level=st.sampled_from(["low", "medium", "high"]),
    )  # fmt: skip
    def review(self, number, who, level):
        wish = self.wish(self.reference(number), level, cite=True)
        self.do(review_episode, actor=self.role(who), reference=self.reference(number), wish=wish)

    @rule(number=ANY, level=st.sampled_from(["low", "medium"]))
    def propose_lower(self, number, level):
        wish = self.wish(self.reference(number), level, cite=True)
        self.do(
            propose_lower, actor=self.night.supervisor, reference=self.reference(number), wish=wish
        )

    @rule(number=ANY, agreed=st.booleans())
    def answer_a_proposal(self, number, agreed):
        proposal = self.pick(Proposal, number)
        if proposal is not None:
            self.do(
                answer_proposal, actor=self.night.duty_inspector, proposal_id=proposal.pk,
                agreed=agreed, because=REASON,
            )  # fmt: skip

    @rule(number=ANY)
    def challenge(self, number):
        self.do(
            challenge_grade, actor=self.night.social_worker, reference=self.reference(number),
            made_by_kind="partner", made_by_name="A Worker", words="She is in danger.",
        )  # fmt: skip

    @rule(number=ANY)
    def answer_a_challenge(self, number):
        made = self.pick(Challenge, number)
        if made is not None:
            self.do(
                answer_challenge, actor=self.night.duty_inspector, challenge_id=made.pk,
                words="I read the log and rang the school: nobody has seen the child since noon.",
            )  # fmt: skip

    # --- whose it is -----------------------------------------------------------------

    @rule(number=ANY, who=st.sampled_from(["supervisor", "duty_inspector"]))
    def own(self, number, who):
        self.do(take_ownership, actor=self.role(who), reference=self.reference(number))

    @rule(number=ANY)
    def hand_over(self, number):
        self.do(
            offer_hand_over, actor=self.night.duty_inspector, reference=self.reference(number),
            to_member=self.night.supervisor.member_id, words="Yours for the night.",
        )  # fmt: skip

    @rule(number=ANY, accepted=st.booleans())
    def answer_a_hand_over(self, number, accepted):
        offer = self.pick(HandOver, number)
        if offer is not None:
            self.do(
                answer_hand_over, actor=self.night.supervisor, offer_id=offer.pk,
                accepted=accepted, words="Not on duty.",
            )  # fmt: skip

    @rule(number=ANY)
    def offer_to_another_force(self, number):
        self.do(
            offer_transfer, actor=self.night.duty_inspector, reference=self.reference(number),
            to_agency=self.other.agency_id, because="She is in your area.",
        )  # fmt: skip

    @rule(number=ANY, accepted=st.booleans())
    def answer_another_force(self, number, accepted):
        offer = self.pick(Transfer, number)
        if offer is not None:
            self.do(
                answer_transfer, actor=self.other_inspector, transfer_id=offer.pk,
                accepted=accepted, because="Agreed on the telephone.",
            )  # fmt: skip

    # --- what is to be done ----------------------------------------------------------

    @rule(number=ANY)
    def take_a_task_on(self, number):
        task = self.pick(Task, number, state="open", to_role="response_officer")
        if task is not None:
            self.do(accept_task, actor=self.night.response_officer, task_id=task.pk)

    @rule(number=ANY)
    def settle_a_task(self, number):
        task = self.pick(Task, number, state__in=["open", "accepted"])
        if task is not None:
            self.do(settle_task, actor=self.night.response_officer, task_id=task.pk, result="Done.")

    @rule(number=ANY)
    def acknowledge(self, number):
        notice = self.pick(Message, number, acknowledged_at__isnull=True)
        if notice is not None:
            self.do(acknowledge_notice, actor=self.role(notice.to_role), key=notice.pk)

    @rule(number=ANY)
    def send_a_unit(self, number):
        self.do(
            send_somebody, actor=self.night.supervisor, reference=self.reference(number),
            unit="Car 1", asked_at=self.night.at, sent_at=self.night.at,
        )  # fmt: skip

    @rule(number=ANY, seen=st.booleans())
    def be_there(self, number, seen):
        given = {"actor": self.night.response_officer, "reference": self.reference(number)}
        if seen:
            self.do(say_child_seen, seen_at=self.night.at, **given)
        else:
            self.do(say_arrived, arrived_at=self.night.at, **given)

    # --- the way home ----------------------------------------------------------------

    def on(self, number, step, **more):
        self.night.reference = self.reference(number)

        def go(at):
            step(**more)

        go.__name__ = step.__name__
        self.do(go)

    @rule(number=ANY)
    def find(self, number):
        self.on(number, self.night.found)

    @rule(number=ANY)
    def bring_back(self, number):
        self.on(number, self.night.back)

    @rule(number=ANY, alone=st.booleans())
    def see(self, number, alone):
        self.on(number, self.night.seen, alone=alone)

    @rule(number=ANY)
    def talk_with_the_police(self, number):
        self.on(number, self.night.prevention)

    @rule(number=ANY, outcome=st.sampled_from(["held", "declined"]))
    def talk_with_somebody_independent(self, number, outcome):
        self.on(number, self.night.interview, outcome=outcome)

    @rule(number=ANY)
    def refer(self, number):
        self.on(number, self.night.referral)

    @rule(number=ANY)
    def stand_down(self, number):
        self.on(number, self.night.stand_down)

    @rule(number=ANY)
    def close(self, number):
        self.on(number, self.night.close)

    @rule(number=ANY)
    def open_the_follow_up_again(self, number):
        self.do(
            reopen_follow_up, actor=self.night.missing_coordinator,
            reference=self.reference(number),
        )  # fmt: skip

    @rule(number=ANY)
    def gone_again(self, number):
        self.do(
            reopen_as_missing, actor=self.night.response_officer,
            reference=self.reference(number), gone_at=self.night.at,
        )  # fmt: skip

    @rule(number=ANY)
    def propose_where_to(self, number):
        self.do(
            propose_destination, actor=self.night.response_officer,
            reference=self.reference(number), kind="home", destination="Home", answers=ANSWERS,
        )  # fmt: skip

    @rule(number=ANY, agreed=st.booleans())
    def decide_where_to(self, number, agreed):
        self.do(
            decide_destination, actor=self.night.duty_inspector, reference=self.reference(number),
            agreed=agreed, because="Asked.", safeguarding="Spoken with.",
        )  # fmt: skip

    # --- who is who ------------------------------------------------------------------

    def two(self, one, two):
        found = sorted(self.children.items())
        pair = [found[number % len(found)][1] for number in (one, two)]
        return {"child_id": pair[0], "other_id": pair[1]}

    @rule(one=ANY, two=ANY)
    def join(self, one, two):
        self.do(
            join_records, actor=self.night.missing_coordinator, because="One birth certificate.",
            **self.two(one, two),
        )  # fmt: skip

    @rule(one=ANY, two=ANY)
    def part(self, one, two):
        self.do(
            part_records, actor=self.night.missing_coordinator, because="Two certificates.",
            **self.two(one, two),
        )  # fmt: skip

    @rule(one=ANY, two=ANY)
    def link_missing_together(self, one, two):
        self.do(
            link_missing_together, actor=self.night.supervisor, reference=self.reference(one),
            other=self.reference(two),
        )  # fmt: skip

    # --- what is kept ----------------------------------------------------------------

    @rule(most=st.integers(1, 40))
    def retention_erases_what_is_personal_in_the_oldest_lines(self, most):
        actor = self.night.call_handler
        with entered(actor=actor, at=self.night.at), connection.cursor() as cursor:
            own = AuditEntry.objects.filter(owner_agency=actor.agency_id).order_by("pk")
            oldest = [one.pk for one in own[:most]]
            cursor.execute("SELECT audit_erase(%s)", [oldest])
            assert not own.filter(pk__in=oldest, payload__isnull=False).exists()
            # What is left of each line goes on verifying, erased or not.
            assert not [fault for one in own.all() for fault in faults_of(entry=one)]
            self.met["retention", "done"] += 1

    # --- the clock -------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 14, 31, 180, 4_400]))
    def time_passes_and_the_worker_comes_round(self, minutes):
        self.night.at += timedelta(minutes=minutes)
        while fire(at=self.night.at, most=100) == 100:
            pass
        self.came_round = True

    @rule()
    def a_worker_with_a_clock_that_is_behind_comes_round(self):
        assert fire(at=self.night.at - timedelta(days=365)) == 0

    @invariant()
    def what_must_never_be_false_is_not(self):
        seen = look(
            actors=[self.night.duty_inspector, self.other_inspector], at=self.night.at
        )  # fmt: skip
        hold(known=self.known, seen=seen, at=self.night.at, worker_came_round=self.came_round)


def test_there_is_a_rule_for_everything_that_changes_an_episode():
    steps = [name for name in dir(Shift) if hasattr(getattr(Shift, name), RULE_MARKER)]
    assert len(steps) >= 40


def test_no_order_of_steps_makes_false_what_must_hold(make_actor, make_agency, noon):
    run_state_machine_as_test(
        lambda: Shift(make_actor, make_agency, noon),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="WHEREABOUTS_STATEFUL" not in os.environ,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Steps that are only ever refused would prove nothing.
    for (step, ended), count in sorted(Shift.met.items()):
        print(f"{count:6d} {step}: {ended}")
    done = {step for step, ended in Shift.met if ended == "done"}
    assert len(done) >= min(25, EXAMPLES * STEPS // 8)
