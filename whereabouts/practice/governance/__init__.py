"""What information governance answers for: bundles, corrections, and how long records are kept."""
