"""The page for a child: what it says, in which words, and that it leaves nothing behind."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client

from whereabouts.engines.language import reading_of
from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.web.hello import guarding
from whereabouts.interfaces.web.hello.words import WORDS, WordsMissing, read_words, said_in
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.practice.voice.models import ChildsWords

# A reading age of nine to eleven, by what can be counted. [PROPOSED]: ours, from plain-English
# guidance for children; no child has read the page yet.
MEAN_SENTENCE = 10
LONGEST_SENTENCE = 20
LONG_WORDS = 0.10
TELLS = ("police", "heddlu", "missing", "ar goll", "whereabouts", "safeguard", "child", "plentyn")
HERE = {"HTTP_ORIGIN": "http://testserver"}


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self.skipping = [], 0

    def handle_starttag(self, tag, attrs):
        self.skipping += tag in {"script", "style", "title"}
        if tag in {"p", "li", "h1", "h2", "h3", "label", "legend", "div", "button", "a"}:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.skipping -= tag in {"script", "style", "title"}

    def handle_data(self, data):
        if not self.skipping:
            self.parts.append(data)


def seen(html):
    reader = _Text()
    reader.feed(html)
    return re.sub(r"[ \t]+", " ", "".join(reader.parts))


@pytest.fixture
def code(make_actor, make_episode, make_agency, noon):
    """Return a code for a made-up child's page."""
    officer = make_actor("response_officer")
    episode = make_episode(officer, 1)
    council = make_agency("Aldermere Council", "authority")
    return give_child_code(
        actor=officer, reference=episode.reference, handed="face_to_face", phone="shared",
        address="https://page.example/hello/", reader=council.pk, worker="Sam",
        worker_phone="01632 960123", at=noon,
    ).code  # fmt: skip


@pytest.fixture
def child():
    """Return the browser of a child: nobody is signed in."""
    return Client(enforce_csrf_checks=True)


def opened(child, code, **more):
    return child.post("/hello/", {"do": "open", "code": code, **more}, **HERE)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_string_is_there_in_both_languages(language):
    other = said_in(language="en" if language == "cy" else "cy")
    words = said_in(language=language)
    assert set(words.strings) == set(other.strings)
    assert all(words.strings.values())
    assert len(words.help_lines) == len(other.help_lines) >= 2


@pytest.mark.parametrize(
    "text",
    [
        '[strings]\na = { en = "A" }\n[[help_lines]]\n',
        '[strings]\na = { cy = "A" }\n',
        '[strings]\na = { en = "A", cy = " " }\n',
        '[strings]\na = { en = "The same", cy = "The same" }\n',
        '[strings]\na = { en = "A", cy = "B", fr = "C" }\n',
    ],
)
def test_a_string_that_lacks_a_language_is_refused(text):
    with pytest.raises(WordsMissing, match="a "):
        read_words(text=text, language="en")


def test_a_help_line_that_lacks_something_is_refused():
    text = WORDS.read_text().replace('number = "116 000"\n', "", 1)
    with pytest.raises(WordsMissing, match="Missing People"):
        read_words(text=text, language="en")


def test_every_string_that_a_page_asks_for_is_there_and_none_is_left_over():
    from whereabouts.practice.voice.vocabulary import ANSWERS, QUESTIONS

    folder = WORDS.parents[1]
    asked = set()
    for path in [*(folder / "templates" / "hello").glob("*.html"), *WORDS.parent.glob("*.py")]:
        asked |= set(re.findall(r'\bt\("(\w+)"', path.read_text()))
    asked -= {"q_", "a_"}
    asked |= {f"q_{key}" for key, _ in QUESTIONS} | {f"a_{key or 'skip'}" for key, _ in ANSWERS}
    assert asked == set(said_in(language="en").strings)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "cy"])
def test_sentences_are_short_and_words_are_short(child, code, language):
    html = opened(child, code, lang=language).text
    reading = reading_of(text=seen(html))
    assert reading.words > 400
    assert reading.mean_sentence <= MEAN_SENTENCE
    assert reading.longest_sentence <= LONGEST_SENTENCE
    if language == "en":
        assert reading.long_share <= LONG_WORDS


@pytest.mark.django_db
def test_before_the_code_the_page_tells_nobody_what_it_is(child):
    for language in ("en", "cy"):
        response = child.get("/hello/", {"lang": language})
        said = seen(response.text).casefold()
        assert response.status_code == 200
        for word in TELLS:
            assert word not in said
        title = re.search(r"<title>(.*?)</title>", response.text)[1]
        assert title in {"Hello", "Helo"}


@pytest.mark.django_db
def test_the_welsh_page_says_that_no_welsh_speaker_has_read_it(child, code):
    assert "Nid oes siaradwr Cymraeg" in opened(child, code, lang="cy").text
    assert 'lang="cy"' in opened(child, code, lang="cy").text
    assert 'id="not-read"' not in opened(child, code).text


@pytest.mark.django_db
def test_before_any_box_it_says_who_reads_when_and_that_a_name_helps(child, code):
    html = opened(child, code).text
    boxes = min(html.index("<textarea"), html.index('type="radio"'))
    before = seen(html[:boxes])
    for words in (
        "A worker at Aldermere Council reads this", "The police do not see what you write here",
        "within one working day", "This is not for emergencies", "without a name we may not find you",
        "Ring 999",
    ):  # fmt: skip
        assert words in before


@pytest.mark.django_db
def test_it_says_what_happens_now_who_is_who_what_my_rights_are_and_whom_to_ring(child, code):
    said = seen(opened(child, code).text)
    for words in (
        "What happens now", "Who is who", "What you can ask for", "People you can ring",
        "You can ask for Sam.", "01632 960123", "0800 1111", "116 000", "not a crime",
        "swear at you", "talk to another person", "Did people listen to you?",
        "Did people ask where you wanted to go?",
    ):  # fmt: skip
        assert words in said


@pytest.mark.django_db
def test_no_cost_is_shown_to_a_child(child, code):
    for language in ("en", "cy"):
        said = seen(opened(child, code, lang=language).text).casefold()
        for word in ("£", "cost", "taxpayer", "resources", "wasted", "cost y", "trethdalwr"):
            assert word not in said


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["look", "wrong", "open", "say", "language"])
def test_nothing_is_left_on_the_device(child, code, step):
    sent = {
        "look": None,
        "wrong": {"do": "open", "code": "00000-00000"},
        "open": {"do": "open", "code": code},
        "say": {"do": "say", "code": code, "words": "Thanks"},
        "language": {"do": "language", "lang": "cy", "code": code},
    }[step]
    response = child.get("/hello/") if sent is None else child.post("/hello/", sent, **HERE)
    assert not response.cookies
    assert not child.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "Location" not in response
    assert 'rel="noreferrer noopener"' in response.text
    for field in re.findall(r"<(?:input|textarea)[^>]*>", response.text):
        if 'type="hidden"' not in field and "radio" not in field and "checkbox" not in field:
            assert 'autocomplete="off"' in field


@pytest.mark.django_db
def test_the_code_is_in_no_address_and_what_was_typed_in_no_later_page(child, code):
    html = opened(child, code).text
    assert not re.search(rf'(?:href|action|src)="[^"]*{code}', html)
    sent = {"do": "say", "code": code, "words": "A secret of mine", "name": "Tess"}
    thanks = child.post("/hello/", sent, **HERE)
    assert "A secret of mine" not in thanks.text
    assert "Tess" not in thanks.text
    assert code not in thanks.text.replace(f'value="{code}"', "")


@pytest.mark.django_db
def test_every_wrong_code_is_answered_alike(child, code):
    answers = set()
    opened(child, code)
    child.post("/hello/", {"do": "say", "code": code, "words": "Said"}, **HERE)
    for wrong in (code, "00000-00000", "", "x" * 400, "E-AAAA-AAAA-A", "' OR 1=1 --", "\u202e漢"):
        cache.clear()  # each as the first of its address
        response = opened(child, wrong)
        answers.add((response.status_code, response.text, tuple(sorted(response.headers.items()))))
    assert len(answers) == 1


@pytest.mark.django_db
def test_every_wrong_code_asks_the_database_the_same_questions(child, code):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = set()
    opened(child, "11111-11111")  # the first of an address begins its count
    for wrong in ("00000-00000", "", "x" * 400, "E-AAAA-AAAA-A"):
        with CaptureQueriesContext(connection) as queries:
            opened(child, wrong)
        asked.add(len(queries))
    assert len(asked) == 1


@pytest.mark.django_db
def test_who_tries_many_codes_is_asked_to_wait_and_a_code_that_opens_opens_at_once(
    child, code, at_noon
):
    answers = [opened(child, f"{number:010}") for number in range(40)]
    assert [one.status_code for one in answers] == [400] * 5 + [429] * 35
    waits = [int(one["Retry-After"]) for one in answers[5:]]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (5, 60)
    assert "Please wait 5 seconds" in answers[5].text
    assert "in about 1 min" in answers[-1].text
    assert opened(child, code).status_code == 200
    at_noon.shift(timedelta(minutes=16))
    assert opened(child, "00000-00000").status_code == 400


@pytest.mark.django_db
def test_after_very_many_no_code_is_tried_from_there_and_from_elsewhere_it_opens(
    child, code, at_noon
):
    tries = guarding.tries_of(at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    for number in range(tries.shut_at):
        opened(child, f"{number:010}")
    shut = opened(child, code)
    assert (shut.status_code, shut["Retry-After"]) == (429, "900")
    assert "no code for a while" in shut.text
    at_noon.shift(timedelta(minutes=14))
    assert opened(child, code).status_code == 429
    sent = {"do": "open", "code": code}
    assert child.post("/hello/", sent, REMOTE_ADDR="192.0.2.7", **HERE).status_code == 200
    at_noon.shift(timedelta(minutes=2))
    assert opened(child, code).status_code == 200


@pytest.mark.django_db
def test_no_answer_is_held_back(child, code, monkeypatch):
    """A worker that sleeps is missing to others."""
    import time as clock

    monkeypatch.setattr(clock, "sleep", lambda _: pytest.fail("somebody slept"))
    for number in range(8):
        opened(child, f"{number:010}")
    assert not [
        path for path in WORDS.parent.glob("*.py") if re.search(r"\bsleep\(", path.read_text())
    ]


def test_the_numbers_are_dated_and_each_names_its_source():
    entries = guarding.read_tries(text=guarding.TRIES.read_text(encoding="utf-8"))
    assert all(one.source and one.free >= 1 and one.within_minutes >= 1 for one in entries)
    first = entries[0]
    later = replace(first, since=date(2027, 1, 1), free=50)
    for on, free in ((date(2000, 1, 1), first.free), (date(2026, 12, 31), first.free),
                     (date(2027, 1, 1), 50)):  # fmt: skip
        at = datetime.combine(on, time(12), tzinfo=UTC)
        assert guarding.tries_of(at=at, entries=(first, later)).free == free


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"},
     {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_SEC_FETCH_SITE": "none"}],
)  # fmt: skip
def test_a_form_of_somebody_elses_page_does_nothing(child, code, headers, make_actor, noon):
    sent = {"do": "say", "code": code, "words": "Not mine"}
    assert child.post("/hello/", sent, **headers).status_code == 403
    with entered(actor=make_actor("social_worker"), at=noon):
        assert not ChildsWords.objects.exists()


@pytest.mark.django_db
def test_a_browser_that_says_where_it_stands_needs_no_origin(child, code):
    response = child.post(
        "/hello/", {"do": "open", "code": code}, HTTP_SEC_FETCH_SITE="same-origin"
    )
    assert response.status_code == 200


@pytest.mark.django_db
def test_what_is_too_long_is_refused_and_what_was_typed_stays(child, code):
    sent = {"do": "say", "code": code, "words": "x" * 4001, "name": "Tess"}
    response = child.post("/hello/", sent, **HERE)
    assert response.status_code == 400
    assert "too long" in response.text
    assert 'value="Tess"' in response.text
    huge = child.post("/hello/", {"do": "say", "code": code, "words": "x" * 70_000}, **HERE)
    assert huge.status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"words": "  "}, "words", "Answer one thing"),
        ({"wants": "yes"}, "name", "Without a name we may not find you"),
    ],
)
def test_what_is_lacking_is_asked_for_by_name(child, code, sent, field, words):
    response = child.post("/hello/", {"do": "say", "code": code, **sent}, **HERE)
    assert response.status_code == 400
    assert f'href="#{field}"' in response.text
    assert words in seen(response.text)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "words"), [("Tess", "They try to reach you"), ("", "no name")])
def test_what_is_sent_is_kept_and_the_child_is_told_what_follows(
    child, code, name, words, make_actor, noon
):
    sent = {"do": "say", "code": code, "listened": "no", "kindly": "yes", "name": name}
    response = child.post("/hello/", sent, **HERE)
    assert response.status_code == 200
    assert words in seen(response.text)
    with entered(actor=make_actor("social_worker"), at=noon):
        one = ChildsWords.objects.get()
    assert (one.listened, one.kindly, one.name) == ("no", "yes", name)
    assert (one.child_id is None) == (name == "")


@pytest.mark.django_db
def test_who_is_signed_in_is_nobody_here(signed_in, code):
    client = signed_in("response_officer")
    before = client.session.session_key
    response = client.post("/hello/", {"do": "open", "code": code}, **HERE)
    assert response.status_code == 200
    assert "Response Officer" not in response.text
    assert client.session.session_key == before


@pytest.mark.django_db
def test_outside_the_demonstration_nobody_is_given_a_code_at_the_door(client):
    assert client.post("/sign-in/childs-page/").status_code == 404
