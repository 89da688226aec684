"""A whole made-up nation as columns: ten years of children, episodes, decisions and faults."""
