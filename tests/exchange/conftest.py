"""Two forces' own systems, their tokens, and a clock that stands at noon."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from whereabouts.foundations.agencies.actions import make_token


@pytest.fixture(autouse=True)
def at_noon(noon):
    """Let the clock begin at noon and go on."""
    with time_machine.travel(noon, tick=True) as clock:
        yield clock


@pytest.fixture
def make_secret(make_agency, noon):
    """Return a maker of tokens, one a force and name; it answers with the secret."""
    made = {}

    def make(agency="Northmoor Police", *, name="control-room", scopes=("reports", "contacts"),
             **more):  # fmt: skip
        if (agency, name) not in made:
            given = {"expires_at": noon + timedelta(days=30), **more}
            made[agency, name] = make_token(
                agency=make_agency(agency), name=name, scopes=scopes, at=noon - timedelta(days=1),
                **given,
            )[1]  # fmt: skip
        return made[agency, name]

    return make


@pytest.fixture
def send(make_secret):
    """Return a sender to one address; `body` is said as JSON unless it is bytes."""

    def post(path, body, *, secret=None, key=None, **headers):
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        shown = {
            "CONTENT_TYPE": "application/json",
            "HTTP_AUTHORIZATION": f"Bearer {secret or make_secret()}",
        }
        if key is not None:
            shown["HTTP_IDEMPOTENCY_KEY"] = key
        return Client().generic("POST", path, sent, **{**shown, **headers})

    return post


@pytest.fixture
def report(send):
    """Return a sender of reports."""

    def post(body, key="key-1", **more):
        return send("/api/v1/reports", body, key=key, **more)

    return post


@pytest.fixture
def log(send):
    """Return a sender of a log's events."""

    def post(body, **more):
        return send("/api/v1/contacts", body, **more)

    return post
