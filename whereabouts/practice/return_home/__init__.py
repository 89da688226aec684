"""Coming back: the return, the two conversations, and standing down."""
