"""Dates made from schedules, kept in line with them, and what happened to each."""
