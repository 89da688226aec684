"""What hotels, taxis, railways, shops and the public tell, and what becomes of it."""
