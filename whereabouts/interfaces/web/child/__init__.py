"""The pages about one child, and the search for a child."""
