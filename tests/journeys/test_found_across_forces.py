"""V05 and V25 by the search: known in one force, called about in another, found and acted on."""

import time
from datetime import timedelta

import pytest

from tests.insight import finder
from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.models import Agency, Area
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.insight.lookups.known import what_is_known
from whereabouts.insight.lookups.search import find_children
from whereabouts.journeys.accept_task import accept_task
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.save_draft import save_draft
from whereabouts.practice.investigation.models import Task
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.usefixtures("committed")
FAMILY = "12 Far Street, Southmere"


@pytest.fixture(params=["index", "tables"])
def found_by(request, committed, settings):
    """Play each case by the index and by the tables alone."""
    if request.param == "tables":
        settings.FINDER = False
        yield lambda: None
        return
    with finder.running() as keeper:
        yield lambda: keeper.catch_up(since=time.monotonic())


@pytest.fixture
def south(committed, make_actor):
    return make_actor("missing_coordinator", agency="Southmere Police")


@pytest.fixture
def her(make_child, south, take_report, make_actor, noon):
    """Sixteen, missing before from her family in Southmere, who have a number to ring."""
    Agency.objects.filter(pk=south.agency_id).update(phone="01632 960333")
    child = make_child("Alia Quillfeather", "4 May 2010", by=south, flags=[("cse", "confirmed")])
    with entered(actor=south, at=noon):
        people.add_address(
            child=child, kind="family", line=FAMILY, force=south.agency_id, by=south, at=noon
        )
    take_report(
        actor=make_actor("call_handler", agency="Southmere Police"), child=child,
        at=noon - timedelta(days=30),
    )  # fmt: skip
    return child


def test_v05_her_other_name_and_an_age_lead_the_call_handler_to_what_her_family_s_force_knows(
    found_by, her, south, make_actor, take_report, noon
):
    found_by()
    handler, draft = make_actor("call_handler"), new_id()
    asked = {"names": "Quilfether Aaliyah", "born": "about 16"}
    hit = find_children(actor=handler, at=noon, draft=draft, **asked).hits[0]
    one = hit.pointer
    assert (hit.child_id, one.agencies, one.in_reach) == (her.pk, ("Southmere Police",), False)
    assert (one.holders[0].phone, one.flags, one.earlier_episodes) == ("01632 960333", 1, 1)
    assert one.open_with == ("Southmere Police",)
    assert one.highest
    assert hit.because
    assert FAMILY not in repr(hit)
    assert what_is_known(actor=handler, at=noon, child_id=her.pk).full is None
    save_draft(actor=handler, draft_id=draft, answers=asked, at=noon)
    story = what_is_known(actor=handler, at=noon, child_id=her.pk, draft=draft).full
    assert FAMILY in {line.line for line in story.addresses}
    assert story.flags[0].kind == "cse"
    reference = take_report(actor=handler, child=her)
    inspector = make_actor("duty_inspector", agency="Southmere Police")
    with entered(actor=inspector, at=noon):
        task = Task.objects.get(episode__reference=reference, kind="cross_force_task")
    assert task.due_at == noon + timedelta(minutes=15)
    accept_task(actor=inspector, task_id=task.pk, at=noon + timedelta(minutes=3))
    page = episode_page(
        actor=make_actor("duty_inspector"), at=noon + timedelta(minutes=4), reference=reference
    )
    theirs = next(line for line in page.tasks if line.kind == "cross_force_task")
    assert theirs.accepted_at == noon + timedelta(minutes=3)


def test_v25_moved_to_another_city_she_is_found_there_and_her_history_comes_with_her(
    found_by, her, south, make_actor, make_agency, make_child, noon
):
    worker = make_actor("social_worker")  # of the authority that hosts her from now on
    found_by()
    assert find_children(actor=worker, at=noon, names="Alia Quillfeather").hits == ()
    with pytest.raises(NotVisible):
        what_is_known(actor=worker, at=noon, child_id=her.pk)
    home = make_agency("Fern House", "home")
    Area.objects.create(authority_id=worker.agency_id, force=make_agency())
    add_placement(
        actor=make_actor("social_worker", agency=_authority_of(south, her, make_agency, noon)),
        child_id=her.pk, living_at="childrens_home", started_on=noon.date(), at=noon,
        home=home.pk, host_authority=worker.agency_id,
    )  # fmt: skip
    found_by()
    (hit,) = find_children(actor=worker, at=noon, names="Aliya Quillfether").hits
    assert (hit.child_id, hit.pointer.in_reach, hit.pointer.flags) == (her.pk, True, 1)
    # The host force has met her by another name; a named person says that they are one.
    coordinator = make_actor("missing_coordinator")
    ours = make_child("Liya Brambleby", "about 15", by=coordinator)
    found_by()
    assert (
        find_children(actor=coordinator, at=noon, names="Liya Brambleby").hits[0].pointer.flags == 0
    )
    join_records(
        actor=coordinator, child_id=ours.pk, other_id=her.pk, because="Her carer knows both names.",
        at=noon,
    )  # fmt: skip
    found_by()
    for names in ("Liya Brambleby", "Alia Quillfeather"):
        (hit,) = find_children(actor=coordinator, at=noon, names=names).hits
        assert set(hit.pointer.records) == {ours.pk, her.pk}
        assert (hit.pointer.flags, hit.pointer.earlier_episodes) == (1, 1)
        assert hit.pointer.agencies == ("Northmoor Police", "Southmere Police")


def _authority_of(south, child, make_agency, at):
    """Return the authority that is responsible for her."""
    authority = make_agency("Southmere Council", "authority")
    with entered(actor=south, at=at):
        people.relate_to_child(child_id=child.pk, agency=authority.pk, kind="responsible", at=at)
    return authority
