"""Figures about grades equal a recount written another way."""

from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.agencies.models import Agency, Member, Team
from whereabouts.insight.lookups.oversight_figures import BANDS, oversight_figures
from whereabouts.practice.oversight.models import BlindGrade, Finding, SecondLook
from whereabouts.practice.oversight.rules import finding_of
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def a_month(inspector, make_child, take_report, noon):
    """Make sixty graded episodes of a month from one report, and twenty of their second looks."""
    reference = take_report()
    chance = Random(36)
    agency = Agency.objects.get(pk=inspector.agency_id)
    rooms = [Team.objects.create(agency=agency, name=name, kind="room") for name in ("A", "B")]
    ours = {"owner_agency": agency, "recorded_at": noon, "recorded_by_id": inspector.member_id}
    with entered(actor=inspector, at=noon):
        model = Episode.objects.get(reference=reference)
        assessment = model.assessments.latest("number")
        held = {
            field.attname: getattr(model, field.attname)
            for field in Episode._meta.concrete_fields
            if field.attname not in ("id", "reference")
        }
        for number in range(60):
            reported = noon - timedelta(minutes=chance.randrange(60 * 24 * 30))
            back = reported + timedelta(hours=chance.randrange(1, 120))
            level = chance.choice(LEVEL_ORDER)
            ended = {"state": "back", "back_at": back} if back < noon else {"state": "back"}
            episode = Episode.objects.create(
                **{**held, "reference": f"E-FIG-{number}", "reported_at": reported,
                   "happened_at": reported, "level": level, "back_at": back, **ended},
            )  # fmt: skip
            decided = reported + timedelta(minutes=chance.randrange(60))
            common = {"child_id": model.child_id, **ours}
            decision = Decision.objects.create(
                episode=episode, assessment=assessment, decided_at=min(decided, noon), level=level,
                kind="first" if chance.random() < 0.9 else "same",
                category="absent" if level == "absent" else "missing", **common,
            )  # fmt: skip
            if number >= 20:
                continue
            look = SecondLook.objects.create(
                episode=episode, assessment=assessment, decision=decision, standing="open",
                unit=chance.choice([*rooms, None]), level=level, category="missing", seed="s",
                share=1.0, drawn_at=noon, due_at=noon, state="answered", graded_at=noon,
                answered_at=noon, **common,
            )  # fmt: skip
            found = chance.choice(LEVEL_ORDER)
            BlindGrade.objects.create(
                second_look=look, level=found, confidence="sure", words="so", graded_at=noon,
                opened_before=chance.random() < 0.2, **common,
            )  # fmt: skip
            Finding.objects.create(
                second_look=look, level=found, because="so", alarmed=False, found_at=noon,
                finding=finding_of(mine=found, recorded=level, order=LEVEL_ORDER), **common,
            )  # fmt: skip


def test_overturn_rates_equal_a_recount(a_month, inspector, noon):
    got = oversight_figures(actor=inspector, at=noon)
    with entered(actor=inspector, at=noon):
        rows = [
            (one.unit.name if one.unit else "No unit on record", one)
            for one in SecondLook.objects.select_related("unit", "finding", "blind_grade")
        ]
        for row in [*got.units, got.every]:
            mine = [look for unit, look in rows if row.unit in (unit, "Every unit")]
            blind = [look for look in mine if not look.blind_grade.opened_before]
            changed = [look for look in blind if look.level != look.finding.level]
            higher = [
                look for look in changed
                if LEVEL_ORDER.index(look.finding.level) > LEVEL_ORDER.index(look.level)
            ]  # fmt: skip
            assert (row.overturned.part, row.overturned.n) == (len(changed), len(blind))
            assert (row.higher, row.lower) == (len(higher), len(changed) - len(higher))
            assert row.not_blind == len(mine) - len(blind)
    assert len(got.units) == 3
    assert (got.waiting, got.late) == (0, 0)


def test_the_absent_share_equals_a_recount_minute_by_minute(a_month, inspector, noon):
    got = oversight_figures(actor=inspector, at=noon)
    with entered(actor=inspector, at=noon):
        episodes = list(Episode.objects.all())
        first = list(Decision.objects.filter(kind="first").select_related("episode"))
    queue = {label: [0, 0] for _, label in BANDS}
    hours = {f"{hour:02}": [0, 0] for hour in range(24)}
    for decision in first:
        when = decision.decided_at
        others = [
            one for one in episodes
            if one.pk != decision.episode_id and one.reported_at <= when
            and (one.back_at is None or one.back_at > when)
        ]  # fmt: skip
        label = [name for floor, name in BANDS if len(others) >= floor][-1]
        hour = f"{when.astimezone(ZoneInfo('Europe/London')):%H}"
        for counted in (queue[label], hours[hour]):
            counted[0] += decision.category == "absent"
            counted[1] += 1
    assert {one.label: [one.absent.part, one.absent.n] for one in got.by_queue} == queue
    assert {one.label: [one.absent.part, one.absent.n] for one in got.by_hour} == hours
    assert got.grades == len(first)
    assert sum(part for part, _ in queue.values()) > 0


def test_another_force_counts_nothing_of_it_and_other_roles_see_no_figures(
    a_month, make_actor, outsider, noon
):
    other = make_actor("duty_inspector", agency="Eastmoor Police")
    got = oversight_figures(actor=other, at=noon)
    assert (got.units, got.every.overturned.n, got.grades) == ([], 0, 0)
    for who in (outsider, make_actor("supervisor"), make_actor("national_analyst")):
        with pytest.raises(NotPermitted):
            oversight_figures(actor=who, at=noon)


def test_no_figure_names_anybody(a_month, inspector, noon):
    said = repr(oversight_figures(actor=inspector, at=noon))
    names = Member.objects.values_list("display_name", flat=True)
    assert not [name for name in names if name in said]
    assert "Testa" not in said
    assert "E-FIG" not in said
