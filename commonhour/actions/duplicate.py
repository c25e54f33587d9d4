"""A series like another: the same facts, its own address and UIDs, from a day one chooses."""

import datetime as dt

from commonhour.actions.news.change_set import change_set
from commonhour.actions.pausing import own_schedules, whole
from commonhour.actions.rights import require
from commonhour.actions.series import add_schedule
from commonhour.actions.sourced import refuse_sourced
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule.copying import begun_on
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.slugs import unique_slug
from commonhour.errors import RefusedInput
from commonhour.models import JoinTarget, Series


def duplicate_series(
    series: Series, *, title: str, first_day: dt.date, now: dt.datetime, actor: Actor, with_join: bool = False
) -> Series:
    """In the same group; `with_join` people join it by the same link. Its sessions, changes and archive stay behind."""
    if not title.strip():
        raise RefusedInput("series-without-name")
    require(actor, Verb.CHANGE_SERIES, series.group_id)
    refuse_sourced(series)
    with change_set(now, actor, "series-added", {"title": title}, group=series.group) as changes:
        made = Series(
            slug=unique_slug(title, set(Series.every.values_list("slug", flat=True))), title=title.strip(),
            group=series.group, region=series.region, description=series.description, url=series.url,
            agenda_template=series.agenda_template, notes_url=series.notes_url,
            tags=list(series.tags), is_of_community=series.is_of_community, question=series.question,
            readings=list(series.readings), policies=dict(series.policies), door_opens_minutes=series.door_opens_minutes,
        )  # fmt: skip
        changes.add(made)
        changes.belongs_to(series=made)
        made.co_groups.set(series.co_groups.all())
        if with_join:
            _same_join(series, made)
        for schedule in begun_schedules(series, first_day, now):
            add_schedule(changes, made, schedule, now)
    return made


def begun_schedules(series: Series, first_day: dt.date, now: dt.datetime) -> list[CoreSchedule]:
    """What a series like this one begins with on that day; of one that is paused, what it was before."""
    return [begun_on(whole(row, now), first_day) for row in own_schedules(series)]


def _same_join(series: Series, made: Series) -> None:
    for target in JoinTarget.objects.filter(series=series):
        target.pk, target.series = None, made
        target.save(force_insert=True)
