"""What a notice says: how its dates were before the first of its changes, and how they are now."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from commonhour.core.happening import Happened, Seen, seen_from_json
from commonhour.core.message import Moment
from commonhour.core.news import BreakNews, DateNews, News, SeriesNews
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.changes import actor_name
from commonhour.core.time.wall import parse_wall
from commonhour.models import Change, ChangeSet, Notice, Occurrence, Series
from commonhour.reads.standing import changed_standing, is_made, last_call, rhythm_of

_OF_DATES = frozenset(Happened) - {Happened.RELOCATED}


def news_of(notice: Notice, series: Collection[int], now: dt.datetime) -> News:
    """Of these series of it, without what is as it was again and what is over."""
    sets = list(notice.change_sets.order_by("at", "pk"))
    rows = Series.objects.filter(pk__in=series).select_related("group").order_by("title", "pk")
    by = sets[-1] if sets else None
    name = actor_name(by.actor_kind, by.actor_role, by.actor_name) if by else ""
    days = days_off(by) if by else None
    resumes = resuming(series, days.last) if days and not days.is_taken_back else {}
    found = [
        replace(_with_standing(_series_news(one, sets, now), one, sets, now), resumes=resumes.get(one.pk))
        for one in rows
    ]
    return News(name, tuple(one for one in found if not one.is_empty), days)


def days_off(row: ChangeSet) -> BreakNews | None:
    """The break that a change called or took back."""
    kind, facts, is_taken_back = row.kind, row.facts, False
    while kind == "undone":
        kind, facts, is_taken_back = facts["kind"], facts["facts"], not is_taken_back
    if kind != "break-called":
        return None
    first, last = (parse_wall(facts[name]).date() for name in ("first", "last"))
    return BreakNews(first, last, is_taken_back)


def _series_news(series: Series, sets: Sequence[ChangeSet], now: dt.datetime) -> SeriesNews:
    changes = list(Change.objects.filter(change_set__in=sets, series=series).order_by("change_set__at", "id"))
    turn = _turn(series, sets)
    return SeriesNews(
        title=series.title, path=series.path, group=series.group.name if series.group else "",
        dates=tuple(_dates(changes, now)),
        goes_on=_schedule(turn.facts["goes_on"]) if turn else None,
        begins=parse_wall(turn.facts["date"]).date() if turn else None,
        is_relocated=any(one.field == Happened.RELOCATED for one in changes),
        following=following(series, now),
    )  # fmt: skip


def _with_standing(
    news: SeriesNews, series: Series, sets: Sequence[ChangeSet], now: dt.datetime
) -> SeriesNews:
    stands = changed_standing(series, sets)
    if stands is None:
        return news
    news = replace(news, stands=stands)
    if stands.state != "active":
        return replace(news, last=last_call(series) if is_made(stands.stops_on, now) else None)
    return replace(news, rhythm=rhythm_of(series, news.back_with.start if news.back_with else now))


def _turn(series: Series, sets: Sequence[ChangeSet]) -> ChangeSet | None:
    """How the series goes on, when they changed that: as it was last said since, also without telling."""
    told = next((one for one in sets if one.series_id == series.pk and "goes_on" in one.facts), None)
    if told is None:
        return None
    since = ChangeSet.objects.filter(series=series, facts__has_key="goes_on", at__gte=told.at, undone_by=None)
    return since.order_by("at", "pk").last()


def _dates(changes: Collection[Change], now: dt.datetime) -> list[DateNews]:
    """Each date once: from what was seen before anything happened to it."""
    before: dict[int, Any] = {}
    for one in changes:
        if one.noun == "occurrence" and one.field in _OF_DATES:
            # What was kept of a date that nobody saw does not say so.
            before.setdefault(one.object_id, None if one.field == Happened.ADDED else one.before)
    rows = {row.pk: row for row in Occurrence.objects.filter(pk__in=before).select_related("series")}
    found = []
    for key, was in before.items():
        row = rows.get(key)
        path = f"{row.series.path}{row.slug}/" if row else ""
        news = DateNews(path, seen_from_json(was) if was else None, seen(row) if row else None)
        if news.happened and any(side.end > now for side in (news.before, news.after) if side is not None):
            found.append(news)
    return sorted(found, key=lambda one: one.first)


def seen(row: Occurrence) -> Seen:
    """A date as a reader sees it."""
    return Seen(
        row.start, row.end, row.all_day, row.tzid, row.status, row.summary, row.reason, is_shown=not row.is_detached
    )  # fmt: skip


def following(series: Series, now: dt.datetime, instead_of: Collection[DateNews] = ()) -> Moment | None:
    """The next date of a series that takes place, and is none of those that are about to be changed."""
    taken = {one.before.start for one in instead_of if one.before is not None}
    rows = (
        Occurrence.objects.attached()
        .confirmed()
        .filter(series=series, start__gt=now)
        .exclude(start__in=taken)
    )
    line = rows.order_by("start").first_listed()
    return Moment(line.start, line.tzid, line.end, line.all_day) if line else None


def resuming(
    series: Collection[int], last: dt.date, instead_of: Collection[Occurrence] = ()
) -> dict[int, Moment]:
    """By the id of their series, the first calls after this day, on the clocks of their own places, that are none of those
    to be called off. Three queries."""
    rows = Occurrence.objects.attached().confirmed().filter(series__in=series)
    rows = rows.exclude(pk__in=[row.pk for row in instead_of])
    # The next day begins at UTC+14 first, and at UTC-12 last.
    first, everywhere = (
        dt.datetime.combine(last, dt.time(), dt.UTC) + dt.timedelta(hours=hours) for hours in (10, 36)
    )
    near = [row for row in rows.filter(start__gte=first, start__lt=everywhere) if row.local_day > last]
    found: dict[int, Moment] = {}
    for row in [*near, *rows.filter(start__gte=everywhere).first_of_each("series_id")]:
        found.setdefault(row.series_id, Moment(row.start, row.tzid, row.end, row.all_day))
    return found


def _schedule(told: dict[str, Any]) -> Schedule:
    return Schedule(told["dtstart"], told["tzid"], dt.timedelta(seconds=told["duration"]), told["rrule"])
