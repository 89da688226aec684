"""Trigger plans that act, and referrals."""
