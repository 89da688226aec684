"""Changing what a second pair of eyes looks at; each file one kind of thing."""
