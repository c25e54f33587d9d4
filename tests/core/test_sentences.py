"""Rules and lengths of time in words."""

import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonhour.core.recurrence.expansion import recurrence_ids
from commonhour.core.recurrence.rule_days import plainest
from commonhour.core.recurrence.rules import Rule, parse_rule, rule_text
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.sentences import duration_words, relative_text, rule_sentence, span_words
from commonhour.core.speech.words import BabelWords
from commonhour.core.time.zones import UTC


def said(
    dtstart: str, rrule: str = "", tzid: str = "Europe/London", minutes: int = 60, **more: object
) -> str:
    return rule_sentence(Schedule(dtstart, tzid, dt.timedelta(minutes=minutes), rrule, **more))  # type: ignore[arg-type]


NOON, FOUR = "20261112T120000", "20261124T160000"  # a second Thursday, a Tuesday
DAY = 24 * 60


@pytest.mark.parametrize(
    ("dtstart", "rrule", "sentence"),
    [
        (NOON, "FREQ=MONTHLY;BYDAY=2TH", "On the second Thursday of each month at 12:00 London time, 60 min"),
        (NOON, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2",
         "On the second Thursday of each month at 12:00 London time, 60 min"),
        (NOON, "FREQ=MONTHLY;BYDAY=TH;BYMONTHDAY=8,9,10,11,12,13,14",
         "On the second Thursday of each month at 12:00 London time, 60 min"),
        (NOON, "FREQ=MONTHLY;BYDAY=2TH,4TH",
         "On the second and fourth Thursday of each month at 12:00 London time, 60 min"),
        (NOON, "FREQ=MONTHLY;BYDAY=2TH,-1MO",
         "On the second Thursday and the last Monday of each month at 12:00 London time, 60 min"),
        (NOON, "FREQ=WEEKLY", "Every Thursday at 12:00 London time, 60 min"),
        (NOON, "FREQ=WEEKLY;BYDAY=TU,TH", "Every Tuesday and Thursday at 12:00 London time, 60 min"),
        (NOON, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday at 12:00 London time, 60 min"),
        (NOON, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Every weekday at 12:00 London time, 60 min"),
        (NOON, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day at 12:00 London time, 60 min"),
        (NOON, "FREQ=YEARLY;BYDAY=TH", "Every Thursday at 12:00 London time, 60 min"),
        (NOON, "FREQ=WEEKLY;BYMONTH=11,1", "Every Thursday in January and November at 12:00 London time, 60 min"),
        (FOUR, "FREQ=WEEKLY;INTERVAL=2",
         "Every other Tuesday at 16:00 London time, 60 min, counted from 24 November 2026"),
        (FOUR, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
         "Every other week on Tuesday and Thursday at 16:00 London time, 60 min, counted from 24 November 2026"),
        (FOUR, "FREQ=WEEKLY;INTERVAL=3",
         "Every 3 weeks on Tuesday at 16:00 London time, 60 min, counted from 24 November 2026"),
        (FOUR, "FREQ=DAILY;INTERVAL=2", "Every other day at 16:00 London time, 60 min, counted from 24 November 2026"),
        (FOUR, "FREQ=DAILY;INTERVAL=10", "Every 10 days at 16:00 London time, 60 min, counted from 24 November 2026"),
        (FOUR, "FREQ=MONTHLY", "On day 24 of each month at 16:00 London time, 60 min"),
        (FOUR, "FREQ=MONTHLY;BYMONTHDAY=24,-1",
         "On day 24 and the last day of each month at 16:00 London time, 60 min"),
        ("20261031T090000", "FREQ=MONTHLY",
         "On day 31 of each month (in months that have one) at 09:00 London time, 60 min"),
        ("20261030T090000", "FREQ=MONTHLY;BYDAY=5FR",
         "On the fifth Friday of each month (in months that have one) at 09:00 London time, 60 min"),
        ("20261225T090000", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1FR",
         "On the last Friday of March, June, September and December at 09:00 London time, 60 min"),
        ("20261225T090000", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
         "On the last Friday of March, June, September and December at 09:00 London time, 60 min"),
        (NOON, "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TH",
         "Every other month on the second Thursday at 12:00 London time, 60 min, counted from 12 November 2026"),
        (NOON, "FREQ=MONTHLY;INTERVAL=5;BYDAY=2TH",
         "Every 5 months on the second Thursday at 12:00 London time, 60 min, counted from 12 November 2026"),
        ("20261130T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
         "On the last weekday of each month at 09:00 London time, 60 min"),
        ("20261101T090000", "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1",
         "On the first weekend day of each month at 09:00 London time, 60 min"),
        ("20261126T090000", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
         "Every year on the fourth Thursday of November at 09:00 London time, 60 min"),
        (FOUR, "FREQ=YEARLY", "Every year on 24 November at 16:00 London time, 60 min"),
        (FOUR, "FREQ=YEARLY;INTERVAL=2",
         "Every other year on 24 November at 16:00 London time, 60 min, counted from 24 November 2026"),
        (FOUR, "FREQ=WEEKLY;BYHOUR=9,16;BYMINUTE=0", "Every Tuesday at 09:00 and 16:00 London time, 60 min"),
        (FOUR, "FREQ=WEEKLY;COUNT=10", "Every Tuesday at 16:00 London time, 60 min, 10 times"),
        (FOUR, "FREQ=WEEKLY;UNTIL=20261215T160000",
         "Every Tuesday at 16:00 London time, 60 min, until 15 December 2026"),
        (FOUR, "FREQ=WEEKLY;UNTIL=20261215T155959",
         "Every Tuesday at 16:00 London time, 60 min, until 14 December 2026"),
    ],
)  # fmt: skip
def test_a_rule_in_words(dtstart: str, rrule: str, sentence: str) -> None:
    assert said(dtstart, rrule) == sentence


def test_a_one_off_and_a_list_of_dates() -> None:
    assert said("20261126T160000", tzid="Europe/Madrid") == "On 26 November 2026 at 16:00 Madrid time, 60 min"
    several = said("20261126T160000", rdates=("20261203T160000", "20261210T160000"))
    assert several == "On 26 November 2026, 3 and 10 December 2026 at 16:00 London time, 60 min"
    mixed = said("20261126T160000", rdates=("20261203T170000",))
    assert mixed == "In London time: 26 November 2026 at 16:00 and 3 December 2026 at 17:00"


def test_whole_days() -> None:
    assert said("20260501", "FREQ=YEARLY", minutes=DAY) == "Every year on 1 May (whole day)"
    assert said("20260501", "FREQ=YEARLY", minutes=3 * DAY) == "Every year on 1 May, 3 whole days"
    assert said("20261126", minutes=DAY) == "On 26 November 2026 (whole day)"
    assert said("20261126", minutes=3 * DAY) == "From 26 to 28 November 2026 (whole days)"
    assert (
        said("20280229", "FREQ=YEARLY", minutes=DAY)
        == "Every year on 29 February (in years that have one) (whole day)"
    )


def test_dates_beside_the_rule_are_named() -> None:
    assert said(FOUR, "FREQ=WEEKLY", exdates=("20261229T160000", "20261222T160000")) == (
        "Every Tuesday at 16:00 London time, 60 min, except 22 and 29 December 2026"
    )
    assert said(FOUR, "FREQ=WEEKLY", rdates=("20261203T160000",)).endswith(", also on 3 December 2026")
    assert said(FOUR, "FREQ=WEEKLY;BYDAY=TH").endswith("60 min, also on 24 November 2026")


def test_many_exceptions_are_counted() -> None:
    dates = tuple(f"2027010{n}T160000" for n in range(1, 10))
    assert said(FOUR, "FREQ=DAILY", exdates=dates).endswith("5 January 2027 and 4 more dates")


def test_utc_and_offsets_are_no_places() -> None:
    assert said(NOON, "FREQ=WEEKLY", "UTC") == "Every Thursday at 12:00 UTC, 60 min"
    assert said(NOON, "FREQ=WEEKLY", "Etc/GMT+5") == "Every Thursday at 12:00 (UTC−5), 60 min"
    assert said(NOON, "FREQ=WEEKLY", minutes=0) == "Every Thursday at 12:00 London time"


def test_an_odd_rule_lists_its_next_dates() -> None:
    friday = Schedule(
        "20261113T120000", "Europe/London", dt.timedelta(hours=1), "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"
    )
    assert rule_sentence(friday).startswith(
        "At 12:00 London time on a custom rule: 13 November 2026, 13 August 2027"
    )
    now = dt.datetime(2028, 1, 1, tzinfo=UTC)
    assert rule_sentence(friday, now=now).startswith("At 12:00 London time on a custom rule: 13 October 2028")
    assert rule_sentence(friday).endswith("…")
    finite = said("20261110T120000", "FREQ=YEARLY;BYYEARDAY=340,344;COUNT=3")
    assert finite == "At 12:00 London time on a custom rule: 10 November 2026, 6 and 10 December 2026"


def test_a_position_in_the_year_is_not_one_in_each_month() -> None:
    sentence = said("20260925T120000", "FREQ=YEARLY;BYMONTH=3,9;BYDAY=FR;BYSETPOS=-1")
    assert "custom rule: 25 September 2026, 24 September 2027" in sentence


def test_a_translator_may_reorder_everything() -> None:
    spanish = {
        "On {which} of each month": "{which} de cada mes",
        "the {ordinal} {weekday}": "El {ordinal} {weekday}",
        "second": "segundo",
        "{clock} {place} time": "las {clock} (hora de {place})",
        "{days} at {clock}, {length}": "{length}: {days} a {clock}",
    }
    schedule = Schedule(NOON, "America/New_York", dt.timedelta(hours=1), "FREQ=MONTHLY;BYDAY=2TH")

    def gettext(text: str) -> str:
        return spanish.get(text, text)

    words = BabelWords("es", gettext)
    assert rule_sentence(schedule, gettext, words) == (
        "60 min: El segundo jueves de cada mes a las 12:00 (hora de Nueva York)"
    )


def test_dates_are_in_the_order_of_the_language() -> None:
    days = [dt.date(2026, 12, 3), dt.date(2026, 12, 10)]
    assert BabelWords("en").dates(days) == "3 and 10 December 2026"
    assert BabelWords("es").dates(days) == "3 y 10 de diciembre de 2026"
    assert BabelWords("ja").dates(days) == "2026年12月3日、2026年12月10日"
    assert BabelWords("pt-br").date(days[0]) == "3 de dezembro de 2026"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, ""), (1, "1 min"), (45, "45 min"), (60, "60 min"), (90, "1 h 30 min"), (120, "2 h"),
     (DAY, "1 day"), (2 * DAY, "2 days"), (DAY + 90, "1 day 1 h 30 min")],
)  # fmt: skip
def test_durations(minutes: int, words: str) -> None:
    assert duration_words(dt.timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "now"), (0.5, "now"), (-0.5, "now"), (40, "in 40 min"), (100, "in 1 h 40 min"), (120, "in 2 h"),
     (15 * 60 + 50, "in 15 h"), (47 * 60, "in 47 h"), (3 * DAY + 5, "in 3 days"), (-125, "2 h 5 min ago"),
     (-120, "2 h ago"), (-5 * DAY, "5 days ago")],
)  # fmt: skip
def test_how_far_away(minutes: float, words: str) -> None:
    assert relative_text(dt.timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("2026-05-01", "2026-05-01", "1 May 2026"), ("2026-05-01", "2026-05-03", "1 to 3 May 2026"),
     ("2026-04-30", "2026-05-02", "30 April to 2 May 2026"),
     ("2026-12-31", "2027-01-02", "31 December 2026 to 2 January 2027")],
)  # fmt: skip
def test_spans(first: str, last: str, words: str) -> None:
    assert span_words(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == words


def some(lowest: int, highest: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(lowest, highest).filter(bool), max_size=2, unique=True).map(tuple)


RULES = st.builds(
    Rule,
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.sampled_from([1, 1, 1, 2, 3, 5, 6, 12]),
    byday=st.lists(
        st.tuples(st.sampled_from([0, 0, 1, 2, 5, -1]), st.integers(0, 6)), max_size=2, unique=True
    ).map(tuple),
    bymonthday=some(-7, 28),
    bymonth=some(1, 12),
    bysetpos=some(-2, 3),
)


def readable(rule: Rule) -> str:
    """The rule's text, when RFC 5545 allows it and it does not contradict itself: a rule that never matches
    is the expansion's to test."""
    numbered = any(n for n, _ in rule.byday)
    counts_far = any(abs(n) > 1 for n in rule.bysetpos)
    assume(not (numbered and (rule.freq in ("DAILY", "WEEKLY") or rule.bymonthday)))
    assume(not (rule.freq == "WEEKLY" and rule.bymonthday))
    assume(not rule.bysetpos or rule.byday or rule.bymonthday)
    assume(not counts_far or (rule.freq in ("MONTHLY", "YEARLY") and not numbered and not rule.bymonthday))
    may_step = rule.freq == "WEEKLY" or (rule.freq == "MONTHLY" and not rule.bymonth)
    assume(rule.interval == 1 or may_step or not (rule.byday or rule.bymonthday or rule.bymonth))
    return rule_text(rule)


STARTS = st.dates(dt.date(2020, 1, 1), dt.date(2028, 12, 31))


@given(RULES, STARTS)
def test_law_a_rule_put_more_plainly_has_the_same_days(rule: Rule, start: dt.date) -> None:
    rrule, until = readable(rule), dt.datetime.combine(start, dt.time()) + dt.timedelta(days=2500)
    plain = rule_text(plainest(parse_rule(rrule), start))
    dates = [
        recurrence_ids(Schedule(f"{start:%Y%m%d}", "UTC", dt.timedelta(days=1), text), until)
        for text in (rrule, plain)
    ]
    assert dates[0] == dates[1], plain


@given(RULES, STARTS, st.booleans())
def test_law_every_rule_has_a_sentence(rule: Rule, start: dt.date, is_all_day: bool) -> None:
    dtstart = f"{start:%Y%m%d}" + ("" if is_all_day else "T093000")
    sentence = said(dtstart, readable(rule), minutes=DAY if is_all_day else 60)
    assert re.match(r"^(On|Every|At|From) ", sentence)
    assert "{" not in sentence
    assert is_all_day or "09:30 London time" in sentence or "no more dates" in sentence
