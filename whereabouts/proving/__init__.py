"""Proof by breaking: starts the system, loads it, breaks its parts, and counts what was lost."""
