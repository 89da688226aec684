"""The return: located, back, seen, followed up; one page, and the next step on it."""
