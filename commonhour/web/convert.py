"""Converting a time into the reader's own and other zones: typed as people say it, or chosen from a day's clocks."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.layout import FIRST_YEAR, LAST_YEAR
from commonhour.core.time.zones import instant
from commonhour.core.typed.time import TypedDoubt, read_time
from commonhour.errors import RefusedInput
from commonhour.reads.calendar import near
from commonhour.web.convert_clocks import Clocks, cities_of, clocks
from commonhour.web.public import public
from commonhour.web.reader import Reader, reader_of
from commonhour.web.voice import in_a_sentence, words

LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """What a reader asks for: the `moment` (UTC), or why there is none. `tzid` is the zone that was typed."""

    moment: dt.datetime | None = None
    tzid: str = ""
    assumed: tuple[str, ...] = ()
    question: TypedDoubt | None = None
    refusal: str = ""


@public
def page(request: HttpRequest) -> HttpResponse:
    """`q` is a time in words; `at` an instant, and `date` with `time` one of the reader's. `cities` are other places."""
    reader, typed = reader_of(request), request.GET.get("q", "").strip()[:LONGEST]
    asked = _asked(request.GET, typed, reader)
    cities = cities_of(request.GET, asked.tzid, reader)
    shown = clocks(asked.moment or clock.now(), cities, reader, is_chosen=bool(asked.moment))
    context = {
        "typed": typed,
        "asked": asked,
        "clocks": shown,
        "choices": _choices(asked.question, shown, reader),
        "near": near(asked.moment) if asked.moment else [],
    }
    return render(request, "convert/page.html", context)


def _asked(query: QueryDict, typed: str, reader: Reader) -> Asked:
    try:
        if query.get("at"):
            return Asked(_instant(query["at"]))
        if query.get("date"):
            return Asked(_wall(query["date"], query.get("time") or "12:00", reader.tzid))
        return _said(typed, reader) if typed else Asked()
    except RefusedInput as refusal:
        return Asked(refusal=in_a_sentence(refusal))


def _said(typed: str, reader: Reader) -> Asked:
    found = read_time(typed, clock.now(), reader.tzid, gettext, words())
    if isinstance(found, TypedDoubt):
        return Asked(question=found)
    return Asked(found.instant, found.tzid, found.assumed)


def _instant(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip().replace(" ", "+"))
        return _within(moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC))
    except (ValueError, OverflowError) as error:
        raise RefusedInput("parameter-no-time", name="at", text=text[:40]) from error


def _wall(date: str, time: str, tzid: str) -> dt.datetime:
    try:
        wall = dt.datetime.combine(
            dt.date.fromisoformat(date), dt.time.fromisoformat(time).replace(tzinfo=None)
        )
        return _within(instant(wall, tzid))
    except ValueError as error:
        raise RefusedInput("parameter-no-time", name="date", text=f"{date} {time}"[:40]) from error


def _within(moment: dt.datetime) -> dt.datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("a year that no calendar here shows")
    return moment.replace(second=0, microsecond=0)


def _choices(question: TypedDoubt | None, shown: Clocks, reader: Reader) -> list[tuple[str, str]]:
    """What an unclear text may mean, each a link that keeps the chosen cities."""
    found = question.choices if question else ()
    return [(label, reader.link("/convert/", q=text, cities=shown.asked)) for label, text in found]
