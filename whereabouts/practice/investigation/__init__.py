"""Tasks with owners and clocks, and sightings."""
