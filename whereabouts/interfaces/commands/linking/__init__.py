"""Linking whole registers: reading them, both engines, training, and what it is measured on."""
