"""The audit: what several places claim about one call or channel, and where they contradict each other."""
