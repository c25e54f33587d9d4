"""The scope a request asks for: `group=`, `space=` and `tag=` filter every list, feed and embed alike."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import gettext

from commonhour.errors import NotFound
from commonhour.models import Group, Series, Space
from commonhour.reads.scope import Scope
from commonhour.reads.series import moved_series

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
        raise NotFound(gettext("There is no such tag here."))
    _require(
        scope.group,
        Group.objects.filter(slug=scope.group).exists,
        gettext("There is no group “{name}” here."),
    )
    _require(
        scope.space,
        Space.objects.filter(slug=scope.space).exists,
        gettext("There is no space “{name}” here."),
    )
    _require(
        scope.series,
        Series.objects.filter(slug=scope.series).exists,
        gettext("There is no series “{name}” here."),
    )
    return scope


def _require(slug: str, exists: Callable[[], bool], sentence: str) -> None:
    if slug and not exists():
        raise NotFound(sentence.format(name=slug[:60]))
