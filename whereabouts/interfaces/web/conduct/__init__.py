"""Pages of force, and of matters under seal."""
