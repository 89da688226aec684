"""What the child tells us: about themselves, and about how we treated them."""
