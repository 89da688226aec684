"""What a report does not ask, because it wrote it itself, it would be answered all the same."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.journeys.test_report_missing import told
from whereabouts.foundations.access import prepared as questions
from whereabouts.foundations.access.gate import relate, visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.report_missing import report_missing
from whereabouts.journeys.told import AdultNamed
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Child, RelatedPerson

pytestmark = pytest.mark.django_db

REPORTS = {
    "of somebody nobody knew": {},
    "with all that may be said": {
        "home_address": "1 Madeup Street",
        "phone": "01632 960555",
        "sex": "F",
        "facts": {"self_harm": "current", "violence_at_home": True, "medical_need": None},
        "adults": (AdultNamed(name="A Madeup Man", fact="with_adult_partner"),),
    },
    "of a child without a name": {"names": "", "description": "A child in a red coat"},
    "entered late": {"back_entry": True},
}


def plain(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


@pytest.fixture
def asked_all_the_same(monkeypatch):
    """Ask everything, and hold it beside what would have been known; return how often it was."""
    known, expecting = [], []
    really, ask, made_here = questions._is_known_to_be_empty, questions._Shape.ask, people.made_here

    def is_known(*given):
        expecting.append(really(*given))
        return False

    def asking(shape, **given):
        rows = ask(shape, **given)
        if expecting and expecting.pop():
            assert rows == [], shape.statement.sql
            known.append(shape.statement.sql)
        expecting.clear()
        return rows

    def here(model, *, about):
        made = made_here(model, about=about)
        if made is not None:
            key = "pk" if model is Child else "child"
            rows = {row.pk: row for row in visible(model).filter(**{f"{key}__in": about})}
            assert {row.pk: plain(row) for row in made} == {k: plain(v) for k, v in rows.items()}
            known.append(model.__name__)

    monkeypatch.setattr(questions, "_is_known_to_be_empty", is_known)
    monkeypatch.setattr(questions._Shape, "ask", asking)
    monkeypatch.setattr(people, "made_here", here)
    return known


@pytest.fixture
def force(make_agency):
    force, council = make_agency(), make_agency("Aldermere Council", "authority")
    Area.objects.create(authority=council, force=force)
    return force


@pytest.mark.parametrize("more", REPORTS.values(), ids=REPORTS)
def test_what_is_known_is_what_would_be_answered(make_actor, force, noon, more, asked_all_the_same):
    handler = make_actor("call_handler")
    if more.get("back_entry"):
        more = more | {"happened_at": noon - timedelta(hours=9), "last_seen_at": None}
    report_missing(actor=handler, told=told(noon, **more), at=noon)
    assert len(asked_all_the_same) > 10


def test_of_a_child_who_was_known_everything_is_asked(make_actor, force, noon, asked_all_the_same):
    handler = make_actor("call_handler")
    report_missing(actor=handler, told=told(noon), at=noon)
    with entered(actor=handler, at=noon):
        child = Child.objects.get()
    asked_all_the_same.clear()
    later = told(noon, idempotency_key="again", child=child.pk)
    report_missing(actor=handler, told=later, at=noon + timedelta(minutes=1))
    of_the_child = [one for one in asked_all_the_same if '"child_id" IN' in one]
    assert of_the_child == []


def test_another_forces_record_shows_what_it_holds_in_the_same_journey(
    make_actor, force, noon, make_agency
):
    """A relation of one's own is written at once: what comes by it counts in this very report."""
    handler, other = make_actor("call_handler"), make_actor("call_handler", agency="Southmere")
    report_missing(actor=other, told=told(noon, facts={"cse_flag": "confirmed"}), at=noon)
    with entered(actor=other, at=noon):
        child = Episode.objects.get().child_id
        relate(subjects=[child], agency=handler.agency_id, kind="enquiring", at=noon)
    receipt = report_missing(actor=handler, told=told(noon, child=child), at=noon)
    assert receipt.recommendation["level"] == "high"


def test_everything_that_was_gathered_is_there_and_each_once(make_actor, force, noon):
    handler = make_actor("call_handler")
    receipt = report_missing(actor=handler, told=told(noon), at=noon)
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        kinds = [
            *Timer.objects.filter(subject=f"episode:{episode.pk}").values_list("kind", flat=True)
        ]
        assert sorted(kinds) == sorted({"undecided", "notice_unacknowledged", "unowned"})
        lines = LogEntry.objects.filter(episode=episode).values_list("kind", flat=True)
        assert len(lines) == len(set(lines))
        assert Message.objects.filter(subject=f"episode:{episode.pk}").count() == 3


def test_a_report_that_fails_at_its_end_leaves_nothing_of_what_was_gathered(
    make_actor, force, noon, monkeypatch
):
    handler = make_actor("call_handler")

    def refuse(**_):
        raise RuntimeError("the last step fails")

    monkeypatch.setattr("whereabouts.journeys.report_missing.reports.keep_receipt", refuse)
    with pytest.raises(RuntimeError, match="last step"):
        report_missing(actor=handler, told=told(noon), at=noon)
    with entered(actor=handler, at=noon):
        assert not Timer.objects.exists()
        assert not RelatedPerson.objects.exists()
        assert not Message.objects.exists()


def test_the_authority_sees_the_child_from_the_commit_on(make_actor, force, noon):
    handler = make_actor("call_handler")
    report_missing(actor=handler, told=told(noon), at=noon)
    worker = make_actor("social_worker", agency="Aldermere Council")
    with entered(actor=worker, at=noon):
        assert visible(Episode).count() == 1
    with entered(actor=make_actor("call_handler", agency="Elsewhere"), at=noon):
        assert visible(Episode).count() == 0
        assert not visible(Child).filter(pk=uuid4()).exists()
