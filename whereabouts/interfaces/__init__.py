"""How people, partners and clocks reach us."""
