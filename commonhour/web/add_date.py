"""Putting one date into somebody's own calendar: links that Google's and Outlook's pages understand, and the file.

All of them hold exact instants, and the hub's join page as the place, never the room itself.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.rfc3339 import rfc3339


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    url: str


def ways(line: ListedDate, base_url: str) -> list[Way]:
    """Where somebody may add a date, by the names of the calendars."""
    return [
        Way("Google Calendar", _google(line, base_url)),
        Way("Outlook.com", _outlook("outlook.live.com", line, base_url)),
        Way("Microsoft 365", _outlook("outlook.office.com", line, base_url)),
        Way(".ics", f"{line.path.rstrip('/')}.ics"),
    ]


def _google(line: ListedDate, base_url: str) -> str:
    start, end = (_compact(rfc3339(moment, line.all_day)) for moment in (line.start, line.end))
    query = {"action": "TEMPLATE", "text": line.title, "dates": f"{start}/{end}"} | _place(
        line, base_url, "details"
    )
    return f"https://calendar.google.com/calendar/render?{urlencode(query, quote_via=quote)}"


def _outlook(host: str, line: ListedDate, base_url: str) -> str:
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": line.title,
        "startdt": rfc3339(line.start, line.all_day),
        "enddt": rfc3339(line.end, line.all_day),
    }
    query |= ({"allday": "true"} if line.all_day else {}) | _place(line, base_url, "body")
    return f"https://{host}/calendar/0/deeplink/compose?{urlencode(query, quote_via=quote)}"


def _place(line: ListedDate, base_url: str, text: str) -> dict[str, str]:
    """`text` is what a calendar calls its description, which leads to the page that knows of changes."""
    return {"location": f"{base_url}{line.path}join", text: f"{base_url}{line.path}"}


def _compact(text: str) -> str:
    return text.replace("-", "").replace(":", "")
