"""Of which series notes are: those that were named, those of a group, or those whose name a folder or its files have."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from commonhour.actions.notes.placing import best_named, words_of
from commonhour.core.notes.brought import NotesFiles
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import Group, Series


def series_of_notes(read: NotesFiles, name: str, *, group: str = "", series: str = "") -> list[Series]:
    """At least one, in a stable order; `group` and `series` are slugs. `name` is the path of what was read. Raises NotFound, and
    RefusedInput where nothing says whose they are."""
    rows = list(Series.objects.select_related("group").order_by("pk"))
    if series:
        found = [row for row in rows if row.slug == series]
        if not found:
            raise NotFound("no-series-called", name=series)
        return found
    if group:
        return _of_group(_the_group(group), rows)
    slugs = {one.series for one in read.notes}
    found = [row for row in rows if row.slug in slugs]
    return found if found and len(found) == len(slugs) else _by_name(read, name, rows)


def _by_name(read: NotesFiles, name: str, rows: Sequence[Series]) -> list[Series]:
    """The path says it, else the titles of more than half of its notes; one series in all needs no name."""
    groups = list(Group.objects.order_by("pk"))
    titles = Counter(one.title for one in read.notes)
    named = {text: _named_group(groups, text) or best_named(rows, text) for text in (_near(name), *titles)}
    votes = Counter[Group | Series | None]()
    for title, times in titles.items():
        votes[named[title]] += times
    most, times = votes.most_common(1)[0] if votes else (None, 0)
    found = named[_near(name)] or (most if times * 2 > len(read.notes) else None)
    if isinstance(found, Group):
        return _of_group(found, rows)
    if found or len(rows) == 1:
        return [found or rows[0]]
    raise RefusedInput("notes-whose", where=name)


def _near(path: str) -> str:
    """What was named and the two folders above it; not where a machine keeps the homes of all."""
    parts = PurePosixPath(path).parts
    return "/".join(parts[2 if path.startswith("/") else 0 :][-3:])


def _named_group(groups: Sequence[Group], text: str) -> Group | None:
    said = words_of(text)
    fitting = [
        (len(own), row) for row in groups for own in (words_of(row.name), words_of(row.slug)) if own and own <= said
    ]  # fmt: skip
    most = max((length for length, _ in fitting), default=0)
    best = {row.pk: row for length, row in fitting if length == most}
    return next(iter(best.values())) if len(best) == 1 else None


def _the_group(slug: str) -> Group:
    found: Group | None = Group.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("no-group-called", name=slug)
    return found


def _of_group(group: Group, rows: Sequence[Series]) -> list[Series]:
    """Also those that it holds with others."""
    shared = set(Series.objects.filter(co_groups=group).values_list("pk", flat=True))
    found = [row for row in rows if row.group_id == group.pk or row.pk in shared]
    if not found:
        raise NotFound("group-without-series", name=group.slug)
    return found
