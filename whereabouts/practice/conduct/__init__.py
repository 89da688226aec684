"""Force used on children, and whoever works with them and is named as the one who harms."""
