"""Two records that may be of one child: suggested by the system, settled by a person."""
