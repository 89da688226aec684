"""A Common Alerting Protocol 1.2 message, put together in the order that the standard fixes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
# No space, comma, < or & may stand in an identifier or a sender.
NAME = re.compile(r"[^\s,<&]+")
# What XML 1.0 cannot carry, even escaped.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadAlert(ValueError):
    """The message lacks something, or names something in a way that the standard refuses."""


@dataclass(frozen=True, kw_only=True)
class Area:
    """Where the message is for: in words, and by the codes of areas."""

    words: str
    geocodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Info:
    """What the public is told, and how soon, how grave and how sure that is."""

    event: str
    urgency: str
    severity: str
    certainty: str
    headline: str
    description: str
    instruction: str
    contact: str
    sender_name: str
    effective: datetime
    expires: datetime
    area: Area
    language: str = "en-GB"
    category: str = "Safety"
    response_type: str = "Monitor"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A message: who says it, when, of what kind, and which earlier ones it is about.

    `references` are (sender, identifier, sent) of each.
    """

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str
    info: Info
    references: tuple[tuple[str, str, datetime], ...] = ()
    note: str = ""


def as_xml(*, alert: Alert) -> bytes:
    """Return the message as XML.

    :raises BadAlert: a name holds what the standard refuses, a time has no zone, or a later message
        says nothing of the one that it is about.
    """
    for name in (
        alert.identifier,
        alert.sender,
        *(one for ref in alert.references for one in ref[:2]),
    ):
        if not NAME.fullmatch(name):
            raise BadAlert("An identifier or a sender holds a space, a comma, or nothing.")
    if alert.kind in ("Update", "Cancel") and not alert.references:
        raise BadAlert("An update or a cancellation names the message that it is about.")
    root = ET.Element("alert", {"xmlns": NAMESPACE})
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", moment(at=alert.sent))
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.kind)
    _add(root, "scope", "Public")
    if alert.note:
        _add(root, "note", alert.note)
    if alert.references:
        said = (f"{who},{what},{moment(at=when)}" for who, what, when in alert.references)
        _add(root, "references", " ".join(said))
    _add_info(root, alert.info)
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def moment(*, at: datetime) -> str:
    """Return a moment as the standard writes it: whole seconds, and the zone as an offset.

    :raises BadAlert: it has no zone.
    """
    if at.tzinfo is None:
        raise BadAlert("A time has no zone.")
    said = at.replace(microsecond=0)
    # "Z" is refused: UTC is -00:00.
    return said.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + "-00:00"


def _add_info(root: ET.Element, said: Info) -> None:
    info = ET.SubElement(root, "info")
    for name, value in (
        ("language", said.language),
        ("category", said.category),
        ("event", said.event),
        ("responseType", said.response_type),
        ("urgency", said.urgency),
        ("severity", said.severity),
        ("certainty", said.certainty),
        ("effective", moment(at=said.effective)),
        ("expires", moment(at=said.expires)),
        ("senderName", said.sender_name),
        ("headline", said.headline),
        ("description", said.description),
        ("instruction", said.instruction),
        ("contact", said.contact),
    ):
        if value or name == "event":
            _add(info, name, value)
    area = ET.SubElement(info, "area")
    _add(area, "areaDesc", said.area.words)
    for name, value in said.area.geocodes:
        code = ET.SubElement(area, "geocode")
        _add(code, "valueName", name)
        _add(code, "value", value)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = UNWRITABLE.sub("\ufffd", text)
