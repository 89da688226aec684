"""Beats, officers, hot spots, schools; who read the briefing; words from the street."""
