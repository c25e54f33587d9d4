"""After a calendar's schedules came or went: is a call going on, and does a series of ours ask its question again?"""

from collections.abc import Container

from django.db.models import Q

from commonhour.actions.news.change_set import Changes
from commonhour.actions.upstream.placing import filled_ref
from commonhour.models import Series, Source


def settle(changes: Changes, source: Source, seen: Container[int] | None = None) -> None:
    """`seen` are the series of the copy just read; None when there was none to read."""
    touching = Q(source=source) | Q(schedules__source=source)
    for series in Series.objects.filter(touching).distinct().prefetch_related("schedules__source"):
        is_here = source.is_shown and (seen is None or series.pk in seen)
        if series.source_id:
            _settle_theirs(changes, series, is_here)
        else:
            _settle_ours(changes, series)


def _settle_theirs(changes: Changes, series: Series, is_here: bool) -> None:
    parts = list(series.schedules.all())
    goes_on = any(not part.is_away for part in parts) if parts else is_here
    changes.set(series, state="active" if goes_on else "concluded")


def _settle_ours(changes: Changes, series: Series) -> None:
    """A series of ours that a call filled has its question back while that call is away."""
    ref = filled_ref(series)
    if ref is None:
        return
    is_answered = any(not part.is_away for part in series.schedules.all())
    question = None if is_answered else ref.fields["filled"]
    if series.question != question:
        changes.set(series, question=question, version=series.version + 1)
