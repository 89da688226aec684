"""A made-up year before the night: enough episodes to count, packs made, a year published."""

from datetime import UTC, datetime, timedelta
from random import Random

from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.published import last_whole_year
from whereabouts.journeys.clock import publishing
from whereabouts.practice.conversations.models import HarmSaid
from whereabouts.practice.return_home.models import Return
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, ChildAddress, ChildBirth

EPISODES, CHILDREN = 320, 90
PLACES = ("The arcade", "Bus station", "A friend's", "The park", "")


def count_the_year(world, coordinator, at):
    """Write the year as it would have been recorded, let the clocks count it, return the keys."""
    dice = Random(2016)
    with entered(actor=coordinator, at=at):
        children = [_child(world, coordinator, dice, at) for _ in range(CHILDREN)]
        for number in range(EPISODES):
            reported = at - timedelta(days=5 + dice.random() * 600)
            child = dice.choice(children[: 20 if dice.random() < 0.5 else CHILDREN])
            _episode(coordinator, child, number, reported, dice)
    publishing.begin(at=at)
    publishing.make_first(
        agencies=[world.agencies[one].pk for one in ("force", "board", "national")], at=at
    )
    until = at.date().replace(day=1)
    ends = last_whole_year(at=at)
    return {
        "agency_code": world.agencies["force"].code, "figures_year": ends, "pack_kind": "pack",
        "pack_until": until.isoformat(),
    }  # fmt: skip


def _ours(actor, at):
    return {
        "owner_agency_id": actor.agency_id,
        "recorded_at": at,
        "recorded_by_id": actor.member_id,
    }


def _child(world, by, dice, at):
    long_ago = at - timedelta(days=700)
    ours = _ours(by, long_ago)
    child = Child.objects.create(
        sex=dice.choice("FFM"), **ours,
        ethnicity_self=dice.choice(["WBRI", "WBRI", "WBRI", "BAFR", "AIND", "MWBC", ""]),
    )  # fmt: skip
    relate(subjects={child.pk}, agency=by.agency_id, kind="recording", at=long_ago)
    born = datetime(dice.randint(2010, 2014), dice.randint(1, 12), 5, tzinfo=UTC).date()
    ChildBirth.objects.create(
        child=child, as_said="made up", earliest=born, latest=born, precision="day", **ours
    )
    if dice.random() < 0.8:
        ChildAddress.objects.create(
            child=child, kind="home", line="1 Made-up Way", authority=world.agencies["authority"],
            **ours,
        )  # fmt: skip
    return child


def _episode(by, child, number, reported, dice):
    back = reported + timedelta(hours=dice.lognormvariate(2.1, 1.4))
    episode = Episode.objects.create(
        reference=f"E-YEAR-{number:04}", child=child, level=dice.choice(["high", "medium"]),
        recommended_level="medium", seriousness="some", immediacy="days", pack="made-up",
        category="missing", happened_at=reported, reported_at=reported, state="closed",
        back_at=back, located_at=back, closed_at=back + timedelta(days=4), decided=True,
        living_at=dice.choice(["home", "home", "foster", "childrens_home"]),
        found_place=dice.choice(PLACES), last_seen_place=dice.choice(PLACES), **_ours(by, reported),
    )  # fmt: skip
    Return.objects.create(
        child=child, episode=episode, how="found", found_at=back,
        by_whom=dice.choice(["own_accord", "own_accord", "police", "family", "carer"]),
        destination_kind=dice.choice(["home", "placement"]), destination_state="already_there",
        **_ours(by, reported),
    )  # fmt: skip
    answer = dice.choice(["", "", "denied", "denied", "denied", "disclosed", "asked"])
    if answer:
        HarmSaid.objects.create(
            child=child, episode=episode, harm="hurt", answer=answer, source="child",
            said_in="prevention", said_at=back, **_ours(by, reported),
        )  # fmt: skip
