"""Adults who pose a risk: the register, warning notices, operations, what is told of them."""
