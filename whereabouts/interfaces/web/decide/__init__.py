"""Deciding: what is recommended and why, what a person decides, and what stands in the way."""
