"""From the front line to the board: a matter climbs, step by step, until it has an answer."""
