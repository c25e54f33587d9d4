"""The filters of a list as chips: each is a link to the same page with one name more, or without it."""

from dataclasses import dataclass

from django.utils.translation import gettext

from commonhour.core.scope import Scope
from commonhour.reads.calendar import filters
from commonhour.web.reader import Reader


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    link: str
    is_on: bool
    hue: int = -1


@dataclass(frozen=True, slots=True)
class Facet:
    """What one may choose several of."""

    name: str
    chips: list[Chip]


def facets(scope: Scope, path: str, reader: Reader, *, with_tags: bool = True, **kept: str) -> list[Facet]:
    """Groups, spaces and tags; a kind that has but one is nothing to choose from. Every link carries what is `kept`."""

    def link(turned: Scope) -> str:
        return reader.link(turned.path(path), **kept)

    found = filters()
    groups = [
        Chip(g.name, link(scope.with_group(g.slug)), g.slug in scope.groups, g.hue) for g in found.groups
    ]
    spaces = [Chip(s.name, link(scope.with_space(s.slug)), s.slug in scope.spaces) for s in found.spaces]
    tags = [Chip(tag, link(scope.with_tag(tag)), tag in scope.tags) for tag in found.tags if with_tags]
    every = [Facet(gettext("Groups"), groups), Facet(gettext("Spaces"), spaces), Facet(gettext("Tags"), tags)]
    return [one for one in every if len(one.chips) > 1]
