"""What somebody told us, kept as told."""
