"""Which tasks want a skill, who has it, and where it is lacking."""
