"""Changes: drawing and taking second looks, handing shifts over, grading made-up cases."""
