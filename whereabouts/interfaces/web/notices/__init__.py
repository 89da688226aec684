"""Notices by how loud they are, how soon they are acknowledged, and what did not arrive."""
