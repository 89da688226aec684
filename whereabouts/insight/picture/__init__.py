"""The live picture: where each force stands on the map, and when it counts as silent."""
