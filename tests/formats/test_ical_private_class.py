"""What a calendar does not call public is shown to nobody, whatever it calls it."""

import pytest

from commonhour.formats.ical import read_calendar
from commonhour.formats.ical.called_off import is_called_off


@pytest.mark.parametrize(("value", "is_shown"), [("PUBLIC", True), ("X-INNER", False), ("Private", False)])
def test_only_what_is_public_is_shown(value: str, is_shown: bool) -> None:
    body = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\nCLASS:{value}\r\nSUMMARY:Salary round\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    draft = read_calendar(body.encode(), where="a.ics", may_be_empty=True)
    assert [series.title for series in draft.series] == (["Salary round"] if is_shown else [])


@pytest.mark.parametrize("title", ["Peruutettu: Ops", "Zrušeno: Ops", "Annulation : Ops"])
def test_a_title_says_in_many_languages_that_a_call_is_off(title: str) -> None:
    assert is_called_off(title)
