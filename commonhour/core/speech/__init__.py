"""Schedules and lengths of time in sentences, in any language."""
