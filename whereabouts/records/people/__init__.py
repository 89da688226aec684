"""Children and adults, apart: names, identifiers, flags, and links between records."""
