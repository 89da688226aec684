"""Sharing, agreements, packs; an agency's queue and its children; what partners said."""
