"""The scope a request asks for: `group=`, `space=` and `tag=` filter every list, feed and embed alike."""

from dataclasses import replace

from django.http import HttpRequest

from commonhour.core.scope import Scope
from commonhour.errors import Gone, NotFound, UserError
from commonhour.models import Group, Series, Space
from commonhour.reads.addresses import moved_series

LONGEST_TAG = 100


def scope_of(request: HttpRequest, *, group: str = "", series: str = "") -> Scope:
    """Raises NotFound when it names a group, space or series that is not here."""
    scope = Scope(
        group=group or request.GET.get("group", "").strip(),
        space=request.GET.get("space", "").strip(),
        series=series or request.GET.get("series", "").strip(),
        tag=request.GET.get("tag", "").strip(),
    )
    moved = moved_series(scope.series) if scope.series else None
    if moved:
        scope = replace(scope, series=moved.strip("/").split("/")[-1])
    if len(scope.tag) > LONGEST_TAG or not scope.tag.isprintable():
        raise NotFound("no-such-tag")
    if scope.group and not Group.objects.filter(slug=scope.group).exists():
        raise _no_group(scope.group)
    if scope.space and not Space.objects.filter(slug=scope.space).exists():
        raise NotFound("no-space-here", name=scope.space[:60])
    if scope.series and not Series.objects.filter(slug=scope.series).exists():
        raise _no_series(scope.series)
    return scope


def _no_group(slug: str) -> UserError:
    row = Group.every.filter(slug=slug).first()
    return Gone("group-removed", name=row.name) if row else NotFound("no-group-here", name=slug[:60])


def _no_series(slug: str) -> UserError:
    row = Series.every.filter(slug=slug).first()
    return Gone("series-removed", title=row.title) if row else NotFound("no-series-here", name=slug[:60])
