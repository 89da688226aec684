"""Who is this child: an index of everybody, in memory, that answers in a few milliseconds."""

from whereabouts.engines.finding.entries import Asker, Entry, Found, KnownTo, Scored
from whereabouts.engines.finding.finder import Finder

__all__ = ["Asker", "Entry", "Finder", "Found", "KnownTo", "Scored"]
