"""Past episodes graded again under another pack: from columns, or from the database."""
