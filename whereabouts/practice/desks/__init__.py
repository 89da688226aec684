"""What the night left for a coordinator, an authority and governance, as dated lists."""
