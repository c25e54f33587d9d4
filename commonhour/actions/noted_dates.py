"""Notes go where their meeting goes: to another day, or with it to another series."""

from django.db.models import QuerySet

from commonhour.actions.news.change_set import Changes
from commonhour.actions.search.index import index_notes
from commonhour.models import ActionItem, Notes, Occurrence, Series


def follow_dates(dates: QuerySet[Occurrence]) -> None:
    """The notes of these dates are of the day and the series of their first date. Call inside the transaction that moved it."""
    found = Notes.objects.filter(dates__occurrence__in=dates).distinct()
    moved = [notes.pk for notes in found.prefetch_related("dates__occurrence") if _follow(notes)]
    said = ActionItem.objects.filter(mentions__notes__in=moved).distinct()
    for item in said.prefetch_related("mentions__notes"):
        _follow_notes(item, [mention.notes for mention in item.mentions.all()])
    index_notes(moved)


def _follow(notes: Notes) -> bool:
    first = min((one.occurrence for one in notes.dates.all()), key=lambda one: one.start)
    if (notes.series_id, notes.date) == (first.series_id, first.local_day):
        return False
    notes.series_id, notes.date = first.series_id, first.local_day
    notes.save(update_fields=["series", "date"])
    return True


def _follow_notes(item: ActionItem, said: list[Notes]) -> None:
    """It was said first on the day of the first of them, and is of their series when they are all of one."""
    homes, days = {notes.series_id for notes in said}, [notes.date for notes in said if notes.date]
    series, said_on = homes.pop() if len(homes) == 1 else item.series_id, min(days, default=None)
    ActionItem.objects.filter(pk=item.pk).update(series=series, said_on=said_on)


def hand_on_notes(changes: Changes, series: Series, target: Series) -> None:
    """All notes of a series that goes, also those without a date, and what they gave somebody to do."""
    for model in (Notes, ActionItem):
        for row in model._default_manager.filter(series=series):
            changes.set(row, series=target)
