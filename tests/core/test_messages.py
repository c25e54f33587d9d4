"""What a notice says: everything once, and at its end what leads on."""

import datetime as dt

from commonhour.core.happening import Seen
from commonhour.core.message import Button, Facts, Message, Paragraph
from commonhour.core.news import DateNews, News, SeriesNews
from commonhour.core.speech.messages.news import news_message
from commonhour.core.speech.words import Voice
from commonhour.formats.mail.plain import as_text

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


def text_of(message):
    return " ".join(as_text(message, "Europe/Madrid", Voice().words).split())


def test_a_reason_that_all_dates_have_is_said_once():
    text = text_of(told(called_off("call", ["A break"] * 15)))
    assert text.count("A break") == 1
    assert "… and 3 more." in text
    assert text.count("/meetings/call/") == 1


def test_reasons_that_differ_stand_with_their_dates():
    text = text_of(told(called_off("call", ["A break", "Snow", ""])))
    assert "(A break) - Cancelled" in text
    assert text.count("Snow") == 1
    assert "Reason" not in text


def test_it_ends_with_what_leads_to_all_of_it():
    for series, page in (
        ([called_off("call", ["x"])], "/meetings/call/0/"),
        ([called_off("call", ["x"] * 2)], "/meetings/call/"),
        ([called_off("call", ["x"]), called_off("other", ["x"])], "/calendar/"),
    ):
        *_, by, last = told(*series).blocks
        assert isinstance(by, Paragraph | Facts)
        assert "Changed by" in by.line[0]
        assert last == Button(last.text, f"https://meet.example.org{page}")
