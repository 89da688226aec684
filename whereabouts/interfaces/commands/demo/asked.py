"""Whom else the story asks: a charity that speaks with her, the public, and volunteers tonight."""

from whereabouts.interfaces.commands.demo import after
from whereabouts.interfaces.commands.demo.stays import Stay
from whereabouts.interfaces.commands.demo.story import DAY, HOUR, MINUTE, Story
from whereabouts.journeys.decide_publicity import Weighed, decide_publicity
from whereabouts.journeys.make_appeal import make_appeal
from whereabouts.journeys.share_child import Pack, Terms, share_pack

VOLUNTEERS = "Night Watch, a made-up charity"


def charity(*, story: Story, stay: Stay) -> None:
    """Let her own authority ask a charity to speak with her; it reaches her by text."""
    after.commissioned(nation=story.nation, stay=stay, at=story.at - 11 * DAY)


def public_and_volunteers(*, story: Story) -> None:
    """Ask the public in the town, without her name; let volunteers at the hot spot know her."""
    inspector = story.nation.actor("duty_inspector", at=story.at - 20 * MINUTE)
    at = story.at - 20 * MINUTE
    decide_publicity(
        actor=inspector, reference=story.tonight, at=at,
        weighed=Weighed(
            decision="public", because="She ran to a car whose driver is warned away from her.",
            harm_weighed="Her school reads it. Her first name is left out; her worker tells her.",
            may_say="A girl of fifteen in a yellow raincoat, and a grey car.",
            channels=("press", "social_media"),
        ),
    )  # fmt: skip
    make_appeal(
        actor=inspector, reference=story.tonight, at=at + MINUTE, area="Aldermere",
        words="Have you seen a girl of fifteen in a yellow raincoat, or a grey car that waits?"
        " She is not in trouble. We want to know that she is safe.",
        contact="101, and say LANTERN", expires_at=story.at + 20 * HOUR,
    )  # fmt: skip
    share_pack(
        actor=story.nation.actor("missing_coordinator", at=at + 2 * MINUTE),
        child_id=story.child.pk, at=at + 2 * MINUTE,
        terms=Terms(
            gateway="ca1989-s47", until_at=story.at + 8 * HOUR, told="later",
            purpose="So that those who walk the station tonight know her and are kind.",
        ),
        pack=Pack(
            profile="hot_spot", reader="Val Unteer-Madeup", handed="printed", to_whom=VOLUNTEERS,
            typed={
                "place": "The bus station and Station Road, until two in the morning",
                "look_for": "A grey car that waits; somebody older who buys food for children",
                "what_to_say": "Say who you are. Ask whether she is warm and has eaten.",
                "whom_to_ring": "01632 960100",
            },
        ),
    )  # fmt: skip
