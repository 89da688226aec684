"""Deadlines: one row each, claimed and handled in one transaction."""
