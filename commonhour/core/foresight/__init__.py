"""What clocks will do to a call, before it happens."""
