"""Programs that talk to programs."""
