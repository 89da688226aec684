"""The demonstration's story, drawn for the tour: one girl, two cities, every agency's own page.

Drawn anew into docs/screenshots with WHEREABOUTS_SCREENSHOTS=docs in the environment.
"""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.browser.conftest import sign_in
from tests.browser.site import Site
from tests.browser.test_screenshots import keep
from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.demo.known import make_known_child
from whereabouts.interfaces.commands.demo.nation import FIRST_HOME, found
from whereabouts.interfaces.commands.demo.partners import keep_partners
from whereabouts.interfaces.commands.demo.street import MAN
from whereabouts.interfaces.commands.demo.telling import tell_story
from whereabouts.practice.adults.models import WarningNotice
from whereabouts.practice.community.models import CommunityReport
from whereabouts.practice.meetings.models import Meeting
from whereabouts.practice.sharing.models import Slip
from whereabouts.practice.street.models import Beat
from whereabouts.records.people.models import Adult
from whereabouts.records.placements.models import Placement

# Run by name: nobody waits for pictures every day.
pytestmark = [pytest.mark.browser, pytest.mark.bench]
__all__ = ["keep"]


@pytest.fixture(scope="module")
def site(chromium, committed_for_module, tmp_path_factory):
    """Start the site on a database that holds the story, told up to now."""
    running = Site(folder=tmp_path_factory.mktemp("site"))
    at = datetime.now(tz=UTC)
    nation = found(at=at)
    known = make_known_child(nation=nation, at=at)
    settings = keep_partners(nation=nation, child=known, at=at)
    running.story = tell_story(nation=nation, known=known, settings=settings, at=at)
    running.setting = settings[FIRST_HOME]
    try:
        running.start()
        yield running
    finally:
        running.stop()


def keys_of(story):
    """Return the keys of what the pages are about."""
    who = story.nation.actor("duty_inspector", at=story.at)
    with entered(actor=who, at=story.at):
        man = Adult.objects.get(name=MAN).pk
        return {
            "placement": Placement.objects.get(child=story.child).pk,
            "man": man,
            "notice": WarningNotice.objects.get(adult=man).pk,
            "report": CommunityReport.objects.earliest("recorded_at").pk,
            "panel": Meeting.objects.get(kind="panel").pk,
            "discussion": Meeting.objects.get(kind="strategy").pk,
            "pack": Slip.objects.get(sharing__child=story.child).sharing_id,
            "beat": Beat.objects.get(name="Aldermere Town").pk,
        }


def test_screenshots_of_one_girls_story_across_every_agency(open_browser, site, keep):
    story, keys = site.story, keys_of(site.story)
    child = story.child.pk
    for name, role, page, about in (
        ("across-placed", "social_worker", "placement", [keys["placement"]]),
        ("across-concern", "response_officer", "setting", [site.setting]),
        ("across-adult", "offender_manager", "adult", [keys["man"]]),
        ("across-network", "offender_manager", "adult-network", [keys["man"]]),
        ("across-notice", "duty_inspector", "warning-notice", [keys["notice"]]),
        ("across-warned", "home_worker", "home-warnings", []),
        ("across-hotel", "response_officer", "community-report", [keys["report"]]),
        ("across-discussion", "partner_worker", "meeting", [keys["discussion"]]),
        ("across-charity", "return_interviewer", "interview-queue", []),
        ("across-panel", "superintendent", "meeting", [keys["panel"]]),
        ("across-school", "school_worker", "school", []),
        ("across-home", "home_worker", "our-home", []),
        ("across-briefing", "response_officer", "briefing", [keys["beat"]]),
        ("across-appeal", "duty_inspector", "appeals", [story.tonight]),
        ("across-volunteers", "missing_coordinator", "sharing-paper", [keys["pack"]]),
        ("across-child", "duty_inspector", "child", [child]),
        ("across-desk", "missing_coordinator", "desk", []),
        ("across-shared", "missing_coordinator", "child-sharing", [child]),
        ("across-governance", "information_governance", "governance", []),
    ):
        window = open_browser()
        sign_in(window, role)
        answer = window.goto(reverse(page, args=about))
        assert answer.status == 200, name
        keep(window, name)
        window.context.close()
