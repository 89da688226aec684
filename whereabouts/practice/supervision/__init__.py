"""A second pair of eyes: proposals to go lower, challenges, handing over."""
