"""Outside calendars: added, shown, declined, stopped; each good copy of one becomes read-only rows beside our own."""

import datetime as dt

from commonhour.actions.calendar_address import calendars_at
from commonhour.actions.dates.materialise import materialise_all
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.actions.upstream.adoption import adopt_series, give_back_series
from commonhour.actions.upstream.copy import SourceReport, confirm_copy, take_copy
from commonhour.actions.upstream.settling import settle
from commonhour.core.places.calendars import CalendarLink
from commonhour.core.polling import when_failing
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, RefusedInput
from commonhour.errors.telling import Fault
from commonhour.models import Group, Schedule, Source

__all__ = [
    "SourceReport",
    "add_source",
    "adopt_series",
    "confirm_copy",
    "decline_source",
    "give_back_series",
    "keep_last_copy",
    "read_soon",
    "show_source",
    "stop_source",
    "take_copy",
]
_LABEL_LENGTH = 200


def add_source(
    address: str, *, now: dt.datetime, actor: Actor, label: str = "", group: Group | None = None
) -> Source:
    """Show the calendar at an address from now on; it is read at the next poll. Its calls go to `group` when given.

    A page that shows several calendars adds them all; the first one is returned. Raises RefusedInput for what is
    no public calendar, and Conflict when it is shown already.
    """
    require(actor, Verb.CHANGE_SOURCES)
    found = calendars_at(address)
    facts = {"calendar": label or found[0].kind}
    with change_set(now, actor, "source-added", facts, group=group) as changes:
        rows = [_known_or_new(one, address.strip(), is_only=len(found) == 1) for one in found]
        if all(row.is_shown for row in rows):
            raise Conflict("calendar-shown-already", name=str(rows[0]))
        for row in rows:
            row.label, row.group = label[:_LABEL_LENGTH] or row.label, group or row.group
            _show(changes, row, now)
    return rows[0]


def show_source(source: Source, *, now: dt.datetime, actor: Actor) -> Source:
    """Yes to an offered calendar, or to one that was stopped: its last copy is there at once, and read again."""
    require(actor, Verb.CHANGE_SOURCES)
    if not source.feed_url:
        raise RefusedInput("calendar-address-unknown")
    if source.is_shown:
        raise Conflict("calendar-shown-already", name=str(source))
    with change_set(now, actor, "source-shown", {"calendar": str(source)}, group=source.group) as changes:
        fresh = lock(source)
        _show(changes, fresh, now)
    source.refresh_from_db()
    return source


def decline_source(source: Source, *, now: dt.datetime, actor: Actor) -> Source:
    """No to an offered calendar: it is not offered again, and the page goes on pointing to it."""
    require(actor, Verb.CHANGE_SOURCES)
    if source.is_shown:
        raise Conflict("calendar-shown", name=str(source))
    with change_set(now, actor, "source-declined", {"calendar": str(source)}) as changes:
        changes.set(lock(source), is_declined=True)
    source.refresh_from_db()
    return source


def stop_source(source: Source, *, now: dt.datetime, actor: Actor) -> Source:
    """Not shown any more: its coming dates are detached, what was stays, and `show_source` brings all back."""
    require(actor, Verb.CHANGE_SOURCES)
    if not source.is_shown:
        raise Conflict("calendar-not-shown", name=str(source))
    with change_set(now, actor, "source-stopped", {"calendar": str(source)}, group=source.group) as changes:
        fresh = lock(source)
        changes.set(fresh, is_shown=False, is_declined=True)
        _bring_in_line(changes, fresh, now)
    source.refresh_from_db()
    return source


def read_soon(source: Source, *, now: dt.datetime, actor: Actor) -> Source:
    """Somebody does not want to wait for the next poll: it is due now, and the worker reads it."""
    require(actor, Verb.CHANGE_SOURCES)
    if not source.is_shown:
        raise Conflict("calendar-not-shown", name=str(source))
    Source.objects.filter(pk=source.pk).update(due_at=now)
    source.refresh_from_db()
    return source


def keep_last_copy(
    source: Source, fault: Fault, *, now: dt.datetime, retry_after: dt.timedelta | None = None
) -> None:
    """A try that failed: the last good copy stays and grows older, and the next try is the further off."""
    failures = source.failures + 1
    wait = when_failing(failures, source.feed_url, retry_after)
    Source.objects.filter(pk=source.pk).update(
        tried_at=now, failures=failures, fault=fault, due_at=now + wait
    )
    source.refresh_from_db()


def _known_or_new(link: CalendarLink, address: str, *, is_only: bool) -> Source:
    known = Source.objects.filter(feed_url=link.url).first() or Source.objects.filter(url=link.url).first()
    if known is not None:
        known = lock(known)
        known.feed_url = link.url
        return known
    page = address if is_only and not Source.objects.filter(url=address).exists() else link.url
    return Source(kind=link.kind, url=page, feed_url=link.url, tzid=link.tzid)


def _show(changes: Changes, source: Source, now: dt.datetime) -> None:
    """Without validators and digest, the next poll reads everything anew."""
    source.etag = source.modified = source.digest = ""
    source.fault, source.failures, source.due_at = {}, 0, now
    if source.pk is None:
        source.is_shown = True
        changes.add(source)
        return
    source.save()
    changes.set(source, is_shown=True, is_declined=False)
    _bring_in_line(changes, source, now)


def _bring_in_line(changes: Changes, source: Source, now: dt.datetime) -> None:
    rows = Schedule.objects.filter(source=source).select_related("series", "source")
    materialise_all(rows.prefetch_related("overrides"), now, changes)
    settle(changes, source)
