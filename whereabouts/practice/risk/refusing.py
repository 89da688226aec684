"""What stands in a decision's way: each refusal by its rule, in words, with who may pass it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from whereabouts.engines.deadlines import due_at, length_of
from whereabouts.engines.policy import Needs
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies import queries as agencies
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.agencies.rules import RANKS, at_least, outranks
from whereabouts.practice.risk import phrases, rules
from whereabouts.practice.risk.assessing import latest_assessment, pack_for
from whereabouts.practice.risk.models import Assertion, Decision, PromptAnswer
from whereabouts.practice.risk.rules import Refusal, Wish
from whereabouts.records.episodes.events import LEVEL_STANDS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER
from whereabouts.records.people.queries import same_person_set

# A disagreement is answered as one; it says nothing new of the child.
DISAGREES = "carer_disagrees"
LOWEST_ENDS = "lowest_ends"  # the pack's limit on the lowest category
RANK_TO_PASS = {
    "duty_inspector": "inspector",
    "detective_chief_inspector": "chief_inspector",
    "superintendent": "superintendent",
}


def considered_lately(*, episode: Episode, at: datetime) -> dict[str, PromptAnswer]:
    """Return what an inspector declined to call HIGH in the last 30 days, by rule.

    Only where nothing new bears on the rule: it fires on the same facts now as it did then. Then
    it comes back as "considered by … on …", not as a question.
    """
    answers = (
        PromptAnswer.objects.filter(
            child__in=same_person_set(child_id=episode.child_id),
            strength="consider",
            answer="declined",
            decision__inspector__isnull=False,
            decision__decided_at__gte=at - length_of(key="considered_for", at=at),
        )
        .select_related("decision__assessment", "decision__inspector")
        .order_by("decision__decided_at")
    )
    now = latest_assessment(episode=episode).result
    return {
        one.rule: one
        for one in answers
        if rules.fires_on(result=one.decision.assessment.result, rule=one.rule)
        == rules.fires_on(result=now, rule=one.rule)
    }


def graded_at(*, episode: Episode, before: Decision | None) -> datetime | None:
    """Return when what stands came to stand: since then something is new. None before any decision.

    What raised the level is part of the grade, and no reason to lower it again.
    """
    if before is None:
        return None
    stood = episode.log.filter(kind=LEVEL_STANDS).order_by("-happened_at").first()
    return max(before.decided_at, stood.happened_at) if stood else before.decided_at


def is_new(*, statement: Assertion, since: datetime | None) -> bool:
    """Return whether a statement may be cited: known, since the grade, and not a disagreement."""
    if statement.value is None or statement.fact == DISAGREES:
        return False
    return since is None or statement.recorded_at > since


def refusals(
    *,
    episode: Episode,
    wish: Wish,
    needs: Needs,
    by: Actor,
    at: datetime,
    before: Decision | None,
    cited: bool,
) -> list[Refusal]:
    """Return everything that stands in the way of a wish; empty where it may stand."""
    found: list[Refusal] = []
    senior = permitted(roles=by.roles, permission=Permission.RISK_OVERRIDE)
    found += _category_refusals(needs=needs, wish=wish, senior=senior)
    found += _bar_refusals(needs=needs, wish=wish, by=by, senior=senior)
    found += _outlasted_refusals(episode=episode, wish=wish, at=at)
    higher = _is_higher(episode=episode, wish=wish)
    lowering = before is not None and rules.is_lowering(
        level=wish.effective_level,
        category=wish.category,
        stands_level=episode.level,
        stands_category=episode.category,
    )
    if not higher:
        considered = considered_lately(episode=episode, at=at) if needs.considers else {}
        if lowering or _reason_wanted(
            episode=episode, needs=needs, wish=wish, considered=considered
        ):
            found += _reason_refusals(wish=wish)
        found += _prompt_refusals(needs=needs, wish=wish, considered=considered)
    if needs.supervisor and not _supervisor_named(wish=wish, by=by, at=at):
        found.append(
            Refusal(
                rule="SUPERVISOR",
                text="Below a recommended HIGH a supervisor's name is needed.",
                passed_by="supervisor",
            )
        )
    if needs.duty_inspector and not needs.bars and not senior:
        found.append(
            Refusal(
                rule="RF01",
                text="Below medium is an exception for a child: the duty inspector decides it.",
                passed_by="duty_inspector",
            )
        )
    if lowering and before is not None:
        found += _lowering_refusals(by=by, before=before, cited=cited)
    return found


def _outlasted_refusals(*, episode: Episode, wish: Wish, at: datetime) -> list[Refusal]:
    """Refuse the lowest category once its time is over: no rank may pass that (B06)."""
    if wish.effective_level != LEVEL_ORDER[0]:
        return []
    for limit in pack_for(episode=episode, at=at).deadlines:
        if limit.key == LOWEST_ENDS and at >= due_at(
            from_at=episode.reported_at, length=limit.length, unit=limit.unit
        ):
            return [
                Refusal(
                    rule="B06",
                    text="The lowest category cannot stand any longer: this child has been away "
                    "for too long. Decide low or above.",
                )
            ]
    return []


def _category_refusals(*, needs: Needs, wish: Wish, senior: bool) -> list[Refusal]:
    if not needs.category_refused:
        return []
    if needs.category_passable:
        # A bar stands against it; the bar's own refusal says who may pass.
        return []
    return [
        Refusal(
            rule=", ".join(needs.category_refused),
            text="This category is closed while a question that could forbid it is open, or where "
            "the definition or the area's rules do not allow it.",
        )
    ]


def _bar_refusals(*, needs: Needs, wish: Wish, by: Actor, senior: bool) -> list[Refusal]:
    rank = RANK_TO_PASS.get(needs.inspector_rank or "duty_inspector", "inspector")
    may_pass = senior and at_least(rank=by.rank, needed=rank)
    if needs.bars and may_pass and phrases.is_reason(text=wish.override_reason):
        return []
    text = "" if not may_pass else " Write down why you pass it."
    return [
        Refusal(
            rule=bar["rule"],
            text=bar["because"] + text,
            passed_by=needs.inspector_rank or "duty_inspector",
        )
        for bar in needs.bars
    ]


def _reason_wanted(
    *, episode: Episode, needs: Needs, wish: Wish, considered: Collection[str]
) -> bool:
    """Return whether the decision needs a reason: what an inspector answered lately needs none."""
    if not needs.reason:
        return False
    order = LEVEL_ORDER.index
    lower = order(wish.effective_level) < order(episode.recommended_level)
    asked = any(rule not in considered for rule in needs.considers)
    return lower or asked or bool(needs.bars) or bool(needs.category_refused)


def _reason_refusals(*, wish: Wish) -> list[Refusal]:
    if phrases.is_reason(text=wish.rationale + " " + wish.override_reason):
        return []
    found = phrases.phrases_in(text=wish.rationale)
    if found:
        instead = "; ".join(f"“{one.found}”: {one.say_instead}" for one in found)
        return [Refusal(rule="RF16", text=f"This is no reason by itself. {instead}.")]
    return [Refusal(rule="REASON", text="Say why, from what is known of this child tonight.")]


def _prompt_refusals(*, needs: Needs, wish: Wish, considered: Collection[str]) -> list[Refusal]:
    open_prompts = rules.unanswered(rules=needs.prompts, answers=wish.answers, considered=())
    open_considers = rules.unanswered(
        rules=needs.considers, answers=wish.answers, considered=considered
    )
    return [
        Refusal(rule=rule, text="Follow this prompt, or decline it with a reason.")
        for rule in open_prompts
    ] + [
        Refusal(rule=rule, text="Should this be HIGH? If not, decline with a reason.")
        for rule in open_considers
        if rule not in open_prompts
    ]


def _supervisor_named(*, wish: Wish, by: Actor, at: datetime) -> bool:
    if at_least(rank=by.rank, needed="sergeant"):
        return True
    if wish.supervisor is None or wish.supervisor == by.member_id:
        return False
    named = agencies.actor_for(member_id=wish.supervisor, at=at)
    return (
        named is not None
        and named.agency_id == by.agency_id
        and at_least(rank=named.rank, needed="sergeant")
    )


def outranks_all(*, by: Actor, others: Iterable[Member]) -> bool:
    """Return whether somebody is a second person above everybody named on a decision.

    Above the highest rank there is nobody: there, somebody else of that rank is enough.
    """
    for other in others:
        if other.pk == by.member_id:
            return False
        if not outranks(rank=by.rank, other=other.rank) and by.rank != RANKS[-1]:
            return False
    return True


def names_on(*, decision: Decision) -> list[Member]:
    """Return everybody whose name is on a decision."""
    named = (decision.recorded_by, decision.supervisor, decision.inspector)
    return [one for one in named if one is not None]


def _lowering_refusals(*, by: Actor, before: Decision, cited: bool) -> list[Refusal]:
    """Refuse to go lower than an earlier decision without something new and a higher rank (B07)."""
    found = []
    if not cited:
        found.append(
            Refusal(
                rule="B07",
                text="Going lower needs something new: cite what came since the last grade.",
            )
        )
    names = names_on(decision=before)
    if not outranks_all(by=by, others=names):
        inspectors = any(at_least(rank=one.rank, needed="inspector") for one in names)
        found.append(
            Refusal(
                rule="B07",
                text="Going lower needs a second person of higher rank than who decided before.",
                passed_by="superintendent" if inspectors else "duty_inspector",
            )
        )
    return found


def _is_higher(*, episode: Episode, wish: Wish) -> bool:
    order = LEVEL_ORDER.index
    return order(wish.effective_level) > order(episode.level) and order(
        wish.effective_level
    ) >= order(episode.recommended_level)
