"""The first page of the desk: the next call with its three verbs, the fortnight, and what waits for an answer."""

from django.http import HttpRequest, HttpResponse

from commonhour import clock
from commonhour.core.rights import Verb
from commonhour.reads.desk import today as read_today
from commonhour.reads.people import ending_soon
from commonhour.reads.setting_up import setting_up
from commonhour.reads.to_review import reviews_that_wait
from commonhour.web.desk.gate import desk, my_groups, seen_groups, slugs_of_mine, who
from commonhour.web.desk.noticed import to_look_at
from commonhour.web.desk.said import go, show
from commonhour.web.desk.waiting import waiting
from commonhour.web.reader import community_of, reader_of


@desk
def today(request: HttpRequest) -> HttpResponse:
    actor, now, tzid = who(request), clock.now(), reader_of(request).tzid
    groups = seen_groups(actor)
    if groups is None and _is_new(request):
        return go(request, "/desk/begin/")
    page = read_today(groups, now, tzid, my_groups(actor))
    context: dict[str, object] = {
        "page": page,
        "has_groups": groups is None or bool(groups),
        "mine": slugs_of_mine(actor),
        "edits": my_groups(actor) != [],
        "waiting": waiting(
            page, len(to_look_at(now, my_groups(actor))), ending_soon(actor, now), reviews_that_wait(actor)
        ),
        "reviews": bool(actor.groups(Verb.REVIEW) != []),
    }
    return show(request, "today.html", context)


def _is_new(request: HttpRequest) -> bool:
    """A hub in which nobody has done anything yet."""
    community = community_of(request)
    return not community.is_published and setting_up(community).is_untouched
