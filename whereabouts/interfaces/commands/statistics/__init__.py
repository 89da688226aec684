"""Figures from a terminal: where the rows come from, and how a table is written."""
