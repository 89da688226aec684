"""Looking again: what is recommended now, what changed, and the reviewer's decision."""
