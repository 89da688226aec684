"""One file for each thing a person can do; the only way to change anything."""
