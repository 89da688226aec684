"""Plans in the demonstration: each kind for the child of the tour, and a directory of support."""

from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.interfaces.commands.demo.nation import FIRST_AUTHORITY, FIRST_HOME, Nation
from whereabouts.journeys.approve_plan import approve_plan
from whereabouts.journeys.draft_plan import Addressee, Contents, draft_plan, send_plan
from whereabouts.journeys.fill_profile import fill_profile
from whereabouts.journeys.keep_directory import list_service
from whereabouts.journeys.keep_support_plan import (
    NewAction,
    PlanSays,
    act_in_support_plan,
    settle_support_action,
    start_support_plan,
)
from whereabouts.journeys.offer_support import offer_support
from whereabouts.records.people.models import Child

DAY = timedelta(days=1)
HELPED_SINCE, AGREED = 95 * DAY, 20 * DAY
# name, needs, whether for the first authority alone, telephone, how to ask
SERVICES = (
    ("Lantern Youth Example", ("exploitation", "missing", "somebody_to_talk_to"), True,
     "01632 960501", "The young person may ring; so may anybody for them."),
    ("Family Help Aldermere Example", ("family", "violence_at_home"), True, "01632 960502",
     "A parent may ring. A social worker answers by name."),
    ("Harbour Counselling Example", ("mental_health", "sexual_violence"), True, "01632 960503",
     "By letter from anybody who works with the child."),
    ("Made-up Listening Line", ("somebody_to_talk_to", "missing"), False, "01632 960504",
     "Free, day and night. Nobody asks for a name."),
    ("Clear Path Example", ("substance",), False, "01632 960505", "By telephone."),
    ("Young Carers Example", ("young_carer", "school"), False, "01632 960506", "By telephone."),
)  # fmt: skip


def plan_for_known_child(*, nation: Nation, child: Child, at: datetime) -> None:
    """Give the child of the tour a carer's form, an approved plan, and help that lasts."""
    services = _list_services(nation=nation, at=at - 150 * DAY)
    _help(nation=nation, child=child, services=services, at=at)
    then = at - AGREED
    fill_profile(
        actor=nation.actor("home_worker", of=FIRST_HOME, at=then), child_id=child.pk,
        form="philomena", described_on=then.date(), discussed=True, at=then,
        answers={
            "looks": "About 1.60 m, slim, brown curly hair, brown eyes.",
            "marks": "A small scar on the left hand.",
            "calming": "Ask once, then wait. Music helps; shouting does not.",
            "places": "The bus station, the arcade, the canal bridge.",
            "associates": "A cousin in Fable Lane.",
            "phones": "07700 900123; the home pays for it.",
            "childs_words": "Text me, and say who you are.",
        },
    )  # fmt: skip
    coordinator = nation.actor("missing_coordinator", at=then)
    draft = draft_plan(
        actor=coordinator, child_id=child.pk, contents=_contents(at=at), at=then,
        recipients=[
            Addressee(agency=nation.key(FIRST_HOME), role="home_worker"),
            Addressee(agency=nation.key(FIRST_AUTHORITY), role="social_worker"),
        ],
    )  # fmt: skip
    send_plan(actor=coordinator, draft_id=draft, at=then)
    later = then + timedelta(hours=3)
    for who in (
        nation.actor("duty_inspector", at=later),
        nation.actor("social_worker", of=FIRST_AUTHORITY, at=later),
    ):
        approve_plan(actor=who, draft_id=draft, agreed=True, at=later)


def _list_services(*, nation: Nation, at: datetime) -> dict[str, UUID]:
    by = nation.actor("social_worker", of=FIRST_AUTHORITY, at=at)
    return {
        name: list_service(
            actor=by, name=name, needs=needs, telephone=telephone, how_to_ask=how, at=at,
            authority=nation.key(FIRST_AUTHORITY) if here else None, ages="Up to 18",
            languages="English, Welsh" if not here else "English", hours="Until nine at night",
        )
        for name, needs, here, telephone, how in SERVICES
    }  # fmt: skip


def _contents(*, at: datetime) -> Contents:
    return Contents(
        level="medium", category="missing", review_on=(at + 40 * DAY).date(),
        aim="To find her within the hour, and kindly.",
        first_actions=[
            {"title": "Ring the youth worker whom the child trusts", "to_role": "call_handler",
             "due_in_minutes": 15},
            {"title": "Go to the skate park and the bus station", "to_role": "response_officer",
             "due_in_minutes": 30},
        ],
        contacts=[
            {"name": "Jo Carewell", "relationship": "Key worker", "phone": "01632 960301"},
            {"name": "Sam Sampleton", "relationship": "Cousin", "phone": "07700 900456",
             "address": "9 Fable Lane"},
            {"name": "Paula Sampleton", "relationship": "Mother", "phone": "01632 960001"},
        ],
        locate_now="The bus station, then the cousin's flat.",
        search_order="9 Fable Lane\nThe arcade at the bus station",
        patterns="Friday evenings, after contact was called off.",
        phones_and_accounts="07700 900123",
        who_does_what="The home texts first. The social worker tells the school.",
        team="Social worker and manager: Aldermere duty team.",
        prevent="Time with the youth worker each week; a phone that works.",
        works="A text that asks only whether all is well.",
        childs_view="Ask me before anybody rings my mum.",
        because="Agreed with the child and the people who know them.",
    )  # fmt: skip


def _help(*, nation: Nation, child: Child, services: dict[str, UUID], at: datetime) -> None:
    """Start a long-term plan under which the episodes are no fewer, so that a senior is asked."""
    then = at - HELPED_SINCE
    worker = nation.actor("social_worker", of=FIRST_AUTHORITY, at=then)
    start_support_plan(
        actor=worker, child_id=child.pk, review_on=(at + 25 * DAY).date(), at=then,
        says=PlanSays(
            needs="Somebody of her own to talk to. To see her brother more often.",
            risks="A man who gives phones and lifts to children.",
            childs_view="I want to be asked, and not only told.",
        ),
    )  # fmt: skip
    met = act_in_support_plan(
        actor=worker, child_id=child.pk, at=then,
        action=NewAction(
            kind="meeting", what="Meet with the school and the home", who="The duty team",
            due_on=(then + 14 * DAY).date(),
        ),
    )  # fmt: skip
    settle_support_action(
        actor=worker, action_id=met, result="All came; minutes are with the home.",
        at=then + 10 * DAY,
    )  # fmt: skip
    act_in_support_plan(
        actor=worker, child_id=child.pk, at=then,
        action=NewAction(
            kind="support", what="A youth worker each week", who="Lantern Youth Example",
            service=services["Lantern Youth Example"], due_on=(at + 20 * DAY).date(),
        ),
    )  # fmt: skip
    offer_support(
        actor=worker, child_id=child.pk, to_whom="child", answer="accepted", at=then + 20 * DAY,
        service=services["Lantern Youth Example"], need="somebody_to_talk_to",
        words="She met the youth worker and wants to go on.",
    )  # fmt: skip
