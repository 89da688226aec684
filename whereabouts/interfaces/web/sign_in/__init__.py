"""Signing in and out: by role in the demonstration, else by password and code."""
