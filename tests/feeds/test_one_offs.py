"""A call of one date that was moved or called off: every reader of the feed sees it where it is now, and once."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_series
from feeds.five_readers import EVERY_READER, READERS

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.models import Occurrence
from commonhour.reads.feed import calendar_feed

WINDOW = (dt.datetime(2026, 12, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


@pytest.mark.django_db
@EVERY_READER
def test_a_one_off_is_where_it_is_now(reader: str) -> None:
    make_community()
    for title in ("Party", "Summit"):
        make_series(title, dtstart="20261210T180000", rrule="", uid=f"{title}@here")
    party, summit = (Occurrence.objects.get(series__title=title) for title in ("Party", "Summit"))
    move_occurrence(party, dtstart="20261211T190000", reason="Room", now=NOW, actor=TERMINAL)
    cancel_occurrence(summit, reason="Ill", now=NOW, actor=TERMINAL)
    body = calendar_feed(Scope(), base_url="https://hub.example.org")
    assert [row[1:4] for row in READERS[reader]({"f": body}, [WINDOW])["f"]] == [
        ("2026-12-11T18:00:00Z", "2026-12-11T19:00:00Z", "CONFIRMED"),
        ("2026-12-10T17:00:00Z", "2026-12-10T18:00:00Z", "CANCELLED"),
    ]
    hidden = calendar_feed(Scope(), base_url="https://hub.example.org", hide_cancelled=True)
    assert [row[4] for row in READERS[reader]({"f": hidden}, [WINDOW])["f"]] == ["Party"]
