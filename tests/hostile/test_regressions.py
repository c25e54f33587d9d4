"""Faults that hostile files and the fuzzer found, each with the smallest input that showed it."""

import datetime as dt
import json

import pytest

from commonhour.actions.calendar_address import feed_of
from commonhour.core import limits
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.slugs import unique_slug
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.plain_files import read_json, read_toml
from commonhour.formats.ical import read_calendar
from commonhour.formats.ical.lines import utc
from commonhour.formats.ical.odd_hours import with_odd_hours
from commonhour.formats.page import read_page
from tests.hostile.shape import calendar, event

TODAY = dt.date(2026, 11, 23)


def page(text: str):
    return read_page(text, where="page.md", today=TODAY)


def everything(draft) -> str:
    return json.dumps(draft.as_json(), ensure_ascii=False)


def test_hours_of_a_rule_of_whole_days_are_ignored() -> None:
    """RFC 5545 §3.3.10 asks for it; ours were published and then read in another way."""
    rule = normal_rrule("FREQ=MONTHLY;COUNT=2;BYHOUR=15;BYSECOND=22", all_day=True)
    assert rule == "FREQ=MONTHLY;COUNT=2"


def test_a_day_that_an_hour_was_moved_to_ends_at_midnight() -> None:
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Madrid:20260105T160000", start="DTSTART;VALUE=DATE:20260317", uid="a"
    )
    body = calendar(event("DURATION:P1DT1H", uid="a") + moved)
    [schedule] = read_calendar(body, where="a.ics").series[0].schedules
    [found] = occurrences(schedule, *(dt.datetime(2026, n, 1, tzinfo=dt.UTC) for n in (3, 4)))
    assert (found.end.hour, found.all_day) == (0, True)


def test_a_long_call_on_the_night_of_a_clock_change_keeps_its_end() -> None:
    """Our feed gives such a date in UTC; read again, its day of 25 hours was added once more."""
    start = "DTSTART;TZID=Europe/Dublin:20260202T010007"
    changed = event(
        "RECURRENCE-ID;TZID=Europe/Dublin:20261025T010007", "DTEND:20261026T100507Z", uid="a",
        start="DTSTART:20261025T000007Z",
    )  # fmt: skip
    body = calendar(event("DURATION:PT1985M", "RRULE:FREQ=DAILY", uid="a", start=start) + changed)
    [schedule] = read_calendar(body, where="a.ics").series[0].schedules
    found = occurrences(schedule, *(dt.datetime(2026, 10, n, tzinfo=dt.UTC) for n in (25, 26)))
    assert dt.datetime(2026, 10, 26, 10, 5, 7, tzinfo=dt.UTC) in [one.end for one in found]


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;COUNT=٣", "FREQ=MONTHLY;BYMONTHDAY=٣", "FREQ=MONTHLY;BYDAY=٣MO"]
)
def test_digits_of_other_scripts_are_no_numbers_of_a_rule(rule: str) -> None:
    with pytest.raises(RefusedInput):
        normal_rrule(rule)


def test_a_rule_of_very_many_times_a_day_is_over_a_limit() -> None:
    seconds = ",".join(map(str, range(60)))
    with pytest.raises(TooLarge, match="3,600 times a day, over the limit of 96"):
        normal_rrule(f"FREQ=YEARLY;BYDAY=MO;BYMINUTE={seconds};BYSECOND={seconds};BYSETPOS=-1")
    assert normal_rrule("FREQ=DAILY;BYHOUR=9,16;BYMINUTE=0,30")


def test_the_address_of_a_person_on_a_page_is_not_kept() -> None:
    draft = page(
        "# Meetings\n\nWrite to ana.lopez@example.org for an invitation.\n\n## Groups\n\n### Metrics Working Group\n\n"
        "* Moderated by: Ben Roe <ben.roe@example.com>\n* [List](mailto:metrics@lists.example.org)\n"
        "* [Cy](mailto:cy.doe@example.com)\n"
    )
    assert "ben.roe" not in everything(draft)
    assert "cy.doe" not in everything(draft)
    assert "metrics@lists.example.org" in everything(draft)
    assert [finding.where for finding in draft.findings if finding.code == "dropped-property"] == [
        "page.md:9"
    ]
    assert "Ben Roe" in [person.name for group in draft.groups for person in group.people]


def test_words_between_two_kramdown_lines_are_kept() -> None:
    text = "# Meetings\n\n{: .no_toc }\n\nWe meet under the old oak.\n\n{: .end }\n"
    assert "under the old oak" in everything(page(text))


def test_a_shortcode_is_read_with_its_quotes_and_its_slash() -> None:
    draft = page('# Meetings\n\n{{< wg-card title="Ann > Bee }} Cat" text="Counts" />}}\n')
    assert "Ann > Bee }} Cat" in everything(draft)


@pytest.mark.parametrize(
    "text",
    [
        "<h²>A</h²>\n", "<!--shortcode:7-->\n", "<!--shortcode:99999999999-->\n", "a common-hour-join:3 b\n",
        "[x](common-hour-join:3)\n", "* a common-hour-join:" + "9" * 5_000 + "\n", "+++\na = " + "[" * 9_000 + "\n+++\n# M\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_ours_is_read_as_words(text: str) -> None:
    assert page(text).kind == "page"


def test_every_slug_of_a_name_is_another_one() -> None:
    taken: set[str] = set()
    for _ in range(500):
        taken.add(unique_slug("Call", taken))
    assert len(taken) == 500
    assert {"call", "call-2", "call-99", "call-100"} <= taken


def test_names_of_a_catalogue_know_their_lines() -> None:
    table = read_toml(b"a = 1\n\n[[b]]\nx = 1\n[[b]]\nx = 2\n[c]\n", "a.toml")
    assert [table.line_of(name) for name in ("a", "b", "c")] == [1, 3, 7]
    assert [one.line for one in table.tables("b")] == [3, 5]
    assert read_json(b'{"x": "a:",\n "y": ["\\"z\\": 1"],\n\n "z": 1}', "a.json").lines == {
        "x": 1,
        "y": 2,
        "z": 4,
    }


def test_a_sentence_has_one_line_whatever_it_quotes() -> None:
    assert (
        RefusedInput("told", text="The part “a\nb\x07” is none.", where="c\nd.ics").sentence()
        == "c d.ics: The part “a b�” is none."
    )


def test_a_year_before_1000_is_written_with_four_digits() -> None:
    assert utc(dt.datetime(7, 6, 19, 22, 59, 59, tzinfo=dt.UTC)) == "00070619T225959Z"
    assert rfc3339(dt.datetime(7, 6, 19, 22, 59, 59, tzinfo=dt.UTC)) == "0007-06-19T22:59:59Z"
    assert rfc3339(dt.datetime(7, 6, 19, tzinfo=dt.UTC), all_day=True) == "0007-06-19"


def test_a_call_of_weeks_several_times_a_day_does_not_fill_the_feed() -> None:
    """Each of its dates lasts through a change of the clocks, and each was written out on its own."""
    weeks = Schedule(
        "19700306T160000",
        "Europe/Berlin",
        dt.timedelta(days=53),
        "FREQ=WEEKLY;BYHOUR=0,2,5,13;BYSECOND=0,15,41",
    )
    assert len(with_odd_hours(weeks, 2026).overrides) == limits.ODD_HOURS


@pytest.mark.parametrize("address", ["http://]", "http://[::1", "http://x:99999/a.ics", "http://x:y/a.ics"])
def test_an_address_that_cannot_be_read_is_no_calendar(address: str) -> None:
    assert feed_of(address) == ""
