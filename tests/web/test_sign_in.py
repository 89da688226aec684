"""A sign-in is complete with its second factor, lasts as long as it may, and ends when it must."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from whereabouts.foundations.agencies.actions import end_role, enrol

pytestmark = pytest.mark.django_db

PASS_PHRASE = "plainly made up phrase"


@pytest.fixture
def member(make_agency, noon):
    return enrol(
        agency=make_agency(),
        username="sam",
        display_name="Sam Sample",
        roles=("duty_inspector",),
        at=noon - timedelta(days=100),
        rank="inspector",
        password=PASS_PHRASE,
    )


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def by_password(client, phrase=PASS_PHRASE, **more):
    return client.post("/sign-in/", {"login": "sam", "password": phrase, **more})


def set_up(client):
    page = client.get("/sign-in/second-factor/")
    secret = re.search(r'sign-in-secret">([A-Z2-7]+)<', page.text).group(1)
    return secret, client.post("/sign-in/second-factor/", {"code": code_of(secret)})


def test_a_password_alone_opens_nothing(client, member):
    assert by_password(client).status_code == 302
    for path in ("/", "/board/", "/board/rows/", "/emergency-access/"):
        assert client.get(path).headers["Location"] == "/sign-in/second-factor/"
    assert client.get("/sign-in/recovery-codes/").headers["Location"] == "/sign-in/"


def test_setting_up_the_second_factor_opens_and_shows_recovery_codes_once(client, member):
    by_password(client)
    _, response = set_up(client)
    assert response.headers["Location"] == "/sign-in/recovery-codes/"
    codes = client.get("/sign-in/recovery-codes/")
    assert len(re.findall(r'sign-in-secret">\d+<', codes.text)) == 10
    assert not re.search(r'sign-in-secret">\d+<', client.get("/sign-in/recovery-codes/").text)
    assert client.get("/board/").status_code == 200


def test_a_wrong_code_sets_nothing_up(client, member):
    by_password(client)
    client.get("/sign-in/second-factor/")
    response = client.post("/sign-in/second-factor/", {"code": "000000"})
    assert "Incorrect code" in response.text
    assert client.get("/board/").status_code == 302
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_kept_in_the_clear(client, member):
    by_password(client)
    secret, _ = set_up(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_the_next_sign_in_asks_for_the_code_and_takes_each_once(client, member, at_noon):
    by_password(client)
    secret, _ = set_up(client)
    at_noon.shift(timedelta(minutes=2))
    other = Client()
    assert by_password(other).headers["Location"] == "/sign-in/code/"
    assert other.get("/board/").headers["Location"].startswith("/sign-in/?")
    assert "Incorrect" in other.post("/sign-in/code/", {"code": "123456"}).text
    code = code_of(secret)
    assert other.post("/sign-in/code/", {"code": code}).status_code == 302
    assert other.get("/board/").status_code == 200
    third = Client()
    by_password(third)
    assert third.post("/sign-in/code/", {"code": code}).status_code == 200
    assert third.get("/board/").status_code == 302


def test_a_recovery_code_opens_once(client, member, at_noon):
    by_password(client)
    set_up(client)
    code = re.search(r'sign-in-secret">(\d+)<', client.get("/sign-in/recovery-codes/").text).group(
        1
    )
    other = Client()
    by_password(other)
    assert other.post("/sign-in/code/", {"code": code}).status_code == 302
    assert other.get("/board/").status_code == 200
    third = Client()
    by_password(third)
    assert third.post("/sign-in/code/", {"code": code}).status_code == 200


def test_a_wrong_password_does_not_tell_whether_there_is_such_a_member(client, member):
    wrong = by_password(client, phrase="something else entirely")
    nobody = client.post("/sign-in/", {"login": "nobody", "password": "something else entirely"})
    assert wrong.status_code == nobody.status_code == 200
    said = re.findall(r"error-summary__list.*?</ul>", wrong.text, re.DOTALL)
    assert said
    assert said == re.findall(r"error-summary__list.*?</ul>", nobody.text, re.DOTALL)


def test_guessing_at_one_name_is_slowed(client, member):
    for _ in range(5):
        by_password(client, phrase="something else entirely")
    assert "Too many failed" in by_password(client).text


def test_a_sign_in_leads_on_to_pages_of_ours_only(signed_in, client, member):
    by_password(client)
    secret, _ = set_up(client)
    for onward, lands in [("/board/", "/board/"), ("https://elsewhere.example/", "/")]:
        other = Client()
        by_password(other, next=onward)
        Authenticator.objects.get(type="totp")
        from django.core.cache import cache

        cache.clear()
        assert other.post("/sign-in/code/", {"code": code_of(secret)}).headers["Location"] == lands


def test_nobody_signs_up_and_no_other_address_of_the_library_is_open(client):
    for path in ("/sign-up/", "/accounts/signup/", "/sign-in/password/reset/", "/accounts/email/"):
        assert client.get(path).status_code == 404


def test_there_is_no_button_without_the_demonstration(client, make_member, settings):
    settings.DEMO = False
    made_up = make_member("call_handler", name="made-up", demo=True)
    assert "made up" not in client.get("/sign-in/").text
    assert client.post("/sign-in/as/", {"member": made_up.pk}).status_code == 404
    assert client.get("/board/").status_code == 302


def test_a_button_signs_in_as_a_made_up_member_and_nobody_else(client, make_member, settings):
    settings.DEMO = True
    made_up = make_member("call_handler", name="made-up", demo=True)
    real = make_member("duty_inspector", name="real")
    page = client.get("/sign-in/").text
    assert str(made_up.pk) in page
    assert str(real.pk) not in page
    assert client.post("/sign-in/as/", {"member": real.pk}).status_code == 404
    assert client.post("/sign-in/as/", {"member": "no key"}).status_code == 404
    assert client.post("/sign-in/as/", {"member": made_up.pk}).status_code == 302
    assert "Everything here is made up" in client.get("/board/").text
    settings.DEMO = False
    assert client.get("/board/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(signed_in, at_noon):
    client = signed_in("duty_inspector")
    for _ in range(71):
        at_noon.shift(timedelta(minutes=10))
        assert client.get("/board/").status_code == 200
    at_noon.shift(timedelta(minutes=10))
    assert client.get("/board/").headers["Location"].startswith("/sign-in/?")
    assert client.get("/sign-in/").status_code == 200


def test_an_idle_screen_locks_and_keeps_what_was_typed(client, member, at_noon):
    by_password(client)
    set_up(client)
    at_noon.shift(timedelta(minutes=16))
    sent = client.post(
        "/emergency-access/", {"reference": "E-TEST", "reason": "a made-up reason", "password": "x"}
    )
    assert sent.headers["Location"].startswith("/sign-in/again/")
    assert client.get("/board/").headers["Location"].startswith("/sign-in/again/")
    assert "Incorrect" in client.post("/sign-in/again/", {"password": "not it at all"}).text
    held = client.post("/sign-in/again/", {"password": PASS_PHRASE})
    assert "What you typed is still here" in held.text
    assert 'value="a made-up reason"' in held.text
    assert 'name="password"' not in held.text
    assert client.get("/board/").status_code == 200
    at_noon.shift(timedelta(minutes=16))
    again = client.post("/sign-in/again/", {"password": PASS_PHRASE, "next": "/board/"})
    assert again.headers["Location"] == "/board/"


def test_what_a_page_fetches_by_itself_does_not_keep_a_screen_open(signed_in, at_noon):
    client = signed_in("duty_inspector")
    for _ in range(3):
        at_noon.shift(timedelta(minutes=6))
        response = client.get(
            "/board/rows/", headers={"HX-Request": "true", "X-Whereabouts-Live": "1"}
        )
    assert response.status_code == 401


def test_a_half_finished_sign_in_is_soon_forgotten(client, member, at_noon):
    by_password(client)
    at_noon.shift(timedelta(minutes=16))
    assert client.get("/").headers["Location"].startswith("/sign-in/?")


def test_a_member_who_left_is_out_on_the_next_request(signed_in, make_member):
    client = signed_in("duty_inspector")
    assert client.get("/board/").status_code == 200
    left = make_member("duty_inspector")
    left.is_active = False
    left.save()
    assert client.get("/board/").status_code == 302


def test_a_role_that_ended_counts_no_more_on_the_next_request(signed_in, make_member, noon):
    client = signed_in("duty_inspector")
    end_role(member=make_member("duty_inspector").pk, role="duty_inspector", at=noon)
    assert client.get("/board/").status_code == 403


def test_signing_out_ends_the_session_at_once(signed_in):
    client = signed_in("duty_inspector")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/board/").status_code == 302
