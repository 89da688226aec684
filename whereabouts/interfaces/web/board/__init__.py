"""The board: every open episode, on every screen within a second."""
