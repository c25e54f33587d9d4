"""Notes of a meeting as data: what was decided, who does what, what was said, who was there."""
