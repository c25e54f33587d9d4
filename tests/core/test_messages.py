"""At its end a notice says what leads on, for chats that have no room for all of it."""

import datetime as dt

from commonhour.core.happening import Seen
from commonhour.core.message import Button, Facts, Message, Paragraph
from commonhour.core.news import DateNews, News, SeriesNews
from commonhour.core.speech.messages.news import news_message
from commonhour.core.speech.words import Voice

START = dt.datetime(2026, 12, 21, 15, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def called_off(title, reasons):
    dates = []
    for n, reason in enumerate(reasons):
        start = START + n * dt.timedelta(days=1)
        before = Seen(start, start + HOUR, False, "Europe/Madrid", "CONFIRMED", "", "")
        after = Seen(start, start + HOUR, False, "Europe/Madrid", "CANCELLED", "", reason)
        dates.append(DateNews(f"/meetings/{title}/{n}/", before, after))
    return SeriesNews(title, f"/meetings/{title}/", "", tuple(dates))


def told(*series) -> Message:
    return news_message(News("Mara", series), "https://meet.example.org", "Europe/Madrid", Voice())


def test_it_ends_with_what_leads_to_all_of_it():
    for series, page in (
        ([called_off("call", ["x"])], "/meetings/call/0/"),
        ([called_off("call", ["x"] * 2)], "/meetings/call/"),
        ([called_off("call", ["x"]), called_off("other", ["x"])], "/meetings/"),
    ):
        *_, by, last = told(*series).blocks
        assert isinstance(by, Paragraph | Facts)
        assert "Changed by" in by.line[0]
        assert last == Button(last.text, f"https://meet.example.org{page}")
