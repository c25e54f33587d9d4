"""“Worth a look”: what contradicts, rots or waits, worst first; each mended where it stands, or set aside."""

import re
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.dismissal import set_aside, take_up_again
from commonhour.core.finding import Severity
from commonhour.errors import NotFound
from commonhour.models import Group
from commonhour.reads.audit import Noticed
from commonhour.web.desk.gate import desk, my_groups, post_only, who
from commonhour.web.desk.noticed import aside_keys, noticed
from commonhour.web.desk.said import go, show

PER_PAGE = 40


@desk
def index(request: HttpRequest) -> HttpResponse:
    """All of it, or of one group; `aside=1` shows what was set aside instead."""
    groups = my_groups(who(request))
    everything = noticed(clock.now(), groups)
    aside = aside_keys()
    is_aside = request.GET.get("aside") == "1"
    shown = [one for one in everything if (one.key in aside) is is_aside]
    chosen = _chosen(request)
    found = [one for one in shown if not chosen or chosen.pk in one.groups]
    number, pages = _page(request, len(found))
    context: dict[str, Any] = {
        "rows": [_row(one, groups) for one in found[(number - 1) * PER_PAGE : number * PER_PAGE]],
        "total": len(found),
        "counts": _counts(found),
        "groups": _groups_of(shown, groups),
        "chosen": chosen,
        "is_aside": is_aside,
        "set_aside": sum(one.key in aside for one in everything),
        "number": number,
        "pages": pages,
    }
    return show(request, "check.html", context)


@desk
@post_only
def aside(request: HttpRequest, key: str) -> HttpResponse:
    """Set one finding aside, with a way back."""
    one = _the_finding(request, key)
    set_aside(one.finding, now=clock.now(), actor=who(request), groups=one.groups)
    return go(request, _back(request), gettext("Set aside. It comes back when it says something new."))


@desk
@post_only
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Take up again what was set aside."""
    one = _the_finding(request, key)
    take_up_again(key, now=clock.now(), actor=who(request), groups=one.groups)
    return go(request, _back(request), gettext("It is on the list again."))


def _row(one: Noticed, groups: list[int] | None) -> dict[str, Any]:
    """A finding with its places; a form is offered where this person may use it."""
    spots = [one.here, *([one.there] if one.there else [])]
    shown = [
        {
            "page": spot.page,
            "name": spot.name,
            "mend": spot.mend,
            "may_mend": groups is None or spot.group_id in groups,
        }
        for spot in spots
    ]
    return {"finding": one.finding, "key": one.key, "spots": shown, "may_decide": _may_decide(one, groups)}


def _may_decide(one: Noticed, groups: list[int] | None) -> bool:
    """Nobody sets aside for another group what concerns both."""
    return groups is None or one.groups <= set(groups)


def _the_finding(request: HttpRequest, key: str) -> Noticed:
    """What an address names, as long as it is so and concerns this person's groups. Raises NotFound."""
    found = noticed(clock.now(), my_groups(who(request)))
    one = next((one for one in found if one.key == key), None)
    if one is None:
        raise NotFound("finding-gone")
    return one


def _back(request: HttpRequest) -> str:
    group = request.POST.get("group", "")
    return f"/desk/check/?group={group}" if re.fullmatch(r"[\w-]{1,64}", group) else "/desk/check/"


def _chosen(request: HttpRequest) -> Group | None:
    slug = request.GET.get("group", "")
    return Group.objects.filter(slug=slug).first() if slug else None


def _groups_of(shown: list[Noticed], groups: list[int] | None) -> list[tuple[Group, int]]:
    """The groups one may choose from, each with its number of findings."""
    counts = Counter(pk for one in shown for pk in one.groups if pk is not None)
    wanted = [pk for pk in counts if groups is None or pk in groups]
    return [(group, counts[group.pk]) for group in Group.objects.filter(pk__in=wanted)]


def _counts(found: list[Noticed]) -> dict[str, int]:
    counts = Counter(one.finding.severity for one in found)
    return {severity.value: counts[severity] for severity in Severity}


def _page(request: HttpRequest, total: int) -> tuple[int, int]:
    asked = request.GET.get("page", "1")
    pages = max(1, -(-total // PER_PAGE))
    number = int(asked) if re.fullmatch(r"\d{1,4}", asked, re.ASCII) else 1
    return min(max(number, 1), pages), pages
