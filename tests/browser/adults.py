"""The adults around the known child in the night: an entry, a notice and its breach, a warning."""

import io
from datetime import timedelta

from PIL import Image

from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.keep_adult import act_on_adult, add_adult_photo, add_trace, enter_adult
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.plan_for_young_person import make_young_plan
from whereabouts.journeys.release_adult import release_adult, warn_home
from whereabouts.journeys.run_operation import join_operation, let_force_join, open_operation
from whereabouts.journeys.tell_of_worry import Worry, begin_campaign, tell_by_phone
from whereabouts.journeys.warn_adult_away import (
    NoticeSays,
    Service,
    authorise_warning_notice,
    draft_warning_notice,
    record_breach,
    serve_warning_notice,
)
from whereabouts.practice.community.models import CommunityReport
from whereabouts.records.people import actions as people


def adults_for_the_night(world, at):
    """Let an adult be entered, warned away from two children and heard of; return the keys."""
    officer, inspector = actor(world, "supervisor"), actor(world, "duty_inspector")
    coordinator, soon = actor(world, "missing_coordinator"), at + timedelta(days=9)
    graded = {"grading": "2BP", "at": at}
    adult = enter_adult(
        actor=officer, name="Rex Madeup", because="He waits for children by the arcade.",
        source="made up", others="not_known", **graded,
    )  # fmt: skip
    add_trace(
        actor=officer, adult_id=adult, kind="vehicle", value="ZZ11 ZZZ", source="made up",
        words="A silver car.", **graded,
    )  # fmt: skip
    act_on_adult(actor=officer, adult_id=adult, kind="visit", words="Nobody in.", at=at)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(picture, "PNG")
    add_adult_photo(actor=officer, adult_id=adult, raw=picture.getvalue(), source="made up", at=at)
    with entered(actor=officer, at=at):
        other = people.create_child(
            names=[{"full": "Pat Sampleton"}], born_text="12/03/2013", by=officer, at=at
        ).pk
    for child in (world.child, other):
        link_adult_of_concern(
            actor=officer, child_id=child, adult_id=adult, kind="found_with", strength="suspected",
            source="made up", at=at,
        )  # fmt: skip
    served, waiting = (
        _notice(officer, inspector, adult, child, at) for child in (world.child, other)
    )
    serve_warning_notice(
        actor=officer, notice_id=served, at=at,
        service=Service(place="At the door", how="in_person", acknowledged="signed"),
    )  # fmt: skip
    breach = record_breach(
        actor=officer, notice_id=served, words="She was in his car.", source="made up", at=at
    )
    home = world.agencies["home"].pk
    release_adult(
        actor=inspector, adult_id=adult, to_agency=home, parts=["name", "description"],
        because="He waits outside.", conditions="The manager alone.", expires_at=soon, **graded,
    )  # fmt: skip
    warn_home(
        actor=officer, adult_id=adult, to_agency=home, expires_at=soon,
        look_for="A silver car at the gate.", do_this="Ring the police.", **graded,
    )  # fmt: skip
    operation = open_operation(
        actor=inspector, name="Operation Madeup", purpose="To protect the children.", at=at
    )
    join_operation(
        actor=inspector, operation_id=operation, child_id=world.child, because="Seen with him.",
        at=at,
    )  # fmt: skip
    partner = let_force_join(
        actor=inspector, operation_id=operation, agency=world.agencies["next"].pk, at=at,
        because="They are taken across the line.",
    )  # fmt: skip
    make_young_plan(
        actor=coordinator, child_id=other, because="A fight at school.", needs="A coach.",
        safety="Not alone with the youngest.", childs_view="It was a bad day.",
        review_on=soon.date(), at=at,
    )  # fmt: skip
    begin_campaign(
        actor=coordinator, name="Made-up Campaign", code="MAKESAFE", audiences=["hotel"],
        from_on=at.date(), at=at,
    )  # fmt: skip
    tell_by_phone(
        actor=coordinator, at=at,
        worry=Worry(
            source="hotel", place="The Imaginary Inn", words="A girl with an older man.",
            postcode="ZZ1 1ZZ", vehicle="ZZ11", of_child="A blue coat", of_adult="Forty or so",
            reporter_name="Night Porter", reporter_contact="01632 960009", code="MAKESAFE",
        ),
    )  # fmt: skip
    with entered(actor=coordinator, at=at):
        report = CommunityReport.objects.get().pk
    return {
        "adult_id": adult, "notice_id": served, "waiting_notice": waiting, "breach_id": breach,
        "operation_id": operation, "partner_id": partner, "report_id": report, "planned_child": other,
    }  # fmt: skip


def _notice(officer, inspector, adult, child, at):
    made = draft_warning_notice(
        actor=officer, adult_id=adult, child_id=child, at=at,
        says=NoticeSays(
            route="under_16", consent_by="The authority", consent_words="Nobody agrees to it.",
            knowledge="He was told her age.", conditions="Keep away.", language="English",
        ),
    )  # fmt: skip
    authorise_warning_notice(actor=inspector, notice_id=made, at=at)
    return made
