"""Pages about trigger plans, what is known beforehand, and referrals."""
