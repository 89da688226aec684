"""A browser that is signed in, a clock that stands at noon, and episodes made in a moment."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from whereabouts.insight.lookups import health


@pytest.fixture(autouse=True)
def at_noon(noon: datetime, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Let the pages' clock begin at noon and go on, and the database's with it."""
    monkeypatch.setattr(health, "database_clock", timezone.now)
    # Hashing that is slow on purpose would be slow here for nothing.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    with time_machine.travel(noon, tick=True) as clock:
        yield clock


@pytest.fixture
def signed_in(make_member: Callable[..., object]) -> Callable[..., Client]:
    """Return a maker of browsers signed in, with the second factor, as somebody in a role."""
    from whereabouts.interfaces.web.sessions import begin

    def make(role: str, **more: object) -> Client:
        client = Client()
        client.force_login(
            make_member(role, **more), backend="django.contrib.auth.backends.ModelBackend"
        )
        session = client.session
        begin(session=session, how="two_factors", at=timezone.now())
        session.save()
        return client

    return make


@pytest.fixture
def make_episode(noon: datetime) -> Callable[..., object]:
    """Return a maker of open episodes, each of a child of its own, in an actor's agency."""
    from whereabouts.foundations.access.gate import relate
    from whereabouts.foundations.access.scope import entered
    from whereabouts.foundations.agencies.actors import Actor
    from whereabouts.practice.investigation.models import Task
    from whereabouts.records.episodes.models import Episode
    from whereabouts.records.people.models import Child, ChildBirth, ChildName

    def make(
        actor: Actor,
        number: int,
        *,
        name: str = "",
        due_in: timedelta | None = timedelta(hours=1),
        **more: object,
    ) -> Episode:
        ours = {
            "owner_agency_id": actor.agency_id,
            "recorded_at": noon,
            "recorded_by_id": actor.member_id,
        }
        with entered(actor=actor, at=noon):
            child = Child.objects.create(sex="F", **ours)
            relate(subjects={child.pk}, agency=actor.agency_id, kind="recording", at=noon)
            ChildName.objects.create(
                child=child, full=name or f"Testa Sampleton {number}", normal="x", **ours
            )
            ChildBirth.objects.create(
                child=child,
                as_said="12 March 2012",
                earliest="2012-03-12",
                latest="2012-03-12",
                precision="day",
                **ours,
            )
            wanted = {
                "level": "medium",
                "recommended_level": "medium",
                "seriousness": "serious",
                "immediacy": "days",
                "pack": "made-up",
                "happened_at": noon - timedelta(hours=3),
                "reported_at": noon,
            }
            episode = Episode.objects.create(
                reference=f"E-MADE-{number:04}", child=child, **{**wanted, **more}, **ours
            )
            if due_in is not None:
                Task.objects.create(
                    child=child,
                    episode=episode,
                    kind="check",
                    title="Check the made-up address",
                    assigned_agency_id=actor.agency_id,
                    to_role="response_officer",
                    created_at=noon,
                    due_at=noon + due_in,
                    **ours,
                )
        return episode

    return make


@pytest.fixture
def durable(monkeypatch):
    """Let the tests' own database, which need not outlive a power cut, pass for one that does."""
    from whereabouts.insight.lookups import health

    monkeypatch.setattr(health, "not_durable", list)
