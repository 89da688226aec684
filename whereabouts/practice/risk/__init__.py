"""Assertions, assessments and decisions, each kept with its reasons."""
