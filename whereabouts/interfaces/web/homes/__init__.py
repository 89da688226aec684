"""Pages of homes, carers and schools, of placements out of area, and of what partners bring."""
