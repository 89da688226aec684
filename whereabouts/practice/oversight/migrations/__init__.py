"""The tables of the package, step by step."""
