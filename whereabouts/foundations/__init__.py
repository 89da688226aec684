"""What every record relies on."""
