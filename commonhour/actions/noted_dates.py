"""Notes go where their meeting goes: to another day, or with it to another series."""

from django.db.models import Count, QuerySet

from commonhour.actions.search.index import index_notes
from commonhour.models import ActionItem, Notes, Occurrence, Series


def follow_dates(dates: QuerySet[Occurrence]) -> None:
    """The notes of these dates are of the day and the series of their first date. Call inside the transaction that moved it."""
    moved = [
        notes for notes in Notes.objects.filter(dates__occurrence__in=dates).distinct() if _follow(notes)
    ]
    keys = [notes.pk for notes in moved]
    for notes in moved:
        mine = ActionItem.objects.filter(mentions__notes=notes).exclude(series=notes.series_id)
        of_one = mine.annotate(homes=Count("mentions__notes__series", distinct=True)).filter(homes=1)
        ActionItem.objects.filter(pk__in=list(of_one.values_list("pk", flat=True))).update(
            series=notes.series_id
        )
    index_notes(keys)


def _follow(notes: Notes) -> bool:
    first = Occurrence.objects.filter(notes_date__notes=notes).order_by("start").first()
    if first is None or (notes.series_id, notes.date) == (first.series_id, first.local_day):
        return False
    notes.series_id, notes.date = first.series_id, first.local_day
    notes.save(update_fields=["series", "date"])
    return True


def hand_on(series: Series, target: Series) -> None:
    """All notes of a series that goes, also those without a date, and what they gave somebody to do."""
    Notes.objects.filter(series=series).update(series=target)
    ActionItem.objects.filter(series=series).update(series=target)
