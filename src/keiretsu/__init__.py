"""What a tie between carmakers would do, and how we know."""
