"""The address of each date of a series: its day, and the hour too where a day has two."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from operator import itemgetter

from commonhour.actions.many_rows import update_rows
from commonhour.core.occurrence import day_slug
from commonhour.models import Occurrence

_Row = tuple[int, int, str, bool, str]  # series, id, recurrence-id, whether detached, slug


def name_days(series_ids: Collection[int]) -> None:
    """Give each date of these series its address; two on one day both carry their hour, and at the same hour the
    second one its number."""
    rows = (
        Occurrence.objects.filter(series_id__in=series_ids)
        .order_by("series_id", "recurrence_id", "id")
        .values_list("series_id", "id", "recurrence_id", "is_detached", "slug")
    )
    renamed = [name for _, found in groupby(rows, key=itemgetter(0)) for name in _renamed(list(found))]
    update_rows(Occurrence, ["slug"], renamed)


def _renamed(rows: Sequence[_Row]) -> list[tuple[str, int]]:
    """Slug and id of those dates of one series whose address is another now."""
    per_day = Counter(recurrence_id[:8] for _, _, recurrence_id, is_detached, _ in rows if not is_detached)
    at_hour: Counter[str] = Counter()
    renamed = []
    for _, key, recurrence_id, is_detached, present in rows:
        hour = recurrence_id[:13]
        at_hour[hour] += not is_detached
        slug = day_slug(
            recurrence_id,
            with_hour=per_day[recurrence_id[:8]] > 1,
            number=1 if is_detached else at_hour[hour],
        )
        if slug != present:
            renamed.append((slug, key))
    return renamed
