"""Ten years of a force's history, checked, its children found again, and written down by COPY."""
