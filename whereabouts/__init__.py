"""Whereabouts: one record of a child's absences, across forces and agencies."""
