"""Pages about help that lasts: long-term plans, the directory, offers, panels."""
