"""Meetings that act: panels and strategy discussions, their decisions, and actions with owners."""
