"""Help that lasts: long-term plans, a directory of support, offers, panels, senior reviews."""
