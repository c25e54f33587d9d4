"""Taking a change back: one button on every page of the desk for ten minutes, and from the history after that."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.undo import undo as undo_change
from commonhour.actions.undo import undoable
from commonhour.core.speech.changes import change_sentence
from commonhour.errors import Conflict
from commonhour.models import ChangeSet
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.question_list import LIST
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_ANSWERS = ("series-decided", "series-on-demand")


@desk
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, and says why where it cannot be; POST does it."""
    if request.method == "POST":
        undone = undo_change(pk, now=clock.now(), actor=who(request))
        return go(request, _onward(undone), _sentence(undone))
    try:
        row, _ = undoable(pk, who(request), clock.now())
        context = {"sentence": change_sentence(row.kind, row.facts, gettext), "at": row.at}
    except Conflict as refused:
        context = {"refused_because": in_a_sentence(refused)}
    return show(request, "undo_ask.html", context)


def _sentence(undone: ChangeSet) -> str:
    if undone.kind in _ANSWERS:
        return gettext("Undone: “{title}” is undecided again.").format(title=undone.facts["title"])
    return gettext("Undone: it is as it was before.")


def _onward(undone: ChangeSet) -> str:
    """Where it can be seen that all is as it was."""
    if undone.kind in _ANSWERS:
        return LIST
    if undone.kind.startswith("finding-"):
        return "/desk/check/"
    if "id" in undone.facts:
        return f"/desk/occurrence/{undone.facts['id']}/"
    fresh = ChangeSet.objects.select_related("series", "group").get(pk=undone.pk)
    for row, place in ((fresh.series, "series"), (fresh.group, "groups")):
        if row is not None and row.removed_at is None:
            return f"/desk/{place}/{row.slug}/"
    return "/desk/history/"
