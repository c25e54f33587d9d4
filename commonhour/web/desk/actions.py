"""Actions in the desk: who keeps the record of a call says what became of them, who does them and what they wait on."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.action_item import edit_action, end_action
from commonhour.actions.rights import require
from commonhour.core.rights import Verb
from commonhour.core.speakers import speaker_key
from commonhour.errors import Conflict, NotFound
from commonhour.models import ActionItem
from commonhour.reads.action_items import action_rows, actions_page
from commonhour.reads.mail_links import owner_path
from commonhour.web.actions import selects
from commonhour.web.desk.forms import LockedForm, field_errors
from commonhour.web.desk.gate import desk, post_only, who
from commonhour.web.desk.said import go, show
from commonhour.web.ledger import asked_of, shown, turning
from commonhour.web.reader import today_of
from commonhour.web.table import page_number
from commonhour.web.voice import in_a_sentence

_PATH = "/desk/actions/"


class ActionForm(LockedForm):
    owner = forms.CharField(label=_("Who does it"), required=False, max_length=100)
    due = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2026-12-01.")},
    )  # fmt: skip
    waiting_on = forms.CharField(label=_("Waiting on"), required=False, max_length=200)

    @staticmethod
    def facts(item: ActionItem) -> dict[str, object]:
        return {"owner": item.owner, "due": item.due, "waiting_on": item.waiting_on}


@desk
def index(request: HttpRequest) -> HttpResponse:
    """Of the calls whose record somebody keeps."""
    asked, today = asked_of(request), today_of(request)
    groups = who(request).groups(Verb.KEEP_RECORD)
    found = actions_page(asked, page_number(request), today, clock.now(), groups)
    context: dict[str, object] = {
        "rows": [(one, one.is_overdue(today)) for one in found.rows], "asked": asked, "label": gettext("Search in actions"),
        "selects": shown(request, _PATH, asked, selects(asked)), **turning(request, _PATH, asked, found.turned),
    }  # fmt: skip
    return show(request, "actions.html", context)


@desk
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    item = _the_action(request, public_id)
    form = ActionForm(request.POST or None, initial=ActionForm.facts(item) | {"version": item.version})
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            edit_action(item, **form.cleaned_data, now=clock.now(), actor=who(request))
            return go(request, _path(item), gettext("Saved."))
        except Conflict as refused:
            conflict, item = in_a_sentence(refused), _the_action(request, public_id)
            form.show_both(ActionForm.facts(item), item.version)
    return _form_page(request, item, form, conflict, 409 if conflict else 422 if form.errors else 200)


@desk
@post_only
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A button: `do` is done, dropped (with `why`) or open."""
    item = _the_action(request, public_id)
    version = request.POST.get("version", "")
    known = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    do, why = request.POST.get("do", ""), request.POST.get("why", "")[:200]
    end_action(item, do, why=why, version=known, now=clock.now(), actor=who(request))
    return go(request, _path(item), gettext("Saved."))


def _form_page(
    request: HttpRequest, item: ActionItem, form: ActionForm, conflict: str, status: int
) -> HttpResponse:
    rows = action_rows([item.pk], clock.now())
    group = item.series.group_id
    context: dict[str, object] = {
        "form": form, "conflict": conflict, "problems": field_errors(form) if form.is_bound else [],
        "row": rows[0] if rows else None, "text": item.text, "state": item.state, "version": item.version,
        "own": _path(item), "is_done": item.state == ActionItem.DONE,
        "mine": request.build_absolute_uri(owner_path(speaker_key(item.owner), group)) if item.owner else "",
    }  # fmt: skip
    return show(request, "action.html", context, status=status)


def _the_action(request: HttpRequest, public_id: UUID) -> ActionItem:
    """Raises NotFound, NotAllowed."""
    rows = ActionItem.objects.select_related("series__group").filter(series__removed_at=None)
    item = rows.filter(public_id=public_id).first()
    if item is None:
        raise NotFound("no-such-action")
    require(who(request), Verb.KEEP_RECORD, *item.series.holders)
    return item


def _path(item: ActionItem) -> str:
    return f"{_PATH}{item.public_id}/"
