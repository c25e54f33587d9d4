"""Where the notes of a date lie, by the pattern of its series: "https://pad.example.org/sync-{yyyy}-{mm}-{dd}/download"."""

import datetime as dt

PARTS = {"{yyyy}": "%Y", "{yy}": "%y", "{mm}": "%m", "{dd}": "%d"}


def address_on(pattern: str, day: dt.date) -> str:
    """With the year, month and day put in; without any it is one document for all dates."""
    for part, form in PARTS.items():
        pattern = pattern.replace(part, day.strftime(form))
    return pattern
