"""Every page that a person can open, and a night in which there is something on each of them."""

from datetime import timedelta
from uuid import uuid4

from django.urls import get_resolver, reverse

from tests.browser.adults import adults_for_the_night
from tests.browser.counting import count_the_year
from tests.browser.homes import homes_for_the_night
from tests.browser.meetings import meet_in_the_night
from tests.browser.plans import plan_for_the_night
from tests.browser.sharing import share_for_the_night
from tests.browser.world import NAME, actor
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.childs_page import Said, say_as_child, whose_page
from whereabouts.journeys.contact_child import Talked, contact_child
from whereabouts.journeys.decide import Wish
from whereabouts.journeys.decide_publicity import Weighed, decide_publicity
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.keep_family_told import promise_family_news
from whereabouts.journeys.keep_voice import Line, add_to_about_me
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.offer_hand_over import offer_hand_over
from whereabouts.journeys.offer_transfer import offer_transfer
from whereabouts.journeys.plan_investigation import sign_plan
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.send_somebody import say_no_unit_free, send_somebody
from whereabouts.journeys.tell_of_conduct import Told as ToldOfConduct
from whereabouts.journeys.tell_of_conduct import tell_of_conduct
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.journeys.write_shift_list import write_shift_list
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.oversight.models import SecondLook
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.supervision.models import Challenge, HandOver, Proposal
from whereabouts.practice.voice.models import ChildsWords
from whereabouts.records.episodes.models import Episode, Transfer
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs.queries import pair_of
from whereabouts.records.pairs.rules import Suggestion
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child, Flag, RelatedPerson
from whereabouts.records.reports.actions import open_contact

# No page of their own: a part of one, a picture, an answer for machines, or shown once in a sign-in.
NO_PAGES = {
    "healthz", "readyz", "notices-now", "board-rows", "episode-now", "tasks-now", "child-photo",
    "picture-now", "figures-table", "figures-whole", "pack-table", "pack-whole", "returns-file",
    "appeal-poster", "appeal-message", "report-take", "adult-picture", "release-picture", "street-adult-photo",
    "warning-notice-paper",
}  # fmt: skip
# Pages of signing in, which nobody opens who has signed in: walked on the way, in test_accessibility,
# which holds that it has come through every one of them.
ELSEWHERE = {
    "mfa_authenticate", "mfa_activate_totp", "mfa_view_recovery_codes", "account_reauthenticate",
}  # fmt: skip

# name → who opens it, where somebody else than the duty inspector
WHOSE = {
    "returns-year": "social_worker",
    "report-drafts": "call_handler",
    "report-draft": "call_handler",
    "offer-answer": "call_handler",
    "child-join": "missing_coordinator",
    "pairs": "missing_coordinator",
    "pair": "missing_coordinator",
    "return-prevention": "response_officer",
    "return-interview": "social_worker",
    "interview-queue": "social_worker",
    "child-placement-notice": "social_worker",
    "childs-words": "social_worker",
    "childs-words-one": "social_worker",
    "looks": "information_governance",
    "governance": "information_governance",
    "governance-then": "information_governance",
    "governance-requests": "information_governance",
    "governance-request": "information_governance",
    "governance-breaches": "information_governance",
    "governance-breach": "information_governance",
    "governance-retention": "information_governance",
    "governance-retention-decide": "information_governance",
    "governance-retention-undo": "information_governance",
    "agreements": "information_governance",
    "agreement-add": "information_governance",
    "agreement-end": "information_governance",
    "partnership-join": "information_governance",
    "partnership-leave": "information_governance",
    "child-share-record": "missing_coordinator",
    "child-share-pack": "missing_coordinator",
    "sharing-end": "missing_coordinator",
    "sharing-paper": "missing_coordinator",
    "our-children": "social_worker",
    "queue": "social_worker",
    "second-look": "supervisor",
    "policy": "superintendent",
    "policy-follow": "superintendent",
    "policy-stop": "superintendent",
    "timers": "information_governance",
    "transfer-answer": "next_inspector",
    "across": "next_inspector",
    "child-support-end": "social_worker",
    "support-review": "social_worker",
    "child-profile": "home_worker",
    "referral": "social_worker",
    "our-home": "home_worker",
    "carer-report": "home_worker",
    "carer-rang": "home_worker",
    "carer-back": "home_worker",
    "carer-questions": "home_worker",
    "regulation-40": "home_worker",
    "placement": "social_worker",
    "out-of-area": "social_worker",
    "placement-give": "social_worker",
    "placement-end": "social_worker",
    "placement-acknowledge": "social_worker",
    "placement-told": "social_worker",
    "child-part": "missing_coordinator",
    "rescue-alert-decide": "superintendent",
    "rescue-alert-answer": "superintendent",
    "child-grading": "social_worker",
    "out-of-area-figures": "policy_owner",
    "school": "school_worker",
    "home-warnings": "home_worker",
    "meeting-answer": "social_worker",
    "capacity": "home_worker",
    "conduct": "professional_standards",
    "conduct-matter": "professional_standards",
}


def deepen(world):
    """Let more happen in the night: a report of the known child, proposals, offers, a return."""
    at = world.at
    handler, inspector = actor(world, "call_handler"), actor(world, "duty_inspector")
    receipt = report_missing(
        actor=handler,
        told=Told(
            idempotency_key="deepen", happened_at=at, child=world.child, relation="home_worker",
            reporter_name="Jules Fableton", reporter_contact="01632 960444",
            last_seen_at=at - timedelta(hours=2), last_seen_place="the bus station",
            facts={"whereabouts_known": False, "out_of_character": True, "self_harm": None},
            words="She left after tea and her phone is off.",
        ),
        at=at,
    )  # fmt: skip
    world.reference = receipt.episode
    answer_question(
        actor=handler, reference=receipt.episode, fact="out_of_character", value=False,
        said_by="Paula Sampleton", source_kind="carer", at=at,
    )  # fmt: skip
    _propose(world, handler, at)
    challenge_grade(
        actor=inspector, reference=receipt.episode, made_by_kind="carer",
        made_by_name="Jules Fableton", words="We think it is worse than that.", at=at,
    )  # fmt: skip
    add_flag(
        actor=actor(world, "response_officer"), child_id=world.child, kind="online_contact",
        strength="suspected", source="the home", review_on=(at + timedelta(days=60)).date(), at=at,
    )  # fmt: skip
    supervisor = actor(world, "supervisor")
    with entered(actor=inspector, at=at):
        owned = Episode.objects.filter(owner=world.members["supervisor"], state="open")
        first, second, third = owned.order_by("reference")[:3]
        world.unknown = Child.objects.filter(unidentified=True).values_list("pk", flat=True).first()
        pairs.suggest(
            suggestion=Suggestion(
                one=world.child, other=world.unknown, score=0.8, agrees=frozenset({"sex:same"}),
                differs=frozenset({"born"}),
            ),
            by=inspector, at=at,
        )  # fmt: skip
    offer_hand_over(
        actor=supervisor, reference=first.reference, to_member=world.members["call_handler"].pk,
        words="End of my shift.", at=at,
    )  # fmt: skip
    offer_transfer(
        actor=inspector, reference=second.reference, to_agency=world.agencies["next"].pk,
        because="The child lives there.", at=at,
    )  # fmt: skip
    locate_child(
        actor=actor(world, "response_officer"), reference=third.reference,
        found=Found(how="found", by_whom="police", found_at=at, found_place="the skate park"),
        at=at,
    )  # fmt: skip
    world.located = third.reference
    world.look_id = _second_look(world, at)
    world.shift_id = write_shift_list(actor=inspector, words="Ring the aunt at two.", at=at)
    _go_and_tell(world, at)
    _voice(world, at)
    _under_seal(world, at)
    _keys(world, inspector, at)
    world.keys |= _one_child_twice(world, at)
    world.keys |= plan_for_the_night(world, at)
    world.keys |= count_the_year(world, actor(world, "missing_coordinator"), at)
    world.keys |= homes_for_the_night(world, at)
    world.keys |= share_for_the_night(world, at)
    world.keys |= meet_in_the_night(world, at)
    world.keys |= adults_for_the_night(world, at)


def _go_and_tell(world, at):
    officer, inspector = actor(world, "response_officer"), actor(world, "duty_inspector")
    here = {"actor": officer, "reference": world.reference, "at": at}
    say_no_unit_free(said_by="Sgt Example", asked_at=at, words="All at the fair.", **here)
    send_somebody(unit="NM 21", going="PC Example", asked_at=at, sent_at=at, **here)
    contact_child(
        talked=Talked(
            how="text", towards="to_child", happened_at=at, made_by="PC Example", tone="warm",
            safe_answer="yes", words="im ok", next_by="PC Example",
        ),
        next_at=at + timedelta(hours=1), **here,
    )  # fmt: skip
    sign_plan(actor=inspector, reference=world.reference, agreed=False, words="No vehicle.", at=at)
    decide_publicity(
        actor=inspector, reference=world.reference, at=at,
        weighed=Weighed(
            decision="limited", because="She may sit in a shop.", harm_weighed="School hears it.",
            may_say="Have you seen her?", channels=("partners",),
        ),
    )  # fmt: skip
    with entered(actor=officer, at=at):
        person = RelatedPerson.objects.filter(child=world.child).exclude(told="nothing").first()
        if person is None:
            person = people.add_related_person(
                child=Child.objects.get(pk=world.child), name="Mina Fableton", relation="mother",
                by=officer, at=at,
            )  # fmt: skip
    world.update = promise_family_news(
        person_id=person.pk, named=officer.member_id, due_at=at + timedelta(hours=1), **here
    )
    update_child_details(
        actor=officer, child_id=world.child, at=at,
        details=Details(
            address="12 Far Street", address_kind="family",
            address_force=world.agencies["next"].pk, source="made up",
        ),
    )  # fmt: skip


def _voice(world, at):
    """Let the child tell about themselves, and say how they were treated."""
    officer, child = actor(world, "response_officer"), world.child
    for kind, words, person in (
        ("talk", "Sit down. Ask me where I want to go.", ""),
        ("touch", "Do not hold me. I stop when you stop.", ""),
        ("ask_for", "She asked only if I was safe.", "PC Example"),
        ("interpreter", "A woman, please.", ""),
    ):
        world.line_id = add_to_about_me(
            actor=officer, child_id=child, at=at,
            line=Line(
                kind=kind, words=words, person=person, source="child_said", said_on=at.date(),
                language="Kurdish" if kind == "interpreter" else "",
            ),
        )  # fmt: skip
    for name in ("Tess", ""):
        visitor = whose_page(typed=code_for(world, at=at), at=at)
        say_as_child(
            actor=visitor.actor, link_id=visitor.link_id, at=at,
            said=Said(
                answers={"listened": "no", "kindly": "a_bit"}, words="They talked over my head.",
                name=name, reach="After school", wants_somebody=bool(name),
            ),
        )  # fmt: skip
    worker = actor(world, "social_worker")
    with entered(actor=worker, at=at):
        world.words_id = ChildsWords.objects.exclude(name="").latest("recorded_at").pk


def _under_seal(world, at):
    """Let the child name somebody of the force as the one who harms."""
    tell_of_conduct(
        actor=actor(world, "social_worker"), reference=world.located, at=at,
        told=ToldOfConduct(
            kind="spoken_to", about_kind="officer", said_at=at, wants="yes",
            about_name="the tall one with the beard", body_worn="NM-1234",
            words="He said that nobody would believe me anyway.",
        ),
    )  # fmt: skip
    standards = actor(world, "professional_standards")
    with entered(actor=standards, at=at):
        world.matter_id = Matter.objects.get(episode__reference=world.located).pk


def code_for(world, *, at):
    """Return a new code for the page of the known child."""
    return give_child_code(
        actor=actor(world, "response_officer"), reference=world.reference, handed="face_to_face",
        phone="shared", reader=world.members["social_worker"].agency_id, worker="Sam",
        worker_phone="01632 960123", address="https://page.example/hello/", at=at,
    ).code  # fmt: skip


def _one_child_twice(world, at):
    """Let two records be one child, so that they may be taken apart; return their keys."""
    coordinator = actor(world, "missing_coordinator")
    with entered(actor=coordinator, at=at):
        one, same = (
            people.create_child(
                names=[{"full": name}], born_text="7 July 2011", by=coordinator, at=at
            ).pk
            for name in ("Billie Twicewritten", "Billy Twice-Written")
        )
    join_records(
        actor=coordinator, child_id=one, other_id=same, because="One school, one birthday.", at=at
    )
    return {"one_id": one, "same_id": same}


def _second_look(world, at):
    """Let an episode that nobody owns or decided be drawn for a second look."""
    force = world.agencies["force"]
    clock = system_actor(agency=force.pk, at=at)
    with entered(actor=clock, at=at):
        episode = Episode.objects.filter(
            owner_agency=force, owner__isnull=True, state="open", child__unidentified=False
        ).first()
        return SecondLook.objects.create(
            child_id=episode.child_id, episode=episode, standing="open", level=episode.level,
            assessment=episode.assessments.latest("number"), category=episode.category,
            seed="made-up", share=1.0, drawn_at=at, due_at=at + timedelta(hours=12),
            owner_agency=force, recorded_at=at, recorded_by_id=clock.member_id,
        ).pk  # fmt: skip


def _propose(world, handler, at):
    with entered(actor=handler, at=at):
        latest = Assessment.objects.filter(episode__reference=world.reference).latest("number")
        rules = {row["rule"] for row in latest.result["fired"]}
    declined = {"answer": "declined", "reason": "The aunt rang: she sits at her table."}
    propose_lower(
        actor=handler, reference=world.reference, at=at,
        wish=Wish(
            category="missing", level="low", rationale="The aunt in Eastmere rang: she is there.",
            answers=dict.fromkeys(rules, declined),
        ),
    )  # fmt: skip


def _keys(world, inspector, at):
    with entered(actor=inspector, at=at):
        world.keys = {
            "proposal_id": Proposal.objects.latest("recorded_at").pk,
            "challenge_id": Challenge.objects.latest("recorded_at").pk,
            "offer_id": HandOver.objects.latest("recorded_at").pk,
            "transfer_id": Transfer.objects.latest("recorded_at").pk,
            "task_id": Task.objects.filter(
                episode__reference=world.reference, state="open",
                assigned_agency=world.agencies["force"],
            ).first().pk,
            "flag_id": Flag.objects.get(child=world.child, state="proposed").pk,
            "active_flag": Flag.objects.get(child=world.child, state="active").pk,
            "person_id": RelatedPerson.objects.filter(child=world.child).first().pk,
            "child_id": world.child,
            "pair_id": pair_of(one=world.child, other=world.unknown).pk,
            "reference": world.reference,
            "fact": "out_of_character",
            "line_id": world.line_id,
            "words_id": world.words_id,
            "look_id": world.look_id,
            "matter_id": world.matter_id,
            "shift_id": world.shift_id,
            "case": "on-the-list",
            "update_id": world.update,
            "across": Task.objects.filter(
                kind="cross_force_task", assigned_agency=world.agencies["next"], state="open",
                episode__reference=world.reference,
            ).first().pk,
            "contact_id": open_contact(
                by=inspector, at=at, happened_at=at, channel="log", child=Child(pk=world.child),
                words="A neighbour rang.",
            ).pk,
            "draft_id": uuid4(),
        }  # fmt: skip


def pages():
    """Return the name of every address that answers with a page to whoever opens it."""
    found = {}
    for part in get_resolver().url_patterns[0].url_patterns:
        for one in part.url_patterns:
            if "GET" in getattr(one.callback, "methods", ()):
                found[one.name] = one.pattern
    return {name: found[name] for name in found if name not in NO_PAGES | ELSEWHERE}


def path_of(world, name, pattern):
    """Return a page's path in this night."""
    keys = {**world.keys, "reference": world.reference}
    if name == "child-flag-end":
        keys["flag_id"] = keys["active_flag"]
    if name == "governance-then":
        keys["desk_id"] = keys["governance_desk"]
    if name == "placement-told":
        keys["acknowledgement_id"] = keys["silent_id"]
    if name == "child-part":
        keys |= {"child_id": keys["one_id"], "other_id": keys["same_id"]}
    if name == "rescue-alert-answer":
        keys["alert_id"] = keys["their_alert"]
    if name == "across":
        keys["task_id"] = keys["across"]
    if name in {"warning-notice-serve", "warning-notice-fail"}:
        keys["notice_id"] = keys["waiting_notice"]
    if name == "young-plan-end":
        keys["child_id"] = keys["planned_child"]
    if name in {"child-identify", "child-name"}:
        keys["child_id"] = world.unknown
    after_return = {
        "return", "return-protection", "return-prevention", "return-told", "return-harm",
        "return-force", "return-conduct",
    }  # fmt: skip
    if name in after_return:
        keys["reference"] = world.located
    return reverse(name, kwargs={part: keys[part] for part in pattern.converters})


__all__ = ["NAME", "WHOSE", "code_for", "deepen", "pages", "path_of"]
