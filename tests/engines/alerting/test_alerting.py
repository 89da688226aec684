"""A message to the public is a CAP 1.2 message whatever is said in it; what is not, is found."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.alerting import (
    NAMESPACE,
    Alert,
    Area,
    BadAlert,
    Info,
    as_xml,
    problems,
)
from whereabouts.engines.alerting.checking import ALERT, AREA, INFO, WORDS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
INFO_OF = Info(
    event="Missing child", urgency="Immediate", severity="Severe", certainty="Likely",
    headline="Have you seen Testa?", description="Red coat, 14.", instruction="Ring 999.",
    contact="01632 960000", sender_name="Northmoor Police", effective=NOON,
    expires=NOON + timedelta(days=1),
    area=Area(words="Northmoor", geocodes=(("GSS", "E06000001"),)),
)  # fmt: skip
ALERT_OF = Alert(
    identifier="A-MADE-UP", sender="northmoor-police@whereabouts.invalid", sent=NOON,
    status="Exercise", kind="Alert", info=INFO_OF,
)  # fmt: skip
REFERENCE = ("northmoor-police@whereabouts.invalid", "A-MADE-UP", NOON)

anything = st.text(max_size=60)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(
    min_value=datetime(1990, 1, 2), max_value=datetime(2100, 1, 1), timezones=zones
)
alerts = st.builds(
    Alert,
    identifier=st.from_regex(r"[A-Z0-9-]{1,20}", fullmatch=True),
    sender=st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.invalid", fullmatch=True),
    sent=times,
    status=st.sampled_from(sorted(WORDS["status"])),
    kind=st.sampled_from(["Alert", "Update", "Cancel"]),
    references=st.just((REFERENCE,)),
    note=anything,
    info=st.builds(
        Info, event=anything, urgency=st.sampled_from(sorted(WORDS["urgency"])),
        severity=st.sampled_from(sorted(WORDS["severity"])),
        certainty=st.sampled_from(sorted(WORDS["certainty"])), headline=anything,
        description=anything, instruction=anything, contact=anything, sender_name=anything,
        effective=times, expires=times, language=st.sampled_from(["en-GB", "cy-GB"]),
        area=st.builds(Area, words=anything),
    ),
)  # fmt: skip


def parsed(alert):
    return ET.fromstring(as_xml(alert=alert))


def texts(root, name):
    return [one.text for one in root.iter(f"{{{NAMESPACE}}}{name}")]


def test_a_message_says_what_it_is_given_in_the_order_of_the_standard():
    root = parsed(ALERT_OF)
    assert [one.tag.split("}")[1] for one in root] == [
        "identifier", "sender", "sent", "status", "msgType", "scope", "info",
    ]  # fmt: skip
    assert texts(root, "sent") == ["2026-11-20T12:00:00-00:00"]
    assert texts(root, "headline") == ["Have you seen Testa?"]
    assert texts(root, "value") == ["E06000001"]
    assert problems(xml=as_xml(alert=ALERT_OF)) == []


def test_a_cancellation_names_the_message_that_it_is_about():
    cancel = replace(ALERT_OF, kind="Cancel", identifier="A-MADE-UP-2", references=(REFERENCE,))
    said = f"{REFERENCE[0]},A-MADE-UP,2026-11-20T12:00:00-00:00"
    assert texts(parsed(cancel), "references") == [said]
    for kind in ("Cancel", "Update"):
        with pytest.raises(BadAlert):
            as_xml(alert=replace(ALERT_OF, kind=kind))


@pytest.mark.parametrize("name", ["", "a b", "a,b", "a<b", "a&b", "a\nb"])
def test_a_name_that_the_standard_refuses_is_refused(name):
    for wrong in ({"identifier": name}, {"sender": name}, {"references": ((name, "x", NOON),)}):
        with pytest.raises(BadAlert):
            as_xml(alert=replace(ALERT_OF, **wrong))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(BadAlert):
        as_xml(alert=replace(ALERT_OF, sent=datetime(2026, 11, 20)))


@given(alerts)
def test_whatever_is_said_the_message_is_one_of_the_standard(alert):
    assert problems(xml=as_xml(alert=alert)) == []


@pytest.mark.parametrize(
    ("find", "put", "problem"),
    [
        (r"<sent>.*?</sent>", "", "alert: sent is missing"),
        (r"(<sent>.*?</sent>)", r"\1\1", "alert: sent stands more than once"),
        (r"(<sent>.*?</sent>\s*)(<status>.*?</status>)", r"\2\1", "alert: sent stands too late"),
        ("-00:00</sent>", "Z</sent>", "sent: not a time of the standard"),
        ("Exercise", "Real", "status: not one of its words"),
        ("Immediate", "Soon", "urgency: not one of its words"),
        ("en-GB", "English, British", "language: not a language"),
        ("<scope>Public</scope>", "<scope>Public</scope><mood>x</mood>", "alert: mood does not"),
        ("<areaDesc>Northmoor</areaDesc>", "", "area: areaDesc is missing"),
        (r"<valueName>.*?</valueName>", "", "geocode: valueName is missing"),
    ],
)
def test_what_is_not_of_the_standard_is_found_and_named(find, put, problem):
    xml = re.sub(find, put, as_xml(alert=ALERT_OF).decode(), flags=re.DOTALL).encode()
    assert any(one.startswith(problem) for one in problems(xml=xml))


def test_what_is_no_alert_at_all_is_said_to_be_so():
    assert problems(xml=b"not XML") == ["It is no XML."]
    assert problems(xml=b"<alert/>") == ["Its root is no alert of CAP 1.2."]


# --- against the standard's own schema, where somebody gives its file --------------------------

SCHEMA = os.environ.get("WHEREABOUTS_CAP_XSD", "")


@pytest.fixture(scope="module")
def schema():
    """Return the standard's schema; lxml reads it, and is asked for here alone."""
    if not SCHEMA:
        pytest.skip("WHEREABOUTS_CAP_XSD names no file: the facts above are tried without it.")
    from lxml import etree  # type: ignore[import-untyped]

    return etree.XMLSchema(etree.parse(SCHEMA))


@given(alert=alerts)
def test_the_schema_of_the_standard_agrees(schema, alert):
    from lxml import etree

    schema.assertValid(etree.fromstring(as_xml(alert=alert)))


def test_our_facts_are_those_of_the_schema(schema):
    xs = "{http://www.w3.org/2001/XMLSchema}"
    root = ET.parse(Path(SCHEMA)).getroot()
    for name, ours in (("alert", ALERT), ("info", INFO), ("area", AREA)):
        (part,) = [one for one in root.iter(f"{xs}element") if one.get("name") == name]
        theirs = {
            one.get("name"): (
                int(one.get("minOccurs", 1)),
                0 if one.get("maxOccurs") == "unbounded" else 1,
            )
            for one in part.find(f"{xs}complexType/{xs}sequence").findall(f"{xs}element")
        }
        assert list(theirs.items()) == list(ours.items())
    for name, words in WORDS.items():
        (part,) = [one for one in root.iter(f"{xs}element") if one.get("name") == name]
        assert {one.get("value") for one in part.iter(f"{xs}enumeration")} == words
