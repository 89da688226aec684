"""The search index beside the tables: kept fresh, asked over a socket, and never the only way."""

from whereabouts.insight.finding.client import Answer, Hit, alarm, ask, state

__all__ = ["Answer", "Hit", "alarm", "ask", "state"]
