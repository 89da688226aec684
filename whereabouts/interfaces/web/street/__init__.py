"""Pages for whoever is on the street: briefings, telling back, homes and schools."""
