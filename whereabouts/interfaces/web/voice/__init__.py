"""The pages of the child's voice for those who work with children."""
