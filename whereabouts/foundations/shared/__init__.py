"""What every process must know together for a short while: attempts counted, codes used."""
