"""What was done and who looked, added and never changed."""
