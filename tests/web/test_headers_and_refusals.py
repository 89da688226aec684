"""Every response protects, every refusal is a page, and nothing that is sent breaks a page."""

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from whereabouts.interfaces.web import refusals

pytestmark = pytest.mark.django_db

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def views(resolver: URLResolver | None = None) -> list[URLPattern]:
    resolver = resolver or get_resolver()
    found = []
    for one in resolver.url_patterns:
        found += views(one) if isinstance(one, URLResolver) else [one]
    return found


def protects(response):
    for name, value in WANTED.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in/", 200),
        ("/board/", 302),
        ("/nope/", 404),
        ("/healthz", 200),
        ("/readyz", 503),
        ("/board/?level=%00", 400),
        ("/a%00b", 404),
        ("/sign-out/", 405),
    ],
)
def test_every_answer_to_a_stranger_protects(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    protects(response)


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/board/", 200), ("/looks/", 403), ("/nope", 404)]
)
def test_every_answer_to_a_member_protects(signed_in, path, status):
    response = signed_in("duty_inspector").get(path)
    assert response.status_code == status
    protects(response)


def test_a_page_that_breaks_says_so_and_protects(monkeypatch, signed_in):
    def breaks(**_):
        raise RuntimeError("canary-of-a-child")

    monkeypatch.setattr("whereabouts.interfaces.web.board.views.board", breaks)
    client = signed_in("duty_inspector")
    client.raise_request_exception = False
    heard = []

    def hear(**_):
        heard.append(1)

    got_request_exception.connect(hear)
    response = client.get("/board/")
    assert response.status_code == 500
    assert heard
    assert "Something went wrong on our side" in response.text
    assert "canary" not in response.text
    protects(response)


def test_every_page_of_ours_names_what_it_needs():
    ours = [one for one in views() if one.callback.__module__.startswith("whereabouts.")]
    assert ours
    for one in ours:
        assert hasattr(one.callback, "needs"), one.pattern


def test_every_address_is_one_of_ours():
    for one in views():
        assert hasattr(one.callback, "needs"), one.pattern


def test_a_role_without_the_permission_is_told_which_and_whom_to_ask(signed_in):
    response = signed_in("call_handler").get("/looks/")
    assert response.status_code == 403
    assert "see who looked at what" in response.text
    assert "Information governance officer" in response.text


def test_every_permission_can_be_said_in_words(rf):
    assert set(refusals.DEEDS) == set(refusals.Permission)


def test_a_member_without_a_current_role_is_told_so(signed_in, make_member, noon):
    from whereabouts.foundations.agencies.actions import end_role

    client = signed_in("call_handler")
    assert client.get("/").status_code == 200
    end_role(member=make_member("call_handler").pk, role="call_handler", at=noon)
    response = client.get("/")
    assert response.status_code == 403
    assert "no role of yours is current" in response.text


def test_none_and_not_yours_look_alike(signed_in):
    client = signed_in("information_governance")
    missing = client.post(
        "/looks/emergency/00000000-0000-7000-8000-000000000000/", {"finding": "justified"}
    )
    nowhere = client.post("/nowhere/")
    assert missing.status_code == nowhere.status_code == 404
    assert "There is nothing here that you may see" in missing.text
    assert "There is nothing here that you may see" in nowhere.text


@pytest.mark.parametrize(
    "form",
    [
        {"notice": "\x00"},
        {"notice": "not-a-key"},
        {"notice": ["1e5", "None", "null"]},
        {"notice": "\u202eO'Connor\u0301"},
    ],
)
def test_a_form_that_cannot_be_read_is_refused_by_the_name_of_its_field(signed_in, form):
    response = signed_in("duty_inspector").post("/notices/acknowledge/", form)
    assert response.status_code == 400
    assert "Notice:" in response.text


def test_what_is_too_big_is_refused_before_it_is_read(signed_in):
    response = signed_in("duty_inspector").post(
        "/emergency-access/", {"reference": "E", "reason": "x" * 10_000_000}
    )
    assert response.status_code == 413
    assert "too much at once" in response.text


def test_too_many_fields_are_refused(signed_in):
    many = {f"field{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    response = signed_in("duty_inspector").post("/notices/acknowledge/", many)
    assert response.status_code == 413


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=\xc3\x28", b"notice=%00", b"=&=&&&", b"%ZZ=1", b"\x00"]
)
def test_no_bytes_break_a_form(signed_in, body):
    response = signed_in("duty_inspector").post(
        "/notices/acknowledge/", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code in {302, 400}


def test_a_form_from_an_old_page_is_refused_in_words(make_member):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-out/")
    assert response.status_code == 403
    assert "too old to be sent" in response.text
    protects(response)


def test_a_form_cannot_be_broken_into_several_parts_that_end_nowhere(signed_in):
    response = signed_in("duty_inspector").post(
        "/notices/acknowledge/", b"--x\r\nnothing", content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code in {302, 400}


def test_somebody_elses_change_is_a_page_of_its_own():
    request = RequestFactory().get("/")
    response = refusals.changed_by_somebody(request, back="/board/")
    assert response.status_code == 409
    assert 'href="/board/"' in response.text


def test_an_unreadable_name_of_a_field_is_refused(signed_in):
    response = signed_in("duty_inspector").post("/notices/acknowledge/", {"a\x00b": "1"})
    assert response.status_code == 400
