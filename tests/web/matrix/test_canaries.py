"""Every sensitive text is marked, and no mark is found where it should not be."""

import logging

import pytest
from django.db import connections, transaction
from django.utils import timezone

from tests.web.matrix import canaries
from tests.web.matrix.bodies import keys_for
from tests.web.matrix.logs import everything_logged
from tests.web.matrix.routes import every_route, table
from tests.web.matrix.sending import path_for, sender, sent
from whereabouts.foundations.access.permissions import ROLES
from whereabouts.insight.lookups.decision import decide_page

READERS_OF_WORDS = {
    (role, "partner") for role in ("social_worker", "out_of_hours_worker", "on_call_manager")
}


def both(world):
    """Return what finds any mark of either child."""
    return [canaries.any_of(side.tag, side.word) for side in (world.a, world.b)]


def looked_at(world, role, relation):
    """Yield every page with child A's keys, as somebody is shown it."""
    client = world.client(role, relation)
    for route in every_route():
        if "GET" in route.methods and role in (table()[route.name].roles or ROLES):
            with transaction.atomic():
                response = client.get(route.path(keys_for(world, route.name, role, relation)))
                transaction.set_rollback(True)
            yield route.name, response


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("tag", ["A", "B"])
def test_every_sensitive_text_of_every_fenced_table_is_marked(tag):
    unmarked = [label for label in canaries.worded() if not canaries.where(tag, label)]
    assert not unmarked, "the made-up world lacks these, or say in NO_WORDS why they hold no words"
    assert len(canaries.worded()) > 80


def test_every_exception_is_of_a_field_that_exists():
    from django.apps import apps

    for label in canaries.NO_WORDS:
        model, name = label.rsplit(".", 1)
        assert name in apps.get_model(model).sensitive.split(), label


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("role", ["home_worker", "return_interviewer"])
def test_homes_and_interviewers_never_see_adults_or_reasons_or_other_conversations(world, role):
    adults = canaries.of_adults("A")
    kinds = "pr" if role == "home_worker" else "p"
    conversations = canaries.of_interviews("A", kinds)
    wrong, seen = [], 0
    for relation in ("own", "partner"):
        for name, response in looked_at(world, role, relation):
            text = response.content.decode("utf-8", "replace")
            seen += bool(canaries.any_of("A", world.a.word).search(text))
            for kind, found in (("adults", adults), ("conversations", conversations)):
                if found.search(text):
                    wrong.append((name, relation, kind, found.search(text)[0]))
    assert seen >= 2, "nothing of the child was shown at all"
    labels = {canaries.mark("A", label)[:-1]: label for label in canaries.worded()}
    assert not wrong, [(*one, labels.get(one[-1][:-1])) for one in wrong]


@pytest.mark.usefixtures("undone")
def test_what_a_child_said_is_shown_to_the_reading_authority_and_to_nobody_else(world):
    said, wrong = canaries.of_childs_words("A"), []
    for role in sorted(
        set(ROLES) - {"national_analyst", "policy_owner", "feed", "child", "public"}
    ):
        for relation in ("own", "partner"):
            reads = (role, relation) in READERS_OF_WORDS
            shown = [
                name for name, response in looked_at(world, role, relation)
                if said.search(response.content.decode("utf-8", "replace"))
            ]  # fmt: skip
            if bool(shown) != reads:
                wrong.append((role, relation, shown))
    assert not wrong


@pytest.mark.usefixtures("undone")
def test_a_matter_under_seal_is_read_by_standards_and_by_nobody_else(world):
    matters = canaries.of_matters("A")
    wrong = []
    for role in ROLES:
        if role == "feed":
            continue
        for relation in ("own", "partner"):
            seen = [
                name
                for name, response in looked_at(world, role, relation)
                if matters.search(response.content.decode("utf-8", "replace"))
            ]
            may = relation == "own" and role in {"professional_standards", "designated_officer"}
            if bool(seen) is not may:
                wrong.append((role, relation, seen))
    assert not wrong


@pytest.mark.usefixtures("undone")
def test_whoever_a_matter_names_reads_no_word_of_it_though_they_have_the_role(world):
    client = world.client("professional_standards", "named")
    key = world.a.keys["matter_id"]
    shown = client.get("/conduct/")
    assert shown.status_code == 200
    assert str(key) not in shown.text
    assert str(key) in world.client("professional_standards", "own").get("/conduct/").text
    for answer in (
        client.get(f"/conduct/{key}/"),
        client.post(f"/conduct/{key}/", {"outcome": "no_case", "outcome_words": "Nothing."}),
        client.post(f"/conduct/{key}/seal/", {"username": "x"}),
    ):
        assert answer.status_code == 404
    assert world.client("professional_standards", "own").get(f"/conduct/{key}/").status_code == 200


@pytest.mark.usefixtures("undone")
def test_an_officer_does_see_adults_and_conversations(world):
    shown = "".join(
        response.content.decode("utf-8", "replace")
        for _, response in looked_at(world, "duty_inspector", "own")
    )
    assert canaries.of_adults("A").search(shown)
    assert canaries.of_interviews("A", "pr").search(shown)


@pytest.mark.usefixtures("undone")
def test_what_may_be_read_aloud_holds_nothing_of_anybody(world):
    said = []
    for side in (world.a, world.b):
        actor, at = side.actor("duty_inspector"), timezone.now()
        page = decide_page(actor=actor, reference=side.keys["reference"], at=at)
        said += page.sayable
    assert said
    for pattern in both(world):
        assert not pattern.search(" ".join(said))


@pytest.mark.usefixtures("undone")
def test_no_mark_is_in_a_notice_a_clock_an_audit_line_or_a_log_of_making_the_world(world):
    asked = {
        "outbox_message": "key, kind, subject, text",
        "audit_auditentry": "kind, subject",
        "timers_timer": "key, kind, subject, fault, because",
        "access_relation": "because",
        "risk_packapproval": "note",
    }
    rows = 0
    with connections["owner"].cursor() as cursor:
        for name, columns in asked.items():
            cursor.execute(f"SELECT concat_ws(' ', {columns}) FROM {name}")
            for (text,) in cursor.fetchall():
                rows += 1
                for pattern in both(world):
                    assert not pattern.search(text), (name, text)
    connections["owner"].close()
    assert rows > 100
    for pattern in both(world):
        assert not pattern.search(world.logged)


@pytest.mark.usefixtures("undone")
@pytest.mark.full
@pytest.mark.parametrize("each", [1, 20])
def test_no_mark_is_in_a_log_an_address_or_a_header_whatever_is_sent(world, forms, each):
    wrong, posts = [], 0
    with everything_logged() as said:
        logging.getLogger("whereabouts.interfaces").debug("listening")
        for name, by_role in sorted(forms.items()):
            for who, form in list(by_role.items())[:each]:
                client = world.client(*sender(who))
                for body in (form.plausible(), {}, dict.fromkeys(form.fields, world.a.word)):
                    posts += 1
                    with transaction.atomic():
                        response = sent(client, path_for(world, name, who), body.items())
                        transaction.set_rollback(True)
                    headers = str(dict(response.headers))
                    wrong += [(name, who) for one in both(world) if one.search(headers)]
        for role, relation in (("duty_inspector", "own"), ("call_handler", "own")):
            for name, response in looked_at(world, role, relation):
                headers = str(dict(response.headers))
                wrong += [(name, role) for one in both(world) if one.search(headers)]
    assert posts > 100
    assert not wrong
    assert "listening" in said.getvalue()
    for pattern in both(world):
        assert not pattern.search(said.getvalue()), pattern.search(said.getvalue())


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("name", ["child", "episode", "decide", "board"])
def test_a_page_that_breaks_while_it_is_drawn_tells_nobody_of_whom(world, monkeypatch, name):
    client = world.client("duty_inspector", "own", raise_request_exception=False)
    route = next(one for one in every_route() if one.name == name)

    def breaks(request, template, context, **_):
        raise RuntimeError("The page could not be drawn.")

    monkeypatch.setattr(f"whereabouts.interfaces.web.{name}.views.render", breaks)
    with everything_logged() as said:
        response = client.get(route.path(world.a.keys))
    assert response.status_code == 500
    assert "could not be drawn" in said.getvalue()
    for pattern in both(world):
        assert not pattern.search(said.getvalue())
        assert not pattern.search(response.content.decode())


# What police of any agency find of any child in the nation: who it is, and whom to ring.
POINTER = ("people.ChildName.full", "people.ChildName.given", "people.ChildName.family")


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("role", ["call_handler", "social_worker"])
def test_a_search_elsewhere_shows_police_a_pointer_and_others_nobody(world, role):
    client = world.client(role, "stranger")
    response = client.post("/children/search/", {"names": f"Testa {world.a.word}"})
    assert response.status_code == 200
    shown = set(canaries.any_of("A", "no-such-word").findall(response.text))
    allowed = {canaries.mark("A", label) for label in POINTER} if role == "call_handler" else set()
    assert shown <= allowed
    assert bool(shown) == bool(allowed)
