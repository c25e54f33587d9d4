"""Instants and wall times as RFC 3339 writes them."""

import datetime as dt


def rfc3339(moment: dt.datetime, all_day: bool = False) -> str:
    """`2026-11-26T15:00:00Z` of a UTC moment, or the date of a whole day."""
    text = moment.isoformat()  # strftime leaves out the zeros of years before 1000
    return text[:10] if all_day else f"{text[:19]}Z"
