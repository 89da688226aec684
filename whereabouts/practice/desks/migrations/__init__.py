"""Migrations, one purpose each."""
