"""Who asked for notes is told that some are published: with the notice of that change, so that it is taken back with it."""

import datetime as dt

from commonhour.actions.news.outbox import write
from commonhour.models import Change, ChangeSet, Community, Delivery, Notice, Series
from commonhour.reads.audience import reached_by_notes

PUBLISHED = "notes-published"


def write_notes_up(notice: Notice, row: ChangeSet, now: dt.datetime) -> int:
    """Returns how many places are told. Of a call that an outside calendar owns nobody is."""
    change = Change.objects.filter(change_set=row, noun="notes").first()
    series = (
        Series.objects.filter(pk=row.series_id, source=None)
        .select_related("group")
        .prefetch_related("co_groups")
    )
    if change is None:
        return 0
    places = reached_by_notes(list(series), Community.the().tzid)
    write(
        Delivery(
            kind="notes", cause=f"notes {notice.pk}", to=one.to, destination_id=one.destination, notice=notice,
            group=row.group, facts={"series": list(one.series), "notes": change.object_id}, language=one.language,
            tzid=one.tzid, queued_at=now, due_at=now,
        )
        for one in places
    )  # fmt: skip
    return len(places)
