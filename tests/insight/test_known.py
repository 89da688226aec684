"""What is known of a child: the whole story for who may see it, a pointer or nothing for others."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from time import process_time
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import NOON
from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.child import child_page
from whereabouts.insight.lookups.known import what_is_known
from whereabouts.journeys.keep_voice import Line, add_to_about_me
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.practice.plans.models import PlanLine
from whereabouts.practice.return_home.models import Return
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child
from whereabouts.records.placements.actions import start_placement
from whereabouts.records.reports.models import Contact, ReportDraft

pytestmark = pytest.mark.django_db

CANARIES = {
    "name": "Canaria Quillfeather",
    "adult": "Canary Grimshaw",
    "intelligence": "canary-intelligence",
    "detail": "canary-flag-detail",
    "place": "canary-found-place",
    "with": "canary-found-with",
    "address": "17 Canary Row",
    "risk": "canary-risk-history",
    "phone": "01632 960999",
    "call": "canary-call-words",
    "confidential": "canary-refuge",
}


def owned(by: Any) -> dict[str, Any]:
    return {
        "owner_agency_id": by.agency_id,
        "recorded_by_id": by.member_id,
        "recorded_at": NOON,
    }


def an_episode(by: Any, child: Child, days_ago: int, number: int, level: str = "medium") -> None:
    then = NOON - timedelta(days=days_ago, hours=12)
    episode = episodes.open_episode(
        reference=f"E-{child.pk.hex[-6:]}-{number}",
        child=child,
        by=by,
        at=then,
        happened_at=then,
        reported_at=then,
        recommended={
            "level": level,
            "category": "missing",
            "seriousness": "some",
            "immediacy": "hours",
        },
        pack="test",
    )
    Return.objects.create(
        child=child,
        episode=episode,
        how="found",
        by_whom="police",
        found_at=then + timedelta(hours=9),
        found_place=CANARIES["place"],
        found_with=CANARIES["with"],
        **owned(by),
    )
    back = then + timedelta(hours=10)
    Episode.objects.filter(pk=episode.pk).update(state="closed", back_at=back, closed_at=back)


@pytest.fixture
def cast(make_actor: Callable[..., Any]) -> SimpleNamespace:
    return SimpleNamespace(
        handler=make_actor("call_handler"),
        inspector=make_actor("duty_inspector"),
        elsewhere=make_actor("call_handler", agency="Southfell Police"),
        worker=make_actor("social_worker"),
        home=make_actor("home_worker"),
        interviewer=make_actor("return_interviewer"),
    )


@pytest.fixture
def child(cast: SimpleNamespace) -> Child:
    by = cast.handler
    with entered(actor=by, at=NOON):
        child = people.create_child(
            by=by,
            at=NOON,
            names=[{"full": CANARIES["name"], "kind": "birth", "source": "mother"}],
            born_text="12/03/2011",
            sex="F",
            about_me="Likes the sea, hates lifts.",
            communication_needs="Short sentences.",
        )
        people.add_language(child=child, by=by, at=NOON, language="Welsh", preferred=True)
        people.raise_flag(
            child=child, kind="cse", strength="suspected", source="Social worker",
            detail=CANARIES["detail"], review_on=date(2027, 1, 1), by=by, at=NOON,
        )  # fmt: skip
        people.propose_flag(
            child=child, kind="cce", strength="suspected", source="Officer",
            review_on=date(2027, 1, 1), by=by, at=NOON,
        )  # fmt: skip
        adult = people.create_adult(by=by, at=NOON, name=CANARIES["adult"])
        people.add_intelligence(
            adult=adult, text=CANARIES["intelligence"], source="Patrol", known_at=NOON,
            by=by, at=NOON,
        )  # fmt: skip
        people.link_adult(
            child=child, adult=adult, kind="found_with", source="Officer", by=by, at=NOON
        )
        start_placement(
            child=child, living_at="childrens_home", started_on=date(2026, 11, 1),
            responsible_authority=cast.worker.agency_id, home=cast.home.agency_id,
            place="Fern House", by=by, at=NOON,
        )  # fmt: skip
        people.relate_to_child(
            child_id=child.pk, agency=cast.interviewer.agency_id, kind="allocated", at=NOON
        )
        people.add_address(
            child=child, by=by, at=NOON, line=CANARIES["address"], kind="family",
            force=cast.elsewhere.agency_id, risk_history=CANARIES["risk"],
        )  # fmt: skip
        people.add_address(
            child=child, by=by, at=NOON, line=CANARIES["confidential"], confidential=True
        )
        people.add_related_person(
            child=child, by=by, at=NOON, name="Robin Example", relation="mother",
            phone=CANARIES["phone"],
        )  # fmt: skip
        for relation in ("mother", "mother", "the_child", "public"):
            Contact.objects.create(
                child=child, relation=relation, words=CANARIES["call"],
                happened_at=NOON - timedelta(days=3), about_address=relation == "public",
                **owned(by),
            )  # fmt: skip
        agree_plan(
            child=child, level="high", category="missing", by=by, at=NOON,
            review_on=date(2027, 1, 1), works="Ring the grandmother.",
            first_actions=[{"title": "Check the pier", "to_role": "call_handler"}],
        )  # fmt: skip
        an_episode(by, child, 200, 1, "high")
        an_episode(by, child, 20, 2)
    return child


def a_draft(by: Any, **more: Any) -> ReportDraft:
    with entered(actor=by, at=NOON):
        return ReportDraft.objects.create(
            member_id=by.member_id, saved_at=NOON, **owned(by), **more
        )


def looks_of(actor: Any) -> list[Look]:
    with entered(actor=actor, at=NOON):
        return list(Look.objects.filter(member=actor.member_id).order_by("id"))


def everything(shown: Any) -> str:
    return str(asdict(shown))


def test_the_recording_force_sees_the_whole_story(cast: Any, child: Child) -> None:
    story = what_is_known(actor=cast.handler, at=NOON, child_id=child.pk).full

    assert story is not None
    assert (story.name, story.age, story.sex) == (CANARIES["name"], 15, "Female")
    assert story.about_me == ("Likes the sea, hates lifts.",)
    assert [one.words for one in story.flags] == ["Sexual exploitation"]
    assert [one.words for one in story.proposals] == ["Criminal exploitation"]
    assert story.plans[0].level == "high"
    assert story.plans[0].works == "Ring the grandmother."
    assert story.adults[0].name == CANARIES["adult"]
    assert story.adults[0].intelligence[0].text == CANARIES["intelligence"]
    assert story.placement is not None
    assert story.placement.home == "Fern House"
    assert [one.other_force for one in story.addresses if one.line == CANARIES["address"]] == [True]
    assert (story.calls.total, story.calls.by_the_child, story.calls.by_carers) == (4, 1, 2)
    assert story.calls.about_the_address == 1
    assert [one.lasted for one in story.episodes] == [timedelta(hours=10)] * 2
    assert story.episodes[0].found_with == CANARIES["with"]
    assert (story.brief.total, story.brief.last_90_days, story.brief.highest) == (2, 1, "high")


def test_every_look_is_written_down_with_what_it_showed(cast: Any, child: Child) -> None:
    what_is_known(actor=cast.handler, at=NOON, child_id=child.pk)

    (look,) = looks_of(cast.handler)
    assert (look.kind, look.subjects) == ("view", [child.pk])
    assert {"adults", "flags", "plans", "episodes"} <= set(look.shown)


def test_another_force_sees_a_pointer_and_nothing_else(cast: Any, child: Child) -> None:
    known = what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk)

    assert known.full is None
    assert known.pointer.name == CANARIES["name"]
    assert known.pointer.earlier_episodes == 2
    assert (known.pointer.has_plan, known.pointer.has_flag) == (True, True)
    shown = everything(known)
    assert [word for name, word in CANARIES.items() if name != "name" and word in shown] == []
    assert looks_of(cast.elsewhere)[0].shown == ["pointer"]


def test_a_call_taker_of_another_force_with_a_draft_sees_all_for_twelve_hours(
    cast: Any, child: Child
) -> None:
    draft = a_draft(cast.elsewhere)

    known = what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk, draft=draft.pk)

    assert known.full is not None
    assert known.full.adults[0].name == CANARIES["adult"]
    with entered(actor=cast.elsewhere, at=NOON):
        relation = Relation.objects.get(agency=cast.elsewhere.agency_id, subject=child.pk)
        assert (relation.kind, relation.because) == ("enquiring", f"draft:{draft.pk}")
    later = NOON + length_of(key="enquiry_lasts", at=NOON)
    assert what_is_known(actor=cast.elsewhere, at=later, child_id=child.pk).full is None


def test_a_confidential_address_stays_with_its_owner(cast: Any, child: Child) -> None:
    draft = a_draft(cast.elsewhere)

    ours = what_is_known(actor=cast.handler, at=NOON, child_id=child.pk)
    theirs = what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk, draft=draft.pk)

    assert CANARIES["confidential"] in everything(ours)
    assert CANARIES["confidential"] not in everything(theirs)


@pytest.mark.parametrize(
    "gone", [{"report_reference": "R-1"}, {"discarded_at": NOON}], ids=["sent", "put away"]
)
def test_a_draft_that_is_over_opens_nothing(cast: Any, child: Child, gone: Any) -> None:
    draft = a_draft(cast.elsewhere, **gone)

    known = what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk, draft=draft.pk)

    assert known.full is None


def test_somebody_elses_draft_opens_nothing(cast: Any, child: Child) -> None:
    draft = a_draft(cast.handler)

    with pytest.raises(NotVisible):
        what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk, draft=draft.pk)


def test_an_outsider_cannot_tell_that_the_child_exists(
    outsider: Any, cast: Any, child: Child
) -> None:
    for shown in (what_is_known, child_page):
        with pytest.raises(NotVisible):
            shown(actor=outsider, at=NOON, child_id=child.pk)
    assert looks_of(outsider) == []


def test_a_draft_of_an_authority_opens_nothing(outsider: Any, child: Child) -> None:
    draft = a_draft(outsider)

    with pytest.raises(NotVisible):
        what_is_known(actor=outsider, at=NOON, child_id=child.pk, draft=draft.pk)


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("worker", ["confidential"]),
        (
            "interviewer",
            ["adult", "intelligence", "detail", "address", "risk", "call", "confidential"],
        ),
        (
            "home",
            [
                "adult", "intelligence", "detail", "place", "with", "address", "risk", "phone",
                "call", "confidential",
            ],
        ),
    ],
)  # fmt: skip
def test_each_role_is_shown_what_it_needs_and_no_more(
    cast: Any, child: Child, role: str, hidden: list[str]
) -> None:
    actor = getattr(cast, role)

    shown = everything(child_page(actor=actor, at=NOON, child_id=child.pk))

    seen = {name for name, word in CANARIES.items() if word in shown}
    assert seen == set(CANARIES) - set(hidden)
    assert "Likes the sea" in shown
    assert "Ring the grandmother." in shown


def test_the_joined_records_of_two_forces_are_one_story(cast: Any, child: Child) -> None:
    draft = a_draft(cast.elsewhere)
    what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk, draft=draft.pk)
    with entered(actor=cast.elsewhere, at=NOON):
        theirs = people.create_child(
            by=cast.elsewhere, at=NOON, names=[{"full": "Canny Quill", "kind": "nickname"}]
        )
        an_episode(cast.elsewhere, theirs, 5, 3)
        people.link_records(
            child=theirs, other=child, because="Same mother.", by=cast.elsewhere, at=NOON
        )
        people.rebuild_relations(child_ids=[theirs.pk, child.pk])

    for start in (child, theirs):
        story = what_is_known(actor=cast.handler, at=NOON, child_id=start.pk).full
        assert story is not None
        assert {one.agency for one in story.episodes} == {"Northmoor Police", "Southfell Police"}
        assert story.brief.total == 3
        assert len(story.records) == 2
        assert story.age == 15


def test_what_is_known_of_a_child_with_45_episodes_costs_few_queries_and_little_time(
    cast: Any, child: Child, django_assert_max_num_queries: Any
) -> None:
    with entered(actor=cast.handler, at=NOON):
        for number in range(43):
            an_episode(cast.handler, child, 300 + number, 10 + number)
    what_is_known(actor=cast.handler, at=NOON, child_id=child.pk)

    with django_assert_max_num_queries(38):
        before = process_time()
        known = what_is_known(actor=cast.handler, at=NOON, child_id=child.pk)
        took = process_time() - before

    assert known.full is not None
    assert len(known.full.episodes) == 45
    print(f"what_is_known: {took * 1000:.0f} ms")
    assert took < 0.5  # this process alone, so that a loaded machine does not decide


def test_the_page_says_who_may_see_and_how_often_the_agency_looked(cast: Any, child: Child) -> None:
    child_page(actor=cast.handler, at=NOON, child_id=child.pk)

    page = child_page(actor=cast.inspector, at=NOON + timedelta(hours=1), child_id=child.pk)

    assert page.may_see == (
        "Aldermere Council",
        "Fern House",
        "Lantern Charity",
        "Northmoor Police",
    )
    assert (page.looks.total, page.looks.people, page.looks.last_at) == (1, 1, NOON)


def test_what_earlier_times_taught_is_in_the_story_of_whoever_may_see_it(
    cast: Any, child: Child
) -> None:
    for by, words in ((cast.handler, "Sit down first."), (cast.handler, "Do not shout.")):
        add_to_about_me(
            actor=by, child_id=child.pk, at=NOON,
            line=Line(kind="talk", words=words, source="child_said", said_on=NOON.date()),
        )  # fmt: skip
    story = what_is_known(actor=cast.handler, at=NOON, child_id=child.pk).full
    assert story is not None
    said = {line.words for group in story.voice.groups for line in group.lines}
    assert said == {"Sit down first.", "Do not shout."}
    assert [one.found_place for one in story.taught] == [CANARIES["place"]] * 2
    assert len(story.taught) == len(story.earlier)
    assert what_is_known(actor=cast.elsewhere, at=NOON, child_id=child.pk).full is None


@pytest.mark.parametrize(
    ("audience", "role", "seen"),
    [
        ("everybody", "handler", True),
        ("everybody", "home", True),
        ("police_and_social_care", "handler", True),
        ("police_and_social_care", "worker", True),
        ("police_and_social_care", "home", False),
    ],
)
def test_a_line_taken_into_the_plan_is_for_whoever_it_was_marked_for(
    cast: Any, child: Child, audience: str, role: str, seen: bool
) -> None:
    with entered(actor=cast.handler, at=NOON):
        PlanLine.objects.create(
            child=child, part="works", text="The coach, by text.", source_key="return:1:place",
            source="return", source_words="Return of 1 May", audience=audience, accepted=True,
            decided_at=NOON, **owned(cast.handler),
        )  # fmt: skip
    story = what_is_known(actor=getattr(cast, role), at=NOON, child_id=child.pk).full
    assert story is not None
    assert ("works" in story.plan_lines) is seen
    assert [one.text for one in story.taken_in] == (["The coach, by text."] if seen else [])


def test_a_line_in_the_plan_that_repeats_what_a_time_taught_is_said_once(
    cast: Any, child: Child
) -> None:
    with entered(actor=cast.handler, at=NOON):
        for key, text in (
            ("place", f"Was found at {CANARIES['place']}."),
            ("other", "Was found at the quay."),
        ):
            PlanLine.objects.create(
                child=child, part="locate_now", text=text, source_key=f"return:1:{key}",
                source="return", source_words="Return of 1 May", audience="everybody",
                accepted=True, decided_at=NOON, **owned(cast.handler),
            )  # fmt: skip
    story = what_is_known(actor=cast.handler, at=NOON, child_id=child.pk).full
    assert story is not None
    assert [one.text for one in story.taken_in] == ["Was found at the quay."]


def test_a_role_that_may_not_look_is_refused(make_actor: Any, child: Child) -> None:
    with pytest.raises(NotPermitted):
        child_page(actor=make_actor("policy_owner"), at=NOON, child_id=child.pk)
