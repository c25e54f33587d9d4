"""Where links lead: calls, channels, calendars, and which of them are secret."""
