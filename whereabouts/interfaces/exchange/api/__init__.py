"""The API: reports and logs that agencies' own systems send, and what they are answered."""
