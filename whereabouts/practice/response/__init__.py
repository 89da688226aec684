"""Going out, talking with the missing child, and keeping the family told."""
