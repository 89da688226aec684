"""The safeguarding board has a pack of its own agencies' children, and of nobody else's."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import NOON
from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.agencies.models import Area, InPartnership
from whereabouts.foundations.audit.models import AuditEntry, Look
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import publishing
from whereabouts.journeys.say_partnership import (
    NotVisible,
    PartnershipRefused,
    join_partnership,
    leave_partnership,
)
from whereabouts.practice.oversight.models import MadePack
from whereabouts.records.people.models import ChildAddress

pytestmark = pytest.mark.django_db
BOARD = "Aldermere Board"
UNTIL = "2026-11-01"
LONG_AGO = date(2024, 1, 1)


@pytest.fixture
def board(make_agency):
    return make_agency(BOARD, "partnership")


@pytest.fixture
def governance(make_agency, make_actor):
    """Return a maker of whoever says for an agency which partnership covers it."""

    def make(name, kind):
        return make_actor("information_governance", agency=make_agency(name, kind))

    return make


@pytest.fixture
def force(governance):
    return governance("Northmoor Police", "police_force")


@pytest.fixture
def council(governance):
    return governance("Aldermere Council", "authority")


@pytest.fixture
def year(make_actor, make_agency, make_episode, force, council):
    """Let a force that polices two councils have a year, children of either and of nobody's."""
    other = make_agency("Elderby Council", "authority")
    for authority in (council.agency_id, other.pk):
        Area.objects.create(authority_id=authority, force_id=force.agency_id)
    inspector = make_actor("duty_inspector")
    whose = [council.agency_id] * 30 + [other.pk] * 20 + [None] * 10
    for number, authority in enumerate(whose):
        reported = datetime(2026, 3, 1, 20, tzinfo=UTC) + timedelta(days=3 * number)
        place = "The aldermere arcade" if authority == council.agency_id else "The elder mill"
        episode = make_episode(
            inspector, number, reported_at=reported, happened_at=reported, state="closed",
            back_at=reported + timedelta(hours=number), closed_at=reported + timedelta(days=4),
            living_at="home", due_in=None, found_place=place,
        )  # fmt: skip
        if authority is None:
            continue
        with entered(actor=inspector, at=NOON):
            ChildAddress.objects.create(
                child=episode.child, kind="home", line="1 Made-up Way", authority_id=authority,
                owner_agency_id=inspector.agency_id, recorded_at=NOON,
                recorded_by_id=inspector.member_id,
            )  # fmt: skip
    return inspector


def join(board, *whoever, from_on=LONG_AGO):
    return [
        join_partnership(actor=one, partnership=board.pk, from_on=from_on, at=NOON)
        for one in whoever
    ]


def run_round(agency):
    publishing.begin(at=NOON)
    timer = Timer.objects.get(kind=publishing.PACKS, owner_agency=agency, state="waiting")
    for _ in range(2):  # the pack and the problem profile, each a step of its own
        publishing.HANDLERS[publishing.PACKS](timer, NOON)


def lines(client, kind, table):
    """Return the cells of a table of the pack by its line."""
    answer = client.get(f"/packs/{kind}/{UNTIL}/2025-11-01-{UNTIL}-{table}.csv")
    assert answer.status_code == 200
    return {
        line.split(",")[0].strip('"'): line.split(",")[1:]
        for line in answer.content.decode().splitlines()
    }


def test_the_board_reads_the_pack_of_its_own_authorities_children_alone(
    year, board, force, council, signed_in
):
    join(board, force, council)
    run_round(board.pk)
    client = signed_in("board_member", agency=BOARD)
    index = client.get("/figures/").text
    assert "Your partnership’s packs" in index
    assert "Northmoor Police, from" in index
    assert "Aldermere Council, from" in index
    # Thirty of sixty: another council's are not counted, nor where nobody recorded whose.
    assert lines(client, "pack", "harm")["all"] == ["30"]
    assert lines(client, "profile", "hot-spots")["The aldermere arcade"] == ["30"]
    page = client.get(f"/packs/profile/{UNTIL}/").text
    assert "elder mill" not in page.casefold()
    assert "Aldermere Council, Northmoor Police" in page
    about = json.loads(client.get(f"/packs/pack/{UNTIL}/2025-11-01-{UNTIL}-harm.json").content)
    assert "own authorities" in about["coverage"]
    # Of forty that the force holds and could be ours, ten are of nobody's that anybody recorded.
    assert about["completeness"]["left_out_for_no_authority_recorded"] == "about 25%"
    for kind in ("ods", "pdf"):
        assert client.get(f"/packs/pack/{UNTIL}/all.{kind}").status_code == 200


def test_a_force_of_these_authorities_alone_counts_whoever_is_nobodys_on_record(
    year, board, force, council, governance, signed_in
):
    join(board, force, council, governance("Elderby Council", "authority"))
    run_round(board.pk)
    assert lines(signed_in("board_member", agency=BOARD), "pack", "harm")["all"] == ["60"]


def test_an_episode_that_force_and_authority_both_hold_counts_once(
    year, board, force, council, make_actor, make_episode, signed_in
):
    for number in range(100, 110):
        reported = datetime(2026, 6, 1, 20, tzinfo=UTC) + timedelta(days=number)
        episode = make_episode(
            year, number, reported_at=reported, happened_at=reported, state="closed", due_in=None,
            back_at=reported, closed_at=reported + timedelta(days=4),
        )  # fmt: skip
        # The authority is related to the child from now on: it holds the episode too.
        add_placement(
            actor=year, child_id=episode.child_id, living_at="foster", looked_after=True, at=NOON,
            started_on=date(2025, 1, 1), responsible_authority=council.agency_id,
        )  # fmt: skip
    join(board, force, council)
    run_round(board.pk)
    assert lines(signed_in("board_member", agency=BOARD), "pack", "harm")["all"] == ["40"]


def test_an_agency_counts_from_its_first_day_on(year, board, force, council, signed_in):
    # Of the thirty, the ten of the first month were before.
    join(board, force, from_on=date(2026, 3, 31))
    join(board, council)
    run_round(board.pk)
    client = signed_in("board_member", agency=BOARD)
    assert lines(client, "pack", "harm")["all"] == ["20"]
    assert "Northmoor Police from 31 March 2026" in client.get(f"/packs/pack/{UNTIL}/").text


def test_a_board_that_covers_nobody_has_no_pack_and_is_told_why(year, board, signed_in):
    run_round(board.pk)
    client = signed_in("board_member", agency=BOARD)
    index = client.get("/figures/").text
    assert "No force or authority has said that your partnership covers it" in index
    assert "None has been made yet" in index
    assert client.get(f"/packs/pack/{UNTIL}/").status_code == 404
    # The next round is set all the same: somebody may say so in the meantime.
    assert Timer.objects.filter(kind=publishing.PACKS, owner_agency=board.pk, state="waiting")


def test_no_other_board_and_no_agency_opens_a_boards_pack(
    year, board, force, council, make_agency, signed_in
):
    join(board, force, council)
    run_round(board.pk)
    make_agency("Elsewhere Board", "partnership")
    for role, agency in (
        ("board_member", "Elsewhere Board"), ("superintendent", "Northmoor Police"),
        ("social_worker", "Aldermere Council"),
    ):  # fmt: skip
        assert signed_in(role, agency=agency).get(f"/packs/pack/{UNTIL}/").status_code == 404
    own = signed_in("board_member", agency=BOARD)
    assert own.get(f"/packs/effort/{UNTIL}/").status_code == 404
    with entered(actor=force, at=NOON):
        assert not MadePack.objects.exists()


def test_whom_the_board_counted_is_written_down_in_each_agencys_own_log(
    year, board, force, council, make_actor
):
    join(board, force, council)
    run_round(board.pk)
    with entered(actor=force, at=NOON):
        assert len(Look.objects.get(page="making of the partnership's pack").subjects) == 60
    member = make_actor("board_member", agency=BOARD)
    with entered(actor=member, at=NOON):
        assert not Look.objects.filter(page="making of the partnership's pack").exists()
        kept = str([one.content for one in MadePack.objects.all()])
    assert "Testa" not in kept
    assert "Made-up Way" not in kept


def test_an_agency_says_of_itself_alone_and_once_for_a_time(board, force, council):
    (tie,) = join(board, force)
    with pytest.raises(PartnershipRefused, match="already"):
        join(board, force, from_on=date(2026, 1, 1))
    with pytest.raises(NotVisible):
        leave_partnership(actor=council, tie_id=tie, until_on=date(2026, 5, 1), at=NOON)
    with pytest.raises(PartnershipRefused, match="after the one"):
        leave_partnership(actor=force, tie_id=tie, until_on=LONG_AGO, at=NOON)
    leave_partnership(actor=force, tie_id=tie, until_on=date(2026, 5, 1), at=NOON)
    with pytest.raises(PartnershipRefused, match="an end already"):
        leave_partnership(actor=force, tie_id=tie, until_on=date(2026, 6, 1), at=NOON)
    with pytest.raises(PartnershipRefused, match="already"):
        join(board, force, from_on=date(2026, 4, 30))
    join(board, force, from_on=date(2026, 5, 1))
    assert InPartnership.objects.count() == 2
    with entered(actor=force, at=NOON):
        said = [one.kind for one in AuditEntry.objects.filter(kind__startswith="partnership.")]
    assert sorted(said) == ["partnership.joined", "partnership.joined", "partnership.left"]


def test_neither_a_home_nor_another_kind_of_board_is_in_a_partnership(
    board, force, governance, make_agency
):
    home = governance("Fern House", "home")
    with pytest.raises(PartnershipRefused, match="forces and authorities"):
        join(board, home)
    with pytest.raises(PartnershipRefused, match="Choose"):
        join(make_agency("Lantern Charity", "provider"), force)


def test_who_may_not_agree_for_an_agency_may_not_say_it(board, make_actor):
    for role in ("board_member", "social_worker", "duty_inspector"):
        with pytest.raises(NotPermitted):
            join(board, make_actor(role))


def test_the_page_says_it_dated_and_names_the_field_at_fault(board, force, signed_in):
    client = signed_in("information_governance")
    assert "Nobody has said which partnership covers your agency" in client.get("/agreements/").text
    wrong = client.post("/agreements/partnership/", {"partnership": "", "from_on": "soon"})
    assert wrong.status_code == 400
    assert 'href="#partnership"' in wrong.text
    assert 'href="#from_on"' in wrong.text
    client.post("/agreements/partnership/", {"partnership": str(board.pk), "from_on": "2026-04-01"})
    page = client.get("/agreements/").text
    assert BOARD in page
    (address,) = re.findall(r'href="(/agreements/partnership/[^"]+/end/)"', page)
    assert client.post(address, {"until_on": "01/03/2026"}).status_code == 409
    assert client.post(address, {"until_on": "01/12/2026"}).status_code == 302
    assert "until before" in client.get("/agreements/").text
    assert InPartnership.objects.get().until_on == date(2026, 12, 1)
    outsider = signed_in("information_governance", agency="Southfell Police")
    assert outsider.get(address).status_code == 404


def test_a_home_is_not_asked_which_partnership_covers_it(governance, signed_in, make_agency):
    governance("Fern House", "home")
    page = signed_in("information_governance", agency="Fern House").get("/agreements/").text
    assert "safeguarding partnership" not in page
