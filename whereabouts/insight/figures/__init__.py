"""Figures: counted by named definitions, each of which can be recounted from its rows."""
