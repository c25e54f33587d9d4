"""The pages of groups: all of them in a table, one of them, and the way to its next call."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.errors import NotFound
from commonhour.models import Group
from commonhour.reads.addresses import moved_group
from commonhour.reads.group import group_page, next_path
from commonhour.reads.groups import group_rows
from commonhour.web.public import public
from commonhour.web.reader import reader_of
from commonhour.web.table import table


@public
def index(request: HttpRequest) -> HttpResponse:
    columns = {"name": gettext("Group"), "space": gettext("Space")}
    return render(request, "group/index.html", table(request, group_rows, columns))


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    moved = moved_group(slug)
    if moved:
        return HttpResponsePermanentRedirect(reader_of(request).link(moved))
    now = clock.now()
    found = group_page(slug, now)
    context = {
        "page": found,
        "card": found.card,
        "group": found.card.group,
        "today": wall_of(now, reader_of(request).tzid).date(),
        "next_link": f"/groups/{slug}/next",
        "edit_path": f"/desk/groups/{slug}/",
    }
    return render(request, "group/page.html", context)


@public
def next_call(request: HttpRequest, slug: str) -> HttpResponse:
    """302 to the next call, or to the group when none is planned."""
    if not Group.objects.filter(slug=slug).exists():
        raise NotFound("no-such-group")
    path = next_path(Scope(groups=(slug,)), clock.now()) or f"/groups/{slug}/"
    return HttpResponseRedirect(reader_of(request).link(path))
