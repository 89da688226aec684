"""Force used on children is counted by age and kind for seniors, and no small number is shown."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import Night
from whereabouts.foundations.access.scope import NotPermitted
from whereabouts.insight.lookups.force_figures import NO_AGE, force_figures
from whereabouts.journeys.record_force import Force, record_force, review_force

pytestmark = pytest.mark.django_db
HELD = "Held, or pulled"


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child is back."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True)
    return night


def use(night, times, **more):
    keys = []
    for _ in range(times):
        at = night.later(1)
        given = {"used_at": at, "tactics": ("held",), "why": "Near the road.", **more}
        keys.append(
            record_force(
                actor=night.response_officer, reference=night.reference, force=Force(**given), at=at
            )
        )
    return keys


def figures(night, by=None):
    return force_figures(actor=by or night.duty_inspector, at=night.at + timedelta(days=32))


def counted(found, kind=HELD):
    (row,) = [one for one in found.rows if one.kind == kind]
    return dict(zip(found.bands, row.counts, strict=True))


def test_force_is_counted_by_age_and_kind_whether_used_or_threatened(night):
    use(night, 6)
    use(night, 6, threatened_only=True)
    found = figures(night)
    assert counted(found)["14 and 15"] == "10", "twelve, rounded to five"
    assert counted(found)[NO_AGE] == "0"
    assert counted(found, "Handcuffs")["14 and 15"] == "0"


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_a_small_number_is_shown_nowhere_on_the_page(night, times):
    use(night, times)
    found = figures(night)
    assert counted(found)["14 and 15"] == "c"
    assert str(times) not in {text for row in found.rows for text in row.counts}
    assert dict(found.reviews)["Waits for its review"] == "c"


def test_the_reviews_that_were_done_are_counted(night):
    for key in use(night, 10)[:5]:
        review_force(
            actor=night.superintendent, reference=night.reference, force_id=key,
            finding="avoidable", words="Words would have done.", at=night.later(1),
        )  # fmt: skip
    assert dict(figures(night).reviews) == {"Reviewed": "5", "Waits for its review": "5"}


def test_only_whole_months_that_are_over_are_counted(night):
    use(night, 10)
    found = force_figures(actor=night.duty_inspector, at=night.at)
    assert counted(found)["14 and 15"] == "0"


def test_seniors_see_their_own_force_s_and_nobody_else_s(night, outsider, make_actor, make_agency):
    use(night, 10)
    for role in ("response_officer", "supervisor", "social_worker", "home_worker"):
        with pytest.raises(NotPermitted):
            figures(night, by=make_actor(role))
    far = make_agency("Far Police")
    other = make_actor("superintendent", agency=far, name="head@far")
    assert counted(figures(night, by=other))["14 and 15"] == "0"
