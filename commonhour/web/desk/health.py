"""How the groups are, worst first and without blame; and the question whether one still meets."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.still_meeting import ask_group
from commonhour.core.speech.messages.still_meeting import SIGNS
from commonhour.reads.health import GroupHealth, groups_health
from commonhour.web.desk.gate import desk, my_groups, post_only, the_group, who
from commonhour.web.desk.said import go, show

_PAGE = "/desk/health/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    healths = groups_health(clock.now(), my_groups(who(request)))
    context: dict[str, object] = {"rows": [_row(one) for one in healths]}
    return show(request, "health.html", context)


@desk
@post_only
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    group, now = the_group(request, slug), clock.now()
    (health,) = groups_health(now, [group.pk]) or (None,)
    ask_group(group, health.signs if health else (), now=now, actor=who(request))
    return go(request, _PAGE, gettext("{group} is asked whether it still meets.").format(group=group.name))


def _row(one: GroupHealth) -> dict[str, object]:
    return {
        "health": one, "signs": [gettext(SIGNS[sign]) for sign in one.signs],
        "ask_path": f"{_PAGE}{one.group.slug}/ask/",
    }  # fmt: skip
