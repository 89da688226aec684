"""What can be asked of the system from a command line."""
