"""With six hundred episodes open every page of the control room is light enough for a telephone."""

import gzip
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.web.matrix.routes import every_route
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.interfaces.commands.bench_pages import browser, fill
from whereabouts.interfaces.commands.board_copies import copy_open_episodes
from whereabouts.interfaces.commands.management.commands.run_finder import connect

HEAVIEST = 100_000
MADE, TIMES = 6, 100
ROLES = (
    "duty_inspector", "call_handler", "response_officer", "missing_coordinator", "supervisor",
    "superintendent",
)  # fmt: skip
ROW = r'href="(/(?:episodes|children)/[^"/]+/)'


@pytest.fixture
def at_noon():
    """Let time be: what is shared by these tests was made now."""


@pytest.fixture(scope="module")
def night(committed_for_module):
    """Return a browser of somebody who holds every role of a control room, and a report begun."""
    at = timezone.now()
    cast = fill(episodes=MADE, at=at)
    with connect(writing=True) as line:
        copy_open_episodes(line=line, times=TIMES)
        line.execute("ANALYZE")
    member = enrol(
        agency=cast["duty_inspector"].agency, username="everything@bench", rank="superintendent",
        display_name="Example Member", roles=ROLES, at=at - timedelta(days=1),
    )  # fmt: skip
    return browser(member), cast


def test_no_page_of_a_control_room_grows_with_how_many_are_open(night):
    client, cast = night
    keys = {"reference": cast["reference"], "draft_id": cast["draft"]}
    weights = {}
    for route in every_route():
        if "GET" not in route.methods or not set(route.parts) <= keys.keys():
            continue
        page = client.get(route.path(keys))
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            weights[route.name] = len(page.content)
    # What was looked at is there, and full of them.
    assert {"board", "desk", "episode", "home", "notices", "our-children", "queue", "report-draft",
            "shift", "tasks"} <= weights.keys()  # fmt: skip
    assert f">{MADE * TIMES}</span>Open" in client.get("/board/").text
    assert {name: weight for name, weight in weights.items() if weight >= HEAVIEST} == {}


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/tasks/?whole=1", r"For your role \((\d+)\)"),
        ("/notices/", r"To acknowledge \((\d+)\)"),
        ("/shift/", r'number">(\d+)</span>Open'),
        ("/our-children/", ""),
        ("/desk/", ""),
    ],
)
def test_what_does_not_fit_is_a_page_further_and_counted(night, path, counted):
    client, _ = night
    first = client.get(path).text
    assert not counted or int(re.search(counted, first)[1]) >= MADE * TIMES / 2
    further = re.search(r'id="(?:page-after|tasks-more|notices-more)" href="([^"]+)"', first)
    second = client.get(further[1].replace("&amp;", "&")).text
    shown = [set(re.findall(ROW, page)) for page in (first, second)]
    assert min(len(shown[0]), len(shown[1] - shown[0])) >= 5
    assert re.search(r'id="(?:page-before|tasks-earlier|notices-earlier)"', second)


def test_what_every_page_has_with_it_is_light_as_it_is_sent():
    built = settings.STATIC_BUILD_DIR
    for name in ("whereabouts.css", "govuk-frontend.min.js"):
        assert len(gzip.compress((built / name).read_bytes())) < HEAVIEST / 4
