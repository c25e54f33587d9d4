"""What changed, as facts, and taking it back."""
