"""Where a child is looked after, and whose duty that is."""
