"""The first page of the desk: the next call with its three verbs, the fortnight, and what waits for an answer."""

from django.http import HttpRequest, HttpResponse

from commonhour import clock
from commonhour.reads.desk import today as read_today
from commonhour.reads.setting_up import setting_up
from commonhour.web.desk.gate import desk, my_groups, who
from commonhour.web.desk.noticed import to_look_at
from commonhour.web.desk.said import go, show
from commonhour.web.desk.waiting import waiting
from commonhour.web.reader import community_of, reader_of


@desk
def today(request: HttpRequest) -> HttpResponse:
    groups, now, tzid = my_groups(who(request)), clock.now(), reader_of(request).tzid
    if groups is None and _is_new(request):
        return go(request, "/desk/begin/")
    page = read_today(groups, now, tzid)
    context: dict[str, object] = {
        "page": page,
        "has_groups": groups is None or bool(groups),
        "waiting": waiting(page, len(to_look_at(now, groups))),
    }
    return show(request, "today.html", context)


def _is_new(request: HttpRequest) -> bool:
    """A hub in which nobody has done anything yet."""
    community = community_of(request)
    return not community.is_published and setting_up(community).is_untouched
