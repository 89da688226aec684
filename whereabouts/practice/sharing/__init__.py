"""What agencies tell each other of a child: why, until when, and what each makes of the risk."""
