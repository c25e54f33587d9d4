"""Dates as Markdown, to paste into an agenda or an issue."""

from collections.abc import Callable, Iterable

from commonhour.core.layout import Day
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.zones import city, offset_text, wall_of


def markdown_list(
    title: str,
    days: Iterable[Day[ListedDate]],
    tzid: str,
    base_url: str,
    unlike: Callable[[ListedDate], str],
) -> str:
    """Dates by the day of a reader in zone `tzid`, under a heading for each. `unlike` says how one differs from the date
    before it."""
    parts = [f"# {plain_text(title)}", "", f"Times for {city(tzid)}.", ""]
    for day in days:
        parts += [f"## {day.date:%Y-%m-%d}", ""]
        parts += [_bullet(one, tzid, base_url, unlike(one)) for one in day.items]
        parts.append("")
    return "\n".join(parts)


def markdown_date(one: ListedDate, tzid: str, base_url: str, sessions: Iterable[str] = ()) -> str:
    """One date: its name, its time, where it is, and a line for each of its sessions."""
    state = "Cancelled. " if one.is_cancelled else "Moved. " if one.is_moved else ""
    reason = f"{plain_text(one.reason)}. " if one.reason else ""
    head = f"# {plain_text(one.title)}\n\n{state}{reason}{one.when(tzid)}\n\n{base_url}{one.path}\n"
    return "\n".join([head, *(f"- {plain_text(each)}" for each in sessions), ""]) if sessions else head


def _bullet(one: ListedDate, tzid: str, base_url: str, unlike: str) -> str:
    hour = "" if one.all_day else f"{wall_of(one.start, tzid):%H:%M} ({offset_text(one.start, tzid)}) "
    state = "**cancelled** " if one.is_cancelled else ""
    about = f": {unlike}" if unlike else ""
    return f"- {hour}{state}[{plain_text(one.title)}]({base_url}{one.path}){about}"


def plain_text(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in " ".join(text.split()))
