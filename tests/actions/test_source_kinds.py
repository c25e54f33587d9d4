"""What Google, Outlook, LFX, Nextcloud, Teamup and Discourse publish, each as it is found in the wild."""

import datetime as dt
from pathlib import Path

import pytest
from cast import NOW, make_community

from commonhour.actions.source import take_copy
from commonhour.core.finding import Finding
from commonhour.core.rights import WORKER
from commonhour.models import Occurrence, Schedule, Series, Source
from commonhour.reads.series import cadences, series_page

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "calendars"
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def community():
    make_community()


def source_of() -> Source:
    url = "https://cal.example.org/a.ics"
    return Source.objects.create(kind="ics", url=url, feed_url=url, is_shown=True, due_at=NOW)


def read(name: str) -> bytes:
    return (FILES / f"source_{name}.ics").read_bytes()


def take(source: Source, body: bytes, now=NOW):
    return take_copy(source, body, etag="", modified="", now=now, actor=WORKER)


def starts(**where) -> list[str]:
    rows = Occurrence.objects.upcoming(NOW).filter(**where)
    return [f"{row.start:%m-%d %H:%M}{' cancelled' if row.is_cancelled else ''}" for row in rows]


def test_google_a_divided_call_is_one_series_with_its_changed_dates() -> None:
    source = source_of()
    take(source, read("google"))
    call = Series.objects.get(title="Metrics call")
    assert list(call.schedules.values_list("uid", flat=True)) == [
        "5q2metrics0call@google.com", "5q2metrics0call_R20261215T150000@google.com",
    ]  # fmt: skip
    assert starts(series=call)[:6] == [
        "11-24 15:00", "12-01 15:00 cancelled", "12-08 17:00", "12-15 16:00", "12-22 16:00", "12-29 16:00",
    ]  # fmt: skip
    summit = Occurrence.objects.get(series__title="Open Offices Summit")
    assert (summit.all_day, summit.start.date(), source.label) == (
        True,
        dt.date(2027, 2, 1),
        "Open Offices calls",
    )
    assert call.join_targets.get().reveal()[0] == "https://meet.google.com/abc-defg-hij"


def test_google_divides_a_call_later_and_every_date_keeps_its_page() -> None:
    source = source_of()
    whole = read("google").replace(b";UNTIL=20261214T225959Z", b"")
    first = whole.index(b"BEGIN:VEVENT", whole.index(b"END:VEVENT"))
    second = whole.index(b"BEGIN:VEVENT", first + 5)
    take(source, whole[:first] + whole[second:])  # before it was divided
    before = {
        row.start.date(): row.public_id for row in Occurrence.objects.upcoming(NOW).filter(all_day=False)
    }
    take(source, read("google"), NOW + HOUR)
    after = {
        row.start.date(): row.public_id for row in Occurrence.objects.upcoming(NOW).filter(all_day=False)
    }
    assert after == before
    assert len(after) > 100


def test_lfx_single_dates_in_utc_are_one_series_and_no_rule_is_made_up() -> None:
    source = source_of()
    take(source, read("lfx_one_uid_a_date"))
    weekly = Series.objects.get(title="TAC weekly")
    assert (Series.objects.count(), weekly.schedules.count()) == (2, 12)
    assert set(weekly.schedules.values_list("rrule", "tzid")) == {("", "UTC")}
    assert starts(series=weekly)[:2] == ["11-26 15:00", "12-03 15:00"]
    said = [Finding.of(finding).message for finding in source.findings if finding["code"] == "listed-dates"]
    assert said == [
        "“TAC weekly” came as 12 single dates in UTC, without a rule. They are shown as one series."
    ]
    assert len(cadences([weekly.pk])[weekly.pk]) == 1
    assert not series_page(weekly.slug, NOW, "Asia/Tokyo").cadences[0].is_over
    assert source.due_at == NOW + HOUR / 2
    assert "MARKER-SECRET" not in repr([source.findings, weekly.description, weekly.url])


def test_lfx_the_list_moves_on_and_stays_one_series() -> None:
    source = source_of()
    body = read("lfx_one_uid_a_date")
    take(source, body)
    ids = {row.public_id for row in Occurrence.objects.upcoming(NOW)}
    parts = body.split(b"BEGIN:VEVENT")
    later = parts[12].replace(b"lfx-9111-20270121", b"lfx-9112-20270128").replace(b"20270121T", b"20270128T")
    assert later != parts[12]
    take(source, b"BEGIN:VEVENT".join([parts[0], *parts[4:13], later, parts[13]]), NOW + HOUR)
    assert Series.objects.filter(title="TAC weekly").count() == 1
    assert {row.public_id for row in Occurrence.objects.upcoming(NOW)} > ids
    assert Occurrence.objects.attached().filter(series__title="TAC weekly", end__lte=NOW).count() == 3
    take(source, b"BEGIN:VEVENT".join([parts[0], parts[13].replace(b"lfx-one", b"lfx-two")]), NOW + 2 * HOUR)
    assert starts(series__title="Outreach town hall") == ["12-10 18:00"]
    assert Series.objects.filter(title="Outreach town hall").count() == 1


def test_new_uids_in_every_answer_still_lead_to_the_same_pages() -> None:
    source = source_of()
    body = read("teamup")
    take(source, body)
    ids = [row.public_id for row in Occurrence.objects.upcoming(NOW)]
    for number in range(3):
        take(source, body.replace(b"TU1001", b"TU%d" % number), NOW + HOUR * (number + 1))
    assert [row.public_id for row in Occurrence.objects.upcoming(NOW)] == ids
    assert Series.objects.count() == 1
    # What has past dates stays; what was in between leaves nothing behind.
    assert list(Schedule.objects.order_by("pk").values_list("uid", flat=True)) == ["TU1001", "TU2"]


def test_lfx_one_uid_for_all_dates() -> None:
    source = source_of()
    take(source, read("lfx_one_uid_for_all"))
    schedule = Schedule.objects.get()
    assert (schedule.rrule, len(schedule.rdates)) == ("", 5)
    assert starts() == ["12-03 15:00", "12-17 15:00", "12-31 15:00", "01-14 15:00"]
    assert "listed-dates" in [finding["code"] for finding in source.findings]


def test_outlook_windows_zones_and_a_cancelled_date() -> None:
    source = source_of()
    take(source, read("outlook"))
    series = Series.objects.get()
    assert (series.title, series.schedules.get().tzid) == ("Legal clinic", "America/Los_Angeles")
    assert starts()[:3] == ["11-25 17:00", "12-09 17:00 cancelled", "01-06 17:00"]
    assert "MARKER-PASS" not in repr([series.description, source.findings])
    assert "MARKER-PASS" in series.join_targets.get().reveal()


def test_nextcloud_wants_to_be_asked_every_four_hours() -> None:
    source = source_of()
    take(source, read("nextcloud"))
    assert Series.objects.get().title == "Stammtisch"
    assert starts()[:2] == ["12-04 18:00", "01-01 18:00"]
    assert source.due_at == NOW + 4 * HOUR


def test_teamup_wants_five_minutes_and_gets_fifteen() -> None:
    source = source_of()
    take(source, read("teamup"))
    assert starts()[:3] == ["11-23 17:00", "11-30 18:30", "12-07 17:00"]
    assert source.due_at == NOW + HOUR / 4


def test_discourse_events_without_end_and_without_uid() -> None:
    source = source_of()
    take(source, read("discourse"))
    assert sorted(Series.objects.values_list("title", flat=True)) == [
        "Community hour",
        "No end given",
        "Without a UID",
    ]
    before = sorted(Schedule.objects.values_list("pk", "uid"))
    take(source, read("discourse") + b"\r\n", NOW + HOUR)
    assert sorted(Schedule.objects.values_list("pk", "uid")) == before
