"""Headers on every answer, a token for every change, nothing changed by looking, nothing run."""

from html.parser import HTMLParser

import pytest
from django.db import transaction

from tests.web.matrix import rows
from tests.web.matrix.bodies import READERS, keys_for
from tests.web.matrix.cells import nobodys
from tests.web.matrix.routes import every_route, table
from tests.web.matrix.sending import path_for, sender, sent

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# A page that is looked at is written down, and nothing else.
BY_LOOKING = {"audit_auditentry"}
MARK = "zqrun"
PAYLOADS = [
    f"<script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f'"><img src=x onerror="{MARK}()">',
    f"'><svg onload={MARK}()>",
    f"</textarea><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f'" autofocus onfocus="{MARK}()',
    f"' onmouseover='{MARK}()",
    f"javascript:{MARK}()",
    f'<a href="javascript:{MARK}()">x</a>',
    f"<iframe srcdoc='<script>{MARK}()</script>'></iframe>",
    f"<math><mtext><script>{MARK}()</script>",
    f"<details open ontoggle={MARK}()>",
    f"<video><source onerror={MARK}()></video>",
    f"<body onload={MARK}()>",
    f"<style>@import '{MARK}'</style>",
    f"<!--><script>{MARK}()</script>-->",
    f"{{{{ {MARK}() }}}}",
    f"{{% print({MARK}) %}}",
    f"${{{MARK}()}}",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"\u003cscript\u003e{MARK}()\u003c/script\u003e",
    f"<scr<script>ipt>{MARK}()</scr</script>ipt>",
    f"<ScRiPt>{MARK}()</sCrIpT>",
    f"<svg><animate onbegin={MARK}()>",
    f"<form action=javascript:{MARK}()><button>x",
    f"<input onfocus={MARK}() autofocus>",
    f"<object data=javascript:{MARK}()>",
    f"\u2028<script>{MARK}()</script>\u2029",
]


class Running(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self):
        super().__init__()
        self.found, self.script = [], False

    def handle_starttag(self, tag, attrs):
        self.script = tag in {"script", "style"}
        said = dict(attrs)
        if tag == "script" and "src" not in said and said.get("type") != "application/json":
            self.found.append("a script in the page")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"{tag} {name}")
            if (value or "").strip().lower().startswith(("javascript:", "data:text")) and name in {
                "href", "src", "action", "formaction", "data",
            }:  # fmt: skip
                self.found.append(f"{tag} {name} {value}")
        if tag in {"iframe", "object", "embed", "math", "animate", "video"}:
            self.found.append(tag)

    def handle_data(self, data):
        if self.script and MARK in data:
            self.found.append("words of somebody's in a script")


def runs(html):
    """Return what of a page would run."""
    reader = Running()
    reader.feed(html)
    return reader.found


def test_what_would_run_is_found():
    assert all(runs(one) for one in PAYLOADS[:7] + PAYLOADS[10:16])


@pytest.mark.usefixtures("undone")
def test_every_answer_protects_whatever_it_is(world):
    wrong = []
    for role, relation in (("duty_inspector", "own"), ("home_worker", "stranger"), ("nobody", "")):
        client = world.client(role, relation)
        for route in every_route():
            said = table()[route.name].said.get("keys", {})
            keys = world.a.keys | {part: world.a.keys[name] for part, name in said.items()}
            for path in {route.path(keys), route.path(nobodys(keys, route.parts))}:
                for method in ("get", "post", "put"):
                    with transaction.atomic():
                        response = getattr(client, method)(path)
                        transaction.set_rollback(True)
                    for name, value in WANTED.items():
                        if response.headers.get(name) != value:
                            wrong.append((method, route.name, response.status_code, name))
                    policy = response.headers.get("Content-Security-Policy", "")
                    if "default-src 'none'" not in policy or "unsafe" in policy:
                        wrong.append((method, route.name, response.status_code, "policy"))
    assert not wrong, wrong[:20]


@pytest.mark.usefixtures("undone")
def test_nothing_is_changed_without_a_token(world, forms):
    before, wrong = rows.sums(), []
    # Programs bring a bearer's token instead: no browser sends that by itself.
    programs = {name for name, row in table().items() if row.about == "api"}
    posts = [one for one in every_route() if "POST" in one.methods and one.name not in programs]
    for route in posts:
        for who, form in list(forms.get(route.name, {"duty_inspector own": None}).items())[:1]:
            client = world.client(*sender(who), enforce_csrf_checks=True)
            body = form.plausible().items() if form else []
            foreign = [*body, ("csrfmiddlewaretoken", "a" * 64)]
            for pairs, headers in (
                (body, {}),
                (foreign, {}),
                (foreign, {"HTTP_ORIGIN": "https://elsewhere.example"}),
            ):
                response = sent(client, path_for(world, route.name, who), pairs, **headers)
                if response.status_code != 403:
                    wrong.append((route.name, response.status_code))
    assert len(posts) > 20
    assert not wrong
    assert not rows.changed(before, rows.sums())


SHARES = 6  # of those who read


@pytest.mark.parametrize(
    "first", [0, *(pytest.param(one, marks=pytest.mark.full) for one in range(1, SHARES))]
)
@pytest.mark.usefixtures("undone")
def test_looking_changes_nothing(world, first):
    wrong = []
    for role, relation in READERS[first::SHARES]:
        client = world.client(role, relation)
        for route in every_route():
            if "GET" not in route.methods:
                continue
            path = route.path(keys_for(world, route.name, role, relation))
            for method in ("get", "head"):
                before = rows.written()
                getattr(client, method)(path)
                changed = set(rows.changed(before, rows.written())) - BY_LOOKING
                if changed:
                    wrong.append((method, route.name, role, sorted(changed)))
    assert not wrong, wrong[:20]


@pytest.mark.usefixtures("undone")
def test_what_is_written_is_counted(world):
    before = rows.written()
    client = world.client("missing_coordinator", "own")
    body = {"name": "Testa Testing", "name_kind": "alias", "source": "made up"}
    client.post(f"/children/{world.a.keys['child_id']}/details/", body)
    assert "people_childname" in rows.changed(before, rows.written())


@pytest.mark.full
@pytest.mark.parametrize("turn", [0, 11])
@pytest.mark.usefixtures("undone")
def test_nothing_that_is_typed_is_ever_run(world, forms, turn):
    stored, wrong = 0, []
    for number, (name, by_role) in enumerate(sorted(forms.items())):
        if name in {"sign-out", "return-close", "return-found-dead"}:
            continue
        for who, form in list(by_role.items())[:1]:
            body = form.plausible()
            for place, one in enumerate(form.fields.values()):
                if one.kind in {"text", "textarea", "search", "tel"} and not one.offers:
                    longest = PAYLOADS[(number * 7 + place + turn) % len(PAYLOADS)]
                    if not body[one.name].startswith(("1", "20")):
                        body[one.name] = longest
            client = world.client(*sender(who))
            with transaction.atomic():
                response = sent(client, path_for(world, name, who), body.items())
            stored += response.status_code == 302
            wrong += [(name, what) for what in runs(response.content.decode("utf-8", "replace"))]
    assert stored >= 15, stored
    marks = 0
    for role, relation in READERS:
        client = world.client(role, relation)
        for route in every_route():
            if "GET" not in route.methods:
                continue
            html = client.get(route.path(keys_for(world, route.name, role, relation)))
            if html.headers.get("Content-Type", "").startswith("text/html"):
                marks += html.text.count(MARK)
                wrong += [(route.name, what) for what in runs(html.text)]
    assert marks > 50, "hardly anything that was typed is shown"
    assert not wrong, wrong[:20]
