"""Rules and what they make."""
