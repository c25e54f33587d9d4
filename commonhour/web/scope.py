"""The scope a request asks for: `group=`, `space=` and `tag=` filter every list, feed and embed alike."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest

from commonhour.core.scope import Scope
from commonhour.errors import Gone, NotFound, UserError
from commonhour.models import Group, Series, Space
from commonhour.reads.addresses import moved_series

LONGEST_TAG = 100
MOST_NAMES = 100


def scope_of(request: HttpRequest, *, group: str = "", series: str = "") -> Scope:
    """Several of a kind are written as `group=a,b` or `group=a&group=b`; a tag may hold a comma and is only repeated.

    Raises NotFound when it names a group, space or series that is not here.
    """
    scope = Scope(
        groups=(group,) if group else _names(request, "group"),
        spaces=_names(request, "space"),
        series=series or request.GET.get("series", "").strip(),
        tags=_distinct(request.GET.getlist("tag")),
    )
    moved = moved_series(scope.series) if scope.series else None
    if moved:
        scope = replace(scope, series=moved.strip("/").split("/")[-1])
    _require_known(scope)
    return scope


def _names(request: HttpRequest, parameter: str) -> tuple[str, ...]:
    return _distinct(name for text in request.GET.getlist(parameter) for name in text.split(","))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """In one order, so that one selection has one address and one feed."""
    return tuple(sorted({text.strip() for text in texts} - {""}))[:MOST_NAMES]


def _require_known(scope: Scope) -> None:
    if any(len(tag) > LONGEST_TAG or not tag.isprintable() for tag in scope.tags):
        raise NotFound("no-such-tag")
    for slug in _unknown(scope.groups, Group):
        raise _no_group(slug)
    for slug in _unknown(scope.spaces, Space):
        raise NotFound("no-space-here", name=slug[:60])
    if scope.series and not Series.objects.filter(slug=scope.series).exists():
        raise _no_series(scope.series)


def _unknown(slugs: tuple[str, ...], noun: type[Group] | type[Space]) -> list[str]:
    known = set(noun.objects.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    return [slug for slug in slugs if slug not in known]


def _no_group(slug: str) -> UserError:
    row = Group.every.filter(slug=slug).first()
    return Gone("group-removed", name=row.name) if row else NotFound("no-group-here", name=slug[:60])


def _no_series(slug: str) -> UserError:
    row = Series.every.filter(slug=slug).first()
    return Gone("series-removed", title=row.title) if row else NotFound("no-series-here", name=slug[:60])
