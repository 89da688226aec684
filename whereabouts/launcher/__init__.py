"""What `bin/whereabouts` does: makes what it needs with Python alone, then starts the parts."""
