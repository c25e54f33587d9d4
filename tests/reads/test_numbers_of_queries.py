"""One and three items take the same number of queries, in every read that lists something."""

import datetime as dt

import pytest
from cast import HOUR, NOW, make_community, make_group, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.core.scope import Scope
from commonhour.models import (
    CallForProposals,
    ChangeSet,
    Channel,
    FeedReading,
    Goal,
    Import,
    Membership,
    Occurrence,
    Person,
    Series,
    Session,
    Source,
)
from commonhour.reads import (
    addresses,
    calendar,
    desk,
    feed,
    feed_check,
    feed_status,
    group,
    meetings_page,
    series,
)
from commonhour.reads.occurrence import occurrence_page
from commonhour.reads.page_draft import page_draft
from commonhour.reads.question import questions
from commonhour.reads.source import sources_page

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
READS = {
    "meetings page": lambda: meetings_page.meetings_page(Scope(), NOW, "Asia/Tokyo"),
    "group": lambda: group.group_page("first", NOW),
    "series": lambda: series.series_page("first-call", NOW, "Asia/Tokyo"),
    "date": lambda: occurrence_page(addresses.dates_at("first-call", "2026-11-26")[0], NOW),
    "agenda": lambda: calendar.agenda_page(Scope(), NOW, "UTC"),
    "month": lambda: calendar.month_page(Scope(), 2026, 11, "UTC"),
    "filters": calendar.filters,
    "json": lambda: calendar.dates_page(Scope(), NOW, "/calendar.json"),
    "ics": lambda: feed.calendar_feed(Scope(), base_url=""),
    "atom": lambda: feed.atom_feed(Scope(), NOW, "UTC", "", "/calendar.atom"),
    "markdown": lambda: feed.markdown_feed(Scope(), NOW, "UTC", ""),
    "status": lambda: feed_status.feed_status(NOW),
    "read back": lambda: feed_check.copy_of(feed_check.own_feeds()[0], NOW, ""),
    "today": lambda: desk.today(None, NOW, "UTC"),
    "groups of the desk": lambda: desk.group_rows(None, NOW),
    "unplaced": lambda: desk.unplaced_series(NOW),
    "changes": lambda: desk.changes_page(None, 1),
    "sources": lambda: sources_page(NOW),
    "questions": lambda: questions(None, NOW),
    "page to export": page_draft,
}


def furnish(slug: str) -> None:
    """A group with one of everything, most of it also for the group `first` and its call."""
    made = make_group(slug, slug.title(), region="APAC")
    call = make_series(f"{slug} call", made, dtstart="20261029T160000", now=NOW - 4 * WEEK)
    first = made if slug == "first" else made._meta.model.objects.get(slug="first")
    made.parent = first if made != first else None
    made.save()
    for owner in {made, first}:
        Goal.objects.create(group=owner, text=f"Reach {slug}")
        Channel.objects.create(group=owner, kind="chat", name=f"#{slug}")
        Membership.objects.create(group=owner, person=Person.objects.create(name=f"Ada {slug}"))
    held = Series.objects.get(slug="first-call")
    for one in {call, held}:
        CallForProposals.objects.create(series=one, label="Propose", url="https://example.org")
        session = Session.objects.create(series=one, title=f"Talk of {slug}", speakers=[{"name": "Ada"}])
        session.occurrences.set(Occurrence.objects.filter(series=held, slug="2026-11-26"))
    Channel.objects.create(kind="site", url=f"https://example.org/{slug}")
    source = Source.objects.create(
        kind="ics", url=f"https://example.org/{slug}.ics", feed_url=slug, group=made
    )
    make_series(f"unplaced {slug}")
    Series.objects.create(
        slug=f"asked-{slug}", title=slug, group=made, question={"code": "told", "facts": {"text": "When?"}}
    )
    Series.objects.create(slug=f"adopted-{slug}", title=slug, group=made, adopted_from=source)
    ChangeSet.objects.create(at=NOW, kind="series-edited", facts={"title": slug}, group=first, series=held)
    Import.objects.create(at=NOW, kind="page", name=slug, findings=[{"code": "clash", "where": "a:1"}])
    FeedReading.objects.create(path=f"/groups/{slug}.ics", reader="icalendar", at=NOW - HOUR)


@pytest.mark.parametrize("name", READS)
def test_one_and_three(name: str) -> None:
    make_community()
    furnish("first")
    READS[name]()  # what is worked out once for the whole process
    with CaptureQueriesContext(connection) as one:
        READS[name]()
    furnish("second")
    furnish("third")
    with CaptureQueriesContext(connection) as three:
        READS[name]()
    assert len(one) == len(three), [query["sql"][:200] for query in three]
