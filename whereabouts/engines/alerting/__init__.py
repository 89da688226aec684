"""Alerts to the public as CAP 1.2 messages, and what such a message must be."""

from whereabouts.engines.alerting.checking import problems
from whereabouts.engines.alerting.messages import NAMESPACE, Alert, Area, BadAlert, Info, as_xml

__all__ = ["NAMESPACE", "Alert", "Area", "BadAlert", "Info", "as_xml", "problems"]
