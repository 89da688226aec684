"""Pages of records whose words are in the bin, or erased: they stand, and name nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.retain_records import decide_retention, run_retention
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=365 * 7)
# Every page of a child or an episode that a coordinator opens to look.
OF_CHILD = ("child", "child-sharing", "child-plan", "child-profile", "child-grading")
OF_EPISODE = ("episode",)


@pytest.fixture
def emptied(make_actor, child_of_force):
    """Return an episode long over, and its child, whose run was agreed to."""
    at, reference, child = timezone.now(), *child_of_force
    coordinator = make_actor("missing_coordinator")
    with entered(actor=coordinator, at=at):
        Episode.objects.filter(reference=reference).update(state="closed", closed_at=at - YEARS)
    officer = make_actor("information_governance")
    second = make_actor("information_governance", name="second@northmoor")
    run = run_retention(actor=officer, at=at)
    decide_retention(actor=second, run_id=run, agreed=True, because="Read all.", at=at)
    return reference, child


@pytest.fixture
def child_of_force(make_actor):
    """Return the reference of an episode, and its child."""
    at = timezone.now()
    told = Told(
        idempotency_key="once", happened_at=at, reporter_name="Paula Sampleton",
        relation="foster_carer", reporter_contact="01632 960001", names="Zyxwv Uncommonly",
        born_text="12 March 2012", last_seen_at=at, last_seen_place="the made-up park",
        words="She wore a green coat, says Uncommonly.",
    )  # fmt: skip
    handler = make_actor("call_handler")
    reference = report_missing(actor=handler, told=told, at=at).episode
    with entered(actor=handler, at=at):
        return reference, Episode.objects.get(reference=reference).child_id


def test_they_open_and_name_nobody(emptied, signed_in):
    reference, child = emptied
    browser = signed_in("missing_coordinator")
    pages = [reverse(name, args=[child]) for name in OF_CHILD]
    pages += [reverse(name, args=[reference]) for name in OF_EPISODE]
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code in (200, 403), page  # a role that may not open it is told so
        assert "Uncommonly" not in answer.content.decode(), page
        assert "green coat" not in answer.content.decode(), page
    assert "(erased)" in browser.get(pages[0]).content.decode()
