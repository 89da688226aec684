"""The night under way: one scene for each state that the board, the lists and the pages show."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from whereabouts.engines.policy import decision_needs
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.demo import after, responding, stays
from whereabouts.interfaces.commands.demo.lives import Life, agree_plan, link_adult
from whereabouts.interfaces.commands.demo.nation import FIRST_FORCE, Nation
from whereabouts.interfaces.commands.demo.stays import Stay
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.decide import Wish, decide
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.link_missing_together import link_missing_together
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.save_draft import save_draft
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.risk.assessing import latest_assessment, pack_for
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child

NEIGHBOUR = "eastvale"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WHY_LOWER = "Spoke with the friend's father at 19:40: the child is expected there for supper."
DRAFTS = UUID("5b1f2f39-6a0b-5f52-9f5e-0f2c5b6a7d11")


class NobodyLeft(Exception):
    """There are fewer children than scenes."""


class Children:
    """The children of the first force who are not away yet, handed out by what a scene needs."""

    def __init__(self, lives: Iterable[Life]) -> None:
        self.left = [life for life in lives if life.force == FIRST_FORCE]

    def take(self, fits: Callable[[Life], bool] = lambda life: True) -> Life:
        """Hand out the first child who fits, or the first one there is.

        :raises NobodyLeft: every child is in a scene already.
        """
        if not self.left:
            raise NobodyLeft()
        found = next((life for life in self.left if fits(life)), self.left[0])
        self.left.remove(found)
        return found


def plain(life: Life) -> bool:
    """Return whether nothing is flagged of an older child who lives at home."""
    return not life.flags and life.age > 12 and life.living_at == "home"


def play_tonight(*, nation: Nation, lives: list[Life], at: datetime) -> list[str]:
    """Play every scene for which there are children; return what is under way, by reference."""
    children = Children(lives)
    under_way = []
    for scene in SCENES:
        try:
            under_way += scene(nation, children, at)
        except NobodyLeft:
            continue
    return under_way


def just_reported(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Reported four minutes ago: nobody owns it, nobody has decided."""
    life = children.take(lambda life: life.age <= 9)
    stay = stays.reported(nation=nation, life=life, at=at - 4 * MINUTE, away_since=HOUR)
    return [stay.reference]


def unowned_too_long(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Reported fifty minutes ago, and still nobody's."""
    stay = stays.reported(nation=nation, life=children.take(plain), at=at - 50 * MINUTE, place=1)
    responding.gone_out(nation=nation, stay=stay, at=at - 6 * MINUTE, unit="NM 32", there=False)
    return [stay.reference]


def decided_and_owned(nation: Nation, children: Children, at: datetime) -> list[str]:
    """A quiet one: decided, owned, its notices read; a sign from an earlier record is new."""
    began = at - 90 * MINUTE
    stay = _decided(nation, children.take(plain), at=began, until=began + 12 * MINUTE, place=2)
    responding.gone_out(nation=nation, stay=stay, at=began + 20 * MINUTE, unit="NM 21")
    responding.talked(nation=nation, stay=stay, at=began + 40 * MINUTE, answered=False)
    responding.family_told(nation=nation, stay=stay, at=began + 15 * MINUTE, told=True)
    stays.worked_through(nation=nation, stay=stay, at=at)
    answer_question(
        actor=nation.actor("supervisor", at=at - 80 * MINUTE),
        reference=stay.reference,
        fact="exploitation_cue_in_history",
        value=True,
        said_by="intelligence desk",
        source_kind="records",
        words="Seen twice last month in an adult's car.",
        at=at - 80 * MINUTE,
    )
    return [stay.reference]


def overdue(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Since this morning: tasks have run over their time."""
    stay = _decided(nation, children.take(), at=at - 11 * HOUR, until=at - 10 * HOUR, place=3)
    return [stay.reference]


def high_with_plan_and_adult(nation: Nation, children: Children, at: datetime) -> list[str]:
    """High: a trigger plan is in use, and an adult of concern was named."""
    life = children.take(lambda life: life.age > 12)
    agree_plan(nation=nation, life=life, level="high", at=at - timedelta(days=40))
    adult = link_adult(
        nation=nation, life=life, number=0, offender=True, at=at - timedelta(days=30)
    )
    stay = stays.reported(
        nation=nation,
        life=life,
        at=at - 2 * HOUR,
        words="A friend says they got into a man's car; she gave his name.",
        adults=(AdultNamed(adult=adult, kind="believed_with"),),
    )
    stays.decided(nation=nation, stay=stay, at=at - 115 * MINUTE)
    stays.owned(nation=nation, stay=stay, at=at - 110 * MINUTE, role="duty_inspector")
    responding.none_free(nation=nation, stay=stay, at=at - 112 * MINUTE)
    responding.gone_out(nation=nation, stay=stay, at=at - 105 * MINUTE, unit="NM 14")
    responding.talked(nation=nation, stay=stay, at=at - 80 * MINUTE, answered=True)
    responding.family_told(nation=nation, stay=stay, at=at - 70 * MINUTE, told=True)
    stays.worked_through(nation=nation, stay=stay, at=at - 10 * MINUTE)
    return [stay.reference]


def located_not_back(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Located twenty minutes ago, and not yet back."""
    stay = _decided(nation, children.take(), at=at - 6 * HOUR, until=at - 25 * MINUTE, place=4)
    stays.located(nation=nation, stay=stay, at=at - 20 * MINUTE)
    after.places_asked(nation=nation, stay=stay, at=at - 18 * MINUTE)
    return [stay.reference]


def back_not_seen(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Came back by themselves; nobody has seen them alone yet."""
    stay = _decided(nation, children.take(), at=at - 9 * HOUR, until=at - 45 * MINUTE)
    stays.located(nation=nation, stay=stay, at=at - 40 * MINUTE, already_there=True)
    return [stay.reference]


def follow_up_open(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Back since yesterday, seen and spoken with; harm was told of, and the follow-up is open."""
    stay = _decided(nation, children.take(), at=at - 30 * HOUR, until=at - 26 * HOUR, place=1)
    stays.located(nation=nation, stay=stay, at=at - 25 * HOUR)
    there = stays.back(nation=nation, stay=stay, at=at - 24 * HOUR)
    stays.seen(nation=nation, stay=stay, at=there + 15 * MINUTE)
    stays.spoken_with(
        nation=nation, stay=stay, at=there + 40 * MINUTE, place=1, harms={"given": "disclosed"}
    )
    if (stay.life.authority, "social_worker") in nation.members:
        after.commissioned(nation=nation, stay=stay, at=there + 3 * HOUR)
        after.treated(nation=nation, stay=stay, at=there + 4 * HOUR)
    return [stay.reference]


def proposal_waits(nation: Nation, children: Children, at: datetime) -> list[str]:
    """The call handler proposes LOW; what stands, stands until the inspector has answered."""
    stay = stays.reported(nation=nation, life=children.take(plain), at=at - 70 * MINUTE, place=2)
    stays.owned(nation=nation, stay=stay, at=at - 65 * MINUTE)
    propose_lower(
        actor=nation.actor("call_handler", at=at - 12 * MINUTE),
        reference=stay.reference,
        wish=_lower(nation, stay, level="low", at=at - 12 * MINUTE),
        at=at - 12 * MINUTE,
    )
    return [stay.reference]


def challenged(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Whoever looks after the child disagrees with the grade and waits for an answer."""
    stay = _decided(
        nation, children.take(plain), at=at - 100 * MINUTE, until=at - 30 * MINUTE, place=3
    )
    challenge_grade(
        actor=nation.actor("call_handler", at=at - 25 * MINUTE),
        reference=stay.reference,
        made_by_kind="carer",
        made_by_name=stay.life.carer,
        words="This is not like them at all. I want somebody to look now.",
        at=at - 25 * MINUTE,
    )
    return [stay.reference]


def low_by_the_inspector(nation: Nation, children: Children, at: datetime) -> list[str]:
    """LOW, an exception for a child: in the duty inspector's name, with the reason."""
    stay = stays.reported(nation=nation, life=children.take(plain), at=at - 3 * HOUR, place=4)
    when = at - 170 * MINUTE
    decide(
        actor=nation.actor("duty_inspector", at=when),
        reference=stay.reference,
        wish=_lower(nation, stay, level="low", at=when),
        at=when,
    )
    stays.worked_through(nation=nation, stay=stay, at=at)
    return [stay.reference]


def in_two_forces(nation: Nation, children: Children, at: datetime) -> list[str]:
    """One child, two records, two forces: reported in both tonight, and joined."""
    life = children.take(lambda life: life.age > 10)
    start = at - timedelta(days=200)
    theirs = nation.actor("missing_coordinator", of=NEIGHBOUR, at=start)
    with entered(actor=theirs, at=start):
        other = people.create_child(
            by=theirs,
            at=start,
            names=[{"given": life.named.given[:3], "family": life.named.family}],
            born_text=str(at.year - life.age),
            sex=life.named.sex,
            source="force record",
        )
    here = _decided(nation, life, at=at - 4 * HOUR, until=at)
    there = stays.reported(
        nation=nation, life=life, force=NEIGHBOUR, child=other.pk, at=at - 150 * MINUTE,
        words="A child whom the caller knows from last year is at the railway station.", place=0,
    )  # fmt: skip
    _join(nation, life=life, other=other, at=at - 140 * MINUTE)
    return [here.reference, there.reference]


def unknown_child(nation: Nation, children: Children, at: datetime) -> list[str]:
    """A child whom nobody can name yet, with family elsewhere said by a passer-by."""
    when = at - 25 * MINUTE
    receipt = report_missing(
        actor=nation.actor("call_handler", at=when),
        told=Told(
            idempotency_key=f"demo-unknown-{when.isoformat()}",
            happened_at=when,
            description="About nine, red coat, one shoe; speaks little, drew a boat.",
            relation="public",
            reporter_name="A passer-by, made up",
            last_seen_at=when - 20 * MINUTE,
            last_seen_place="the pier",
            words="Walked off towards the dunes before I could ask.",
        ),
        at=when,
    )
    return [receipt.episode]


def across_the_border(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Family live in another force's area: that force has a task, and has not answered."""
    life = children.take()
    known = at - timedelta(days=90)
    by = nation.actor("missing_coordinator", at=known)
    with entered(actor=by, at=known):
        people.add_address(
            child=life.child, line="12 Fable Lane, Dunvale", kind="family",
            force=nation.key(NEIGHBOUR), source="the child", by=by, at=known,
        )  # fmt: skip
    stay = _decided(nation, life, at=at - 80 * MINUTE, until=at, place=1)
    return [stay.reference]


def two_together(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Two friends, missing together."""
    one, other = children.take(), children.take()
    first = _decided(nation, one, at=at - 200 * MINUTE, until=at)
    second = _decided(nation, other, at=at - 190 * MINUTE, until=at)
    link_missing_together(
        actor=nation.actor("supervisor", at=at - 150 * MINUTE),
        reference=first.reference,
        other=second.reference,
        at=at - 150 * MINUTE,
    )
    return [first.reference, second.reference]


def drafts(nation: Nation, children: Children, at: datetime) -> list[str]:
    """Two reports begun and not sent."""
    handler = nation.actor("call_handler", at=at)
    begun: tuple[dict[str, Any], ...] = (
        {"names": "Robin Draftley", "reporter_name": "Jo Draftley", "relation": "mother"},
        {"names": "", "words": "Caller rang off; will ring again."},
    )
    for number, answers in enumerate(begun):
        key = uuid5(DRAFTS, f"{handler.member_id}-{number}")
        save_draft(actor=handler, draft_id=key, answers=answers, at=at - (7 + number) * MINUTE)
    return []


SCENES: tuple[Callable[[Nation, Children, datetime], list[str]], ...] = (
    just_reported, unowned_too_long, decided_and_owned, overdue, high_with_plan_and_adult,
    located_not_back, back_not_seen, follow_up_open, proposal_waits, challenged,
    low_by_the_inspector, in_two_forces, unknown_child, across_the_border, two_together, drafts,
)  # fmt: skip


def _decided(nation: Nation, life: Life, *, at: datetime, until: datetime, place: int = 0) -> Stay:
    """Report, own and decide; what falls due until a moment is done in time."""
    stay = stays.reported(nation=nation, life=life, at=at, place=place)
    stays.owned(nation=nation, stay=stay, at=at + 4 * MINUTE)
    stays.decided(nation=nation, stay=stay, at=at + 6 * MINUTE)
    stays.read(nation=nation, stay=stay, at=min(until, at + 12 * MINUTE))
    stays.worked_through(nation=nation, stay=stay, at=until)
    return stay


def _lower(nation: Nation, stay: Stay, *, level: str, at: datetime) -> Wish:
    """Return the wish for a lower level, with an answer to everything that it would be asked."""
    by = nation.actor("duty_inspector", of=stay.force, at=at)
    with entered(actor=by, at=at):
        episode = episode_for(by, reference=stay.reference)
        result = latest_assessment(episode=episode).result
        pack = pack_for(episode=episode, at=at)
    needs = decision_needs(pack=pack, result=result, category="missing", level=level)
    declined = {"answer": "declined", "reason": WHY_LOWER}
    return Wish(
        category="missing",
        level=level,
        rationale=WHY_LOWER,
        answers=dict.fromkeys((*needs.prompts, *needs.considers), declined),
        override_reason=WHY_LOWER,
        supervisor=nation.members[stay.force, "supervisor"].pk,
    )


def _join(nation: Nation, *, life: Life, other: Child, at: datetime) -> None:
    """Share the other force's record, as its coordinator would by telephone, and join the two."""
    theirs = nation.actor("missing_coordinator", of=NEIGHBOUR, at=at)
    with entered(actor=theirs, at=at):
        relate(
            subjects=[other.pk], agency=nation.key(life.force), kind="shared", at=at,
            because="asked by the other coordinator",
        )  # fmt: skip
    join_records(
        actor=nation.actor("missing_coordinator", of=life.force, at=at),
        child_id=life.child.pk,
        other_id=other.pk,
        because="Same birthday, same mark on the left hand, and the aunt confirms it.",
        at=at,
    )
