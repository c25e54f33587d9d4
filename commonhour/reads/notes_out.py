"""Notes on their way out: those that are published, of one group, series or year, or all."""

from commonhour.core.notes.brought import BroughtNotes
from commonhour.models import Group, Notes


def notes_out(group: str = "", series: str = "", year: int | None = None) -> list[BroughtNotes]:
    """`group` and `series` are slugs. In the order of their days, those without one first."""
    rows = Notes.objects.published().select_related("series")
    if group:
        rows = rows.of_groups(list(Group.objects.filter(slug=group).values_list("pk", flat=True)))
    rows = rows.filter(series__slug=series) if series else rows
    rows = rows.filter(date__year=year) if year else rows
    return [
        BroughtNotes(
            where=row.origin, origin=row.origin, text=row.text, date=row.date, title=row.title, series=row.series.slug,
            recording=row.recording, slides=row.slides, public_id=str(row.public_id), is_nameless=row.is_nameless,
        )
        for row in rows.order_by("date", "public_id")
    ]  # fmt: skip
