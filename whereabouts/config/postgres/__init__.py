"""Django's PostgreSQL, but for a line that falls silent: see `lines.py`."""
