"""Playing a file of recorded cases through the real journeys, and judging what came of each."""
