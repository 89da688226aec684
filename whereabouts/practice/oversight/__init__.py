"""Looking again: second looks, the shift hand-over, and the practice room."""
