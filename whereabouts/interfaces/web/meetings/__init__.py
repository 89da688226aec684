"""Pages about meetings that act: agendas, papers, decisions, and actions with owners."""
