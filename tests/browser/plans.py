"""Plans of the night: a carer's form, a draft that waits, a referral, help that has not helped."""

from datetime import timedelta

from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.decide_referral import decide_referral
from whereabouts.journeys.draft_plan import Addressee, Contents, draft_plan, send_plan
from whereabouts.journeys.fill_profile import fill_profile
from whereabouts.journeys.keep_directory import list_service
from whereabouts.journeys.keep_support_plan import (
    NewAction,
    PlanSays,
    act_in_support_plan,
    start_support_plan,
)
from whereabouts.journeys.offer_support import offer_support
from whereabouts.practice.support.actions import ask_senior, open_panel
from whereabouts.practice.support.models import PanelItem, SupportPlan
from whereabouts.records.episodes.models import Episode

DAY = timedelta(days=1)


def plan_for_the_night(world, at):
    """Make them, and return their keys."""
    coordinator, worker = actor(world, "missing_coordinator"), actor(world, "social_worker")
    fill_profile(
        actor=actor(world, "home_worker"), child_id=world.child, form="philomena", at=at,
        described_on=(at - 200 * DAY).date(), discussed=True,
        answers={
            "looks": "About 1.60 m, slim, brown curly hair, brown eyes.",
            "calming": "Ask once, then wait. Music helps; shouting does not.",
            "places": "The arcade, the bus station, the canal bridge.",
            "childs_words": "Text me, and say who you are.",
        },
    )  # fmt: skip
    draft = draft_plan(
        actor=coordinator, child_id=world.child, at=at,
        recipients=[Addressee(agency=world.agencies["home"].pk, role="home_worker")],
        contents=Contents(
            level="high", category="missing", review_on=(at + 90 * DAY).date(),
            high_when="While the man who gives her phones is near her.",
            high_until=(at + 60 * DAY).date(), aim="To find her within the hour, and kindly.",
            first_actions=[
                {"title": "Text her from the youth worker's phone", "to_role": "call_handler",
                 "due_in_minutes": 15},
                {"title": "Go to the bus station, then the arcade", "to_role": "response_officer",
                 "due_in_minutes": 30},
            ],
            contacts=[
                {"name": "Mina Fableton", "relationship": "Aunt", "phone": "01632 960777",
                 "address": "12 Far Street", "last_contacted": "last week"},
            ],
            locate_now="The bus station, then the cousin's flat.",
            who_does_what="The home texts first. The social worker tells the school.",
            prevent="Time with the youth worker each week; a phone that works.",
            works="A text that asks only whether all is well.",
            childs_view="Ask me before anybody rings my mum.",
        ),
    )  # fmt: skip
    send_plan(actor=coordinator, draft_id=draft, at=at)
    referral = decide_referral(
        actor=actor(world, "supervisor"), reference=world.located, sent=True, at=at,
        because="Somebody to talk to is wanted.", to_agency=world.agencies["authority"].pk,
        needs="A youth worker.",
    )  # fmt: skip
    service = list_service(
        actor=coordinator, name="Lantern Youth Example", needs=["exploitation", "missing"], at=at,
        authority=world.agencies["authority"].pk, telephone="01632 960555", hours="Until nine",
        ages="11 to 18", how_to_ask="The young person may ring; so may anybody for them.",
    )  # fmt: skip
    start_support_plan(
        actor=worker, child_id=world.child, review_on=(at + 30 * DAY).date(), at=at,
        says=PlanSays(
            needs="Somebody of her own to talk to. To see her brother.",
            risks="A man who gives her phones.", childs_view="I want to be asked.",
        ),
    )  # fmt: skip
    action = act_in_support_plan(
        actor=worker, child_id=world.child, at=at,
        action=NewAction(
            kind="meeting", what="Meet with the school", who="Max Pretendley",
            due_on=(at + 10 * DAY).date(),
        ),
    )  # fmt: skip
    offer_support(
        actor=coordinator, child_id=world.child, to_whom="child", answer="accepted", at=at,
        service=service, words="A walk with the youth worker on Friday.",
    )  # fmt: skip
    with entered(actor=coordinator, at=at):
        episode = Episode.objects.get(reference=world.reference)
        open_panel(episode=episode, thresholds=[], by=coordinator, at=at)
        panel = PanelItem.objects.get(child=world.child, owner_agency=world.agencies["force"])
    with entered(actor=worker, at=at):
        plan = SupportPlan.objects.get(child=world.child)
        SupportPlan.objects.filter(pk=plan.pk).update(started_at=at - 95 * DAY)
        review = ask_senior(plan=plan, days=90, before=1, after=3, by=worker, at=at)
    return {
        "written_id": draft, "referral_id": referral, "service_id": service, "action_id": action,
        "panel_id": panel.pk, "senior_review_id": review.pk,
    }  # fmt: skip
