"""Taking back what was just done: one button, on every page of the desk and on every device, for ten minutes."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.undo import undo as undo_change
from commonhour.models import ChangeSet
from commonhour.reads.undo import OF_ANSWERS, OF_DATES
from commonhour.web.desk.gate import desk, post_only, who
from commonhour.web.desk.question_list import LIST
from commonhour.web.desk.said import go


@desk
@post_only
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    undone = undo_change(pk, now=clock.now(), actor=who(request))
    return go(request, *_onward(undone))


def _onward(undone: ChangeSet) -> tuple[str, str]:
    """Where it can be seen that all is as it was, and what is said there."""
    if undone.kind in OF_DATES:
        return f"/desk/occurrence/{undone.facts['id']}/", gettext("Undone: it is as it was before.")
    if undone.kind in OF_ANSWERS:
        title = undone.facts["title"]
        return LIST, gettext("Undone: “{title}” is undecided again.").format(title=title)
    return "/desk/check/", gettext("It is on the list again.")
