"""Files of many rows that an agency's own system hands over at once."""
