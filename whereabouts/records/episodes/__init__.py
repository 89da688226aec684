"""One occasion of a child being missing or absent, and its states."""
