"""Pages of what the community tells: the public form, the list, one report, campaigns."""
