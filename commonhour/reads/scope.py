"""What a calendar of a scope is called."""

from commonhour.core.scope import Scope
from commonhour.errors import NotFound
from commonhour.models import Group, Series, Space


def scope_title(scope: Scope, community: str) -> str:
    """Raises NotFound when the scope names nothing that exists."""
    if scope.series:
        return _known(
            Series.objects.filter(slug=scope.series).values_list("title", flat=True).first(),
            NotFound("no-such-series"),
        )
    if scope.group:
        return _known(
            Group.objects.filter(slug=scope.group).values_list("name", flat=True).first(),
            NotFound("no-such-group"),
        )
    if scope.space:
        return _known(
            Space.objects.filter(slug=scope.space).values_list("name", flat=True).first(),
            NotFound("no-such-space"),
        )
    return f"{community}: {scope.tag}" if scope.tag else community


def _known(name: str | None, missing: NotFound) -> str:
    if name is None:
        raise missing
    return name
