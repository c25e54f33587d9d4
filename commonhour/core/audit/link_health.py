"""What an answer says about a link: alive, moved for ever, dead, or unsure; and when to ask again."""

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from commonhour.core.finding import Finding, notice
from commonhour.core.places.calendars import is_secret_calendar
from commonhour.core.places.secrets import has_secret
from commonhour.errors.telling import Fault, fault

OK, MOVED, DEAD, UNSURE = "ok", "moved", "dead", "unsure"
_GONE = {404, 410}
_WEEK, _DAY = dt.timedelta(days=7), dt.timedelta(days=1)
FAILURES = 3  # on as many days, before a site that does not answer is called dead


@dataclass(frozen=True, slots=True)
class Health:
    """`failures` counts the days on which nothing sensible came back; `again` is how long to leave it alone."""

    state: str
    failures: int
    again: dt.timedelta
    fault: Fault = field(default_factory=dict)


def health(status: int, moved_to: str, met: Fault, *, url: str, failures: int, is_new_day: bool) -> Health:
    """The state of a link after an answer. `status` is 0 for none, and `met` says why; `failures` are those so far, of other days when
    `is_new_day`. A site that turns robots away says nothing about its page."""
    if 200 <= status < 300:
        is_moved = bool(moved_to) and not is_same_page(url, moved_to)
        return Health(MOVED if is_moved else OK, 0, _WEEK)
    host = urlsplit(url).hostname or url
    if status in _GONE:
        return Health(DEAD, FAILURES, _WEEK, fault("page-gone", host=host, status=status))
    if 0 < status < 500:
        return Health(UNSURE, 0, _WEEK, met or fault("robots-turned-away", host=host, status=status))
    failures = failures + 1 if is_new_day or not failures else failures
    said = met or fault("answers-status", host=host, status=status)
    state = DEAD if failures >= FAILURES else UNSURE
    return Health(state, min(failures, FAILURES), min(_DAY * 2 ** (failures - 1), _WEEK), said)


def is_same_page(one: str, two: str) -> bool:
    """True when two addresses differ only in http and https, "www." or a slash at the end."""
    return _bare(one) == _bare(two)


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def link_finding(state: str, url: str, moved_to: str, met: Fault, where: str) -> Finding | None:
    """The finding about a link in a state; None for one that is well, and for one nobody can be sure about."""
    if state == DEAD:
        return notice("dead-link", where, subject=url, url=url, reason=met)
    if state == MOVED:
        return _moved(url, where, public_place(moved_to))
    return None


def public_place(moved_to: str) -> str:
    """Where a link leads now, or "" for what nobody may read: a way into a call, a password, a token."""
    return "" if has_secret(moved_to) or is_secret_calendar(moved_to) else moved_to


def _moved(url: str, where: str, moved_to: str) -> Finding:
    if moved_to:
        return notice("moved-link", where, url=url, place=moved_to)
    return notice("moved-link", where, "secret", url=url)
