"""The home page, notices, and what monitors ask."""
