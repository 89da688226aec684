"""Going out, talking with the child, telling the family, other forces, the plan."""
