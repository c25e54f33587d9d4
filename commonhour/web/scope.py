"""The scope a request asks for: `group=`, `space=` and `tag=` filter every list, feed and embed alike."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext

from commonhour.errors import NotFound
from commonhour.models import Group, Series, Space
from commonhour.reads.scope import Scope


def scope_of(request: HttpRequest, *, group: str = "", series: str = "") -> Scope:
    """Raises NotFound when it names a group, space or series that is not here."""
    scope = Scope(
        group=group or request.GET.get("group", "").strip(),
        space=request.GET.get("space", "").strip(),
        series=series or request.GET.get("series", "").strip(),
        tag=request.GET.get("tag", "").strip(),
    )
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
