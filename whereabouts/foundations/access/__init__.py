"""Who may do what, and whose records they may see: one definition, two fences."""
