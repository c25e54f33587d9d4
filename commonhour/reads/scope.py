"""What a calendar of a scope is called."""

from commonhour.core.scope import Scope
from commonhour.errors import NotFound
from commonhour.models import Group, Series, Space

NAMED = 4


def scope_title(scope: Scope, community: str) -> str:
    """ "Metrics", "Book, Metrics", or the community's name with tags. Raises NotFound when it names nothing that exists."""
    if scope.series:
        title = Series.objects.filter(slug=scope.series).values_list("title", flat=True).first()
        return _joined([title] if title else [], NotFound("no-such-series"))
    if scope.groups:
        names = Group.objects.filter(slug__in=scope.groups).values_list("name", flat=True)
        return _joined(list(names), NotFound("no-such-group"))
    if scope.spaces:
        names = Space.objects.filter(slug__in=scope.spaces).values_list("name", flat=True)
        return _joined(list(names), NotFound("no-such-space"))
    return f"{community}: {', '.join(scope.tags)}" if scope.tags else community


def _joined(names: list[str], missing: NotFound) -> str:
    if not names:
        raise missing
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
