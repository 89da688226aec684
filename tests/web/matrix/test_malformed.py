"""Two thousand posts that no page of ours makes: none breaks, none is half kept, each is named."""

import io
import re
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from tests.web.matrix import nasty, rows
from tests.web.matrix.sending import encoded, path_for, sender, sent, undone

COUNT = 2000
PARTS = 16
REFUSED = {400, 409, 413, 422}
# Refused, and written down on purpose: what was typed so far, and that a decision was refused.
KEPT_ON_PURPOSE = {
    "report-draft": {"reports_reportdraft"},
    "decide": {
        "audit_auditentry", "episodes_logentry", "investigation_task", "timers_timer",
        "outbox_message", "risk_assertion", "risk_assessment",
    },
    "return-decision": {"audit_auditentry", "episodes_logentry"},
}  # fmt: skip
KEPT_ON_PURPOSE["proposal"] = KEPT_ON_PURPOSE["decide"]
BY_LOOKING = {"audit_auditentry"}
SUMMARY = re.compile(r"govuk-error-summary.*?</div>\s*</div>", re.DOTALL)
NAMED = re.compile(r'href="#([^"]+)"')


def summary(html):
    found = SUMMARY.search(html)
    return found[0] if found else ""


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.full) for part in range(1, PARTS))]
)
def test_nothing_that_is_sent_breaks_a_page_or_is_half_kept(world, forms, part):
    wrong, tried, refused = [], 0, 0
    before = rows.counts()  # everything is undone each time
    for number, (name, who, how, pairs) in enumerate(nasty.posts(forms, count=COUNT)):
        if number % PARTS != part:
            continue
        tried += 1
        client = world.client(*sender(who))
        with transaction.atomic():
            started = rows.written()
            try:
                response = sent(client, path_for(world, name, who), pairs)
            except Exception as broke:
                raise AssertionError(f"{name} ({how}): {pairs[:6]!r:.600}") from broke
            touched = 400 <= response.status_code < 500 and rows.changed(started, rows.written())
            changed = set(rows.changed(before, rows.counts())) if touched else set()
            transaction.set_rollback(True)
        status = response.status_code
        if status >= 500:
            wrong.append((name, how, status))
        if 400 <= status < 500:
            refused += 1
            if changed - KEPT_ON_PURPOSE.get(name, set()) - BY_LOOKING:
                wrong.append((name, how, status, "half kept", sorted(changed)))
        if status in {400, 422}:
            text = response.content.decode()
            said = summary(text)
            if not said:
                wrong.append((name, how, status, "names nothing"))
    assert tried == COUNT // PARTS
    assert refused > tried // 10
    assert not wrong, f"{len(wrong)} of {tried}: {wrong[:15]}"


@pytest.mark.usefixtures("undone")
def test_the_field_that_cannot_be_kept_is_named(world, forms):
    wrong, tried = [], 0
    for name, by_role in sorted(forms.items()):
        who, form = next(iter(by_role.items()))
        for field, one in form.fields.items():
            if one.kind in {"button", "submit", "file", "hidden"}:
                continue
            response = undone(
                world.client(*sender(who)), path_for(world, name, who),
                {**form.plausible(), field: "a\x00b"}.items(),
            )  # fmt: skip
            tried += 1
            words = field.replace("_", " ").capitalize()
            if response.status_code != 400 or words not in response.text:
                wrong.append((name, field, response.status_code))
    assert tried > 100
    assert not wrong, wrong[:20]


@pytest.mark.usefixtures("undone")
def test_ten_megabytes_are_refused_before_they_are_read(world, forms):
    for name, field in (
        ("report-draft", "words"), ("child-details", "description"), ("episode-note", "words"),
        ("report-draft-save", "words"),
    ):  # fmt: skip
        who = "call_handler own"
        client = world.client(*sender(who))
        before = rows.counts()
        response = sent(client, path_for(world, name, who), [(field, "x" * 10_000_000)])
        assert response.status_code in {400, 413}, name
        assert "too much" in response.text
        assert not rows.changed(before, rows.counts())


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("name", nasty.NAMES)
def test_a_name_that_looks_like_something_else_is_kept_and_shown(world, name):
    client = world.client("missing_coordinator", "own")
    child = world.a.keys["child_id"]
    body = {"name": f"{name} Testing", "name_kind": "alias", "source": "made up"}
    response = client.post(f"/children/{child}/details/", body)
    assert response.status_code == 302, summary(response.text)
    shown = client.get(f"/children/{child}/").text
    as_shown = [f"{name} Testing".replace("'", quote) for quote in ("'", "&#39;", "&#x27;")]
    assert any(one in shown for one in as_shown)


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("name", nasty.NAMES)
def test_a_report_of_a_child_with_such_a_name_is_taken(world, name):
    response = reported(world, names=name, child="unknown", words=f"{name} did not come home")
    assert response.status_code == 302, summary(response.text)


def reported(world, **typed):
    """Send a report, and undo nothing."""
    client = world.client("call_handler", "own")
    path = path_for(world, "report-draft", "call_handler own")
    return sent(client, path, {"do": "send", **typed}.items())


NOT_NEEDED = [
    "reporter_name", "reporter_contact", "phone", "home_address", "last_seen_place", "clothing",
    "description", "seen_with", "why", "born_text",
]  # fmt: skip


ODD = ["", "?", "Null", nasty.ZALGO[:50], "\u202eon\u202c", "1e5", "not known"]
# A date of birth that cannot be read is asked for again, by name.
READ_AS_A_DATE = {"", "?", "not known"}


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (field, typed)
        for field in NOT_NEEDED
        for typed in ODD
        if field != "born_text" or typed in READ_AS_A_DATE
    ],
)
def test_a_usable_report_is_taken_whatever_else_is_missing_or_odd(world, field, typed):
    words = {"names": "Zephyrine Made-Up", "words": "Did not come home.", "child": "unknown"}
    before = rows.counts()
    response = reported(world, **{**words, field: typed})
    assert response.status_code == 302, summary(response.text)
    assert rows.counts()["reports_report"] == before["reports_report"] + 1


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("typed", [one for one in ODD if one not in READ_AS_A_DATE])
def test_a_date_of_birth_that_cannot_be_read_is_asked_for_again_by_name(world, typed):
    before = rows.counts()
    told = {"names": "Zephyrine Made-Up", "words": "Did not come home.", "child": "unknown"}
    response = reported(world, **told, born_text=typed)
    assert response.status_code == 422
    assert "born_text" in NAMED.findall(summary(response.text))
    assert rows.counts()["reports_report"] == before["reports_report"]


@pytest.mark.usefixtures("undone")
def test_half_a_character_and_bytes_that_are_no_text_are_answered(world):
    client = world.client("call_handler", "own")
    path = path_for(world, "report-draft", "call_handler own")
    for body in (
        b"words=%ff%fe",
        b"words=%ED%A0%80",
        b"\xff\xfe=\xc3\x28",
        b"%00=1",
        b"&&&=&",
        b"%",
    ):
        with transaction.atomic():
            response = client.generic(
                "POST", path, body, content_type="application/x-www-form-urlencoded"
            )
            transaction.set_rollback(True)
        assert response.status_code < 500, body
    for kind in (
        "application/json",
        "text/xml",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ):
        with transaction.atomic():
            response = client.generic("POST", path, encoded([("words", "x")]), content_type=kind)
            transaction.set_rollback(True)
        assert response.status_code < 500, kind


@pytest.mark.full
@pytest.mark.usefixtures("undone")
def test_a_file_where_words_are_wanted_is_no_words(world, forms):
    wrong = []
    for name, by_role in sorted(forms.items()):
        who, form = next(iter(by_role.items()))
        for field in list(form.fields)[:3]:
            with transaction.atomic():
                file = SimpleUploadedFile("a.txt", b"words in a file", content_type="text/plain")
                response = world.client(*sender(who)).post(
                    path_for(world, name, who), {**form.plausible(), field: file}
                )
                transaction.set_rollback(True)
            if response.status_code >= 500:
                wrong.append((name, field, response.status_code))
    assert not wrong


def bomb():
    """Return a small file that claims to be a picture of nine hundred million points."""
    size = (30_000).to_bytes(4) * 2
    chunk = b"IHDR" + size + b"\x08\x02\x00\x00\x00"
    head = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
    body = b"IDAT" + zlib.compress(b"\x00" * 1_000_000)
    return head + (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)


def gif():
    made = io.BytesIO()
    Image.new("P", (4, 4)).save(made, "GIF")
    return made.getvalue()


PICTURES = {
    "bomb": bomb(),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="zqrun()"></svg>',
    "html": b"<html><script>zqrun()</script></html>",
    "gif": gif(),
    "gif and script": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;zqrun()",
    "empty": b"",
    "pdf": b"%PDF-1.7\n1 0 obj<</JS(zqrun())>>",
    "half a jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 40,
    "too big": b"\x89PNG\r\n\x1a\n" + b"\x00" * 5_000_001,
}


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("kind", sorted(PICTURES))
def test_what_is_no_photograph_is_refused_by_name(world, kind):
    client = world.client("missing_coordinator", "own")
    before = rows.counts()
    file = SimpleUploadedFile("../../a.png", PICTURES[kind], content_type="image/png")
    response = client.post(
        f"/children/{world.a.keys['child_id']}/photo/add/", {"picture": file, "source": "made up"}
    )
    assert response.status_code in REFUSED, kind
    if response.status_code != 413:
        assert "picture" in NAMED.findall(summary(response.text))
    assert not rows.changed(before, rows.counts())


@pytest.mark.usefixtures("undone")
def test_a_photograph_with_a_script_after_it_is_kept_as_its_picture_alone(world):
    client = world.client("missing_coordinator", "own")
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(made, "PNG")
    file = SimpleUploadedFile("a.png", made.getvalue() + b"<script>zqrun()</script>")
    child = world.a.keys["child_id"]
    response = client.post(f"/children/{child}/photo/add/", {"picture": file, "source": "x"})
    assert response.status_code == 302
    shown = client.get(f"/children/{child}/photo/")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"zqrun" not in shown.content
    assert shown.content.startswith(b"\xff\xd8")
