"""The wiring: settings, addresses and the servers' entry points; it belongs to no floor."""
