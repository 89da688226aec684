"""What is wrong with a CAP 1.2 message, by the facts of the standard: order, words, formats.

The facts are written out here: the standard's own schema is not ours to copy. A test that is given
its file compares.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from whereabouts.engines.alerting.messages import NAMESPACE

# Each element in its order, with how often it may stand: (least, most; 0 is without limit).
ALERT: Mapping[str, tuple[int, int]] = {
    "identifier": (1, 1), "sender": (1, 1), "sent": (1, 1), "status": (1, 1), "msgType": (1, 1),
    "source": (0, 1), "scope": (1, 1), "restriction": (0, 1), "addresses": (0, 1), "code": (0, 0),
    "note": (0, 1), "references": (0, 1), "incidents": (0, 1), "info": (0, 0),
}  # fmt: skip
INFO: Mapping[str, tuple[int, int]] = {
    "language": (0, 1), "category": (1, 0), "event": (1, 1), "responseType": (0, 0),
    "urgency": (1, 1), "severity": (1, 1), "certainty": (1, 1), "audience": (0, 1),
    "eventCode": (0, 0), "effective": (0, 1), "onset": (0, 1), "expires": (0, 1),
    "senderName": (0, 1), "headline": (0, 1), "description": (0, 1), "instruction": (0, 1),
    "web": (0, 1), "contact": (0, 1), "parameter": (0, 0), "resource": (0, 0), "area": (0, 0),
}  # fmt: skip
AREA: Mapping[str, tuple[int, int]] = {
    "areaDesc": (1, 1), "polygon": (0, 0), "circle": (0, 0), "geocode": (0, 0), "altitude": (0, 1),
    "ceiling": (0, 1),
}  # fmt: skip
GEOCODE: Mapping[str, tuple[int, int]] = {"valueName": (1, 1), "value": (1, 1)}
PARTS = {"alert": ALERT, "info": INFO, "area": AREA, "geocode": GEOCODE}
WORDS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra",
        "CBRNE", "Other",
    },
    "responseType": {
        "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear",
        "None",
    },
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
TIMES = ("sent", "effective", "onset", "expires")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d")
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def problems(*, xml: bytes) -> list[str]:
    """Return what is wrong with a message, each with the element that it is about."""
    try:
        root = ET.fromstring(xml)  # noqa: S314 - our own message, made a moment before
    except ET.ParseError:
        return ["It is no XML."]
    if root.tag != f"{{{NAMESPACE}}}alert":
        return ["Its root is no alert of CAP 1.2."]
    return _of(root, "alert")


def _of(parent: ET.Element, name: str) -> list[str]:
    order = list(PARTS[name])
    found, last = [], -1
    counted = dict.fromkeys(order, 0)
    for child in parent:
        here = child.tag.removeprefix(f"{{{NAMESPACE}}}")
        if here not in counted:
            found.append(f"{name}: {here} does not belong here")
            continue
        counted[here] += 1
        if order.index(here) < last:
            found.append(f"{name}: {here} stands too late")
        last = max(last, order.index(here))
        found += _of(child, here) if here in PARTS else _text(here, child.text or "")
    for here, (least, most) in PARTS[name].items():
        if counted[here] < least:
            found.append(f"{name}: {here} is missing")
        if most and counted[here] > most:
            found.append(f"{name}: {here} stands more than once")
    return found


def _text(name: str, text: str) -> list[str]:
    if name in WORDS and text not in WORDS[name]:
        return [f"{name}: not one of its words"]
    if name in TIMES and not TIME.fullmatch(text):
        return [f"{name}: not a time of the standard"]
    if name == "language" and not LANGUAGE.fullmatch(text):
        return [f"{name}: not a language"]
    return []
