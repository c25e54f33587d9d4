"""Notes of a date: begun, written, published, and what they say kept as decisions and actions."""
