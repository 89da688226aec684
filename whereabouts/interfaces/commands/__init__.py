"""What is run from a terminal or by a clock."""
