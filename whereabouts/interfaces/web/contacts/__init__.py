"""Contacts: those that are open, those that got round the guard, and what is done with one."""
