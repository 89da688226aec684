"""The door of the API: tokens, scopes, limits, and a problem document for every refusal."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import (
    TokenRefused,
    count_use,
    make_token,
    revoke_token,
)
from whereabouts.foundations.agencies.models import Agency, FeedToken, Member
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.interfaces.exchange.api import definitions, openapi, received
from whereabouts.interfaces.exchange.api.door import MOST
from whereabouts.interfaces.exchange.api.reading import read

pytestmark = pytest.mark.django_db
BODY = {"words": "A child cries in the made-up woods."}
POSTS = ("/api/v1/reports", "/api/v1/contacts")


def refused(answer, status, name):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"urn:whereabouts:problem:{name}", status)
    assert read(schema=definitions.PROBLEM, value=body).faults == []
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    return body


@pytest.mark.parametrize("path", POSTS)
def test_without_a_token_that_stands_nothing_is_told(path, make_secret, make_agency, noon):
    make_secret(name="old", expires_at=noon - timedelta(hours=1))
    make_secret(name="gone")
    revoke_token(agency=make_agency(), name="gone", at=noon)
    make_secret(name="left")
    Member.objects.filter(username__startswith="feed:left").update(is_active=False)
    shown = [f"Bearer {make_secret(name=name)}" for name in ("old", "gone", "left")]
    for header in ["", "Bearer", "Bearer whr_nothing", "Basic eDp5", "Bearer \udcff", *shown]:
        given = {"HTTP_AUTHORIZATION": header} if header else {}
        answer = Client().post(path, b"{}", content_type="application/json", **given)
        refused(answer, 401, "no-token")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_is_for_what_it_was_made(send, make_secret):
    for path, scope in zip(POSTS, ("contacts", "reports"), strict=True):
        refused(send(path, BODY, secret=make_secret(name=scope, scopes=[scope])), 403,
                "out-of-scope")  # fmt: skip


def test_a_sessions_cookie_opens_nothing(make_member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member("superintendent"))
    refused(client.post(POSTS[0], b"{}", content_type="application/json"), 401, "no-token")


def test_there_is_no_form_token_to_send(make_secret):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        POSTS[0], json.dumps(BODY), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {make_secret()}", HTTP_IDEMPOTENCY_KEY="k",
    )  # fmt: skip
    assert answer.status_code == 201
    assert not answer.cookies


def test_a_machine_signs_in_nowhere(make_secret):
    make_secret()
    machine = FeedToken.objects.get().member
    assert not machine.has_usable_password()


def test_addresses_and_methods_that_are_not_there(send, make_secret):
    refused(send("/api/v1/children", BODY), 404, "nothing-there")
    refused(Client().get("/api/"), 404, "nothing-there")
    for method in ("get", "put", "delete", "patch", "head", "options"):
        answer = getattr(Client(), method)(POSTS[0])
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_only_json_is_read(send):
    refused(send(POSTS[0], BODY, key="k", CONTENT_TYPE="text/plain"), 415, "not-json")
    refused(send(POSTS[0], BODY, key="k", CONTENT_TYPE=""), 415, "not-json")


def test_a_megabyte_is_the_most(send, make_actor, noon):
    for size in (MOST + 1, 10_000_000):
        refused(send(POSTS[0], b'"' + b"x" * (size - 2) + b'"', key="k"), 413, "too-big")
    understated = send(POSTS[0], b" " * (MOST + 1), key="k", CONTENT_LENGTH="nothing")
    refused(understated, 413, "too-big")
    fits = json.dumps(BODY).encode().ljust(MOST)
    assert send(POSTS[0], fits, key="k").status_code == 201


@pytest.mark.parametrize("key", [None, "", "two words", "é", "x" * 101])
def test_a_report_has_to_have_a_key(send, key):
    refused(send(POSTS[0], BODY, key=key), 400, "no-key")


def test_too_many_calls_in_a_minute_wait(send, make_secret, at_noon):
    secret = make_secret(per_minute=2)
    for number in range(2):
        assert send(POSTS[0], BODY, key=f"k{number}", secret=secret).status_code == 201
    waits = send(POSTS[0], BODY, key="k2", secret=secret)
    refused(waits, 429, "too-often")
    assert waits["Retry-After"] == "60"
    other = make_secret(name="another")
    assert send(POSTS[0], BODY, key="k3", secret=other).status_code == 201
    at_noon.shift(61)
    assert send(POSTS[0], BODY, key="k2", secret=secret).status_code == 201


def test_a_use_is_noted_and_counted_anew_each_minute(make_secret, noon):
    make_secret()
    token = FeedToken.objects.get()
    counts = [count_use(token=token, at=noon + timedelta(seconds=s)) for s in (0, 30, 59, 61, 90)]
    assert counts == [1, 2, 3, 1, 2]
    token.refresh_from_db()
    assert token.last_used_at == noon + timedelta(seconds=90)


def test_a_database_that_is_away_is_never_a_yes(send, monkeypatch):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(received, "report_by_feed", away)
    answer = send(POSTS[0], BODY, key="k")
    refused(answer, 503, "away")
    assert answer["Retry-After"] == "2"


def test_a_fault_of_ours_is_a_problem_document_with_nothing_in_it(make_secret, monkeypatch):
    def fails(**_):
        raise RuntimeError("Testa Sampleton")

    monkeypatch.setattr(received, "report_by_feed", fails)
    client = Client(raise_request_exception=False)
    answer = client.post(
        POSTS[0], json.dumps(BODY), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {make_secret()}", HTTP_IDEMPOTENCY_KEY="k",
    )  # fmt: skip
    refused(answer, 500, "our-fault")
    assert "Testa" not in answer.text


def test_the_description_names_every_address_and_every_answer():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    described = answer.json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {*POSTS, "/api/v1/openapi.json"}
    text = json.dumps(described)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#/')[1:]}:
        found = described
        for name in reference.split("/"):
            found = found[name]
    for path in POSTS:
        answers = described["paths"][path]["post"]["responses"]
        assert set(answers) == {
            "201", "400", "401", "403", "405", "413", "415", "422", "429", "500", "503",
            *(["410"] if path.endswith("reports") else []),
        }  # fmt: skip


def test_an_outside_library_finds_the_description_whole():
    described = openapi.document()
    assert [fault.message for fault in OpenAPIV31SpecValidator(described).iter_errors()] == []
    # And it would find what is not.
    broken = {name: part for name, part in described.items() if name != "info"}
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_the_description_is_what_validates():
    schemas = openapi.document()["components"]["schemas"]
    assert schemas["Report"] is definitions.report()
    assert schemas["LogEvent"] is definitions.contact()


# --- tokens -----------------------------------------------------------------------------


def test_a_token_is_made_listed_and_revoked_from_the_command_line(
    make_agency, make_actor, capsys, noon
):
    make_agency()
    call_command("token", "make", "northmoor-police", "desk", "--scope", "reports", "--json")
    made = json.loads(capsys.readouterr().out)
    assert made["for"] == "reports"
    assert not FeedToken.objects.filter(token_hash__contains=made["secret"]).exists()
    call_command("token", "list", "--json")
    listed = capsys.readouterr().out
    assert json.loads(listed)[0]["last used"] == "never"
    assert made["secret"] not in listed
    call_command("token", "revoke", "northmoor-police", "desk")
    assert FeedToken.objects.get().revoked_at is not None
    with entered(actor=make_actor("duty_inspector"), at=noon):
        kinds = set(AuditEntry.objects.values_list("kind", flat=True))
    assert {"token.made", "token.revoked"} <= kinds


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"agency": "council"}, "Only a force's"),
        ({"scopes": []}, "reports or contacts"),
        ({"scopes": ["everything"]}, "reports or contacts"),
        ({"name": "two words"}, "letters, figures"),
        ({"days": 0}, "some time"),
        ({"name": "desk"}, "revoke it first"),
    ],
)
def test_a_token_that_cannot_be_is_refused(given, why, make_agency, make_secret, noon):
    make_secret(name="desk")
    agency = make_agency("Council", "authority") if "agency" in given else make_agency()
    with pytest.raises(TokenRefused, match=why):
        make_token(
            agency=agency, name=given.get("name", "new"),
            scopes=given.get("scopes", ["reports"]), at=noon,
            expires_at=noon + timedelta(days=given.get("days", 1)),
        )  # fmt: skip


def test_a_name_is_free_again_once_its_token_is_revoked(make_agency, make_secret, noon):
    make_secret(name="desk")
    agency = Agency.objects.get()
    first = revoke_token(agency=agency, name="desk", at=noon)
    with pytest.raises(TokenRefused):
        revoke_token(agency=agency, name="desk", at=noon)
    second, _ = make_token(
        agency=agency, name="desk", scopes=["reports"], at=noon,
        expires_at=noon + timedelta(days=1),
    )  # fmt: skip
    assert second.member_id == first.member_id
