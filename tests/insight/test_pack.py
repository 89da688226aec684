"""The pack equals a slow recount; harm is never what nobody asked; help stands beside the like."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.comparing import effects
from whereabouts.insight.figures.facts import (
    Adults,
    EpisodeFact,
    Facts,
    Helped,
    Quiet,
    Said,
    Talk,
)
from whereabouts.insight.figures.kept import as_kept, from_kept
from whereabouts.insight.figures.pack import effort, measures, pack
from whereabouts.insight.figures.profile import profile
from whereabouts.insight.figures.protected import About, Called, interval, rates

OURS = named_rules(rules_id="ours", at=date(2026, 11, 1))
# Nothing hidden and nothing rounded: what is counted can be compared to the digit.
PLAIN = type(OURS)(**{**vars(OURS), "hide_below": 1, "round_to": 1, "least_base": 1})
SINCE, UNTIL = datetime(2025, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BY = measures(on=date(2026, 11, 1))


def about(rules=PLAIN):
    return About(prefix="p", period="a year", rules=rules, coverage="made up")


def an_episode(person="a", *, at=SINCE + 30 * DAY, **more):
    return EpisodeFact(
        person=person, force="Northmoor Police", authority=more.pop("authority", "Aldermere"),
        reported_at=at, **more,
    )  # fmt: skip


NOBODY = Adults(linked=0, of_several_children=0)


def facts(episodes=(), helped=(), adults=NOBODY, **more):
    return Facts(
        since=SINCE, until=UNTIL, agency="Northmoor Police",
        episodes=tuple(sorted(episodes, key=lambda one: one.reported_at)), helped=tuple(helped),
        adults=adults, **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """Return six hundred made-up episodes of a year and of a while before."""
    dice = Random(7)
    episodes = []
    for number in range(600):
        at = SINCE - 100 * DAY + dice.random() * 464 * DAY
        back = None if dice.random() < 0.05 else at + dice.expovariate(1 / 20) * HOUR
        held = None if back is None or dice.random() < 0.4 else back + dice.random() * 120 * HOUR
        episodes.append(
            an_episode(
                f"child-{dice.randint(0, 120)}", at=at, back_at=back,
                category=dice.choice(["missing"] * 8 + ["absent", "whereabouts_known"]),
                first_level=dice.choice(["high", "medium", "medium", "low", ""]),
                decided_at=at + dice.random() * 2 * HOUR,
                deployed_at=dice.choice([None, at + HOUR]),
                sex=dice.choice(["F", "M", "X", ""]),
                ethnicity=dice.choice(["WBRI", "BAFR", "AIND", "MWBC", "CHNE", "REFU", ""]),
                looked_after=dice.choice([True, False, None]),
                harm=dice.choice(["not_asked", "asked", "denied", "told"]),
                found_by=dice.choice(["police", "own_accord", "family", ""]),
                found_place=dice.choice(["The arcade", "the  arcade", "Somewhere", ""]),
                living_at=dice.choice(["home", "childrens_home"]),
                home=dice.choice(["Fern House", "Oak Lodge", ""]),
                authority=dice.choice(["Aldermere", "Elderby", ""]),
                out_of_area=dice.choice([True, False, None]),
                prevention=Talk(due=True, held_at=held, offered=held is not None,
                                childs_view=dice.random() < 0.5),
                independent=Talk(due=True, held_at=held, offered=dice.random() < 0.7),
                shared_back=dice.random() < 0.5, used_in_plan=dice.random() < 0.2,
                distance_km=dice.choice([None, 0.5, 2.0, 5.0, 20.0, 99.0]),
                placed_km=(None, 20.0, 99.0)[number % 3],
                tasks=dice.randint(0, 9), hours_out=dice.random() * 5,
            )
        )  # fmt: skip
    return facts(episodes, adults=Adults(linked=9, of_several_children=3))


def lines(sections, name):
    """Return the cells of a table by its line."""
    (table,) = [one for part in sections for one in part.tables if one.name == f"p-{name}"]
    return {line[0]: line[1:] for line in table.lines}


def own(made):
    return [
        one
        for one in made.episodes
        if SINCE <= one.reported_at < UNTIL and one.category != "whereabouts_known"
    ]


def test_harm_found_by_and_duration_are_what_a_slow_recount_finds(made):
    found = pack(facts=made, about=about(), by=BY)
    rows = own(made)
    harm = lines(found, "harm")
    for words, key in (
        ("Not asked", "not_asked"), ("Asked, no answer", "asked"), ("Asked, said no", "denied"),
        ("Told of, seen or suspected", "told"),
    ):  # fmt: skip
        assert harm[words] == (str(sum(one.harm == key for one in rows)),)
    assert harm["all"] == (str(len(rows)),)
    found_by = lines(found, "found-by")
    assert found_by["Police"] == (str(sum(one.found_by == "police" for one in rows)),)
    assert found_by["Not recorded"] == (str(sum(not one.found_by for one in rows)),)
    lasted = lines(found, "duration")
    hours = [(one.back_at - one.reported_at) / HOUR for one in rows if one.back_at]
    assert lasted["up to 8 hours"] == (str(sum(one <= 8 for one in hours)),)
    assert lasted["over 168 hours"] == (str(sum(one > 168 for one in hours)),)
    assert lasted["Still open"] == (str(sum(one.back_at is None for one in rows)),)


def test_timeliness_and_talks_by_authority_are_recounted(made):
    found, rows = pack(facts=made, about=about(), by=BY), own(made)
    timely = lines(found, "timeliness")
    in_time = sum(one.decided_at - one.reported_at <= HOUR for one in rows)
    assert timely["Graded within 60 minutes of the report"][:2] == (str(len(rows)), str(in_time))
    for authority in ("Aldermere", "Elderby", "Not recorded"):
        theirs = [one for one in rows if (one.authority or "Not recorded") == authority]
        counted = [
            sum(one.independent.offered for one in theirs),
            sum(one.independent.held_at is not None for one in theirs),
            sum(one.independent.held_at is not None
                and one.independent.held_at - one.back_at <= 72 * HOUR for one in theirs),
            sum(one.independent.declined for one in theirs),
            sum(one.shared_back for one in theirs), sum(one.used_in_plan for one in theirs),
        ]  # fmt: skip
        for place, number in enumerate(counted, 1):
            line = lines(found, f"return-interviews-{place}")[authority]
            assert line[:2] == (str(len(theirs)), str(number)), (authority, place)


def test_diversity_has_rates_with_intervals_and_a_line_for_what_was_not_recorded(made):
    found, rows = pack(facts=made, about=about(), by=BY), own(made)
    line = lines(found, "diversity-ethnicity-graded-high")["Black"]
    black = [one for one in rows if one.ethnicity == "BAFR"]
    high = sum(one.first_level == "high" for one in black)
    low, most = interval(part=high, whole=len(black))
    assert line == (
        str(len(black)), str(high), f"{round(100 * high / len(black) + 1e-9)}",
        f"{100 * low:.0f} to {100 * most:.0f}",
    )  # fmt: skip
    unknown = lines(found, "diversity-ethnicity-graded-high")["Not recorded"]
    assert unknown[0] == str(sum(one.ethnicity in {"", "REFU"} for one in rows))
    asian = lines(found, "diversity-ethnicity-seen")["Asian"]
    assert asian[0] == str(sum(one.ethnicity in {"AIND", "CHNE"} for one in rows))


def test_plans_in_force_are_of_children_missing_again_and_again():
    again = [an_episode("a", at=SINCE + day * DAY) for day in (1, 20, 40)]
    seldom = [an_episode("b", at=SINCE + day * DAY) for day in (1, 100, 200)]
    helped = [
        Helped(person="a", kind="Trigger plan", at=SINCE),
        Helped(person="a", kind="Long-term plan", at=SINCE, ended_at=SINCE + DAY),
        Helped(person="b", kind="Trigger plan", at=SINCE),
    ]
    found = lines(pack(facts=facts([*again, *seldom], helped), about=about(), by=BY), "plans")
    assert found["Trigger plan in force"][:2] == ("1", "1")
    assert found["Long-term plan in force"][:2] == ("1", "0")


def test_nothing_in_a_pack_says_unharmed_and_the_not_asked_are_said_to_be_unknown(made):
    for rules in (PLAIN, OURS):
        found = as_kept(sections=pack(facts=made, about=about(rules), by=BY), at=date(2026, 1, 1))
        assert "nharmed" not in str(found)
        assert "no harm" not in str(found).casefold()
        assert "Of those not asked nothing is known" in str(found)


def test_every_table_of_a_pack_is_protected(made):
    few, by_ours = facts(made.episodes[150:240]), about(OURS)
    parts = [*pack(facts=few, about=by_ours, by=BY), *profile(facts=few, about=by_ours, by=BY)]
    hidden = 0
    for part in parts:
        for table in part.tables:
            hidden += table.hidden
            if table.name.startswith("p-help"):
                continue
            for line in table.lines:
                numbers = [cell for cell in line[1:3] if cell.isdecimal()]
                assert all(int(cell) % 5 == 0 for cell in numbers), (table.name, line)
    assert hidden > 20


def test_a_share_says_no_more_than_the_counts_that_are_shown():
    called = Called(name="x", title="X", heading="What")
    table = rates(
        about=about(OURS), called=called, columns=("Of", "So"),
        lines=[("a", 23, 61), ("b", 2, 40), ("c", 0, 7), ("d", 30, 33)],
    )  # fmt: skip
    found = {line[0]: line[1:] for line in table.lines}
    if found["a"][1] != "c":
        assert found["a"][2] == f"{100 * 25 / 60:.0f}"
    assert found["b"][1:] == ("c", "c", "c")
    assert found["c"][2:] == ("c", "c")


# --- what help did -------------------------------------------------------------------


def again(person, first, *, before, after, **more):
    """Let a child be missing so often in the 90 days before a day, and in those after."""
    return [
        an_episode(person, at=first - (number + 1) * 3 * DAY, **more) for number in range(before)
    ] + [an_episode(person, at=first + (number + 1) * 3 * DAY, **more) for number in range(after)]


WHEN = SINCE + 120 * DAY


def test_who_is_helped_at_their_worst_is_laid_beside_children_as_badly_off_not_yet_helped():
    """All improve from six to two: help did nothing, though before and after look like success."""
    episodes, helped = [an_episode("first", at=SINCE - 50 * DAY)], []
    for number in range(12):
        episodes += again(f"helped-{number}", WHEN, before=6, after=2)
        episodes += again(f"similar-{number}", WHEN, before=6, after=2)
        helped.append(Helped(person=f"helped-{number}", kind="Trigger plan", at=WHEN))
    (one,) = effects(facts=facts(episodes, helped), days=90)
    assert (one.children, one.before, one.after) == (12, 6, 2)
    assert (one.compared, one.similar_after, one.difference) == (12, 2, 0)
    assert (one.low, one.high) == (0, 0)


def test_an_effect_is_the_difference_from_the_similar_with_its_interval():
    episodes, helped = [an_episode("first", at=SINCE - 50 * DAY)], []
    for number in range(10):
        episodes += again(f"helped-{number}", WHEN, before=4, after=number % 2)
        episodes += again(f"similar-{number}", WHEN, before=4, after=3)
        helped.append(Helped(person=f"helped-{number}", kind="Support", at=WHEN))
    (one,) = effects(facts=facts(episodes, helped), days=90)
    assert one.difference == pytest.approx(-2.5)
    spread = (sum((number % 2 - 0.5) ** 2 for number in range(10)) / 9) ** 0.5
    assert one.high - one.difference == pytest.approx(1.959963984540054 * spread / 10**0.5)


def test_the_similar_were_not_helped_by_that_day_and_whoever_is_later_stays_among_them():
    episodes = [
        an_episode("first", at=SINCE - 50 * DAY), *again("a", WHEN, before=2, after=1),
        *again("b", WHEN, before=2, after=5), *again("c", WHEN, before=2, after=9),
    ]  # fmt: skip
    helped = [
        Helped(person="a", kind="Trigger plan", at=WHEN),
        Helped(person="b", kind="Support", at=WHEN + 30 * DAY),
        Helped(person="c", kind="Support", at=WHEN - 30 * DAY),
    ]
    found = {one.kind: one for one in effects(facts=facts(episodes, helped), days=90)}
    assert found["Trigger plan"].compared == 1
    assert found["Trigger plan"].similar_after == 5


def test_help_whose_time_is_not_over_is_not_counted():
    episodes = [an_episode("first", at=SINCE - 50 * DAY), *again("a", WHEN, before=2, after=1)]
    for at in (UNTIL - 30 * DAY, SINCE - 50 * DAY + 89 * DAY):
        helped = [Helped(person="a", kind="Support", at=at)]
        assert effects(facts=facts(episodes, helped), days=90) == []


def test_harm_and_voice_stand_on_both_sides_of_help():
    held = Talk(due=True, held_at=WHEN, childs_view=True)
    episodes = [
        an_episode("first", at=SINCE - 50 * DAY),
        an_episode("a", at=WHEN - DAY, harm="told"), an_episode("a", at=WHEN - 2 * DAY),
        an_episode("a", at=WHEN + DAY, harm="denied", prevention=held),
    ]  # fmt: skip
    helped = [Helped(person="a", kind="Support", at=WHEN)]
    (one,) = effects(facts=facts(episodes, helped), days=90)
    before, after = one.sides
    assert (before.episodes, before.asked, before.told, before.talks) == (2, 1, 1, 0)
    assert (after.episodes, after.asked, after.told, after.talks, after.views) == (1, 1, 0, 1, 1)


def test_too_few_to_compare_are_not_shown_whatever_came_out():
    episodes, helped = [an_episode("first", at=SINCE - 50 * DAY)], []
    for number in range(9):
        episodes += again(f"helped-{number}", WHEN, before=6, after=2)
        helped.append(Helped(person=f"helped-{number}", kind="Trigger plan", at=WHEN))
    found = lines(pack(facts=facts(episodes, helped), about=about(OURS), by=BY), "help")
    assert found["Trigger plan"] == ("c",) * 7


def test_days_since_the_last_episode_stand_by_kind_of_help_then_and_now():
    quiet = [
        Quiet(person=f"q{place}", kind="Long-term plan", days_then=then, days_now=now)
        for place, (then, now) in enumerate(
            [(0, 400), (29, 365), (30, 364), (89, 180), (None, 0), (5, 90)]
        )
    ]
    quiet.append(Quiet(person="other", kind="Trigger plan", days_then=1, days_now=2))
    found = lines(pack(facts=facts(quiet=tuple(quiet)), about=about(), by=BY), "help-days-since")
    assert found["Long-term plan: when it began"] == ("3", "2", "0", "0", "0", "1", "6")
    assert found["Long-term plan: now"] == ("1", "0", "1", "2", "2", "0", "6")
    assert found["Trigger plan: now"][0] == "1"


def test_of_few_children_neither_days_nor_words_are_shown():
    quiet = (Quiet(person="a", kind="Long-term plan", days_then=3, days_now=400),)
    said = (Said(person="a", words="Better"),)
    made = pack(facts=facts(quiet=quiet, says=said), about=about(OURS), by=BY)
    assert "1" not in lines(made, "help-days-since")["Long-term plan: now"]
    assert lines(made, "help-child-says")["Better"] == ("c",)


def test_how_it_is_by_the_childs_own_word_is_counted_and_silence_is_a_line_of_its_own():
    said = ("Better", "Better", "Worse", "Not asked")
    says = tuple(Said(person=f"{place}", words=words) for place, words in enumerate(said))
    found = lines(pack(facts=facts(says=says), about=about(), by=BY), "help-child-says")
    assert (found["Better"], found["Not asked"], found["About the same"]) == (
        ("2",),
        ("1",),
        ("0",),
    )


def test_a_welsh_interview_has_the_length_that_wales_offers_and_the_pack_says_by_what_right():
    def talk(country):
        return Talk(due=True, offered=True, held_at=SINCE + 90 * HOUR, country=country)

    episodes = [
        an_episode(country, at=SINCE, back_at=SINCE, independent=talk(country), authority=country)
        for country in ("england", "wales")
    ]
    longer = replace(BY, independent_hours_wales=96)
    found = pack(facts=facts(episodes), about=about(), by=longer)
    words = "Return interview within 72 hours, or 96 in Wales of the return"
    assert lines(found, "timeliness")[words][:2] == ("2", "1")
    held = lines(found, "return-interviews-3")
    assert (held["england"][1], held["wales"][1]) == ("0", "1")
    notes = str([table.notes for part in found for table in part.tables])
    assert "no duty in law, and no source that is held here sets a time for it; 96 hours" in notes
    assert BY.independent_hours_wales == 72


def test_what_help_did_says_that_children_at_their_worst_improve_anyway(made):
    (part,) = [one for one in pack(facts=made, about=about(), by=BY) if "help" in one.heading]
    said = " ".join(part.says)
    assert "without any help" in said
    assert "Fewer reports alone are no success" in said


# --- the profile ---------------------------------------------------------------------


def test_the_profile_is_what_a_slow_recount_finds(made):
    found, rows = profile(facts=made, about=about(), by=BY), own(made)
    home = sum(one.home == "Fern House" for one in rows)
    assert lines(found, "homes")["Fern House"] == (str(home),)
    assert lines(found, "from")["Home"] == (str(sum(one.living_at == "home" for one in rows)),)
    arcade = sum("arcade" in one.found_place for one in rows)
    assert lines(found, "hot-spots")["The arcade"] == (str(arcade),)
    far = lines(found, "distance")
    assert far["over 1 to 3 km"] == (str(sum(one.distance_km == 2.0 for one in rows)),)
    assert far["Not recorded"] == (str(sum(one.distance_km is None for one in rows)),)
    placed = lines(found, "placed-far")
    outside = [one for one in rows if one.out_of_area]
    assert placed["over 30 km"] == (str(sum(one.placed_km == 99.0 for one in outside)),)
    assert placed["all"] == (str(len(outside)),)
    out = lines(found, "out-of-area")["Children's home"]
    placed = [
        one for one in rows if one.living_at == "childrens_home" and one.out_of_area is not None
    ]
    assert out[:2] == (str(len(placed)), str(sum(one.out_of_area for one in placed)))
    assert lines(found, "adults") == {
        "Linked with one child": ("6",), "Linked with several children": ("3",), "all": ("9",),
    }  # fmt: skip


def test_the_hour_is_that_of_british_clocks():
    summer = an_episode(at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))  # a Wednesday; 23:30 there
    winter = an_episode(at=datetime(2026, 1, 7, 23, 30, tzinfo=UTC))
    found = profile(facts=facts([summer, winter]), about=about(), by=BY)
    assert lines(found, "when")["Wednesday"] == ("0", "0", "0", "0", "0", "0", "2", "2")


def test_a_place_of_one_child_alone_is_no_hot_spot():
    alone = [an_episode("a", at=SINCE + n * DAY, found_place="1 Plain Road") for n in range(1, 9)]
    found = lines(profile(facts=facts(alone), about=about(), by=BY), "hot-spots")
    assert list(found) == ["Elsewhere, or not recorded", "all"]
    both = [*alone, an_episode("b", found_place="1 plain  road")]
    found = lines(profile(facts=facts(both), about=about(), by=BY), "hot-spots")
    assert found["1 plain road"] == ("9",)


def test_hours_and_tasks_are_means_of_enough_episodes(made):
    part = effort(facts=made, about=about(OURS))
    rows = [one for one in own(made) if one.first_level == "high"]
    tasks = sum(one.tasks for one in rows) / len(rows)
    found = lines([part], "effort")
    assert found["High"][1] == f"{tasks:.1f}"
    few = lines([effort(facts=facts(made.episodes[200:203]), about=about(OURS))], "effort")
    assert few["High"][1:] == ("c", "c")


def test_a_time_without_an_episode_makes_a_pack_that_says_so():
    empty = facts()
    for made_of in (pack, profile):
        parts = made_of(facts=empty, about=about(OURS), by=BY)
        assert parts
    assert "Nothing was recorded" in str(pack(facts=empty, about=about(OURS), by=BY))


def test_what_is_kept_comes_back_to_the_letter(made):
    parts = pack(facts=made, about=about(OURS), by=BY)
    assert from_kept(kept=as_kept(sections=parts, at=date(2026, 11, 1))) == parts
