"""What a child says after a return: harm, what may be shared, whoever asks, what came of it."""
