"""The month as a table: the first calls of each day, and a box with all of the day that its number opens."""

import datetime as dt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from commonhour.core.layout import Day, Month
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.web import rows, times
from commonhour.web.reader import Reader

SHOWN_IN_A_DAY = 3


def body(found: Month[ListedDate], reader: Reader, today: dt.date) -> SafeString:
    """The rows of the table; a day without meetings is hidden where the table becomes a list."""
    return format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (format_html_join("", "{}", ((_cell(found, day, today, reader),) for day in week)),)
            for week in found.weeks
        ),
    )


def _cell(found: Month[ListedDate], day: Day[ListedDate], today: dt.date, reader: Reader) -> SafeString:
    names = [
        name
        for name, holds in (
            ("other", not found.has(day)),
            ("today", day.date == today),
            ("empty", not day.items),
        )
        if holds
    ]
    return format_html(
        "<td{}>{}{}</td>",
        format_html(' class="{}"', " ".join(names)) if names else "",
        _number(day, today),
        _items(day, reader) if day.items else "",
    )


def _number(day: Day[ListedDate], today: dt.date) -> SafeString:
    """The day's number; where something is on, it opens the day. On a phone the day has a heading instead."""
    if not day.items:
        return format_html('<span class="num">{}</span>', day.date.day)
    return format_html(
        '<button type="button" class="num" popovertarget="{}">{}<span class="sr"> {}</span></button>'
        '<b class="name">{}</b>',
        _id(day), day.date.day, gettext("what is on"), times.day_heading(day.date, today),
    )  # fmt: skip


def _items(day: Day[ListedDate], reader: Reader) -> SafeString:
    """The first few calls of a day, and all of them in full in a box that its number opens."""
    name = times.day_text(day.date)
    shown, more = day.items[:SHOWN_IN_A_DAY], len(day.items) - SHOWN_IN_A_DAY
    return format_html(
        '<ol>{}</ol>{}<section class="peek" popover id="{}" aria-label="{}"><b class="date">{}</b><ol class="rows">{}</ol></section>',
        mark_safe("".join(rows.cell(line, reader) for line in shown)),
        _more(day, more) if more > 0 else "",
        _id(day), name, name,
        mark_safe("".join(rows.row(line, reader) for line in day.items)),
    )  # fmt: skip


def _more(day: Day[ListedDate], count: int) -> SafeString:
    text = ngettext("{n} more", "{n} more", count).format(n=count)
    return format_html('<button type="button" class="more" popovertarget="{}">{}</button>', day.date, text)


def _id(day: Day[ListedDate]) -> str:
    return f"d{day.date:%m%d}"
