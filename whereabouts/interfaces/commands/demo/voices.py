"""What made-up children said of how they were treated: enough to count, one with a name to read."""

from datetime import datetime, timedelta
from random import Random

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency, Team
from whereabouts.interfaces.commands.demo.nation import FIRST_AUTHORITY, FIRST_FORCE, Nation
from whereabouts.journeys.childs_page import Said, say_as_child, whose_page
from whereabouts.journeys.count_wording import count_wording
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.journeys.read_childs_words import read_childs_words
from whereabouts.practice.voice.models import ChildsWords
from whereabouts.practice.voice.vocabulary import QUESTIONS
from whereabouts.records.episodes.models import Episode

ADDRESS = "http://localhost:8000/hello/"
MOST = 40
LIKELY = {"yes": 5, "a_bit": 3, "no": 2, "": 1}
TERMS = ("absconding", "refuses_to_engage", "siblings", "placement_breakdown", "naughty")
WAITING = (
    Said(answers={"listened": "no", "kindly": "no", "told_why": "no"}, name="Tess",
         words="They talked over my head and would not say where we were going.",
         reach="After school, by the gate", wants_somebody=True),
    Said(answers={"kindly": "yes", "offered_help": "yes"},
         words="She sat down with me. That helped."),
)  # fmt: skip


def let_children_speak(*, nation: Nation, chance: Random, at: datetime) -> None:
    """Let children answer after earlier episodes, read most of it, and leave two to be read."""
    force = Agency.objects.get(code=FIRST_FORCE)
    teams = list(Team.objects.filter(agency=force).order_by("name"))
    officer = nation.actor("missing_coordinator", at=at)
    with entered(actor=officer, at=at):
        earlier = visible(Episode).filter(owner_agency=force, state="closed")
        episodes = list(earlier.order_by("-reported_at")[:MOST])
    values, weights = list(LIKELY), list(LIKELY.values())
    for number, episode in enumerate(episodes[len(WAITING) :]):
        then = max(episode.reported_at + timedelta(days=3), at - timedelta(days=300))
        answers = {key: chance.choices(values, weights)[0] for key, _ in QUESTIONS}
        said = Said(answers=answers, words="" if any(answers.values()) else "It was all right.")
        team = teams[number % len(teams)] if teams else None
        _say(nation=nation, episode=episode, said=said, team=team, at=min(then, at))
    for episode, said in zip(episodes, WAITING, strict=False):
        _say(nation=nation, episode=episode, said=said, team=None, at=at, read=False)
    count_wording(actor=nation.actor("response_officer", at=at), terms=TERMS, at=at)


def _say(
    *, nation: Nation, episode: Episode, said: Said, team: Team | None, at: datetime,
    read: bool = True,
) -> None:  # fmt: skip
    made = give_child_code(
        actor=nation.actor("missing_coordinator", at=at), reference=episode.reference,
        handed="face_to_face", phone="unknown", reader=nation.key(FIRST_AUTHORITY),
        team=team.pk if team else None, address=ADDRESS, at=at,
    )  # fmt: skip
    visitor = whose_page(typed=made.code, at=at)
    if visitor is None:
        return
    say_as_child(actor=visitor.actor, link_id=visitor.link_id, said=said, at=at)
    if read:
        worker = nation.actor("social_worker", of=FIRST_AUTHORITY, at=at)
        with entered(actor=worker, at=at):
            latest = visible(ChildsWords).order_by("-id").values_list("pk", flat=True)[0]
        read_childs_words(actor=worker, words_id=latest, outcome="read", at=at)
