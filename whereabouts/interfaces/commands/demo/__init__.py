"""The demonstration's small made-up nation: agencies, staff, children, and a night under way."""
