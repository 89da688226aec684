"""Appeals to the public: posters and messages, and whether a Child Rescue Alert goes out."""
