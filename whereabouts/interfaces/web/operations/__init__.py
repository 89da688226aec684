"""How the system itself fares, and what to do while it is away."""
