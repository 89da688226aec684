"""The page for a child: behind a code, with nobody signed in, and with nothing left behind."""
