"""Emergency access, and who looked at what."""
