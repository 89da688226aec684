"""The policy packs: which are in force, and who approved them."""
