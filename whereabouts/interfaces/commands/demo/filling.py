"""Filling the made-up nation: all of it or nothing, and never twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from whereabouts.interfaces.commands.carried_over import carry_over
from whereabouts.interfaces.commands.demo import stays
from whereabouts.interfaces.commands.demo.known import make_known_child
from whereabouts.interfaces.commands.demo.lives import Life, agree_plan, link_adult, lives
from whereabouts.interfaces.commands.demo.nation import Nation, found, is_filled
from whereabouts.interfaces.commands.demo.partners import keep_partners
from whereabouts.interfaces.commands.demo.planned import plan_for_known_child
from whereabouts.interfaces.commands.demo.shared import share_known_child
from whereabouts.interfaces.commands.demo.telling import tell_story
from whereabouts.interfaces.commands.demo.tonight import play_tonight
from whereabouts.interfaces.commands.demo.voices import let_children_speak

# How many earlier episodes a child has, and how often that is so.
EARLIER = ((0, 48), (1, 28), (2, 13), (4, 8), (9, 3))
LEVELS = ("low", "medium", "medium", "medium", "high")
FULL_HISTORIES = 5  # played journey by journey; the rest is as older systems left it
PLANNED = 4
LINKED = 5
DAY = timedelta(days=1)

Say = Callable[[str], None]


def fill(*, children: int, seed: int, at: datetime, say: Say) -> bool:
    """Fill the nation up to a moment; return False, changing nothing, where it is there already."""
    if is_filled():
        say("The made-up nation is there already: left as it is.")
        return False
    # One transaction: whoever interrupts it finds nothing, and can start again.
    with transaction.atomic():
        _fill(children=children, chance=Random(seed), at=at, say=say)  # noqa: S311 - no secret
    return True


def _fill(*, children: int, chance: Random, at: datetime, say: Say) -> None:
    say("Opening 43 forces, and agencies of every kind, with their people")
    nation = found(at=at)
    say(f"Making {children} children")
    made = list(lives(nation=nation, count=children, chance=chance, at=at))
    say("Writing what older systems knew of them")
    for life in made:
        _history(nation=nation, life=life, chance=chance, at=at)
    for life in made[:PLANNED]:
        agree_plan(nation=nation, life=life, level="medium", at=at - 50 * DAY)
    for number, life in enumerate(made[PLANNED : PLANNED + LINKED]):
        link_adult(nation=nation, life=life, number=number + 1, at=at - 45 * DAY)
    known = make_known_child(nation=nation, at=at)
    plan_for_known_child(nation=nation, child=known, at=at)
    settings = keep_partners(nation=nation, child=known, at=at)
    share_known_child(nation=nation, child=known, at=at)
    say("Playing what happened in the last weeks")
    for number, life in enumerate(made[-FULL_HISTORIES:]):
        _weeks_ago(nation=nation, life=life, number=number, chance=chance, at=at)
    let_children_speak(nation=nation, chance=chance, at=at)
    say("Telling one girl's story across two cities")
    tell_story(nation=nation, known=known, settings=settings, at=at)
    say("Playing tonight")
    under_way = play_tonight(nation=nation, lives=made, at=at)
    say(f"{len(under_way)} episodes are open")


def _history(*, nation: Nation, life: Life, chance: Random, at: datetime) -> None:
    """Write a child's earlier episodes, from the oldest on."""
    counts, weights = zip(*EARLIER, strict=True)
    days = sorted(
        (chance.randint(40, 380) for _ in range(chance.choices(counts, weights)[0])), reverse=True
    )
    for one in dict.fromkeys(days):
        reported_at = at - one * DAY - timedelta(minutes=chance.randint(0, 600))
        carry_over(
            child=life.child,
            by=nation.actor("missing_coordinator", of=life.force, at=reported_at),
            reported_at=reported_at,
            back_at=reported_at + timedelta(hours=chance.choice((2, 5, 9, 20))),
            level=chance.choice(LEVELS),
            place=chance.choice(stays.LAST_SEEN),
        )


def _weeks_ago(*, nation: Nation, life: Life, number: int, chance: Random, at: datetime) -> None:
    """Play an episode of some weeks ago whole, from the call to the end of the follow-up."""
    start = at - chance.randint(8, 30) * DAY
    stay = stays.reported(nation=nation, life=life, at=start, place=number)
    stays.owned(nation=nation, stay=stay, at=start + timedelta(minutes=4))
    stays.decided(nation=nation, stay=stay, at=start + timedelta(minutes=6))
    found_at = start + timedelta(hours=chance.choice((3, 7, 16)))
    stays.located(nation=nation, stay=stay, at=found_at)
    there = stays.back(nation=nation, stay=stay, at=found_at + timedelta(minutes=30))
    stays.seen(nation=nation, stay=stay, at=there + timedelta(minutes=20))
    stays.spoken_with(nation=nation, stay=stay, at=there + timedelta(hours=1), place=number)
    stays.followed_up(nation=nation, stay=stay, at=there + timedelta(hours=2), place=number)
