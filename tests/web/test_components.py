"""What pages are made of: read by words, closed to markup, and never silent about the unknown."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.template import engines
from django.utils.safestring import SafeString

from whereabouts.interfaces.web import wording
from whereabouts.interfaces.web.timeline import timeline_svg

COMPONENTS = Path(wording.__file__).parent / "templates" / "components"
NASTY = '"><script>x</script>'


def drawn(source, **values):
    return engines["jinja2"].from_string(source).render(values)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_example_in_the_components_page_can_be_drawn(noon):
    text = (COMPONENTS / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```jinja\n(.*?)```", text, re.DOTALL)
    example = example[example.index("{% from") :]
    task = {"due_at": noon - timedelta(hours=1)}
    html = drawn(
        example, at=noon, task=task, started_at=noon - timedelta(days=1), may=lambda _: True
    )
    for said in ("No apparent risk", "Not yet decided", "Overdue by 1 h", "Ring the grandmother"):
        assert said in html


@pytest.mark.parametrize(
    ("level", "said"),
    [("high", "High"), ("medium", "Medium"), ("low", "Low"), ("absent", "Lowest")],
)
def test_a_level_is_said_in_words_beside_its_shape(level, said):
    html = drawn(
        '{% from "components/levels.html" import level_badge %}{{ level_badge(level) }}',
        level=level,
    )
    assert words(html) == said
    assert f'class="level level--{level}"' in html


def test_an_unknown_fact_is_never_shown_as_no():
    source = '{% from "components/known.html" import fact %}{{ fact("Asked?", answer) }}'
    assert words(drawn(source, answer=None)) == "Asked? Not known"
    assert words(drawn(source, answer=False)) == "Asked? No"
    assert words(drawn(source, answer=True)) == "Asked? Yes"
    assert words(drawn(source, answer=0)) == "Asked? 0"
    assert 'class="unknown"' in drawn(source, answer=None)


def test_what_was_taught_and_what_the_child_says_leave_no_empty_panel_and_no_markup():
    source = (
        '{% from "components/known.html" import taught, about_me %}'
        "{{ taught(times) }}{{ about_me(lines) }}"
    )
    assert drawn(source, times=[], lines=[]).strip() == ""
    html = drawn(
        source,
        times=[{"when": "1 May", "found": NASTY, "found_with": NASTY, "helped": NASTY}],
        lines=[{"kind_words": "Talk", "words": NASTY, "person": NASTY, "language": NASTY}],
    )
    assert "<script>" not in html
    assert words(html).startswith("What earlier times taught Found at")


def test_no_flag_and_no_adult_are_said_to_be_open_questions():
    source = (
        '{% from "components/known.html" import flags, adults %}'
        "{{ flags([]) }}{{ adults([]) }}{{ adults([], seen=false) }}"
    )
    said = words(drawn(source))
    assert said.count("That does not mean no: ask.") == 2
    assert "Your role does not show adults of concern" in said


def test_each_of_three_answers_can_be_chosen_and_is_kept():
    source = (
        '{% from "components/forms.html" import yes_no_unknown %}'
        '{{ yes_no_unknown("f", "Q?", value=value) }}'
    )
    for value in ("yes", "no", "unknown"):
        html = drawn(source, value=value)
        assert re.findall(r'value="(\w+)" checked', html) == [value]
    assert " checked" not in drawn(source, value="")


def test_what_people_typed_is_never_markup():
    source = """
{% from "components/levels.html" import level_badge, deadline %}
{% from "components/people.html" import person_line, adult_line %}
{% from "components/known.html" import fact, unknown, calls_before, plan, placement, flags %}
{% from "components/forms.html" import yes_no_unknown, error_summary, refusal_panel %}
{{ level_badge("absent", label=x) }}{{ deadline(none, none, what=x) }}
{{ person_line(x, age=x, sex=x, agency=x, href=x, reference=x) }}
{{ adult_line(x, how=x, source=x) }}
{{ fact(x, x, source=x) }}{{ unknown(x) }}{{ calls_before([{"at": none, "by": x, "words": x}]) }}
{{ plan({"level": "low", "owner": x, "first_actions": [{"title": x, "to_role": x}]}) }}
{{ placement({"words": x, "where": x, "responsible": x}) }}
{{ flags([{"words": x, "strength": x, "source": x}]) }}
{{ yes_no_unknown(x, x, hint=x, error=x, words_name=x, words_value=x) }}
{{ error_summary([(x, x)]) }}
{{ refusal_panel(x, x, rule=x, who_may=x, next_steps=[x]) }}
"""
    assert "<script>" not in drawn(source, x=NASTY)


def told(noon, reference="E-1", *, days=10, lasted=1, level="high", agency="Northmoor"):
    start = noon - timedelta(days=days)
    end = start + timedelta(days=lasted) if lasted is not None else None
    return (reference, start, end, level, agency, "missing")


def test_the_time_line_has_a_bar_and_a_row_for_each_episode(noon):
    html = timeline_svg(
        episodes=[told(noon), told(noon, "E-2", days=3, lasted=None, level="low")], at=noon
    )
    assert isinstance(html, SafeString)
    assert html.count("<rect ") == html.count("<td class") / 6 == 2
    assert "2 episodes from 10 November 2026 to 20 November 2026: 1 high, 1 low" in html
    assert html.count("timeline__bar--going-on") == 1
    assert "3 d, not over" in html


def test_a_longer_episode_has_a_longer_bar_and_a_higher_level_stands_higher(noon):
    html = timeline_svg(
        episodes=[
            told(noon, days=9, lasted=4, level="high"),
            told(noon, days=2, lasted=1, level="low"),
        ],
        at=noon,
    )
    (high, low) = re.findall(
        r'<rect class="[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', html
    )
    assert float(high[2]) > float(low[2])
    assert float(high[1]) < float(low[1])
    assert float(high[0]) < float(low[0])


def test_every_bar_stays_within_the_picture(noon):
    episodes = [
        told(noon, days=days, lasted=lasted) for days, lasted in [(0, None), (0, 5), (4000, 1)]
    ]
    html = timeline_svg(episodes=episodes, at=noon)
    for left, wide in re.findall(
        r'<rect class="[^"]*" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', html
    ):
        assert 0 <= float(left) <= float(left) + float(wide) <= 640


def test_a_time_line_without_episodes_says_so(noon):
    assert "No earlier episode is on record here" in timeline_svg(episodes=[], at=noon)


def test_a_time_line_never_takes_a_name_for_markup(noon):
    html = timeline_svg(episodes=[told(noon, reference=NASTY, agency=NASTY)], at=noon)
    assert "<script>" not in html


def test_no_template_has_inline_styles_or_scripts():
    for template in COMPONENTS.parent.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert " style=" not in text, template.name
        assert not re.search(r"\son[a-z]+=", text), template.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template.name


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=0), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=2, hours=5, minutes=9), "2 d 5 h"),
        (timedelta(hours=-2), "2 h"),
        (None, ""),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(length, said):
    assert wording.lasting(length) == said


def test_times_are_said_on_the_clocks_of_england_and_wales(noon):
    summer = noon.replace(month=7)
    assert (wording.clock(noon), wording.clock(summer)) == ("12:00", "13:00")
    assert wording.day_and_clock(summer) == "20 Jul 2026, 13:00"
    assert wording.day(None) == wording.clock(None) == wording.machine_time(None) == ""


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-12-01T00:00:00+00:00", "the end of 30 Nov 2026"),
        ("2026-06-30T23:00:00+00:00", "the end of 30 Jun 2026"),
        ("2026-07-01T00:00:00+00:00", "1 Jul 2026, 01:00"),
        ("2026-12-01T00:01:00+00:00", "1 Dec 2026, 00:01"),
    ],
)
def test_what_is_due_by_midnight_is_due_by_the_end_of_the_day_before(moment, said):
    assert wording.at_latest(datetime.fromisoformat(moment)) == said
    assert wording.at_latest(None) == ""
