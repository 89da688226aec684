"""Another child's keys, put where one's own belong, lead nowhere and change nothing."""

import re

import pytest
from django.db import transaction

from tests.web.matrix import canaries, rows
from tests.web.matrix.bodies import keys_for
from tests.web.matrix.cells import outcome
from tests.web.matrix.routes import every_route, table
from tests.web.matrix.sending import path_for, sender, sent
from whereabouts.foundations.outbox.models import Message

KEY = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|^[ER]-[\w-]+$")
POINTS = {
    "child", "other", "person", "to_member", "adult", "statement", "proposal", "notice", "cite",
    "to_agency", "task", "member", "officer", "supervisor", "reference", "report",
}  # fmt: skip
# Naming another agency, or its member, is how it is told: its clock starts, and nothing else changes.
TOLD = {
    "address_force": lambda world: world.b.force.pk,
    "about_member": lambda world: world.b.member("supervisor").pk,
    "conduct_about": lambda world: world.b.member("supervisor").pk,
}
AT_LEAST = 400
SHARES = 8


def swapped_addresses(world, route, who):
    role, relation = sender(who)
    own = keys_for(world, route.name, role, relation)
    said = table()[route.name].said.get("keys", {})
    other = dict(world.b.keys)
    other |= {part: other[key] for part, key in said.items()}
    parts = [part for part in route.parts if part not in {"fact", "profile"}]
    for one in parts:
        yield route.path({**own, one: other[one]})
    if len(parts) > 1:
        yield route.path({**own, **{part: other[part] for part in parts}})


READERS = [
    f"{role} {relation}"
    for role, relation in (
        ("duty_inspector", "own"), ("missing_coordinator", "own"), ("supervisor", "own"),
        ("superintendent", "partner"), ("social_worker", "partner"), ("home_worker", "partner"),
    )
]  # fmt: skip


@pytest.mark.usefixtures("undone")
def test_another_childs_key_in_an_address_is_hidden_and_nothing_changes(world, forms):
    wrong, tried = [], 0
    secret = canaries.any_of("B", world.b.word)
    before = rows.sums()
    for route in every_route():
        row = table()[route.name]
        if not route.parts or row.about in {"draft", "nothing"}:  # nobody's, or one's own
            continue
        for who in READERS:
            role, relation = sender(who)
            if role not in row.roles:
                continue
            client = world.client(role, relation)
            given = forms.get(route.name, {})
            body = next(iter(given.values())).plausible() if given else {}
            body |= {
                key: str(world.a.keys.get(said, said))
                for key, said in row.said.get("body", {}).items()
            }
            for path in swapped_addresses(world, route, who):
                for method in sorted({"GET", "POST"} & set(route.methods)):
                    tried += 1
                    response = (
                        client.get(path) if method == "GET" else sent(client, path, body.items())
                    )
                    if outcome(response) != "hidden":
                        wrong.append((method, route.name, who, response.status_code))
                    if secret.search(response.content.decode("utf-8", "replace")):
                        wrong.append((method, route.name, who, "shows the other child"))
    assert not wrong, f"{len(wrong)} of {tried}: {wrong[:20]}"
    assert not rows.changed(before, rows.sums())
    print(f"\nswaps: {tried} addresses")
    assert tried >= AT_LEAST


def other_keys(world):
    keys = [str(one) for name, one in world.b.keys.items() if name not in {"fact", "profile"}]
    return [*keys, str(world.b.member("supervisor").pk), str(world.b.force.pk)]


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize(
    "share", [0, *(pytest.param(one, marks=pytest.mark.full) for one in range(1, SHARES))]
)
def test_another_childs_key_in_a_form_changes_no_row_of_theirs(world, forms, share):
    wrong, tried, place = [], 0, 0
    secret = canaries.any_of("B", world.b.word)
    for name, by_role in sorted(forms.items()):
        if name == "emergency-access":
            continue  # made to reach another agency's child, and told to it
        for who, form in list(by_role.items())[:2]:
            body = form.plausible()
            pointing = [
                one for one in form.fields
                if one in POINTS or KEY.search(body.get(one, "")) or one.endswith("_id")
            ]  # fmt: skip
            for field in pointing:
                place += 1
                # Each field meets some of the keys every day, and all of them over the shares.
                for key in other_keys(world)[(share + place) % SHARES :: SHARES]:
                    tried += 1
                    with transaction.atomic():
                        before = rows.sums_of(world.b.agencies)
                        client = world.client(*sender(who))
                        response = sent(
                            client, path_for(world, name, who), {**body, field: key}.items()
                        )
                        after = rows.sums_of(world.b.agencies)
                        transaction.set_rollback(True)
                    if response.status_code >= 500:
                        wrong.append((name, field, response.status_code))
                    changed = set(rows.changed(before, after))
                    if field in TOLD and key == str(TOLD[field](world)):
                        changed -= {"timers_timer"}
                    if changed:
                        wrong.append((name, field, sorted(changed)))
                    if secret.search(response.content.decode("utf-8", "replace")):
                        wrong.append((name, field, "shows the other child"))
    print(f"\nswaps: {tried} forms")
    assert tried
    assert not wrong, f"{len(wrong)} of {tried}: {wrong[:20]}"


@pytest.mark.usefixtures("undone")
def test_nobody_acknowledges_another_agencys_notices(world):
    client = world.client("duty_inspector", "own")
    with transaction.atomic():
        before = rows.sums()["outbox_message"]
        keys = _notices_of(world.b)
        assert keys
        response = client.post("/notices/acknowledge/", {"notice": keys})
        assert response.status_code == 404
        assert rows.sums()["outbox_message"] == before
        transaction.set_rollback(True)


def _notices_of(side):
    from whereabouts.foundations.access.scope import entered

    actor = side.actor("duty_inspector")
    from django.utils import timezone

    with entered(actor=actor, at=timezone.now()):
        found = Message.objects.filter(to_agency=side.force, acknowledged_at__isnull=True)
        return [str(one.pk) for one in found]
