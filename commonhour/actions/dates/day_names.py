"""The address of each date of a series: its day, and the hour too where a day has two. Old ones lead on."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from commonhour.actions.many_rows import update_rows
from commonhour.core.schedule.occurrence import day_slug
from commonhour.models import Occurrence, OldPath, Series


class _Named(NamedTuple):
    series_id: int
    id: int
    recurrence_id: str
    is_detached: bool
    slug: str
    first_recurrence_id: str


def name_days(series_ids: Collection[int]) -> None:
    """Give each date of these series its address; two on one day both carry their hour, and at the same hour the
    second one its number."""
    rows = (
        Occurrence.objects.filter(series_id__in=series_ids)
        .order_by("series_id", "recurrence_id", "id")
        .values_list(*_Named._fields)
    )
    of_series = groupby(map(_Named._make, rows), key=itemgetter(0))
    renamed = [name for _, found in of_series for name in _renamed(list(found))]
    update_rows(Occurrence, ["slug"], [(slug, row.id) for slug, row in renamed])
    _keep_trail([row for slug, row in renamed if _leaves_a_trail(row, slug)])


def _renamed(rows: Sequence[_Named]) -> list[tuple[str, _Named]]:
    """Those dates of one series whose address is another now, with the new one."""
    per_day = Counter(row.recurrence_id[:8] for row in rows if not row.is_detached)
    at_hour: Counter[str] = Counter()
    renamed = []
    for row in rows:
        hour = row.recurrence_id[:13]
        at_hour[hour] += not row.is_detached
        slug = day_slug(
            row.recurrence_id,
            with_hour=per_day[row.recurrence_id[:8]] > 1,
            number=1 if row.is_detached else at_hour[hour],
        )
        if slug != row.slug:
            renamed.append((slug, row))
    return renamed


def _leaves_a_trail(row: _Named, slug: str) -> bool:
    """False for an address that is found without: the first one, and the day of one that only gets its hour."""
    is_first = row.first_recurrence_id.startswith(row.slug.replace("-", ""))
    return not is_first and not slug.startswith(row.slug)


def _keep_trail(rows: Sequence[_Named]) -> None:
    """Addresses that dates had between their first and their present one."""
    slugs = dict(Series.every.filter(pk__in={row.series_id for row in rows}).values_list("pk", "slug"))
    left = {f"/meetings/{slugs[row.series_id]}/{row.slug}/": row.id for row in rows}
    OldPath.objects.bulk_create(
        [OldPath(path=path, noun="occurrence", object_id=key) for path, key in left.items()],
        update_conflicts=True, unique_fields=["path"], update_fields=["noun", "object_id"],
    )  # fmt: skip
