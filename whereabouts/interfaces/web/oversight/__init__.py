"""Looking again: second looks, the shift, the practice room, and the figures about grades."""
