"""V22, Operation Sunrise: he was warned and kept in touch; the visit found a girl nobody missed."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import DAY
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.adults import adult_page
from whereabouts.insight.lookups.warning_notices import warning_notice_page
from whereabouts.journeys.locate_child import Found
from whereabouts.journeys.open_for_child_at_visit import open_for_child_at_visit
from whereabouts.journeys.told import Told
from whereabouts.journeys.warn_adult_away import (
    NoticeSays,
    NotNow,
    Service,
    authorise_warning_notice,
    decide_after_breach,
    draft_warning_notice,
    record_breach,
    serve_warning_notice,
    visit_after_breach,
)
from whereabouts.practice.adults.models import Breach
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import AdultLink

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def him(cities):
    """The man of the case."""
    return cities.adult()


@pytest.fixture
def breach(cities, him, noon):
    """He was warned away from the girl of fifteen, and rings her."""
    cities.link(him, cities.child)
    officer, inspector = cities.south("response_officer"), cities.south("duty_inspector")
    notice = draft_warning_notice(
        actor=officer, adult_id=him, child_id=cities.child.pk, at=noon,
        says=NoticeSays(
            route="under_16", consent_by="Her mother", consent_words="I do not agree to it.",
            knowledge="Told her age at the door.", conditions="No contact, by any way.",
        ),
    )  # fmt: skip
    authorise_warning_notice(actor=inspector, notice_id=notice, at=noon)
    serve_warning_notice(
        actor=officer, notice_id=notice, at=noon,
        service=Service(place="1 Made-up Way", how="in_person", acknowledged="signed"),
    )  # fmt: skip
    key = record_breach(
        actor=officer, notice_id=notice, words="Rang her twice.", source="her phone",
        at=noon + DAY,
    )  # fmt: skip
    return notice, key


def visit(cities, breach, at, children=1):
    visit_after_breach(
        actor=cities.south("response_officer"), breach_id=breach[1], at=at,
        words="A girl was in the back room.", children_found=children,
    )  # fmt: skip


def visited(cities):
    return cities.noon + DAY + HOUR


def there(cities, breach, at, actor=None):
    return open_for_child_at_visit(
        actor=actor or cities.south("response_officer"), breach_id=breach[1], at=at,
        told=Told(
            idempotency_key="visit-1", happened_at=visited(cities), names="Tally Sampleton",
            born_text="14 years", last_seen_place="1 Made-up Way",
        ),
        found=Found(
            how="found", by_whom="police", found_at=visited(cities),
            found_place="1 Made-up Way",
        ),
    )  # fmt: skip


def test_a_breach_asks_for_a_visit_within_a_day(cities, breach, noon):
    with entered(actor=cities.south("duty_inspector"), at=noon):
        made = Breach.objects.get(pk=breach[1])
    assert made.visit_due_at - (noon + DAY) <= timedelta(hours=24)


def test_a_child_at_the_visit_has_an_episode_from_the_visit_linked_with_notice_and_man(
    cities, him, breach, noon
):
    at = noon + DAY + HOUR
    visit(cities, breach, at)
    receipt = there(cities, breach, at + HOUR)
    officer = cities.south("response_officer")
    with entered(actor=officer, at=at):
        episode = Episode.objects.get(reference=receipt.reference)
        assert (episode.unreported, episode.state) == (True, "located")
        assert episode.child_id != cities.child.pk  # perhaps the first victim, perhaps another
        link = AdultLink.objects.get(adult=him, child=episode.child_id)
        assert link.kind == "found_with"
    page = warning_notice_page(actor=officer, notice_id=breach[0], at=at)
    (line,) = page.breaches
    assert line.episodes == (receipt.reference,)
    assert {one.name for one in adult_page(actor=officer, adult_id=him, at=at).links} == {
        "Testa Sampleton", "Tally Sampleton",
    }  # fmt: skip
    again = there(cities, breach, at + 2 * HOUR)
    assert again.reference == receipt.reference


def test_before_the_visit_and_where_nobody_was_there_no_episode_is_opened_from_it(
    cities, breach, noon
):
    at = noon + DAY + HOUR
    with pytest.raises(NotNow):
        there(cities, breach, at)
    visit(cities, breach, at, children=0)
    with pytest.raises(NotNow):
        there(cities, breach, at)


def test_then_an_inspector_decides_on_the_arrest(cities, breach, noon):
    at = noon + DAY + HOUR
    visit(cities, breach, at)
    with pytest.raises(NotPermitted):
        decide_after_breach(
            actor=cities.south("response_officer"), breach_id=breach[1], decision="arrested",
            words="x", at=at,
        )  # fmt: skip
    decide_after_breach(
        actor=cities.south("duty_inspector"), breach_id=breach[1], decision="arrested",
        words="Another child was with him.", at=at,
    )  # fmt: skip
    with entered(actor=cities.south("duty_inspector"), at=at):
        assert Breach.objects.get(pk=breach[1]).decision == "arrested"


def test_another_force_the_home_and_the_outsider_open_nothing_from_it(cities, him, breach, noon):
    at = noon + DAY + HOUR
    visit(cities, breach, at)
    cities.nobody_else_sees(him)
    for actor in (*cities.everybody_else(), cities.north("response_officer")):
        with pytest.raises((NotVisible, NotPermitted)):
            there(cities, breach, at, actor=actor)
