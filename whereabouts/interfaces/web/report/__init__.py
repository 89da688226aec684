"""Taking a report: one page in the order of a call, saved as it is typed."""
