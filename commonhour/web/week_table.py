"""The week as a grid of hours: a table whose boxes a stylesheet puts at their hour, and a list on a phone.

Places are classes (`t9 q2`: at 9:30 from the top), as the policy allows no style in an attribute.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from babel.dates import format_skeleton, format_time
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour.core.layout import Box
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.reads.calendar import HourDay
from commonhour.web import rows, times
from commonhour.web.reader import Reader
from commonhour.web.voice import locale

MOST_LANES = 6  # more at once would be too narrow to read
_WORKDAY = range(9, 17)


def fits(days: Iterable[HourDay]) -> bool:
    """Whether it can be drawn: something is on, and not too much of it at once."""
    boxes = [box for day in days for box in day.boxes]
    return any(day.boxes or day.whole for day in days) and all(box.lanes <= MOST_LANES for box in boxes)


def grid(days: Sequence[HourDay], reader: Reader, today: dt.date) -> SafeString:
    """The head and body of the table."""
    hours = _hours(days)
    heads = format_html_join(
        "", '<th scope="col"{}>{}</th>', ((_today(day, today), _name(day)) for day in days)
    )
    body = format_html_join(
        "", "<td{}>{}</td>", ((_classes(day, today), _day(day, hours, reader, today)) for day in days)
    )
    return format_html(
        '<thead><tr><td></td>{}</tr></thead><tbody>{}<tr class="hours"><th scope="row"><span class="sr">{}</span>{}</th>{}</tr></tbody>',
        heads, _whole(days, reader, today), gettext("Hours"), _axis(hours), body,
    )  # fmt: skip


def _hours(days: Iterable[HourDay]) -> list[int | None]:
    """The hours shown: those of a working day and every one with something on. None stands for a longer while of
    nothing, such as a night."""
    boxes = [box for day in days for box in day.boxes]
    busy = {hour for box in boxes for hour in range(box.top // 4, -(-box.bottom // 4))} | set(_WORKDAY)
    shown: list[int | None] = []
    for hour in range(min(busy), max(busy) + 1):
        if busy & set(range(hour - 1, hour + 2)):
            shown.append(hour)
        elif shown[-1] is not None:
            shown.append(None)
    return shown


def _axis(hours: Iterable[int | None]) -> SafeString:
    labels = ((_hour(hour),) for hour in hours)
    return format_html(
        '<span class="axis" aria-hidden="true">{}</span>', format_html_join("", "<i>{}</i>", labels)
    )


def _hour(hour: int | None) -> str:
    return "⋮" if hour is None else format_time(dt.time(hour), "short", locale=locale())


def _whole(days: Iterable[HourDay], reader: Reader, today: dt.date) -> SafeString:
    if not any(day.whole for day in days):
        return mark_safe("")
    cells = format_html_join(
        "", "<td{}>{}</td>",
        ((mark_safe("" if day.whole else ' class="empty"'), _list(day, _whole_items(day.whole, reader), today)) for day in days),
    )  # fmt: skip
    return format_html('<tr class="whole"><th scope="row">{}</th>{}</tr>', gettext("whole day"), cells)


def _whole_items(lines: Iterable[ListedDate], reader: Reader) -> SafeString:
    return mark_safe("".join(_item(line, "", reader) for line in lines))


def _day(day: HourDay, hours: Sequence[int | None], reader: Reader, today: dt.date) -> SafeString:
    return _list(
        day, mark_safe("".join(_item(box.item, _place(box, hours), reader) for box in day.boxes)), today
    )


def _list(day: HourDay, items: SafeString, today: dt.date) -> SafeString:
    if not items:
        return mark_safe("")
    return format_html('<b class="name">{}</b><ol>{}</ol>', times.day_heading(day.date, today), items)


def _item(line: ListedDate, place: str, reader: Reader) -> SafeString:
    return format_html(
        '<li class="box {}hue-{}{}"><a href="{}">{} {} <b>{}</b> <span>{}</span></a></li>',
        place, line.hue, " off" if line.is_cancelled else "", reader.link(line.path),
        times.time_element(line.start, _hours_of(line, reader), all_day=line.all_day),
        rows.own_badge(line), line.title, line.group_name if line.group_name != line.title else "",
    )  # fmt: skip


def _hours_of(line: ListedDate, reader: Reader) -> SafeString | str:
    """The end on its own, as a low box has no room for it."""
    start, dash, end = times.hours(line, reader.tzid).partition("–")
    return format_html("{}<i>{}{}</i>", start, dash, end) if end else start


def _place(box: Box[ListedDate], hours: Sequence[int | None]) -> str:
    """The classes of a box: hours and quarters from the top, hours and quarters of height, lane and lanes."""
    top = 4 * hours.index(box.top // 4) + box.top % 4
    height = box.bottom - box.top
    steps = {"t": top // 4, "q": top % 4, "l": height // 4, "m": height % 4, "i": box.lane, "n": box.lanes}
    named = [f"{name}{steps[name]}" for name in steps]
    return " ".join([*named, *(["continued"] if box.is_continued else [])]) + " "


def _name(day: HourDay) -> SafeString:
    return format_html(
        '<abbr title="{}">{}</abbr>',
        times.day_text(day.date),
        format_skeleton("Ed", day.date, locale=locale()),
    )


def _today(day: HourDay, today: dt.date) -> SafeString:
    return mark_safe(' class="today" aria-current="date"') if day.date == today else mark_safe("")


def _classes(day: HourDay, today: dt.date) -> SafeString:
    names = [name for name, holds in (("empty", not day.boxes), ("today", day.date == today)) if holds]
    return format_html(' class="{}"', " ".join(names)) if names else mark_safe("")
