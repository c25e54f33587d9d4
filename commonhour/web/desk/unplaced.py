"""Calls that came with a calendar and belong to no group yet: give each to one, several at once."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.actions.upstream import Placing, give_to_community, place_calls
from commonhour.actions.upstream.placing import answered_by, title_after
from commonhour.models import Group, Series
from commonhour.reads.calendar import filters
from commonhour.reads.desk import unplaced_series
from commonhour.web.desk.gate import manager, post_only, who
from commonhour.web.desk.said import go, show


@manager
def index(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        chosen = _chosen(request)
        if not chosen:
            return go(
                request,
                "/desk/unplaced/",
                gettext("Nothing was placed: choose a group for at least one call."),
            )
        joining = [one for one in map(_joining, chosen) if one]
        if joining and "asked" not in request.POST:
            return show(request, "unplaced_ask.html", {"joining": joining, "chosen": chosen})
        place_calls(chosen, now=clock.now(), actor=who(request))
        return go(request, "/desk/unplaced/", _placed(chosen))
    return show(request, "unplaced.html", {"rows": unplaced_series(clock.now()), "groups": filters().groups})


@manager
@post_only
def of_community(request: HttpRequest) -> HttpResponse:
    """They are the whole community's: the one of the button, or all that wait."""
    waiting, only = Series.objects.unplaced(), request.POST.get("only", "")
    chosen = waiting.filter(pk=int(only)) if only.isascii() and only.isdigit() and len(only) < 18 else waiting
    given = give_to_community(list(chosen if only else waiting), now=clock.now(), actor=who(request))
    sentence = ngettext("{n} call is the whole community’s.", "{n} calls are the whole community’s.", given)
    return go(request, "/desk/unplaced/", sentence.format(n=given))


@dataclass(frozen=True)
class Joining:
    """A call that would fill an undecided series and have no page of its own any more."""

    id: int
    title: str
    group: str
    into: str
    is_renamed_to: str
    old_address: str
    keeps_text: bool


def _joining(one: Placing) -> Joining | None:
    series, group = one.series, one.group
    target = answered_by(series, group)
    if target is None:
        return None
    after = title_after(target, series.title)
    return Joining(
        series.pk, series.title, group.name, target.title, after if after != target.title else "", series.path,
        keeps_text=bool(target.description and series.description),
    )  # fmt: skip


def _chosen(request: HttpRequest) -> list[Placing]:
    """The calls for which a group was chosen that exists."""
    groups = {group.slug: group for group in Group.objects.all()}
    asked = Series.objects.unplaced()
    pairs = ((series, groups.get(request.POST.get(f"group-{series.pk}", ""))) for series in asked)
    return [
        Placing(series, group, stays_own=request.POST.get(f"own-{series.pk}") == "1")
        for series, group in pairs
        if group is not None
    ]


def _placed(chosen: list[Placing]) -> str:
    if len(chosen) == 1:
        series, group = chosen[0].series, chosen[0].group
        return gettext("“{title}” now belongs to {group}.").format(title=series.title, group=group.name)
    return ngettext("{n} call was placed.", "{n} calls were placed.", len(chosen)).format(n=len(chosen))
