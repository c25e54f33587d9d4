"""A time as a person types it."""
