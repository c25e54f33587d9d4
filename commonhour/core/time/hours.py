"""Hours of the day in figures: with am and pm, and how long it is from one to the next."""

import datetime as dt


def hour_of_day(hour: int, minute: int, half: str = "") -> dt.time | None:
    """`half` is am or pm, by its first letter, or ""; None for an hour no clock shows, such as 13 pm or 25:00."""
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def length_between(start: dt.time, end: dt.time) -> dt.timedelta:
    """An end that is not later than the start is on the next day."""
    day = dt.date(2000, 1, 1)
    length = dt.datetime.combine(day, end) - dt.datetime.combine(day, start)
    return length if length > dt.timedelta() else length + dt.timedelta(days=1)
