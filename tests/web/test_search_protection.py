"""No search path tells an outsider that a child is there, or anybody where a protected child is."""

import json
import re
from datetime import timedelta
from io import StringIO
from random import Random
from statistics import fmean, variance
from time import monotonic, perf_counter

import pytest
from django.core.management import call_command
from django.test import Client

from tests.insight import finder
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import make_token
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.search import find_children
from whereabouts.records.people import actions as people
from whereabouts.records.placements.actions import start_placement

pytestmark = pytest.mark.usefixtures("committed")

NAME, BORN = "Hestia Quillfeather", "3 April 2012"
OPEN, SECRET, POSTCODE = "4 Mill Row, Northmoor", "Zqrefuge Cottage, Zqlane", "ZQ9 9QZ"
HOME = "Zqhaven House"
CANARIES = re.compile(r"zqrefuge|zqlane|zq9\s?9qz|zqhaven|mill row", re.IGNORECASE)
NUMBERS = {"phone": "07700 900321", "identifier": "A123456789012"}


@pytest.fixture(params=["index", "tables"])
def searched_by(request, committed, settings):
    """Let every test ask the index, and the tables alone."""
    if request.param == "tables":
        settings.FINDER = False
        yield request.param
        return
    with finder.running() as keeper:
        keeper.catch_up(since=monotonic())
        yield keeper


@pytest.fixture
def child(committed, make_actor, make_agency, noon):
    """A girl whose home recorded her, in a placement that is a secret; and where she lived before."""
    home = make_agency(HOME, "home")
    carer = make_actor("home_worker", agency=home)
    coordinator = make_actor("missing_coordinator")
    with entered(actor=carer, at=noon):
        made = people.create_child(
            by=carer, at=noon, names=[{"full": NAME}], born_text=BORN, sex="F"
        )
        people.relate_to_child(
            child_id=made.pk, agency=coordinator.agency_id, kind="shared", at=noon
        )
    with entered(actor=coordinator, at=noon):
        add = {"child": made, "by": coordinator, "at": noon}
        people.add_address(**add, line=OPEN)
        people.add_phone(**add, number=NUMBERS["phone"])
        people.add_identifier(**add, scheme="upn", value=NUMBERS["identifier"])
        start_placement(
            **add, living_at="other", place=SECRET, confidential=True, started_on=noon.date()
        )
        people.add_address(**add, line=SECRET, postcode=POSTCODE, confidential=True)
    return made


@pytest.fixture
def far(make_actor):
    """Somebody of another force, who may know by a pointer that any child is there."""
    return make_actor("call_handler", agency="Southmere Police")


def settled(searched_by):
    if searched_by != "tables":
        searched_by.catch_up(since=monotonic())


def posted(client, **asked):
    """Return the answer of the search page, without what differs from request to request."""
    said = client.post("/children/search/", asked).text
    for word in asked.values():
        said = said.replace(word, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", said)


def test_a_place_finds_no_protected_child_and_looks_like_a_place_that_is_none(
    searched_by, child, far, signed_in, noon
):
    settled(searched_by)
    client = signed_in("call_handler", agency="Southmere Police")
    nowhere = posted(client, place="Nowhere Court")
    for place in (SECRET, POSTCODE, "Zqlane", OPEN, "Mill Row", HOME):
        answer = find_children(actor=far, at=noon, place=place)
        assert answer.hits == ()
        assert answer.said.startswith("Nobody is found whom you may know of.")
        assert posted(client, place=place) == nowhere, place


def test_a_secret_placement_without_a_named_place_hides_the_open_ones_as_well(
    searched_by, make_actor, far, noon
):
    coordinator = make_actor("missing_coordinator")
    with entered(actor=coordinator, at=noon):
        made = people.create_child(by=coordinator, at=noon, names=[{"full": NAME}])
        people.add_address(child=made, by=coordinator, at=noon, line=OPEN)
    settled(searched_by)
    assert [hit.child_id for hit in find_children(actor=far, at=noon, place=OPEN).hits] == [made.pk]

    with entered(actor=coordinator, at=noon):
        start_placement(
            child=made, by=coordinator, at=noon, living_at="foster", confidential=True,
            started_on=noon.date(),
        )  # fmt: skip
    settled(searched_by)

    for place in (OPEN, "Mill Row", "confidential placement", "no place is written down"):
        assert find_children(actor=far, at=noon, place=place).hits == ()
        assert find_children(actor=coordinator, at=noon, place=place).hits == ()
    (hit,) = find_children(actor=far, at=noon, names=NAME, place=OPEN).hits
    assert "Place" in hit.missing


def test_a_name_with_a_place_tells_nothing_of_the_place(searched_by, child, far, noon):
    settled(searched_by)
    told = {
        place: find_children(actor=far, at=noon, names=NAME, born=BORN, place=place)
        for place in (SECRET, OPEN, POSTCODE, "Nowhere Court")
    }
    for answer in told.values():
        (hit,) = answer.hits
        assert hit.child_id == child.pk
        assert hit == told["Nowhere Court"].hits[0]
        assert "Place" in hit.missing
        assert not CANARIES.search(repr(hit))
        assert HOME not in hit.pointer.agencies


def test_no_search_path_gives_away_where_she_is(searched_by, child, far, signed_in, noon, caplog):
    settled(searched_by)
    handler = signed_in("call_handler", agency="Southmere Police")
    said = {}
    for place in (SECRET, OPEN):
        typed = {"names": NAME, "born_text": BORN, "home_address": place}
        for way in ("who/", "save/", ""):
            answer = handler.post(f"/reports/drafts/{new_id()}/{way}", typed)
            assert answer.status_code == 200
            said[way, place] = answer.text.replace(place, "…")
        assert "Quillfeather" in said["who/", place]
    said["search"] = handler.post("/children/search/", {"names": NAME, **NUMBERS}).text
    out = StringIO()
    call_command("search", "--name", NAME, "--as", "call_handler@southmere-police", stdout=out)
    call_command(
        "search", "--name", NAME, "--as", "call_handler@southmere-police", "--json", stdout=out
    )
    said["command"] = out.getvalue()
    assert "Quillfeather" in said["search"]
    assert "Quillfeather" in said["command"]
    said["log"] = caplog.text
    found = {where: CANARIES.findall(words) for where, words in said.items()}
    assert not any(found.values()), found


def test_another_forces_system_is_told_no_place(searched_by, child, make_agency, noon):
    settled(searched_by)
    _, secret = make_token(
        agency=make_agency("Southmere Police"), name="control-room", scopes=("reports",),
        at=noon - timedelta(days=1), expires_at=noon + timedelta(days=1),
    )  # fmt: skip
    body = {
        "child": {"names": NAME, "date_of_birth": "2012-04-03", "sex": "F"},
        "reporter": {"name": "Example Caller", "relation": "public", "contact": "01632 960001"},
        "last_seen": {"at": noon.isoformat(), "place": "the made-up park"},
        "words": "Not seen since noon.",
    }
    answer = Client().post(
        "/api/v1/reports", json.dumps(body), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_IDEMPOTENCY_KEY="key-1",
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    assert "Quillfeather" in answer.text
    assert not CANARIES.search(answer.text)


def test_an_outsider_finds_her_by_nothing(searched_by, child, outsider, signed_in, noon):
    settled(searched_by)
    client = signed_in("social_worker", agency=None, name="outsider@elsewhere")
    nobody = posted(client, names="Nobody Atall")
    for asked in (
        {"names": NAME}, {"names": "Hestia"}, {"born": BORN}, {"place": OPEN}, {"place": SECRET},
        {"phone": NUMBERS["phone"]}, {"identifier": NUMBERS["identifier"]},
        {"names": NAME, "born": BORN, "sex": "F", **NUMBERS},
    ):  # fmt: skip
        answer = find_children(actor=outsider, at=noon, **asked)
        assert (answer.hits, answer.problems) == ((), {})
        assert answer.said.startswith("Nobody is found")
    assert posted(client, names=NAME) == nobody
    assert posted(client, names="Hestia") == nobody
    assert client.get(f"/children/{child.pk}/").status_code == 404
    out = StringIO()
    call_command("search", "--name", NAME, "--as", "outsider@elsewhere", "--json", stdout=out)
    assert json.loads(out.getvalue())["hits"] == []
    listed = agencies_of_kind(actor=outsider, at=noon, kinds=("home", "authority"))
    assert "Quillfeather" not in repr(listed)


# --- by the clock ----------------------------------------------------------------------------

LETTERS = "bdfglmnprstvz"
APART_MS, T_BOUND = 1.0, 3.3  # beyond both it would tell; t of 3.3 is p of about 0.001


def made_up(chance):
    """Return a made-up name that is like every other."""
    return " ".join(
        "".join(chance.choice(LETTERS) + chance.choice("aeiou") for _ in range(4)).capitalize()
        for _ in range(2)
    )


def told_apart(ask, hidden, absent, *, samples, clock=perf_counter):
    """Return how far apart the answers to both kinds come (ms), and Welch's t."""
    chance, times = Random(5), {True: [], False: []}
    for _ in range(samples):
        for there in chance.sample([True, False], 2):
            asked = chance.choice(hidden if there else absent)
            began = clock()
            ask(asked)
            times[there].append((clock() - began) * 1000)
    # Neither is helped nor hurt by what else the machine does now and then.
    kept = {there: sorted(each)[: int(len(each) * 0.95)] for there, each in times.items()}
    one, other = kept[True], kept[False]
    apart = fmean(one) - fmean(other)
    error = (variance(one) / len(one) + variance(other) / len(other)) ** 0.5
    return apart, apart / error


@pytest.fixture
def many_hidden(committed, make_actor, noon):
    """Children nobody but their force may know of, at places that are secrets; and as many absent."""
    chance, coordinator = Random(3), make_actor("missing_coordinator")
    names = [made_up(chance) for _ in range(40)]
    places = [made_up(chance) for _ in range(40)]
    with entered(actor=coordinator, at=noon):
        for name, place in zip(names[:20], places[:20], strict=True):
            child = people.create_child(by=coordinator, at=noon, names=[{"full": name}])
            people.add_address(child=child, by=coordinator, at=noon, line=place, confidential=True)
    return names, places


def shown_by_no_clock(searched_by, many_hidden, outsider, far, noon, samples):
    settled(searched_by)
    names, places = many_hidden
    by_name = told_apart(
        lambda name: find_children(actor=outsider, at=noon, names=name),
        names[:20], names[20:], samples=samples,
    )  # fmt: skip
    by_place = told_apart(
        lambda place: find_children(actor=far, at=noon, place=place),
        places[:20], places[20:], samples=samples,
    )  # fmt: skip
    for apart, t in (by_name, by_place):
        assert abs(apart) <= APART_MS or abs(t) <= T_BOUND, (by_name, by_place)


def test_no_clock_tells_hidden_from_absent(searched_by, many_hidden, outsider, far, noon):
    shown_by_no_clock(searched_by, many_hidden, outsider, far, noon, 60)


@pytest.mark.full
def test_no_clock_tells_hidden_from_absent_in_two_thousand_questions(
    searched_by, many_hidden, outsider, far, noon
):
    shown_by_no_clock(searched_by, many_hidden, outsider, far, noon, 2000)


def test_a_clock_that_tells_would_be_seen():
    # A clock of its own: on a busy machine two sleeps of one length differ by more than this.
    chance, now = Random(9), [0.0]

    def ask(there):
        now[0] += chance.gauss(0.004 if there else 0.001, 0.0005)

    apart, t = told_apart(ask, [True], [False], samples=30, clock=lambda: now[0])
    assert apart > APART_MS
    assert t > T_BOUND
