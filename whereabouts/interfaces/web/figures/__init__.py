"""The picture of who is missing now, figures, returns, and the partnership's pack."""
