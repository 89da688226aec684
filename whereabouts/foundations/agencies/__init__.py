"""Agencies, their teams, members, roles and who is on duty."""
