"""Outside calendars behind links: every link of one calendar leads to the same .ics."""

import pytest

from commonhour.core.places.calendars import calendar_sources, google_calendar_id

ID = "team_abc123@group.calendar.google.com"
ICS = "https://calendar.google.com/calendar/ical/team_abc123%40group.calendar.google.com/public/basic.ics"
IN_BASE64 = "dGVhbV9hYmMxMjNAZ3JvdXAuY2FsZW5kYXIuZ29vZ2xlLmNvbQ"


@pytest.mark.parametrize(
    "url",
    [
        ICS,
        f"https://calendar.google.com/calendar/embed?src={ID.replace('@', '%40')}&ctz=Europe%2FMadrid",
        f"https://calendar.google.com/calendar/u/0/embed?src={ID}",
        f"https://calendar.google.com/calendar/embed?height=600&src={IN_BASE64}&color=%2333B679",
        f"https://calendar.google.com/calendar?cid={IN_BASE64}",
        ICS.replace("/public/", "/private-0123456789abcdef/"),
    ],
)
def test_every_link_of_a_google_calendar_is_the_same_source(url: str) -> None:
    assert [source.url for source in calendar_sources(url)] == [ICS]


def test_a_calendar_embed_names_its_zone_and_may_show_several() -> None:
    both = f"https://calendar.google.com/calendar/embed?src={ID}&src=other@group.calendar.google.com&ctz=Europe/Madrid"
    assert [source.tzid for source in calendar_sources(both)] == ["Europe/Madrid", "Europe/Madrid"]
    assert calendar_sources("https://example.org/calendar") == []
    assert calendar_sources("https://teamup.com/ksbdtwkzagbvw3hcui?x=1")[0].url.endswith(
        "/ksbdtwkzagbvw3hcui/0.ics"
    )


def test_what_is_no_calendar_id_is_none() -> None:
    assert google_calendar_id("bm90IGFuIGlk") == ""
    assert google_calendar_id("????") == ""
