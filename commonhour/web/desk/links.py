"""The links of the home page, and the texts an imported page brought that fit no field."""

from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.community import set_links, take_off_page
from commonhour.errors import Conflict
from commonhour.models import Channel, Community, Import
from commonhour.web.desk.forms import field_errors
from commonhour.web.desk.gate import manager, post_only, who
from commonhour.web.desk.group_forms import ChannelRows, VersionForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_PAGE = "/desk/community/links/"


@manager
def index(request: HttpRequest) -> HttpResponse:
    version = Community.the().version
    lock = VersionForm(request.POST or None, initial={"version": version})
    rows = ChannelRows(request.POST or None, initial=_present(), prefix="row")
    conflict = ""
    if request.method == "POST" and lock.is_valid() and rows.is_valid():
        try:
            _write(request, lock.cleaned_data["version"], rows)
            return go(request, _PAGE, gettext("Saved."))
        except Conflict as refused:
            conflict = in_a_sentence(refused)
            lock.show_both({}, Community.the().version)
    is_wrong = rows.is_bound and not (lock.is_valid() and rows.is_valid())
    last = Import.last_page()
    context: dict[str, object] = {
        "lock": lock, "rows": rows, "part": "links", "conflict": conflict,
        "theirs": [" · ".join(filter(None, map(str, row.values()))) for row in _present()] if conflict else [],
        "problems": [*field_errors(lock), *(one for form in rows for one in field_errors(form))] if is_wrong else [],
        "texts": [(n, one["text"], one in last.left_over) for n, one in enumerate(last.unplaced)] if last else [],
    }  # fmt: skip
    return show(request, "links.html", context, status=409 if conflict else 422 if is_wrong else 200)


@manager
@post_only
def texts(request: HttpRequest) -> HttpResponse:
    """Which of the imported texts stand on the page: those that are ticked, by their numbers."""
    last, shown = Import.last_page(), request.POST.getlist("shown")
    every = [one["text"] for one in last.unplaced] if last else []
    before = set(last.taken_away) - set(every) if last else set()
    gone = {text for n, text in enumerate(every) if str(n) not in shown}
    take_off_page(before | gone, now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("Saved."))


def _present() -> list[dict[str, Any]]:
    rows = Channel.objects.filter(group=None)
    return [{"kind": one.kind, "name": one.name or one.label, "url": one.url} for one in rows]


def _write(request: HttpRequest, version: int, rows: BaseFormSet) -> None:
    gone = rows.deleted_forms
    wanted = [row for row in (form.row() for form in rows if form not in gone) if row is not None]
    set_links(wanted, now=clock.now(), actor=who(request), version=version)
