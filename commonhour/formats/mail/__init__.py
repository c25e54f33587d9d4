"""Messages as mail: plain text first, and the same in small HTML."""
