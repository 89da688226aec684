"""The demonstration's made-up nation: complete, never filled twice, true in its codes."""

import io
import json
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from whereabouts.foundations.access.permissions import NOBODYS_ROLES, ROLE_NAMES
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency, Area, DutyPeriod, Member, Team
from whereabouts.foundations.agencies.queries import actor_of, on_duty
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.board import Filters, board
from whereabouts.insight.lookups.known import what_is_known
from whereabouts.insight.lookups.search import find_children
from whereabouts.interfaces.commands.demo.known import NAME
from whereabouts.interfaces.commands.demo.known import born_on as born_in_march
from whereabouts.interfaces.commands.demo.lives import born_on
from whereabouts.interfaces.commands.demo.names import BACKGROUNDS, names
from whereabouts.interfaces.commands.demo.nation import PLACES, found, is_filled, places
from whereabouts.practice.response.models import ChildContact, Deployment, FamilyUpdate
from whereabouts.practice.risk.models import Assessment, Decision
from whereabouts.practice.risk.phrases import phrases_in
from whereabouts.practice.supervision.models import Challenge, Proposal
from whereabouts.practice.voice.models import AboutMe, ChildsWords, TermCount
from whereabouts.records.episodes.models import Episode, EpisodeLink
from whereabouts.records.people.models import Child, Flag, SamePersonLink
from whereabouts.records.reports.models import Report, ReportDraft

SMALL = 26


class Chance:
    """A chance that always falls the same way."""

    @staticmethod
    def randint(low, high):
        return high

    @staticmethod
    def choice(options):
        return options[0]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """Fill a small nation once for all tests here, and take it away again."""
    from django.db import connections, transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            call_command("fill_demo", "--children", str(SMALL), stderr=io.StringIO())
            yield timezone.now()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            connections["default"].close()


def inspector():
    member = Member.objects.get(username="duty-inspector@northmoor.example")
    return actor_of(member=member, at=timezone.now())


def counts(at):
    with entered(actor=inspector(), at=at):
        return [
            model.objects.count()
            for model in (Agency, Member, DutyPeriod, Child, Episode, Message, AuditEntry, Decision)
        ]


@pytest.mark.slow
def test_tonight_somebody_goes_out_talks_with_the_child_and_rings_the_family(filled):
    with entered(actor=inspector(), at=timezone.now()):
        gone = Deployment.objects.all()
        assert gone.filter(arrived_at__isnull=False).count() >= 2
        assert gone.filter(none_free=True).exists()
        assert gone.filter(deployed_at__isnull=False, arrived_at__isnull=True).exists()
        assert set(ChildContact.objects.values_list("safe_answer", flat=True)) == {
            "yes", "no_answer",
        }  # fmt: skip
        told = FamilyUpdate.objects.values_list("state", flat=True)
        assert {"given", "promised"} <= set(told)
        words = [one.words for one in ChildContact.objects.all()]
        words += [one.their_words for one in FamilyUpdate.objects.all()]
    assert not any(phrases_in(text=one) for one in words if one)
    teams = Team.objects.filter(agency__code="northmoor")
    assert {one.name for one in teams} >= {"Control room", "Duty office"}
    assert not Member.objects.filter(demo=True, agency__code="northmoor", team=None).exclude(
        roles__role="information_governance"
    ).exists()  # fmt: skip


@pytest.mark.slow
def test_every_role_has_one_sign_in(filled, tmp_path):
    out, written = io.StringIO(), tmp_path / "sign-ins.json"
    call_command("demo_sign_ins", "--json", stdout=out)
    rows = json.loads(out.getvalue())
    call_command("fill_demo", sign_ins=written, stderr=out)  # filled already
    assert json.loads(written.read_text()) == rows
    people = {
        role: name for role, name in ROLE_NAMES.items() if role not in NOBODYS_ROLES
    }  # a program
    assert [row["role"] for row in rows] == list(people.values())
    assert all(row["address"].startswith("/") and row["username"] for row in rows)
    signed_in = Member.objects.filter(demo=True)
    assert signed_in.count() == len(people)
    assert all(member.agency.made_up for member in signed_in.select_related("agency"))
    assert not any(member.has_usable_password() for member in signed_in)


@pytest.mark.slow
def test_every_state_of_the_board_occurs(filled):
    at = timezone.now()
    actor = inspector()
    shown = board(actor=actor, at=at, filters=Filters()).rows
    assert {row.state for row in shown} == {"open", "located", "back", "seen"}
    assert {"low", "medium", "high"} <= {row.level for row in shown}
    assert any(row.unowned for row in shown)
    assert any(not row.decided for row in shown)
    assert any(row.overdue for row in shown)
    assert any(not row.overdue for row in shown)
    assert any(row.notices for row in shown)
    assert any(row.proposal for row in shown)
    assert any(row.unidentified for row in shown)
    assert any(row.also_at or not row.ours for row in shown)
    assert 12 <= len(shown) <= 24


@pytest.mark.slow
def test_what_waits_for_somebody_is_there(filled):
    at = timezone.now()
    with entered(actor=inspector(), at=at):
        assert Proposal.objects.filter(state="asked").count() == 1
        assert Challenge.objects.filter(state="open").count() == 1
        assert Flag.objects.filter(state="proposed").exists()
        assert SamePersonLink.objects.filter(parted_at__isnull=True).count() == 1
        kinds = set(EpisodeLink.objects.values_list("kind", flat=True))
        assert kinds == {"same_child", "together"}
        assert ReportDraft.objects.filter(report_reference="", discarded_at=None).count() == 2
        unread = Message.objects.filter(acknowledged_at__isnull=True)
        assert unread.exists()
        assert Message.objects.filter(acknowledged_at__isnull=False).exists()
        assert Episode.objects.filter(state="closed").exists()


@pytest.mark.slow
def test_the_child_of_the_tour_is_known_well_and_not_missing(filled):
    at = timezone.now()
    actor = inspector()
    assert NAME in (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    hit = find_children(actor=actor, at=at, names=NAME).hits[0]
    known = what_is_known(actor=actor, at=at, child_id=hit.child_id).full
    assert known.name == NAME
    assert known.flags
    assert known.plans
    assert known.adults
    assert known.placement
    assert known.brief.total == 3
    assert not known.open_now


@pytest.mark.parametrize("day", [(3, 11), (3, 12), (2, 29), (12, 31)])
def test_the_child_of_the_tour_is_fourteen_all_year(day):
    at = datetime(2028, *day, tzinfo=UTC)
    born = born_in_march(at=at)
    assert at.year - born.year - ((at.month, at.day) < (born.month, born.day)) == 14


@pytest.mark.slow
def test_it_is_filled_once(filled):
    at = timezone.now()
    before = counts(at)
    said = io.StringIO()
    call_command("fill_demo", "--children", "3", "--seed", "9", stderr=said)
    assert counts(at) == before
    assert "already" in said.getvalue()


@pytest.mark.slow
def test_nothing_lies_in_the_future_and_duty_covers_now_and_next_week(filled):
    at = timezone.now()
    actor = inspector()
    with entered(actor=actor, at=at):
        for model, field in (
            (Episode, "reported_at"), (Assessment, "at"), (Decision, "decided_at"),
            (Report, "happened_at"), (AuditEntry, "at"), (Message, "promised_at"),
        ):  # fmt: skip
            assert not model.objects.filter(**{f"{field}__gt": at}).exists(), model
    for when in (at - timedelta(days=7), at, at + timedelta(days=7)):
        assert on_duty(agency=actor.agency_id, role="duty_inspector", at=when) is not None


@pytest.mark.slow
def test_no_word_in_it_blames_a_child(filled):
    at = timezone.now()
    with entered(actor=inspector(), at=at):
        written = [
            *Report.objects.values_list("words", flat=True),
            *Decision.objects.values_list("rationale", flat=True),
            *Decision.objects.values_list("override_reason", flat=True),
            *Challenge.objects.values_list("words", flat=True),
        ]
    assert [text for text in written if phrases_in(text=text)] == []


@pytest.mark.django_db
def test_a_filling_that_is_interrupted_leaves_nothing(monkeypatch):
    from whereabouts.interfaces.commands.demo import filling

    def killed(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(filling, "lives", killed)
    with pytest.raises(KeyboardInterrupt):
        call_command("fill_demo", "--children", "1", stderr=io.StringIO())
    assert not is_filled()
    assert Agency.objects.count() == 0


@pytest.mark.django_db
def test_a_nation_without_children_still_has_the_child_nobody_knows():
    call_command("fill_demo", "--children", "0", stderr=io.StringIO())
    at = timezone.now()
    with entered(actor=inspector(), at=at):
        # Beside those whose story the demonstration always tells.
        assert sorted(
            episode.child.unidentified for episode in Episode.objects.exclude(state="closed")
        ) == [False, False, True]
        assert ReportDraft.objects.count() == 2


@pytest.mark.django_db
def test_a_number_of_children_below_nought_is_wrong_usage():
    with pytest.raises(CommandError) as refused:
        call_command("fill_demo", "--children", "-1")
    assert refused.value.returncode == 2


def test_the_forces_bear_the_43_real_codes_and_no_other_agency_bears_one():
    places = tomllib.loads(PLACES.read_text(encoding="utf-8"))
    codes = [force["gss_code"] for force in places["forces"]]
    wanted = [f"E230000{n:02}" for n in range(1, 40)] + [f"W150000{n:02}" for n in range(1, 5)]
    assert sorted(codes) == wanted
    assert {f["country"] for f in places["forces"] if f["gss_code"][0] == "W"} == {"wales"}
    assert {f["country"] for f in places["forces"] if f["gss_code"][0] == "E"} == {"england"}
    others = places["others"] + places["authorities"] + places["homes"]
    assert not [one for one in others if "gss_code" in one]
    every = [one["code"] for one in [*places["forces"], *others]]
    assert len(every) == len(set(every))
    forces = {force["code"] for force in places["forces"]}
    assert {one["force"] for one in places["authorities"]} <= forces
    assert {one["country"] for one in places["authorities"]} == {"england", "wales"}


def test_no_two_made_up_children_have_the_same_whole_name():
    from random import Random

    made = names(chance=Random(3))
    whole = [f"{one.given} {one.family}" for one in (next(made) for _ in range(400))]
    assert len(set(whole)) == 400


def test_families_of_every_background_are_made_up():
    assert len(BACKGROUNDS) >= 15
    families = [family for one in BACKGROUNDS for family in one.family]
    assert len(families) == len(set(families))


@pytest.mark.parametrize("age", [6, 12, 17])
def test_a_birthday_gives_the_age_it_is_for(age):
    today = timezone.now().date()
    born = born_on(age=age, on=today, chance=Chance())
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    assert today.year - born.year - (not had_birthday) == age


def test_there_are_as_many_authorities_in_each_area_as_there_are():
    areas = {one["code"]: one["authorities"] for one in places()["forces"]}
    assert sum(areas.values()) == 175
    named = Counter(one["force"] for one in places()["authorities"])
    assert all(named[force] <= areas[force] for force in named)


@pytest.mark.django_db
def test_every_agency_that_the_domain_names_is_opened(noon):
    found(at=noon)
    kinds = Counter(Agency.objects.values_list("kind", flat=True))
    assert (kinds["police_force"], kinds["transport_police"], kinds["authority"]) == (43, 1, 175)
    assert Agency.objects.get(kind="transport_police").gss_code is None
    assert {"home", "provider", "partnership", "national_unit"} <= set(kinds)
    assert Area.objects.count() == 175


@pytest.mark.slow
def test_children_have_spoken_and_two_wait_to_be_read(filled):
    worker = Member.objects.get(username="social-worker@aldermere.example")
    with entered(actor=actor_of(member=worker, at=timezone.now()), at=timezone.now()):
        waiting = ChildsWords.objects.filter(read_at__isnull=True)
        assert sorted(one.name for one in waiting) == ["", "Tess"]
        assert ChildsWords.objects.count() > 6
    with entered(actor=inspector(), at=timezone.now()):
        assert {"talk", "touch", "ask_for"} <= set(AboutMe.objects.values_list("kind", flat=True))
        assert TermCount.objects.exists()
        assert not ChildsWords.objects.exists()
