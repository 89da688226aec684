"""A bulk file: good rows are in, bad ones come back with line and reason, again changes nothing."""

import csv
import io
import json
import random
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.timers.models import Timer
from whereabouts.interfaces.commands.management.commands import import_file
from whereabouts.interfaces.exchange.imports import reports
from whereabouts.interfaces.exchange.imports.tables import NotATable, as_text, rows_of
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import Report

pytestmark = pytest.mark.django_db

HEAD = ["reference", "child.names", "child.date_of_birth", "facts.late_night", "words"]
# A thousand before a release, a few every day.
FILES = [*range(6), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(6, 1_000))]


def good(number):
    return [f"R-{number}", f"Testa Sampleton{chr(97 + number % 26)}", "2012-03-12", "yes", "Gone."]


@pytest.fixture
def bring_in(tmp_path, make_secret, make_agency, capsys):
    """Return an importer of rows or bytes: (exit code, what it said, what came back)."""
    make_secret()
    feed = f"{Agency.objects.get(name='Northmoor Police').code}/control-room"

    def go(rows, *, head=HEAD, feed=feed, json_=True):
        file, back = tmp_path / "file.csv", tmp_path / "back.csv"
        out = io.StringIO()
        csv.writer(out).writerows([head, *rows] if not isinstance(rows, bytes) else [])
        file.write_bytes(rows if isinstance(rows, bytes) else out.getvalue().encode())
        capsys.readouterr()
        code = 0
        asked = ["--json"] if json_ else []
        try:
            call_command("import_file", "reports", str(file), "--feed", feed, "--refused",
                         str(back), *asked)  # fmt: skip
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr().out
        return code, json.loads(said) if json_ else said, back.read_text()

    return go


@pytest.fixture
def held(make_actor, noon):
    """Return a counter of the force's reports and episodes."""

    def count():
        with entered(actor=make_actor("call_handler"), at=noon):
            return Report.objects.count(), Episode.objects.count()

    return count


def lines(said):
    return {one["line"]: {error["field"] for error in one["errors"]} for one in said["refused"]}


def test_good_rows_are_in_as_the_api_takes_them(bring_in, make_actor, noon):
    code, said, back = bring_in([good(1), ["R-2", "", "", "", "A child ran to the made-up lake."]])
    assert (code, said["rows"], said["taken"], said["refused"]) == (0, 2, 2, [])
    assert back == "line,why," + ",".join(HEAD) + "\n"
    with entered(actor=make_actor("call_handler"), at=noon):
        report = Report.objects.get(idempotency_key="api:import:R-1")
        assert report.words == "Gone."


def test_bad_rows_come_back_with_their_line_and_every_reason(bring_in, held):
    rows = [
        good(1),
        ["", *good(2)[1:]],
        ["R-3", "", "2012-03-12", "", ""],
        good(1),
        [*good(5), "one cell more"],
        good(6)[:3],
        ["R " + "x" * 10, *good(7)[1:]],
        good(8),
    ]
    code, said, back = bring_in(rows)
    assert (code, said["taken"]) == (1, 2)
    assert set(lines(said)) == {3, 4, 5, 6, 7, 8}
    assert lines(said)[3] == {"reference"}
    assert lines(said)[4] >= {"child.names", "words"}
    assert lines(said)[5] == {"reference"}
    assert lines(said)[6] == lines(said)[7] == {"row"}
    assert held() == (2, 2)
    returned = list(csv.reader(io.StringIO(back)))
    assert [row[0] for row in returned[1:]] == ["3", "4", "5", "6", "7", "8"]
    assert returned[2][2:] == rows[2]
    assert "Testa" not in json.dumps(said)


def test_where_the_refused_rows_cannot_be_written_nothing_is_taken(bring_in, tmp_path, monkeypatch):
    monkeypatch.setattr(import_file, "_take_all", lambda **_: pytest.fail("taken"))
    (tmp_path / "back.csv").mkdir()
    with pytest.raises(CommandError, match="cannot be written to"):
        bring_in(good(1))


def test_the_same_file_again_changes_nothing_and_what_came_back_mended_is_taken(bring_in, held):
    rows = [good(1), ["", *good(2)[1:]], good(3)]
    bring_in(rows)
    code, said, back = bring_in(rows)
    assert (code, said["taken"], said["again"], len(said["refused"])) == (1, 0, 2, 1)
    assert held() == (2, 2)
    mended = back.replace("each row needs one of its own", "").splitlines()
    head, row = (next(csv.reader([line])) for line in mended)
    row[2] = "R-2"
    code, said, _ = bring_in([row], head=head)
    assert (code, said["taken"], held()) == (0, 1, (3, 3))


def test_another_content_under_a_reference_that_came_is_refused(bring_in, held):
    bring_in([good(1)])
    code, said, _ = bring_in([[*good(1)[:4], "Something else."]])
    assert (code, lines(said)) == (1, {2: {"reference"}})
    assert held() == (1, 1)


def test_a_usable_row_is_never_refused_for_the_rest_of_it(bring_in):
    code, said, _ = bring_in([["R-1", "Testa Sampleton", "31/31/2012", "perhaps", "Gone."]])
    assert (code, said["taken"]) == (0, 1)
    assert {(one["line"], one["field"]) for one in said["left_out"]} == {
        (2, "child.date_of_birth"), (2, "facts.late_night"),
    }  # fmt: skip


def test_what_was_reported_long_ago_is_entered_late(bring_in, make_actor, noon):
    head = [*HEAD, "reported_at"]
    bring_in([[*good(1), "2026-11-18T09:00:00+00:00"]], head=head)
    with entered(actor=make_actor("call_handler"), at=noon):
        assert Report.objects.get().happened_at.isoformat() == "2026-11-18T09:00:00+00:00"
    # One alarm speaks for all that ran out meanwhile.
    waiting = Timer.objects.filter(state="waiting", due_at__lt=noon + timedelta(seconds=1))
    assert not waiting.exclude(kind="late_entry").exists()
    assert Timer.objects.filter(kind="late_entry").count() == 1


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(bring_in, held):
    text = as_text(names=HEAD, rows=[good(1), good(2), good(3)])
    broken = text.replace("R-2,", 'R-2,"', 1)
    code, said, back = bring_in(broken.encode())
    assert (code, said["taken"], lines(said)) == (1, 2, {3: {"row"}})
    assert "R-2" in back
    assert held() == (2, 2)


def test_a_cell_may_run_over_lines_and_the_line_is_where_the_row_begins(bring_in):
    rows = [[*good(1)[:4], "One.\nTwo.\r\nThree."], ["", "x", "", "", ""]]
    _, said, _ = bring_in(rows)
    assert (said["taken"], lines(said)) == (1, {5: {"reference"}})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00r",
        b"Testa Sampleton,2012-03-12\nTesta Otherly,2012-03-13\n",
        b"child.names,words\nTesta,Gone\n",
        b"reference,words,words\n1,2,3\n",
    ],
)
def test_what_is_no_such_table_is_refused_as_a_whole_and_repeats_nothing(bring_in, held, body):
    with pytest.raises(CommandError) as refused:
        bring_in(body)
    assert "Nothing was taken" in str(refused.value)
    assert "Testa" not in str(refused.value)
    assert held() == (0, 0)


def test_only_a_token_that_stands_for_reports_lets_a_file_in(bring_in, make_secret):
    make_secret(name="logs-only", scopes=("contacts",))
    code = Agency.objects.get(name="Northmoor Police").code
    for feed in ("", "nowhere/control-room", f"{code}/none", f"{code}/logs-only"):
        with pytest.raises(CommandError):
            bring_in([good(1)], feed=feed)


def test_another_force_sees_nothing_of_what_was_imported(bring_in, make_actor, noon):
    bring_in([good(1)])
    with entered(actor=make_actor("call_handler", agency="Elsewhere Police"), at=noon):
        assert not Report.objects.exists()


def test_in_words_it_says_what_became_of_each_row(bring_in):
    _, said, _ = bring_in([good(1), ["", "x", "", "", ""]], json_=False)
    assert said.startswith("2 rows: 1 taken, 0 here already, 1 refused.\nline 3: reference:")


@pytest.mark.parametrize("text", ["=1+1", "+44 1632 960001", "-", "@x", "\tx", "plain", "'quoted"])
def test_no_cell_that_comes_back_is_a_formula_and_each_is_read_as_it_was(text):
    file = as_text(names=["reference", "words"], rows=[["1", text]])
    written = next(csv.reader(io.StringIO(file.split("\n", 1)[1])))[1]
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    _, rows = rows_of(body=file.encode(), columns=["reference", "words"], needed=[])
    assert rows[0].cells["words"] == text


def test_every_column_is_a_field_of_the_api():
    assert {"reference", "child.names", "last_seen.at", "facts.self_harm", "words"} <= set(
        reports.columns()
    )
    with pytest.raises(NotATable):
        rows_of(body=b"reference,nonsense\n", columns=reports.columns(), needed=["reference"])


def spoil(chance, number):
    """Return a bad row, each in a way of its own."""
    row = good(number)
    return chance.choice(
        [
            ["", *row[1:]], [row[0], "", "", "", ""], [*row, "more"], row[:2], ["R\x07", *row[1:]],
            ["x" * 200, *row[1:]], ["R-dup", *row[1:]],
        ]
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", FILES)
def test_from_one_to_a_hundred_in_a_hundred_bad_the_good_ones_are_in(bring_in, held, seed):
    chance = random.Random(seed)
    share, count = chance.uniform(0.01, 1.0), 8
    rows, bad, dup = [], set(), False
    for number in range(count):
        if chance.random() < share:
            row = spoil(chance, number)
            if row[0] == "R-dup" and not dup:
                dup = True  # the first of a pair is a good row
            else:
                bad.add(number + 2)
        else:
            row = good(number)
        rows.append(row)
    code, said, _ = bring_in(rows)
    assert set(lines(said)) == bad
    assert (code, said["taken"]) == (int(bool(bad)), count - len(bad))
    before = held()
    assert before[0] == count - len(bad)
    code, said, _ = bring_in(rows)
    assert (said["taken"], said["again"]) == (0, count - len(bad))
    assert held() == before


def test_bringing_in_says_before_each_row_how_far_it_is(bring_in, monkeypatch):
    told = []
    monkeypatch.setattr(
        import_file, "telling", lambda **_: lambda done, of: told.append((done, of))
    )
    bring_in([good(1), good(2)])
    assert told == [(0, 2), (1, 2)]
