"""Messages promised in the transaction that caused them, and their acknowledgement."""
