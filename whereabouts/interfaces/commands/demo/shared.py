"""Sharing in the demonstration: what leaves of the child of the tour, and what agencies say."""

from datetime import datetime, timedelta

from whereabouts.interfaces.commands.demo.nation import FIRST_AUTHORITY, FIRST_FORCE, Nation
from whereabouts.journeys.escalate import Matter, take_matter_up
from whereabouts.journeys.govern_records import ask_about_record
from whereabouts.journeys.grade_for_agency import grade_for_agency
from whereabouts.journeys.keep_skills import say_has_skill
from whereabouts.journeys.make_agreement import make_agreement
from whereabouts.journeys.share_child import Pack, Terms, share_pack, share_record
from whereabouts.journeys.tell_partners import tell_what_we_know
from whereabouts.records.people.models import Child

HOSPITAL = "northmoor-hospital"
DAY = timedelta(days=1)


def share_known_child(*, nation: Nation, child: Child, at: datetime) -> None:
    """Share the child's record with a hospital and a pack with volunteers; let agencies differ."""
    then = at - 3 * DAY
    coordinator = nation.actor("missing_coordinator", at=then)
    agreed = make_agreement(
        actor=nation.actor("information_governance", at=then), with_agency=nation.key(HOSPITAL),
        title="Children who come to the emergency department", at=then,
        purpose="What a nurse needs to know of a child who is often missing.",
        ends_at=at + 25 * DAY,
    )  # fmt: skip
    share_record(
        actor=coordinator, child_id=child.pk, to_agency=nation.key(HOSPITAL), at=then,
        terms=_terms(
            until_at=at + 20 * DAY, agreement_id=agreed, told="told",
            purpose="So that the nurse knows her, and whom to ring.",
        ),
    )  # fmt: skip
    now = at - timedelta(hours=2)
    share_pack(
        actor=nation.actor("missing_coordinator", at=now), child_id=child.pk, at=now,
        terms=_terms(
            until_at=at + timedelta(hours=9), told="later",
            purpose="So that those who walk the square tonight know her by name.",
        ),
        pack=Pack(
            profile="hot_spot", reader="Val Unteer-Madeup", handed="printed",
            to_whom="Night Watch, made up",
            typed={
                "place": "The bus station and the arcade, from eight to midnight",
                "look_for": "Cars that wait; adults who buy food for several young people",
                "what_to_say": "Say who you are. Ask whether she is warm and has eaten.",
                "whom_to_ring": "01632 960100",
            },
        ),
    )  # fmt: skip
    _what_agencies_say(nation=nation, child=child, at=now)
    _what_waits(nation=nation, child=child, at=now)


def _terms(*, until_at: datetime, purpose: str, told: str, **more: object) -> Terms:
    return Terms(
        gateway="ca1989-s47", purpose=purpose, until_at=until_at, told=told,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _what_agencies_say(*, nation: Nation, child: Child, at: datetime) -> None:
    nurse = nation.actor("partner_worker", of=HOSPITAL, at=at)
    worker = nation.actor("social_worker", of=FIRST_AUTHORITY, at=at)
    tell_what_we_know(
        actor=nurse, child_id=child.pk, kind="worry", at=at, said_by="the ward clerk",
        words="She came alone at eleven with a cut hand, and left with a man who waited outside.",
    )  # fmt: skip
    grade_for_agency(
        actor=nurse, child_id=child.pk, level="high", tool="health", at=at,
        because="Somebody waits for her, and she would not say who.",
    )  # fmt: skip
    grade_for_agency(
        actor=worker, child_id=child.pk, level="medium", tool="own_judgement", at=at,
        because="She rings her worker every evening, and did yesterday.",
    )  # fmt: skip


def _what_waits(*, nation: Nation, child: Child, at: datetime) -> None:
    take_matter_up(
        actor=nation.actor("partner_worker", of=HOSPITAL, at=at), at=at,
        to_agency=nation.key(FIRST_FORCE),
        matter=Matter(
            kind="not_acted", words="We rang twice about the car at the entrance. Nobody came.",
            wanted="Somebody who looks at the pictures of our camera.",
        ),
    )  # fmt: skip
    ask_about_record(
        actor=nation.actor("missing_coordinator", at=at), child_id=child.pk, kind="correction",
        asker="child", asked_by="The child, through her worker", at=at,
        words="My school is another one now.",
    )  # fmt: skip
    officer = nation.actor("response_officer", at=at)
    say_has_skill(
        actor=nation.actor("supervisor", at=at), member_id=officer.member_id, at=at,
        skill="child_interview", gained_on=(at - 400 * DAY).date(), evidence="Course, made up",
    )  # fmt: skip
