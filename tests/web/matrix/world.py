"""Two made-up children of two agencies that have nothing to do with each other, and their cast.

Everything that can be recorded of a child is recorded of each, through the journeys; into every
free text went a word that is written nowhere else, so that a leak is found by reading.
"""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from PIL import Image

from whereabouts.foundations.access.permissions import ROLES
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import end_role, enrol, open_agency
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Area, Member
from whereabouts.foundations.agencies.queries import actor_of, system_actor
from whereabouts.insight.figures.kept import as_kept
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.tables import Table
from whereabouts.insight.lookups.desk_parts import sections_of
from whereabouts.interfaces.web.sessions import begin
from whereabouts.journeys.accept_shift import accept_shift
from whereabouts.journeys.acknowledge_placement import acknowledge_placement
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.add_note import add_note
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.agree_late_return import Agreed, agree_late_return
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.answer_referral import answer_referral
from whereabouts.journeys.answer_second_look import answer_second_look
from whereabouts.journeys.approve_plan import approve_plan
from whereabouts.journeys.ask_conference import ask_conference
from whereabouts.journeys.ask_enquiry import ask_enquiry
from whereabouts.journeys.ask_for_place import Place, answer_about_place, ask_for_place
from whereabouts.journeys.attend import say_arrived
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.childs_page import Said, say_as_child, whose_page
from whereabouts.journeys.commission_interview import commission_interview, log_attempt
from whereabouts.journeys.contact_child import Talked, contact_child
from whereabouts.journeys.decide import Wish, decide
from whereabouts.journeys.decide_in_meeting import (
    agree_action,
    decide_on_child,
    note_presence,
    sign_no_action,
)
from whereabouts.journeys.decide_plan_line import decide_plan_line
from whereabouts.journeys.decide_publicity import Weighed, decide_publicity, take_appeal_down
from whereabouts.journeys.decide_referral import decide_referral
from whereabouts.journeys.draft_plan import Addressee, Contents, draft_plan, send_plan
from whereabouts.journeys.end_flag import end_flag
from whereabouts.journeys.escalate import Matter as TakenUp
from whereabouts.journeys.escalate import answer_matter, find_answer_lacking, take_matter_up
from whereabouts.journeys.feed_back import feed_back
from whereabouts.journeys.fill_profile import fill_profile
from whereabouts.journeys.follow_pack import follow_pack
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.journeys.give_placement_notice import Given as GivenNotice
from whereabouts.journeys.give_placement_notice import give_placement_notice
from whereabouts.journeys.govern_records import (
    answer_request,
    ask_about_record,
    make_bundle,
)
from whereabouts.journeys.grade_for_agency import grade_for_agency
from whereabouts.journeys.grade_second_look import grade_second_look
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.keep_adult import (
    act_on_adult,
    add_adult_photo,
    add_trace,
    end_adult_entry,
    enter_adult,
)
from whereabouts.journeys.keep_beats import (
    make_beat,
    name_hot_spot,
    name_officer,
    name_school,
    put_at_school,
)
from whereabouts.journeys.keep_directory import list_service
from whereabouts.journeys.keep_family_told import (
    leave_family_untold,
    promise_family_news,
    tell_family,
)
from whereabouts.journeys.keep_prevention import keep_prevention
from whereabouts.journeys.keep_register import name_officer as name_setting_officer
from whereabouts.journeys.keep_register import put_on_register
from whereabouts.journeys.keep_skills import end_skill, say_has_skill
from whereabouts.journeys.keep_support_plan import (
    NewAction,
    PlanSays,
    act_in_support_plan,
    ask_child_again,
    settle_support_action,
    start_support_plan,
)
from whereabouts.journeys.keep_voice import Line as AboutMeLine
from whereabouts.journeys.keep_voice import add_to_about_me, end_about_me
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.log_by_feed import SentEvent, log_by_feed
from whereabouts.journeys.make_agreement import make_agreement
from whereabouts.journeys.make_appeal import make_appeal
from whereabouts.journeys.meet_need import meet_need
from whereabouts.journeys.offer_hand_over import offer_hand_over
from whereabouts.journeys.offer_support import offer_support
from whereabouts.journeys.offer_transfer import offer_transfer
from whereabouts.journeys.open_for_child_at_visit import open_for_child_at_visit
from whereabouts.journeys.open_pack import receipt_pack, whose_pack
from whereabouts.journeys.own_together import settle_meeting_action, take_on_meeting_action
from whereabouts.journeys.plan_for_young_person import make_young_plan
from whereabouts.journeys.plan_investigation import sign_plan
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.read_childs_words import (
    offer_childs_talk,
    read_childs_words,
    tell_child_back,
)
from whereabouts.journeys.record_back import record_back, record_seen
from whereabouts.journeys.record_data_breach import (
    BreachDecided,
    decide_data_breach,
    record_data_breach,
)
from whereabouts.journeys.record_force import Force, record_force, review_force
from whereabouts.journeys.record_interview import (
    Asked,
    Beside,
    Consent,
    Line,
    Spoken,
    ToldOfConduct,
    record_prevention_interview,
    record_return_interview,
)
from whereabouts.journeys.refer_nationally import Referred, refer_nationally
from whereabouts.journeys.release_adult import release_adult, warn_home
from whereabouts.journeys.report_absence import Absent, report_absence
from whereabouts.journeys.report_by_feed import SentReport, report_by_feed
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.rescue_alert import (
    Answer,
    answer_rescue_alert,
    ask_rescue_alert,
    decide_rescue_alert,
    end_rescue_alert,
)
from whereabouts.journeys.retain_records import decide_retention, run_retention
from whereabouts.journeys.ring_about_placement import told_by_telephone
from whereabouts.journeys.run_operation import join_operation, let_force_join, open_operation
from whereabouts.journeys.save_draft import save_draft
from whereabouts.journeys.say_capacity import say_capacity
from whereabouts.journeys.say_partnership import join_partnership
from whereabouts.journeys.send_somebody import say_no_unit_free, send_somebody
from whereabouts.journeys.set_may_be_told import set_may_be_told
from whereabouts.journeys.settle_task import settle_task
from whereabouts.journeys.share_child import (
    Pack,
    Terms,
    end_child_sharing,
    share_pack,
    share_record,
)
from whereabouts.journeys.sign_contact import sign_contact
from whereabouts.journeys.tell_from_street import settle_street_word, tell_from_street
from whereabouts.journeys.tell_of_conduct import decide_matter, tell_back, tell_of_conduct
from whereabouts.journeys.tell_of_worry import (
    Worry,
    begin_campaign,
    link_worry,
    note_outcome,
    tell_by_phone,
)
from whereabouts.journeys.tell_partners import tell_what_we_know
from whereabouts.journeys.told import AdultNamed
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.journeys.upload_photo import upload_photo
from whereabouts.journeys.use_emergency_access import use_emergency_access
from whereabouts.journeys.use_police_protection import use_police_protection
from whereabouts.journeys.visit_setting import keep_visit, raise_concern, settle_concern
from whereabouts.journeys.warn_adult_away import (
    NoticeSays,
    Service,
    authorise_warning_notice,
    decide_after_breach,
    draft_warning_notice,
    record_breach,
    review_warning_notice,
    serve_warning_notice,
    visit_after_breach,
)
from whereabouts.journeys.write_shift_list import write_shift_list
from whereabouts.practice.community.models import CommunityReport
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.desks.actions import keep_desk
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings import actions as meetings
from whereabouts.practice.oversight.actions.publishing import keep_packs, publish
from whereabouts.practice.oversight.models import SecondLook
from whereabouts.practice.partners.actions import keep_tried
from whereabouts.practice.plans.actions import agree_plan, put_in_force
from whereabouts.practice.plans.models import ReferralDecision
from whereabouts.practice.risk.drafting import proposed_lines
from whereabouts.practice.risk.models import Assertion, Assessment
from whereabouts.practice.sharing.models import Slip
from whereabouts.practice.supervision.models import Challenge
from whereabouts.practice.support.actions import (
    answer_senior_review,
    ask_senior,
    decide_panel,
    end_support_plan,
    open_panel,
    start_plan,
)
from whereabouts.practice.support.models import PanelItem, SupportPlan
from whereabouts.practice.voice.models import ChildLink, ChildsWords
from whereabouts.records.episodes.models import Episode
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs.queries import pair_of
from whereabouts.records.pairs.rules import Suggestion
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.models import Flag, RelatedPerson
from whereabouts.records.placements.models import Acknowledgement
from whereabouts.records.reports.models import Contact

AUTHORITY_ROLES = {
    "social_worker", "out_of_hours_worker", "on_call_manager", "designated_officer",
}  # fmt: skip
NATIONAL_ROLES = {"national_analyst", "policy_owner", "board_member"}
RANKS = {
    "supervisor": "sergeant",
    "missing_coordinator": "sergeant",
    "duty_inspector": "inspector",
    "superintendent": "superintendent",
}
NAMES = {
    "A": "Northmoor Police, Eastmoor Police, Aldermere Council, Fern House, Lantern Charity,"
    " Northmoor School, Nethermere Council",
    "B": "Southmere Police, Westmere Police, Elderby Council, Oak Lodge, Beacon Charity,"
    " Southmere School, Overmere Council",
}
KINDS = (
    "police_force", "police_force", "authority", "home", "provider", "education", "authority",
)  # fmt: skip
# A word for each side that stands in everything written about its child, and nowhere else.
WORDS = {"A": "Quillfeather", "B": "Umberscale"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(kw_only=True)
class Side:
    """One child's world: its agencies, its members, and the key of everything recorded."""

    tag: str
    word: str
    force: Agency
    other_force: Agency
    council: Agency
    home: Agency
    charity: Agency
    school: Agency
    host: Agency
    national: Agency
    keys: dict[str, Any] = field(default_factory=dict)
    members: dict[tuple[str, str], Member] = field(default_factory=dict)

    @property
    def agencies(self) -> list[Any]:
        """Return the keys of the agencies that are this side's alone."""
        ours = (
            self.force, self.other_force, self.council, self.home, self.charity, self.school,
            self.host,
        )  # fmt: skip
        return [one.pk for one in ours]

    def agency_of(self, role: str, relation: str) -> Agency:
        """Return the agency at which somebody with a role stands in a relation to the child."""
        if relation in {"own", "ex_employee", "role_ended"}:
            return self.force
        if role in AUTHORITY_ROLES:
            return self.council
        if role == "home_worker":
            return self.home
        if role in {"return_interviewer", "partner_worker"}:
            return self.charity
        if role == "school_worker":
            return self.school
        return self.national if role in NATIONAL_ROLES else self.other_force

    def member(self, role: str, relation: str = "own") -> Member:
        """Return the member who has a role in a relation to the child, enrolled when asked for."""
        found = self.members.get((role, relation))
        if found is None:
            found = enrol(
                agency=self.agency_of(role, relation),
                username=f"{role}.{relation}@{self.tag.lower()}",
                display_name=f"{role.replace('_', ' ').title()} Example {self.tag}",
                roles=(role,),
                at=timezone.now() - timedelta(days=2000),
                rank=RANKS.get(role, ""),
            )
            self.members[(role, relation)] = found
        return found

    def actor(self, role: str, relation: str = "own") -> Any:
        """Return the same as an actor."""
        return actor_of(member=self.member(role, relation), at=timezone.now())


def make_side(tag: str, *, national: Agency, at: datetime) -> Side:
    """Make one child with everything, through the journeys."""
    agencies = [
        open_agency(kind=kind, name=name, code=name.lower().replace(" ", "-"), at=at, made_up=True)
        for name, kind in zip(NAMES[tag].split(", "), KINDS, strict=True)
    ]
    force, other_force, council, home, charity, school, host = agencies
    side = Side(
        tag=tag, word=WORDS[tag], force=force, other_force=other_force, council=council,
        home=home, charity=charity, school=school, host=host, national=national,
    )  # fmt: skip
    for authority in (council, host):
        Area.objects.create(authority=authority, force=force)
    side.keys["agency_code"] = force.code
    _child(side, at)
    _earlier_episode(side, at - timedelta(days=3))
    _open_episode(side, at)
    _response(side, at)
    _voice(side, at)
    _supervision(side, at)
    _unsettled(side, at)
    _oversight(side, at)
    _planning(side, at)
    _support(side, at)
    _partners(side, at)
    _meetings(side, at)
    _street(side, at)
    _publicity(side, at)
    _by_systems(side, at)
    _sharing(side, at)
    _desks(side, at)
    _governed(side, at)
    _climbing(side, at)
    _referred_nationally(side, at)
    _figures(side, at)
    _adults(side, at)
    _told_by_the_community(side, at)
    return side


def _words(side: Side, what: str) -> str:
    return f"{what} {side.word}"


def _child(side: Side, at: datetime) -> None:
    coordinator, keys = side.actor("missing_coordinator"), side.keys
    with entered(actor=coordinator, at=at):
        made = [
            people.create_child(
                by=coordinator, at=at, names=[{"full": f"{name} {side.word}"}],
                born_text="12 March 2012", sex="F", description=_words(side, "red hair"),
                source="made up",
            )
            for name in ("Testa", "Tessie")
        ]  # fmt: skip
        unknown = people.create_child(
            by=coordinator, at=at, names=[], born_text="", sex="", unidentified=True,
            description=_words(side, "a child in a blue coat"), source="made up",
        )  # fmt: skip
    child, other = made
    keys |= {"child_id": child.pk, "other_id": other.pk, "unknown": unknown.pk}
    for address, confidential in (("1 Plain Road", False), ("2 Hidden Lane", True)):
        update_child_details(
            actor=coordinator, child_id=child.pk, at=at,
            details=Details(
                gender=_words(side, "girl"), communication_needs=_words(side, "signs"),
                about_me=_words(side, "likes"), description=_words(side, "red hair"),
                name=f"Nickname {side.word}", name_kind="nickname", born="March 2012",
                address=_words(side, address), address_kind="home", postcode="ZZ1 1ZZ",
                confidential=confidential, phone=_words(side, "07700 900001"),
                language=_words(side, "Welsh"), scheme="nhs", identifier=_words(side, "999"),
                source="made up",
            ),
        )  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    upload_photo(
        actor=coordinator, child_id=child.pk, raw=picture.getvalue(), at=at, source="made up"
    )
    join_records(
        actor=coordinator, child_id=child.pk, other_id=other.pk, at=at,
        because=_words(side, "one birth certificate, with"),
    )  # fmt: skip
    keys["placement_id"] = add_placement(
        actor=coordinator, child_id=child.pk, living_at="childrens_home", at=at,
        started_on=(at - timedelta(days=90)).date(), looked_after=True, home=side.home.pk,
        responsible_authority=side.council.pk, host_authority=side.host.pk,
        place=_words(side, "Fern"), carer_name=_words(side, "Carer"), legal_status="C2",
    )  # fmt: skip
    with entered(actor=coordinator, at=at):
        people.add_address(
            child=child_for(coordinator, child_id=child.pk), kind="family", by=coordinator, at=at,
            line=_words(side, "4 Far Street"), force=side.other_force.pk, source="made up",
        )  # fmt: skip
        for agency in (side.charity, side.other_force):
            people.relate_to_child(child_id=child.pk, agency=agency.pk, kind="shared", at=at)
        people.relate_to_child(
            child_id=unknown.pk, agency=side.other_force.pk, kind="shared", at=at
        )
        pairs.suggest(
            suggestion=Suggestion(
                one=unknown.pk, other=child.pk, score=0.8,
                agrees=frozenset({"sex:same", "place:same"}), differs=frozenset(),
            ),
            by=coordinator, at=at,
        )  # fmt: skip
        keys["pair_id"] = pair_of(one=child.pk, other=unknown.pk).pk
        agree_plan(
            child=child_for(coordinator, child_id=child.pk), level="medium", category="missing",
            by=coordinator, at=at, review_on=(at + timedelta(days=60)).date(),
            first_actions=[
                {"title": _words(side, "Ring"), "to_role": "response_officer", "due_in_minutes": 30}
            ],
            locate_now=_words(side, "Ring the aunt"), who_does_what=_words(side, "Who does"),
            prevent=_words(side, "Talk with"), works=_words(side, "Music calms"),
            because=_words(side, "Agreed for"),
        )  # fmt: skip
    for name in ("Paula", "Peter"):
        add_related_person(
            actor=coordinator, child_id=child.pk, name=f"{name} {side.word}", relation="mother",
            at=at, phone=_words(side, "01632 1"), address=_words(side, "3 Made-up Way"),
            language="English",
        )  # fmt: skip
    keys["adult_id"] = link_adult_of_concern(
        actor=coordinator, child_id=child.pk, kind="associate", strength="suspected",
        source="made up", at=at, name=f"Adult {side.word}", description=_words(side, "tall"),
        detail=_words(side, "seen together"), registered_sex_offender=True,
        intelligence=_words(side, "Known to sell"),
    )  # fmt: skip
    review = (at + timedelta(days=30)).date()
    inspector, officer = side.actor("duty_inspector"), side.actor("response_officer")
    for actor, kind in ((inspector, "cse"), (inspector, "substance"), (officer, "self_harm_past")):
        add_flag(
            actor=actor, child_id=child.pk, kind=kind, strength="suspected", source="made up",
            review_on=review, at=at, detail=_words(side, "detail of the flag"),
        )  # fmt: skip
    with entered(actor=inspector, at=at):
        flags = {one.kind: one.pk for one in Flag.objects.filter(child=child)}
        persons = list(RelatedPerson.objects.filter(child=child).order_by("name"))
    keys |= {"flag_id": flags["cse"], "proposed_flag": flags["self_harm_past"]}
    keys["person_id"] = persons[0].pk
    end_flag(
        actor=inspector, child_id=child.pk, flag_id=flags["substance"],
        because=_words(side, "a year without"), at=at,
    )  # fmt: skip
    set_may_be_told(
        actor=inspector, child_id=child.pk, person_id=persons[1].pk, told="plan", at=at,
        because=_words(side, "agreed with"),
    )  # fmt: skip


def _report(side: Side, at: datetime, key: str, **more: Any) -> Any:
    told = Told(
        idempotency_key=key,
        happened_at=at,
        child=side.keys["child_id"],
        reporter_name=f"Paula {side.word}",
        relation="mother",
        reporter_contact=_words(side, "01632 960001"),
        last_seen_at=at - timedelta(hours=2),
        last_seen_place=_words(side, "the made-up park"),
        clothing=_words(side, "a blue coat"),
        words=_words(side, "did not come home,"),
        facts={"whereabouts_known": False, "weather": None},
        said={"whereabouts_known": _words(side, "nobody knows")},
        adults=(
            AdultNamed(
                name=f"Uncle {side.word}", detail=_words(side, "a red car"),
                fact="with_adult_of_concern",
            ),
        ),
        **more,
    )  # fmt: skip
    return report_missing(actor=side.actor("call_handler"), told=told, at=at)


def _spoken(side: Side, at: datetime) -> Spoken:
    return Spoken(
        outcome="held", held_at=at, held_by="PC Example", setting=_words(side, "in the kitchen"),
        explained=True, seen_alone=True, safe_now="yes", what_happened=_words(side, "walked"),
        needs=_words(side, "sleep"), words=_words(side, "I went for a walk with"),
        child_view=_words(side, "wants to stay with"), offered=_words(side, "a youth worker for"),
        know_next_time=_words(side, "the bus stop of"), told={"where": _words(side, "the flat of")},
        consents=(
            Consent(
                who="child", answer="yes", to=("talk",), name=_words(side, "the child of"),
                words=_words(side, "yes, says"),
            ),
        ),
        best_time=_words(side, "after school, says"), how_to_reach=_words(side, "the mobile of"),
    )  # fmt: skip


def _earlier_episode(side: Side, at: datetime) -> None:
    officer = side.actor("response_officer")
    reference = _report(side, at, "earlier").episode
    minute = timedelta(minutes=1)
    locate_child(
        actor=officer, reference=reference, at=at + 10 * minute,
        found=Found(
            how="found", by_whom="police", found_at=at + 10 * minute,
            found_place=_words(side, "the arcade"), by_whom_name=_words(side, "PC"),
            found_with=_words(side, "a friend"), condition=_words(side, "cold"),
            needs=("food",), where_now=_words(side, "in the car"),
        ),
    )  # fmt: skip
    use_police_protection(
        actor=officer, reference=reference, started_at=at + 11 * minute, at=at + 11 * minute,
        grounds=_words(side, "harm feared for"), place=_words(side, "the station"),
        designated_officer=_words(side, "Inspector"),
    )  # fmt: skip
    propose_destination(
        actor=officer, reference=reference, kind="relative", at=at + 12 * minute,
        destination=_words(side, "the aunt's"), said_by=_words(side, "the aunt"),
        answers={"why_left": _words(side, "a quarrel"), "danger_there": "no"},
    )  # fmt: skip
    record_back(
        actor=officer, reference=reference, back_at=at + 20 * minute, at=at + 20 * minute,
        where_now=_words(side, "at the aunt's"), words=_words(side, "tired"),
    )  # fmt: skip
    record_seen(
        actor=officer, reference=reference, seen_at=at + 25 * minute, alone=True,
        at=at + 25 * minute, words=_words(side, "well"),
    )  # fmt: skip
    later = at + 60 * minute
    known = Line(
        kind="next_time", words="", agreed="yes", audience=("control_room",), told_first=True
    )
    beside = Beside(
        carer=Asked(
            source="carer", answers={"hurt": "denied"}, said_by=_words(side, "the carer of"),
            words=_words(side, "nothing seen of"),
        ),
        know_next=known,
        lines=(
            Line(
                kind="helps", words=_words(side, "music calms"), agreed="no",
                audience=("control_room",), because=_words(side, "harm feared for"),
                told_first=True,
            ),
        ),
    )  # fmt: skip
    record_prevention_interview(
        actor=officer, reference=reference, spoken=_spoken(side, later), at=later, beside=beside
    )
    record_return_interview(
        actor=side.actor("social_worker", "partner"), reference=reference,
        spoken=_spoken(side, later), at=later, beside=Beside(know_next=known),
    )  # fmt: skip
    decide_referral(
        actor=side.actor("supervisor"), reference=reference, sent=True, at=later,
        because=_words(side, "support for"), to_agency=side.council.pk,
        needs=_words(side, "a youth worker for"),
    )  # fmt: skip
    side.keys["returned"] = reference
    _after_talking(side, later + minute, reference=reference)


def _after_talking(side: Side, at: datetime, *, reference: str) -> None:
    """Record what surrounds a return: another place, needs, who is asked, force, conduct."""
    officer, worker = side.actor("response_officer"), side.actor("social_worker", "partner")
    given = {"reference": reference, "at": at}
    place = ask_for_place(
        actor=officer, **given,
        place=Place(
            kind="relative", name=_words(side, "the uncle of"), phone=_words(side, "01632 2"),
            asked_at=at,
        ),
    )  # fmt: skip
    answer_about_place(
        actor=officer, alternative_id=place, answer="later", answered_at=at,
        words=_words(side, "will ring about"), **given,
    )  # fmt: skip
    meet_need(actor=officer, need="food", words=_words(side, "soup for"), **given)
    commission = commission_interview(
        actor=worker,
        provider=side.charity.pk,
        visit_risk=_words(side, "a dog at"),
        best_time=_words(side, "evenings at"),
        how_to_reach=_words(side, "the neighbour of"),
        **given,
    )
    side.keys["commission_id"] = commission
    log_attempt(
        actor=worker, tried_at=at, way="phone", outcome="no_answer",
        words=_words(side, "rang out for"), **given,
    )  # fmt: skip
    feed_back(
        actor=worker, to="child", told=True, words=_words(side, "what comes next for"),
        told_at=at, **given,
    )  # fmt: skip
    for reviewed in (True, False):
        key = record_force(
            actor=officer, **given,
            force=Force(
                used_at=at, tactics=("held",), why=_words(side, "near the road with"),
                injury=_words(side, "a knee of"), afterwards=_words(side, "spoken with"),
                body_worn=_words(side, "BWV"), others_there=_words(side, "a cousin of"),
            ),
        )  # fmt: skip
        if reviewed:
            review_force(
                actor=side.actor("superintendent"), force_id=key, finding="avoidable",
                words=_words(side, "words would do for"), instead=_words(side, "sit with"), **given,
            )  # fmt: skip
    side.keys["force_id"] = key
    named = enrol(
        agency=side.force, username=f"named@{side.tag.lower()}", at=at - timedelta(days=2000),
        display_name="PC Somebody Else", roles=("professional_standards",),
    )  # fmt: skip
    side.members["professional_standards", "named"] = named
    for decided in (True, False):
        tell_of_conduct(
            actor=worker, **given,
            told=ToldOfConduct(
                kind="spoken_to", about_kind="officer", words=_words(side, "sworn at"), said_at=at,
                about_member=named.pk, about_name=_words(side, "the tall one with"),
                body_worn=_words(side, "BWV 2"),
            ),
        )  # fmt: skip
        standards = side.actor("professional_standards")
        with entered(actor=standards, at=at):
            side.keys["matter_id"] = Matter.objects.get(decided_at__isnull=True).pk
        if decided:
            decide_matter(
                actor=standards, matter_id=side.keys["matter_id"], outcome="learning",
                words=_words(side, "sorry was said to"),
                for_child=_words(side, "we are sorry,"), at=at,
            )  # fmt: skip
            tell_back(
                actor=standards, matter_id=side.keys["matter_id"], how="told",
                words=_words(side, "told by her worker"), at=at,
            )  # fmt: skip


def _sharing(side: Side, at: datetime) -> None:
    """Share the record, a pack on paper and one by code, and let agencies say what they know."""
    keys, coordinator = side.keys, side.actor("missing_coordinator")
    keys["profile"] = "hot_spot"
    child, until_at = keys["child_id"], at + timedelta(hours=6)
    board = open_agency(
        kind="partnership", name=f"Partnership {side.tag}", code=f"partnership-{side.tag.lower()}",
        at=at,
    )  # fmt: skip
    keys["tie_id"] = join_partnership(
        actor=side.actor("information_governance"), partnership=board.pk, from_on=at.date(), at=at
    )
    keys["following_id"] = follow_pack(
        actor=side.actor("superintendent"), pack="meeting-at-the-second-time", from_on=at.date(),
        at=at,
    )  # fmt: skip
    keys["agreement_id"] = make_agreement(
        actor=side.actor("information_governance"), with_agency=side.charity.pk, title="Interviews",
        purpose="Independent conversations.", ends_at=at + timedelta(days=90), at=at,
    )  # fmt: skip
    ended = share_record(
        actor=coordinator, child_id=child, to_agency=side.charity.pk, at=at,
        terms=_terms(side, until_at, agreement_id=keys["agreement_id"]),
    )  # fmt: skip
    end_child_sharing(
        actor=coordinator, sharing_id=ended, because=_words(side, "no longer needed for"), at=at
    )
    for handed in ("printed", "link"):
        made = share_pack(
            actor=coordinator, child_id=child, at=at, terms=_terms(side, until_at),
            pack=Pack(
                profile="hot_spot", reader=_words(side, "Val"), to_whom=_words(side, "Watch for"),
                handed=handed, typed={"place": "The bus station"},
            ),
        )  # fmt: skip
    reader = whose_pack(typed=made.code, at=at)
    assert reader is not None
    receipt_pack(
        actor=reader.actor, slip_id=reader.slip_id, at=at, name=_words(side, "Val"),
        saw=_words(side, "a silver car near"),
    )  # fmt: skip
    with entered(actor=coordinator, at=at):
        keys["sharing_id"] = Slip.objects.get(pk=made.slip_id).sharing_id
    for who in (coordinator, side.actor("social_worker", "partner")):
        tell_what_we_know(
            actor=who, child_id=child, kind="knows", words=_words(side, "was in class:"), at=at,
            said_by=_words(side, "the tutor of"),
        )  # fmt: skip
        grade_for_agency(
            actor=who, child_id=child, level="high", tool="own_judgement", at=at,
            because=_words(side, "a car waits for"),
        )  # fmt: skip


def _desks(side: Side, at: datetime) -> None:
    """Keep the force's desks as they stand."""
    clock = system_actor(agency=side.force.pk, at=at)
    with entered(actor=clock, at=at):
        for kind, key in (("coordinator", "desk_id"), ("governance", "governance_desk_id")):
            made = keep_desk(
                kind=kind, sections=sections_of(kind=kind, agency=side.force.pk, at=at), by=clock,
                at=at,
            )  # fmt: skip
            assert made is not None
            side.keys[key] = made.pk


def _governed(side: Side, at: datetime) -> None:
    """Let somebody ask about the record: a bundle is made, a mistake is refused; a run counts."""
    officer, governance, keys = (
        side.actor("response_officer"), side.actor("information_governance"), side.keys,
    )  # fmt: skip
    for kind in ("correction", "access"):
        keys["request_id"] = ask_about_record(
            actor=officer, child_id=keys["child_id"], kind=kind, asker="parent", at=at,
            asked_by=_words(side, "the mother of"), words=_words(side, "the hair is not red of"),
        )  # fmt: skip
        if kind == "correction":
            answer_request(
                actor=governance, request_id=keys["request_id"], corrected=False, at=at,
                words=_words(side, "it was red then, says"),
            )  # fmt: skip
    second = enrol(
        agency=side.force, username=f"second@{side.tag.lower()}", at=at - timedelta(days=2000),
        display_name="Second Officer", roles=("information_governance",),
    )  # fmt: skip
    other = actor_of(member=second, at=at)
    make_bundle(actor=other, request_id=keys["request_id"], at=at)
    run = run_retention(actor=governance, at=at)
    decide_retention(
        actor=other, run_id=run, agreed=False, at=at,
        because=_words(side, "too early for"),
    )  # fmt: skip
    keys["run_id"] = run
    for told in (True, False):
        keys["data_breach_id"] = record_data_breach(
            actor=governance, kind="sent", words=_words(side, "a letter went out about"),
            known_at=at - timedelta(hours=1), people=1, at=at,
        )  # fmt: skip
        if told:
            decide_data_breach(
                actor=governance, breach_id=keys["data_breach_id"], at=at,
                decided=BreachDecided(
                    told=True, told_at=at, reference=f"IC-{side.tag}",
                    because=_words(side, "late because of"), people="not_yet",
                    people_because=_words(side, "first somebody rings"),
                ),
            )  # fmt: skip


def _climbing(side: Side, at: datetime) -> None:
    """Take matters up, answer one and let it climb; write down who has a skill, and end one."""
    officer, keys = side.actor("response_officer"), side.keys
    matter = TakenUp(
        kind="not_acted", words=_words(side, "nobody rings about"),
        wanted=_words(side, "a meeting about"),
    )  # fmt: skip
    for number in range(2):
        keys["escalation_id"] = take_matter_up(
            actor=officer, matter=matter, reference=keys["reference"], at=at
        )
        answer_matter(
            actor=side.actor("supervisor"), escalation_id=keys["escalation_id"], at=at,
            words=_words(side, "soon, for"),
        )  # fmt: skip
        if number == 0:
            find_answer_lacking(
                actor=officer, escalation_id=keys["escalation_id"], at=at,
                because=_words(side, "no day is named for"),
            )  # fmt: skip
    sergeant = side.actor("supervisor")
    for days in (1, 2):
        keys["held_id"] = say_has_skill(
            actor=sergeant, member_id=side.member("response_officer").pk, skill="child_interview",
            gained_on=(at - timedelta(days=days)).date(), at=at,
            evidence=_words(side, "a course with"),
        )  # fmt: skip
        if days == 1:
            end_skill(
                actor=sergeant, held_id=keys["held_id"], at=at, because=_words(side, "moved, says")
            )


def _terms(side: Side, until_at: datetime, **more: Any) -> Terms:
    return Terms(
        gateway="ca1989-s47", purpose=_words(side, "to look out for"), until_at=until_at,
        told="not_told", told_because=_words(side, "too early for"), **more,
    )  # fmt: skip


def _referred_nationally(side: Side, at: datetime) -> None:
    """Refer the child nationally: last, since relatives are told nothing from then on."""
    given = {"reference": side.keys["returned"], "at": at}
    refer_nationally(
        actor=side.actor("supervisor"), **given,
        referred=Referred(
            referred_at=at, reference="MSU-0", age_disputed=True, age_words=_words(side, "older"),
            interpreter=_words(side, "Interpreter"), advocate=_words(side, "Advocate"),
        ),
    )  # fmt: skip


def _open_episode(side: Side, at: datetime) -> None:
    keys, officer = side.keys, side.actor("response_officer")
    receipt = _report(side, at, "open")
    reference = keys["reference"] = receipt.episode
    keys["report"] = receipt.report
    add_note(actor=officer, reference=reference, words=_words(side, "a note about"), at=at)
    add_sighting(
        actor=officer, reference=reference, seen_at=at - timedelta(minutes=5), at=at,
        place=_words(side, "the bus stop"), seen_by=_words(side, "a driver, cousin of"),
        words=_words(side, "ran off"), confidence="likely",
    )  # fmt: skip
    answer_question(
        actor=officer, reference=reference, fact="seeking_drugs", value=False, at=at,
        said_by=_words(side, "the sister of"), source_kind="carer", words=_words(side, "never"),
    )  # fmt: skip
    # Two people say two things: somebody will settle it.
    for value, by in ((True, "the brother of"), (False, "the neighbour of")):
        answer_question(
            actor=officer, reference=reference, fact="late_night", value=value, at=at,
            said_by=_words(side, by), source_kind="carer", words=_words(side, "said of"),
        )  # fmt: skip
    keys["fact"] = "late_night"
    for agency, role in (
        (side.force, "response_officer"),
        (side.charity, "return_interviewer"),
        (side.other_force, "response_officer"),
        (side.council, "social_worker"),
        (side.home, "home_worker"),
    ):
        ask_enquiry(
            actor=officer, reference=reference, title=_words(side, "Ask the friends of"),
            to_role=role, due_at=at + timedelta(hours=2), at=at, to_agency=agency.pk,
            detail=_words(side, "at school, ask for"),
        )  # fmt: skip
    with entered(actor=officer, at=at):
        episode = Episode.objects.get(reference=reference)
        tasks = Task.objects.filter(episode=episode, assigned_agency=side.force.pk)
        keys["episode_id"] = episode.pk
        enquiries = tasks.filter(kind="enquiry", state="open")
        keys["task_id"] = enquiries.filter(title__contains="Ask the friends").get().pk
        settled = enquiries.exclude(pk=keys["task_id"]).first()
        keys["contact_id"] = (
            Contact.objects.filter(child=keys["child_id"]).order_by("-happened_at").first().pk
        )
    assert settled is not None, "a fact that nobody knew was not asked for"
    settle_task(actor=officer, task_id=settled.pk, result=_words(side, "the friends know"), at=at)
    draft = keys["draft_id"] = new_id()
    save_draft(
        actor=side.actor("call_handler"), draft_id=draft, at=at,
        answers={"names": f"Draft {side.word}", "words": _words(side, "typed so far of")},
    )  # fmt: skip


def _response(side: Side, at: datetime) -> None:
    keys, officer, inspector = side.keys, side.actor("response_officer"), side.actor("supervisor")
    reference, minute = keys["reference"], timedelta(minutes=1)
    say_no_unit_free(
        actor=officer, reference=reference, said_by=_words(side, "the control room of"),
        asked_at=at, at=at, words=_words(side, "on foot for"),
    )  # fmt: skip
    for key, arrives in (("unit_there", True), ("unit_asked", False)):
        keys[key] = send_somebody(
            actor=officer, reference=reference, unit=_words(side, "Unit"), asked_at=at, at=at,
            going=_words(side, "PC"), words=_words(side, "take the photograph of"),
        )  # fmt: skip
        if arrives:
            say_arrived(
                actor=officer, reference=reference, deployment_id=keys[key], arrived_at=at, at=at
            )
    contact_child(
        actor=officer, reference=reference, at=at, next_at=at + 60 * minute,
        talked=Talked(
            how="call", towards="to_child", happened_at=at, made_by=_words(side, "PC"),
            tone="quiet", safe_answer="yes", words=_words(side, "I am with"),
            next_by=_words(side, "the aunt of"),
        ),
    )  # fmt: skip
    with entered(actor=officer, at=at):
        people_around = list(RelatedPerson.objects.filter(child=keys["child_id"]).order_by("name"))
    paula, peter = people_around[0], people_around[1]
    named = side.member("response_officer").pk
    for number in range(3):
        keys["update_id"] = promise_family_news(
            actor=officer, reference=reference, person_id=peter.pk, named=named, at=at,
            due_at=at + (60 + number) * minute, language=_words(side, "Welsh"),
        )  # fmt: skip
        if number == 0:
            tell_family(
                actor=officer, reference=reference, update_id=keys["update_id"], at=at,
                said=["heard"], their_words=_words(side, "thanks from"),
                no_more=_words(side, "no more calls for"),
            )  # fmt: skip
        elif number == 1:
            leave_family_untold(
                actor=officer, reference=reference, update_id=keys["update_id"], at=at,
                code="not_in_best_interests", because=_words(side, "no answer from"),
            )  # fmt: skip
    assert paula.pk == keys["person_id"]
    sign_plan(
        actor=inspector, reference=reference, agreed=False, at=at,
        words=_words(side, "the phone is lacking for"),
    )  # fmt: skip
    for number in range(2):
        decide_publicity(
            actor=side.actor("duty_inspector"), reference=reference, at=at,
            weighed=Weighed(
                decision="limited", because=_words(side, "hours count for"),
                harm_weighed=_words(side, "the man may see the picture of"), channels=("partners",),
                may_say=_words(side, "Have you seen"), child_view=_words(side, "would hate it,"),
            ),
        )  # fmt: skip
        if number == 0:
            take_appeal_down(
                actor=inspector, reference=reference, at=at, words=_words(side, "all posters of")
            )
    with entered(actor=officer, at=at):
        keys["across"] = Task.objects.get(
            episode=keys["episode_id"], kind="cross_force_task", assigned_agency=side.other_force.pk
        ).pk


def _voice(side: Side, at: datetime) -> None:
    """Let the child tell about themselves, be given codes, and say how they were treated."""
    keys, officer, worker = (
        side.keys,
        side.actor("response_officer"),
        side.actor("social_worker", "partner"),
    )
    for number, kind in enumerate(("ask_for", "interpreter")):
        line = add_to_about_me(
            actor=officer, child_id=keys["child_id"], at=at,
            line=AboutMeLine(
                kind=kind, words=_words(side, "was kind to"), person=_words(side, "PC"),
                language=_words(side, "signs"), said_by=_words(side, "the mother"),
                source="child_said", said_on=at.date(),
            ),
        )  # fmt: skip
        if number:
            end_about_me(
                actor=officer, child_id=keys["child_id"], line_id=line, at=at,
                because=_words(side, "moved away from"),
            )  # fmt: skip
        else:
            keys["line_id"] = line
    for _ in range(3):
        made = give_child_code(
            actor=officer, reference=keys["reference"], handed="face_to_face", phone="shared",
            address="https://page.example/", worker=_words(side, "Sam"),
            worker_phone=_words(side, "01632 2"), at=at,
        )  # fmt: skip
        if "words_id" in keys and "read_id" in keys:
            break
        visitor = whose_page(typed=made.code, at=at)
        assert visitor is not None
        say_as_child(
            actor=visitor.actor, link_id=visitor.link_id, at=at,
            said=Said(
                answers={"kindly": "no"}, words=_words(side, "somebody swore at"),
                name=_words(side, "Tess"), reach=_words(side, "at the park"), wants_somebody=True,
            ),
        )  # fmt: skip
        keys["words_id" if "read_id" in keys else "read_id"] = _latest_words(worker, at)
    read_childs_words(
        actor=worker, words_id=keys["read_id"], outcome="conduct", at=at, about_kind="officer",
        outcome_words=_words(side, "rang"),
    )  # fmt: skip
    offer_childs_talk(
        actor=worker, words_id=keys["read_id"], talk_answer="talked", at=at,
        talk_words=_words(side, "rang after school,"),
    )  # fmt: skip
    standards = side.actor("professional_standards")
    with entered(actor=standards, at=at):
        passed_on = Matter.objects.get(from_words=keys["read_id"]).pk
    decide_matter(
        actor=standards, matter_id=passed_on, outcome="learning", words=_words(side, "sorry to"),
        for_child=_words(side, "we are sorry,"), at=at,
    )  # fmt: skip
    tell_child_back(
        actor=worker, words_id=keys["read_id"], told_how="told", at=at,
        told_words=_words(side, "told in the car,"),
    )  # fmt: skip
    with entered(actor=officer, at=at):
        keys["link_id"] = ChildLink.objects.get(
            episode__reference=keys["reference"], revoked_at__isnull=True, answered=False
        ).pk


def _latest_words(worker: Any, at: datetime) -> UUID:
    with entered(actor=worker, at=at):
        return ChildsWords.objects.order_by("-id").values_list("pk", flat=True)[0]


def _planning(side: Side, at: datetime) -> None:
    """Fill in the carer's form, draft two plans, decide on lines, answer the referral."""
    keys, coordinator = side.keys, side.actor("missing_coordinator")
    child, worker = keys["child_id"], side.actor("social_worker", "partner")
    fill_profile(
        actor=side.actor("home_worker", "partner"), child_id=child, form="philomena", at=at,
        answers={"looks": _words(side, "red hair"), "places": _words(side, "the skate park of")},
    )  # fmt: skip
    said = {
        name: _words(side, name)
        for name in (
            "aim", "locate_now", "search_order", "patterns", "phones_and_accounts", "health",
            "who_does_what", "team", "prevent", "works", "childs_view", "because", "high_when",
        )
    }  # fmt: skip
    contents = Contents(
        level="high", category="missing", review_on=(at + timedelta(days=50)).date(),
        high_until=(at + timedelta(days=40)).date(),
        first_actions=[{"title": _words(side, "Ring"), "to_role": "call_handler"}],
        contacts=[{"name": _words(side, "Aunt"), "phone": _words(side, "01632")}], **said,
    )  # fmt: skip
    home = [Addressee(agency=side.home.pk, role="home_worker")]
    with entered(actor=coordinator, at=at):
        # The plan that stands says all of it, too.
        put_in_force(
            child=child_for(coordinator, child_id=child), contents=contents, recipients=home,
            by=coordinator, at=at,
        )  # fmt: skip
    keys["written_id"] = draft_plan(
        actor=coordinator, child_id=child, contents=contents, recipients=home, at=at
    )
    send_plan(actor=coordinator, draft_id=keys["written_id"], at=at)
    approve_plan(
        actor=worker, draft_id=keys["written_id"], agreed=True, words=_words(side, "agreed for"),
        at=at,
    )  # fmt: skip
    with entered(actor=coordinator, at=at):
        proposed = proposed_lines(children=[child, keys["other_id"]])
    for one, taken in zip(proposed, (True, False), strict=False):
        line = decide_plan_line(
            actor=coordinator, child_id=child, key=one.key, accepted=taken, at=at,
            because=_words(side, "as agreed for"),
        )  # fmt: skip
        keys.setdefault("plan_line_id", line)
    with entered(actor=coordinator, at=at):
        referral = ReferralDecision.objects.get(child=child, sent=True)
    keys["referral_id"] = referral.pk
    answer_referral(
        actor=worker, referral_id=referral.pk, answer="accepted", at=at,
        words=_words(side, "we know"),
    )  # fmt: skip


def _support(side: Side, at: datetime) -> None:
    """Start a long-term plan, act, offer, put before a panel, and ask a senior."""
    keys, coordinator = side.keys, side.actor("missing_coordinator")
    child = keys["child_id"]
    with entered(actor=coordinator, at=at):
        ended = start_plan(
            child=child_for(coordinator, child_id=child), thresholds=[], by=coordinator, at=at,
            review_on=(at + timedelta(days=50)).date(),
        )  # fmt: skip
        end_support_plan(
            plan=ended, ended_as="worked", words=_words(side, "helped"), by=coordinator, at=at
        )
    start_support_plan(
        actor=coordinator, child_id=child, review_on=(at + timedelta(days=60)).date(), at=at,
        says=PlanSays(
            needs=_words(side, "a friend for"), risks=_words(side, "the man near"),
            childs_view=_words(side, "ask me,"), why_no_view=_words(side, "not asked since"),
        ),
    )  # fmt: skip
    ask_child_again(
        actor=coordinator, child_id=child, says="same", asked_on=at.date(), at=at,
        words=_words(side, "it is the same for"), asked_by=_words(side, "Sam asked"),
    )  # fmt: skip
    for number in range(2):
        keys["action_id"] = act_in_support_plan(
            actor=coordinator, child_id=child, at=at,
            action=NewAction(
                kind="support", what=_words(side, "swimming for"), who=_words(side, "Worker of"),
                due_on=(at + timedelta(days=9)).date(),
            ),
        )  # fmt: skip
        if number == 0:
            settle_support_action(
                actor=coordinator, action_id=keys["action_id"], result=_words(side, "likes it,"),
                at=at,
            )  # fmt: skip
    keys["service_id"] = list_service(
        actor=coordinator, name="Listed Service", needs=["school"], at=at
    )
    offer_support(
        actor=coordinator, child_id=child, to_whom="parent", answer="accepted", at=at,
        words=_words(side, "a talk with"), named_contact=_words(side, "Helper of"),
    )  # fmt: skip
    with entered(actor=coordinator, at=at):
        episode = Episode.objects.get(reference=keys["reference"])
        for number in range(2):
            item = open_panel(episode=episode, thresholds=[], by=coordinator, at=at)
            item = item or PanelItem.objects.get(child=child, state="open", owner_agency=side.force)
            if number == 0:
                decide_panel(
                    item=item, acts=True, decision=_words(side, "a worker for"), by=coordinator,
                    at=at,
                )  # fmt: skip
            keys["panel_id"] = item.pk
        plan = SupportPlan.objects.get(child=child, ended_at__isnull=True)
        for number in range(2):
            review = ask_senior(plan=plan, days=90, before=1, after=2, by=coordinator, at=at)
            if number == 0:
                answer_senior_review(
                    review=review, answer="changed", words=_words(side, "more for"),
                    by=coordinator, at=at,
                )  # fmt: skip
            keys["senior_review_id"] = review.pk


def _partners(side: Side, at: datetime) -> None:
    """Keep the register, a notice, visits, gradings, late returns, a school's report, teaching."""
    keys, coordinator = side.keys, side.actor("missing_coordinator")
    worker, carer = side.actor("social_worker", "partner"), side.actor("home_worker", "partner")
    child, school = keys["child_id"], side.actor("school_worker", "partner")
    for agency, kind in ((side.home, "childrens_home"), (side.school, "school")):
        key = put_on_register(
            actor=coordinator, agency=agency.pk, kind=kind, authority=side.council.pk, at=at,
            force=side.force.pk, address=_words(side, "5 Register Row"),
            phone=_words(side, "01632 5"),
        )  # fmt: skip
        name_setting_officer(
            actor=coordinator, setting_id=key, officer=side.member("response_officer").pk, at=at,
            phone=_words(side, "01632 6"),
        )  # fmt: skip
        keys.setdefault("setting_id", key)
    keep_visit(
        actor=coordinator, setting_id=keys["setting_id"], kind="regular", visited_at=at, at=at,
        words=_words(side, "tea with"),
    )  # fmt: skip
    for settled in (True, False):
        keys["concern_id"] = raise_concern(
            actor=carer, setting_id=keys["setting_id"], kind="approached", child_id=child, at=at,
            words=_words(side, "a grey car near"),
        )  # fmt: skip
        if settled:
            settle_concern(
                actor=coordinator, concern_id=keys["concern_id"], at=at,
                outcome=_words(side, "spoken with, of"),
            )  # fmt: skip
    given = GivenNotice(
        risks=("cse",), why_suitable=_words(side, "far from"), risk_pack=_words(side, "texts to"),
        plan=_words(side, "school for"), contacts=_words(side, "ring the team of"),
        at_a_distance=True, director=_words(side, "Director"), approved_on=at.date(),
    )  # fmt: skip
    give_placement_notice(actor=worker, placement_id=keys["placement_id"], given=given, at=at)
    with entered(actor=carer, at=at):
        asked = Acknowledgement.objects.get(part="receiving_home")
    acknowledge_placement(
        actor=carer, acknowledgement_id=asked.pk, words=_words(side, "read for"), at=at
    )
    with entered(actor=coordinator, at=at):
        keys["acknowledgement_id"] = Acknowledgement.objects.get(part="host_police").pk
    told_by_telephone(
        actor=worker, acknowledgement_id=keys["acknowledgement_id"], at=at, told_at=at,
        told_to=_words(side, "desk of"), words=_words(side, "will look out for"),
    )  # fmt: skip
    say_capacity(
        actor=carer, kind="places", free=1, until_on=at.date(), at=at,
        words=_words(side, "a bed beside"),
    )  # fmt: skip
    for _ in range(2):
        keys["late_return_id"] = agree_late_return(
            actor=carer, child_id=child, at=at,
            agreed=Agreed(
                latest=at.time().replace(microsecond=0), days=_words(side, "Friday"),
                what=_words(side, "football with"), agreed_with=_words(side, "the worker of"),
                from_on=at.date(), until_on=(at + timedelta(days=30)).date(),
                childs_view=_words(side, "fair,"),
            ),
        )  # fmt: skip
    keys["conference_id"] = ask_conference(
        actor=carer, child_id=child, to_agency=side.force.pk, why=_words(side, "often away,"),
        at=at,
    )  # fmt: skip
    grade_for_agency(
        actor=worker, child_id=child, level="medium", tool="own_judgement", at=at,
        because=_words(side, "seen by the worker of"),
    )  # fmt: skip
    with entered(actor=carer, at=at):
        episode = Episode.objects.get(reference=keys["reference"])
        keep_tried(
            episode=episode, answers={"rang_child": "tried"}, by=carer, at=at,
            words={"rang_child": _words(side, "rang out for")},
        )  # fmt: skip
    keys["absence_id"] = report_absence(
        actor=school, at=at,
        absent=Absent(
            names=f"Tessie {side.word}", worry="first", absent_at=at, born_text="12 March 2012",
            last_seen=_words(side, "the gate,"), words=_words(side, "not in class,"),
            contact=_words(side, "the office of"),
        ),
    )  # fmt: skip
    keep_prevention(
        actor=coordinator, title="Made-up lesson", kind="lesson", audience="secondary", reached=3,
        on=at.date(), at_agency=side.school.pk, words=_words(side, "good questions from"), at=at,
    )  # fmt: skip


def _meetings(side: Side, at: datetime) -> None:
    """Hold a strategy discussion and a panel that act and that do not, and call a panel."""
    keys, chair = side.keys, side.actor("superintendent")
    child, soon = keys["child_id"], (at + timedelta(days=9)).date()
    others = list(
        Agency.objects.filter(
            pk__in=[one.pk for one in (side.other_force, side.council, side.home, side.charity)]
        )
    )
    for kind in ("strategy_call", "strategy", "panel"):
        with entered(actor=chair, at=at):
            meeting = meetings.call_meeting(
                kind=kind, held_at=at - timedelta(hours=1), chair=chair.member_id, by=chair, at=at,
                place=_words(side, "Room of"),
            )  # fmt: skip
            meetings.invite(meeting=meeting, agencies=others, by=chair, at=at)
            item = meetings.put_on_agenda(
                meeting=meeting, child_id=child, thresholds=["asked_for"], by=chair, at=at
            )
        note_presence(
            actor=chair, meeting_id=meeting.pk, agency=side.council.pk, presence="attended",
            who=_words(side, "Worker of"), at=at,
        )  # fmt: skip
        if kind == "strategy":
            sign_no_action(
                actor=chair, item_id=item.pk, because=_words(side, "a plan stands for"),
                enquiries="no", enquiries_because=_words(side, "no harm to"), at=at,
            )  # fmt: skip
            continue
        action = agree_action(
            actor=chair, item_id=item.pk, what=_words(side, "a youth worker for"),
            agency=side.force.pk, who=_words(side, "PC of"), due_on=soon, at=at,
            second_agency=side.council.pk if kind == "strategy_call" else None,
            second_who=_words(side, "Worker of") if kind == "strategy_call" else "",
        )  # fmt: skip
        if kind == "strategy_call":
            for owner in (chair, side.actor("social_worker", "partner")):
                take_on_meeting_action(actor=owner, action_id=action, at=at)
            settle_meeting_action(
                actor=chair, action_id=action, done=True, result=_words(side, "met with"), at=at
            )
            decide_on_child(
                actor=chair, item_id=item.pk, decision=_words(side, "a friend for"),
                enquiries="not_yet", at=at,
            )  # fmt: skip
    keys |= {"meeting_id": meeting.pk, "item_id": item.pk, "agreed_id": action}


def _street(side: Side, at: datetime) -> None:
    """Keep a beat with its officer, hot spot and school, and tell something from it."""
    keys, coordinator = side.keys, side.actor("missing_coordinator")
    officer = side.actor("response_officer")
    beat = make_beat(actor=coordinator, name="Beat", places=["ZZ1"], at=at)
    name_officer(actor=coordinator, beat_id=beat, member=officer.member_id, at=at)
    spot = name_hot_spot(
        actor=coordinator, beat_id=beat, place=_words(side, "Arcade of"), at=at,
        why=_words(side, "Men wait for"), until_on=(at + timedelta(days=9)).date(),
    )  # fmt: skip
    school = name_school(
        actor=coordinator, beat_id=beat, name=f"School {side.word}", officer=officer.member_id,
        at=at,
    )  # fmt: skip
    put_at_school(actor=coordinator, child_id=keys["child_id"], school_id=school, at=at)
    for number in range(2):
        word = tell_from_street(
            actor=officer, child_id=keys["child_id"], words=_words(side, "Seen with"), at=at,
            place=_words(side, "Gate of"),
        )  # fmt: skip
        if number == 0:
            settle_street_word(
                actor=coordinator, word_id=word, ended_as="used", at=at,
                result=_words(side, "asked about"),
            )  # fmt: skip
    keys |= {"beat_id": beat, "hot_spot_id": spot, "word_id": word}


def _publicity(side: Side, at: datetime) -> None:
    """Write what the public reads, and ask for rescue alerts: over, declined, and waiting."""
    keys, chief = side.keys, side.actor("superintendent")
    reference = keys["reference"]
    keys["appeal"] = make_appeal(
        actor=chief, reference=reference, shown_name=_words(side, "Testa"), at=at,
        words=_words(side, "Red coat,"), area=_words(side, "Town of"), contact="101",
        expires_at=at + timedelta(days=2), with_photo=True,
    )  # fmt: skip
    answers = {
        key: Answer(answer="yes", words=_words(side, "Known of"))
        for key in ("under_18", "imminent_danger", "enough_to_help")
    }
    theirs = side.actor("superintendent", "partner")
    for number in range(2):
        alert = ask_rescue_alert(
            actor=chief, reference=reference, answers=answers, at=at,
            second_force=side.other_force.pk,
        )  # fmt: skip
        if number == 0:
            decide_rescue_alert(
                actor=chief, alert_id=alert, launch=True, because=_words(side, "Hours for"), at=at
            )
            answer_rescue_alert(
                actor=theirs, alert_id=alert, agreed=True, because=_words(side, "Here for"), at=at
            )
            end_rescue_alert(actor=chief, alert_id=alert, because=_words(side, "Enough for"), at=at)
    keys["alert_id"] = alert


def _adults(side: Side, at: datetime) -> None:
    """Enter an adult, trace, ask, act, warn, let go; serve a notice and see it breached."""
    keys, inspector, officer = side.keys, side.actor("duty_inspector"), side.actor("supervisor")
    adult, child, soon = keys["adult_id"], keys["child_id"], at + timedelta(days=9)
    graded = {"grading": "2BP", "at": at}
    enter_adult(
        actor=officer, adult_id=adult, because=_words(side, "seen near"), source="made up",
        others="yes", others_words=_words(side, "a friend of"), **graded,
    )  # fmt: skip
    keys["ended_adult"] = enter_adult(
        actor=officer, name=f"Former {side.word}", because=_words(side, "once near"),
        source="made up", others="not_known", **graded,
    )  # fmt: skip
    end_adult_entry(
        actor=inspector, adult_id=keys["ended_adult"], kind="no_risk", at=at,
        words=_words(side, "nothing more of"),
    )  # fmt: skip
    add_trace(
        actor=officer, adult_id=adult, kind="place", value=_words(side, "5 Trace Road"),
        source="made up", words=_words(side, "sleeps there,"), **graded,
    )  # fmt: skip
    act_on_adult(actor=officer, adult_id=adult, kind="visit", words=_words(side, "spoke"), at=at)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(picture, "PNG")
    add_adult_photo(actor=officer, adult_id=adult, raw=picture.getvalue(), source="made up", at=at)
    keys["release_id"] = release_adult(
        actor=inspector, adult_id=adult, to_agency=side.home.pk,
        parts=["name", "description", "photograph"], because=_words(side, "he waits for"),
        conditions=_words(side, "the manager alone, of"), expires_at=soon, **graded,
    )  # fmt: skip
    keys["street_release_id"] = release_adult(
        actor=inspector, adult_id=adult, to_agency=side.force.pk, parts=["photograph"],
        because=_words(side, "officers know by sight"), conditions=_words(side, "on the beat of"),
        expires_at=soon, **graded,
    )  # fmt: skip
    keys["home_warning_id"] = warn_home(
        actor=officer, adult_id=adult, to_agency=side.home.pk, expires_at=soon,
        look_for="A silver car at the gate.", do_this="Ring the police.", **graded,
    )  # fmt: skip
    keys["warning_notice_id"] = draft_warning_notice(
        actor=officer, adult_id=adult, child_id=child, at=at,
        says=NoticeSays(
            route="under_16", consent_by=_words(side, "Council of"),
            consent_words=_words(side, "no consent for"), knowledge=_words(side, "told of"),
            conditions=_words(side, "keep away from"), language=_words(side, "English"),
        ),
    )  # fmt: skip
    authorise_warning_notice(actor=inspector, notice_id=keys["warning_notice_id"], at=at)
    serve_warning_notice(
        actor=officer, notice_id=keys["warning_notice_id"], at=at,
        service=Service(place=_words(side, "at the door"), how="in_person", acknowledged="signed"),
    )  # fmt: skip
    review_warning_notice(
        actor=officer, notice_id=keys["warning_notice_id"], kind="due", finding="contact", at=at,
        words=_words(side, "seen with"),
    )  # fmt: skip
    keys["breach_id"] = record_breach(
        actor=officer, notice_id=keys["warning_notice_id"], words=_words(side, "rang"),
        source="made up", at=at,
    )  # fmt: skip
    visit_after_breach(
        actor=officer, breach_id=keys["breach_id"], words=_words(side, "found"),
        children_found=1, at=at,
    )  # fmt: skip
    open_for_child_at_visit(
        actor=officer, breach_id=keys["breach_id"], at=at,
        told=Told(
            idempotency_key=f"visit-{side.tag}", happened_at=at, child=child,
            last_seen_place=_words(side, "a flat of"),
        ),
        found=Found(how="found", by_whom="police", found_at=at),
    )  # fmt: skip
    decide_after_breach(
        actor=inspector, breach_id=keys["breach_id"], decision="not_arrested", at=at,
        words=_words(side, "not there,"),
    )  # fmt: skip
    keys["operation_id"] = open_operation(
        actor=inspector, name=f"Operation {side.tag}", purpose=_words(side, "to protect"), at=at
    )
    apart = open_agency(
        kind="police_force", name=f"Far Force {side.tag}", code=f"far-force-{side.tag.lower()}",
        at=at, made_up=True,
    )  # fmt: skip
    keys["operation_partner_id"] = let_force_join(
        actor=inspector, operation_id=keys["operation_id"], agency=apart.pk, at=at,
        because=_words(side, "taken across the line with"),
    )  # fmt: skip
    keys["operation_member_id"] = join_operation(
        actor=inspector, operation_id=keys["operation_id"], child_id=child, at=at,
        because=_words(side, "harmed by"),
    )  # fmt: skip
    make_young_plan(
        actor=side.actor("missing_coordinator"), child_id=keys["other_id"], at=at,
        because=_words(side, "hit"), needs=_words(side, "a coach for"),
        safety=_words(side, "not alone with"), childs_view=_words(side, "sorry,"),
        review_on=soon.date(),
    )  # fmt: skip


def _told_by_the_community(side: Side, at: datetime) -> None:
    keys, officer = side.keys, side.actor("missing_coordinator")
    keys["campaign_id"] = begin_campaign(
        actor=officer, name="Made-up Campaign", code=f"MAKESAFE{side.tag}", audiences=["hotel"],
        from_on=at.date(), at=at,
    )  # fmt: skip
    tell_by_phone(
        actor=officer, at=at,
        worry=Worry(
            source="hotel", place=_words(side, "the hotel of"), words=_words(side, "a girl,"),
            postcode="ZZ1 1ZZ", vehicle="ZZ11", of_child=_words(side, "small"),
            of_adult=_words(side, "older"), reporter_name=f"Night Porter {side.word}",
            reporter_contact=_words(side, "01632 960009"), code=f"MAKESAFE{side.tag}",
        ),
    )  # fmt: skip
    with entered(actor=officer, at=at):
        keys["community_report_id"] = CommunityReport.objects.get().pk
    report = keys["community_report_id"]
    link_worry(
        actor=officer, report_id=report, child_id=keys["child_id"], at=at,
        because=_words(side, "the same coat as"),
    )  # fmt: skip
    note_outcome(
        actor=officer, report_id=report, kind="attended", words=_words(side, "went for"), at=at
    )
    with entered(actor=officer, at=at):
        CommunityReport.objects.filter(pk=report).update(close_words=_words(side, "-"))


def _by_systems(side: Side, at: datetime) -> None:
    """Let the force's own system send a log and a report of another child."""
    machine, name = side.actor("feed"), f"Fay {side.word}"
    for event, kind in (("1", "opened"), ("2", "closed")):
        log_by_feed(
            actor=machine, at=at,
            sent=SentEvent(
                log_reference=f"LOG-{side.tag}", event=event, kind=kind,
                happened_at=at - timedelta(hours=9), words=_words(side, f"{kind} for"),
                child_names=name, because=_words(side, "no unit for"), sent=b"", digest=b"",
            ),
        )  # fmt: skip
    report_by_feed(
        actor=machine, at=at,
        sent=SentReport(
            key="key", sent=b"", digest=b"",
            told=Told(
                idempotency_key="api:key", happened_at=at, names=name, channel="api",
                words=_words(side, "did not come home,"),
            ),
        ),
    )  # fmt: skip
    inspector = side.actor("duty_inspector")
    with entered(actor=inspector, at=at):
        log = Contact.objects.get(log_reference=f"LOG-{side.tag}")
    sign_contact(
        actor=inspector, contact_id=log.pk, at=at,
        because=_words(side, "An aunt in Eastmere rang at noon about"),
    )  # fmt: skip


def _wish(side: Side, at: datetime, **more: Any) -> Wish:
    with entered(actor=side.actor("duty_inspector"), at=at):
        latest = Assessment.objects.filter(episode=side.keys["episode_id"]).latest("number")
    answers = {
        row["rule"]: {"answer": "declined", "reason": _words(side, "An aunt rang at noon about")}
        for row in latest.result["fired"]
    }
    return Wish(category="missing", answers=answers, **more)


def _supervision(side: Side, at: datetime) -> None:
    keys, inspector, handler = side.keys, side.actor("duty_inspector"), side.actor("call_handler")
    reference = keys["reference"]
    for level in ("medium", "high"):
        decide(
            actor=inspector, reference=reference, at=at,
            wish=_wish(
                side, at, level=level, rationale=_words(side, "The danger is plain for"),
                override_reason=_words(side, "because of"), supervisor=side.member("supervisor").pk,
            ),
        )  # fmt: skip
    later = at + timedelta(minutes=1)
    answer_question(
        actor=handler, reference=reference, fact="contactable", value=True, at=later,
        said_by=_words(side, "the aunt of"), source_kind="carer", words=_words(side, "rang:"),
    )  # fmt: skip
    with entered(actor=handler, at=later):
        cited = Assertion.objects.filter(episode=keys["episode_id"]).latest("recorded_at").pk
    keys["proposal_id"] = propose_lower(
        actor=handler, reference=reference, at=later,
        wish=_wish(
            side, later, level="low", rationale=_words(side, "An aunt in Eastmere feeds"),
            cited=(cited,), supervisor=side.member("supervisor").pk,
        ),
    )  # fmt: skip
    keys["challenge_id"] = challenge_grade(
        actor=handler, reference=reference, made_by_kind="reporter", at=at,
        words=_words(side, "That is too low for"), made_by_name=f"Paula {side.word}",
    )  # fmt: skip
    keys["offer_id"] = offer_hand_over(
        actor=inspector, reference=reference, to_member=side.member("supervisor").pk, at=at,
        words=_words(side, "please take on"),
    )  # fmt: skip
    keys["transfer_id"] = offer_transfer(
        actor=inspector, reference=reference, to_agency=side.other_force.pk, at=at,
        because=_words(side, "the home lies there, of"),
    )  # fmt: skip


def _unsettled(side: Side, at: datetime) -> None:
    # Somebody elsewhere once used emergency access: its review waits.
    stranger = enrol(
        agency=side.national, username=f"emergency@{side.tag.lower()}", roles=("duty_inspector",),
        display_name="Emergency Example", at=at - timedelta(days=9), rank="inspector",
    )  # fmt: skip
    actor = actor_of(member=stranger, at=at)
    use_emergency_access(
        actor=actor, reference=side.keys["reference"], at=at, reason=_words(side, "in danger:")
    )
    from whereabouts.foundations.access.models import EmergencyAccess

    with entered(actor=actor, at=at):
        side.keys["key"] = EmergencyAccess.objects.get(member=stranger).pk
        assert Challenge.objects.count() >= 1


def _oversight(side: Side, at: datetime) -> None:
    """Let the open episode be looked at again, the earlier one wait, and two lists be written."""
    keys, superintendent = side.keys, side.actor("superintendent")
    looks = {}
    with entered(actor=superintendent, at=at):
        for name, standing in (("returned", "closed"), ("reference", "open")):
            episode = Episode.objects.get(reference=keys[name])
            decision = episode.decisions.order_by("decided_at", "id").last()
            assessment = decision.assessment if decision else episode.assessments.latest("number")
            looks[name] = SecondLook.objects.create(
                child_id=episode.child_id, episode=episode, assessment=assessment,
                decision=decision, standing=standing, level=episode.level,
                category=episode.category, seed="made-up", share=1.0, drawn_at=at,
                due_at=at + timedelta(hours=12), owner_agency=side.force, recorded_at=at,
                recorded_by=side.member("supervisor"),
            ).pk  # fmt: skip
    grade_second_look(
        actor=superintendent, look_id=looks["reference"], level="high", confidence="fairly",
        words=_words(side, "a man waits for"), at=at,
    )  # fmt: skip
    answer_second_look(
        actor=superintendent, look_id=looks["reference"], level="high", at=at,
        because=_words(side, "the aunt had said so of"),
    )  # fmt: skip
    keys["look_id"], keys["case"] = looks["returned"], "on-the-list"
    inspector = side.actor("duty_inspector")
    for _ in range(2):
        shift = write_shift_list(actor=inspector, words=_words(side, "ring the aunt of"), at=at)
        if "shift_id" not in keys:
            accept_shift(
                actor=superintendent, shift_id=UUID(shift), at=at,
                words=_words(side, "I ring the aunt of"),
            )  # fmt: skip
        keys["shift_id"] = UUID(shift)


def _figures(side: Side, at: datetime) -> None:
    """Let a pack of one side's force be made, and figures be published."""
    table = Table(
        name="made-up", title="Made up", columns=("Line", "Episodes"), lines=(("one", "5"),),
        coverage="made up",
    )  # fmt: skip
    content = as_kept(sections=[Section(heading="Made up", says=(), tables=(table,))], at=at.date())
    until = at.date().replace(day=1)
    side.keys |= {
        "figures_year": 2026, "return_file": "list-8", "table_name": table.name, "table_format": "csv",
        "file_format": "pdf", "pack_kind": "pack", "pack_until": until.isoformat(),
    }  # fmt: skip
    if side.tag != "A":
        # Words that name nothing: no pack of this side was made.
        side.keys |= {
            "table_name": "made-up-too", "table_format": "exe", "file_format": "exe",
            "pack_kind": "profile", "pack_until": "2020-01-01",
        }  # fmt: skip
        return
    analyst = side.actor("national_analyst", "partner")
    with entered(actor=analyst, at=at):
        publish(ends=2026, content=content, by=analyst, at=at)
    inspector = side.actor("duty_inspector")
    with entered(actor=inspector, at=at):
        keep_packs(
            contents={"pack": content}, since=until - timedelta(days=365), until=until,
            by=inspector, at=at,
        )  # fmt: skip


def browser(member: Member) -> Client:
    """Return a browser in which a member is signed in with both factors."""
    client = Client()
    client.force_login(member, backend=BACKEND)
    session = client.session
    begin(session=session, how="two_factors", at=timezone.now())
    session.save()
    return client


HANDLER = ClientHandler(enforce_csrf_checks=False)
RELATIONS = ("own", "partner", "stranger", "emergency", "ex_employee", "role_ended")
USE_EMERGENCY = {
    "call_handler", "supervisor", "duty_inspector", "superintendent", "response_officer",
    "missing_coordinator", "social_worker", "out_of_hours_worker", "on_call_manager",
}  # fmt: skip


@dataclass(kw_only=True)
class World:
    """Both sides, and a signed-in browser's cookies for every role in every relation to child A."""

    a: Side
    b: Side
    cookies: dict[tuple[str, str], Any] = field(default_factory=dict)
    drafts: dict[tuple[str, str], Any] = field(default_factory=dict)
    logged: str = ""

    def client(self, role: str, relation: str, **more: Any) -> Client:
        """Return a browser of somebody in a role and a relation to child A; "nobody" is out."""
        client = Client(**more)
        if not more:
            # Starting the layers of a request anew takes longer than most requests.
            client.handler = HANDLER
        if role != "nobody":
            client.cookies.load(self.cookies[(role, relation)])
        return client


def make_world(at: datetime) -> World:
    """Make both sides and the cast of child A."""
    units = [
        open_agency(kind="national_unit", name=name, code=code, at=at, made_up=True)
        for name, code in (("National Unit", "national-unit"), ("Sister Unit", "sister-unit"))
    ]
    world = World(
        a=make_side("A", national=units[0], at=at), b=make_side("B", national=units[1], at=at)
    )
    for role in ROLES:
        for relation in RELATIONS:
            _cast(world, role, relation, at)
    # Somebody whom a matter names, and who would look into it by their role.
    _cast(world, "professional_standards", "named", at)
    return world


def _cast(world: World, role: str, relation: str, at: datetime) -> None:
    if relation in {"stranger", "emergency"}:
        member = world.b.member(role, "partner" if relation == "stranger" else "partner emergency")
    else:
        member = world.a.member(role, relation)
    if role in USE_EMERGENCY and relation == "emergency":
        actor = actor_of(member=member, at=at)
        use_emergency_access(
            actor=actor, reference=world.a.keys["reference"], at=at, reason="A child in danger."
        )
    from whereabouts.foundations.access.permissions import Permission

    if Permission.REPORT_TAKE in ROLES[role]:
        draft = new_id()
        actor = actor_of(member=member, at=at)
        save_draft(actor=actor, draft_id=draft, at=at, answers={"words": "typed so far"})
        world.drafts[(role, relation)] = draft
    client = browser(member)
    world.cookies[(role, relation)] = {
        name: morsel.value for name, morsel in client.cookies.items()
    }
    if relation == "ex_employee":
        Member.objects.filter(pk=member.pk).update(is_active=False)
    if relation == "role_ended":
        end_role(member=member.pk, role=role, at=at)
