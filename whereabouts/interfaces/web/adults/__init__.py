"""Pages of adults who pose a risk: the register, warning notices, networks, operations."""
