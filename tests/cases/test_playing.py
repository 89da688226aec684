"""The inspection's cases, played through the journeys on a real database."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.playing.cast import cast
from whereabouts.interfaces.commands.playing.playing import play_all
from whereabouts.interfaces.commands.playing.reading import NotACase, read_cases
from whereabouts.practice.risk.models import Decision

FILE = Path(__file__).with_name("inspection.jsonl")
LINES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
BY_ID = {case["id"]: case for case in LINES}
OUTCOMES = {
    "V01": ("override", "supervisor"),
    "V06": ("override", "duty_inspector"),
    "V07": ("override", "duty_inspector"),
    "V08": ("refused", None),
    "V09": ("refused", None),
    "V10": ("override", "supervisor"),
    "V11": ("override", "duty_inspector"),
    "V12": ("override", "supervisor"),
    "V13": ("override", "supervisor"),
    **dict.fromkeys(("V16", "V17", "V19", "V20", "V23"), ("refused", None)),
    **{case["id"]: ("reached", None) for case in LINES if case["outcome_tag"] in ("GOOD", "MIXED")},
}


def written(folder, *cases):
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return path


def played(path):
    out = io.StringIO()
    code = 0
    try:
        call_command("play_cases", str(path), "--json", stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


@pytest.mark.slow
@pytest.mark.django_db
def test_every_case_of_the_inspection_holds():
    code, document = played(FILE)
    assert [case["disagrees"] for case in document["cases"] if case["disagrees"]] == []
    assert (code, document["held"], document["of"]) == (0, 22, 22)
    outcomes = {
        case["id"]: (case["recorded_outcome"], case["override_by"]) for case in document["cases"]
    }
    assert outcomes == OUTCOMES
    failed = [case for case in document["cases"] if BY_ID[case["id"]]["outcome_tag"] == "FAIL"]
    assert all(case["refusals"] for case in failed)


@pytest.mark.django_db
def test_a_medium_beneath_a_recommended_high_bears_a_supervisors_name(tmp_path, noon):
    told = []
    (result,) = play_all(
        cases=read_cases(path=written(tmp_path, BY_ID["V01"])), at=noon,
        tell=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert told == [(0, 1)]
    assert (result.steps.outcome, result.steps.override_by) == ("override", "supervisor")
    assert {"RF04", "SUPERVISOR"} <= {one.rule for one in result.steps.refusals}
    players = cast(at=noon)
    supervisor = players.actor("supervisor", at=noon)
    with entered(actor=supervisor, at=noon):
        decision = Decision.objects.get()
        assert decision.level == "medium"
        assert decision.supervisor_id == supervisor.member_id
        assert decision.answers.filter(answer="declined").exclude(reason="").exists()


@pytest.mark.django_db
def test_the_output_is_the_contracts(tmp_path):
    code, document = played(written(tmp_path, BY_ID["V03"]))
    assert code == 0
    assert (document["held"], document["of"]) == (1, 1)
    (case,) = document["cases"]
    assert {
        "id", "recorded_outcome", "override_by", "fired", "floor", "created", "refusals",
        "disagrees",
    } <= set(case)  # fmt: skip
    assert (case["id"], case["recorded_outcome"], case["floor"]) == ("V03", "reached", "low")
    assert {"dispatch", "prevention_interview", "return_interview"} <= set(case["created"])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"must_fire": ["RF01", "RF15"]}, "RF15"),
        ({"must_create": ["port_alert"]}, "port_alert"),
        ({"lowest_level_not_barred": "HIGH"}, "floor"),
        ({"high_prompt": False}, "high_prompt"),
        ({"recorded_level": "LOW"}, "no override"),
        ({"outcome_tag": "FAIL"}, "without a senior's name"),
    ],
)
@pytest.mark.django_db
def test_a_case_with_other_expectations_is_reported_as_disagreeing(tmp_path, change, word):
    code, document = played(written(tmp_path, {**BY_ID["V03"], **change}))
    assert code == 1
    assert document["held"] == 0
    assert any(word in said for said in document["cases"][0]["disagrees"])


@pytest.mark.django_db
def test_cases_play_again_beside_the_first_ones(tmp_path):
    path = written(tmp_path, BY_ID["V03"])
    assert played(path)[1] == played(path)[1]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{not json", "line 2: this is not JSON"),
        ("[1, 2]", "line 2: a case is a JSON object"),
        (json.dumps({**BY_ID["V03"], "id": ""}), "line 2: “id” is missing"),
        (
            json.dumps({**BY_ID["V03"], "id": "X", "info": ["ran_off"]}),
            "line 2: unlisted code 'ran_",
        ),
        (json.dumps({**BY_ID["V03"], "id": "X", "flags": ["CCE"]}), "unlisted code 'CCE'"),
        (json.dumps({**BY_ID["V03"], "id": "X", "setting": "boat"}), "unlisted code 'boat'"),
        (json.dumps({**BY_ID["V03"], "id": "X", "plan": "SOME"}), "unlisted code 'SOME'"),
        (json.dumps({**BY_ID["V03"], "id": "X", "age": 18}), "whole number from 0 to 17"),
        (json.dumps({**BY_ID["V03"], "id": "X", "age": True}), "whole number from 0 to 17"),
        (
            json.dumps({**BY_ID["V03"], "id": "X", "recorded_level": "LOW>UP"}),
            "unlisted code 'LOW>",
        ),
        (
            json.dumps({**BY_ID["V03"], "id": "X", "recorded_category": "gone"}),
            "unlisted code 'gone'",
        ),
        (json.dumps({**BY_ID["V03"], "id": "X", "update": 3}), "must be an object"),
        (
            json.dumps({**BY_ID["V03"], "id": "X", "recorded_level": "LOW>LOW"}),
            "one level for each",
        ),
        (json.dumps(BY_ID["V03"]), "V03 occurs more than once"),
    ],
)
def test_a_line_that_is_no_case_is_refused_by_its_number_and_name(tmp_path, line, says):
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(BY_ID["V03"]) + "\n" + line, encoding="utf-8")
    with pytest.raises(NotACase, match=re.escape(says)):
        read_cases(path=path)
    with pytest.raises(CommandError) as ended:
        call_command("play_cases", str(path))
    assert ended.value.returncode == 2


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"\n\n"])
def test_a_file_without_cases_is_refused(tmp_path, content):
    path = tmp_path / "cases.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotACase):
        read_cases(path=path)


@pytest.mark.django_db
def test_the_safeguards_floor_is_compared_under_every_forces_settings(tmp_path, noon):
    (result,) = play_all(cases=read_cases(path=written(tmp_path, BY_ID["V04"])), at=noon)
    assert len(result.floors) == 2
    assert all(len(floors) >= 2 for floors in result.floors)
    assert result.disagrees == []
    some = dict(result.floors[1])
    pack = next(iter(some))
    result.floors = [{**some, pack: ("low", "absent")}]
    assert any("differs between settings" in said for said in result.disagrees)
    assert any("lies beneath" in said for said in result.disagrees)
    result.floors = [{"base": ("low", "medium"), "base+local": ("low", "low")}]
    assert result.disagrees == ["base+local: lowers the floor of base"]
