"""Pages about what goes out to the public: appeals, posters, messages, Child Rescue Alerts."""
