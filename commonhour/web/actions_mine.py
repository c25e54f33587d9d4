"""An owner's actions, by a signed link: what is done, what is dropped, what waits. Looking changes nothing; buttons do."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commonhour import clock
from commonhour.actions.action_item import edit_action, end_action, owner_of, undo_own
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import ActionItem
from commonhour.reads.owner import OwnerPage, owner_page
from commonhour.web.by_link import by_link
from commonhour.web.desk.gate import post_only
from commonhour.web.reader import reader_of, today_of


@by_link
def page(request: HttpRequest, token: str) -> HttpResponse:
    shown, today = owner_page(token, clock.now()), today_of(request)
    context = {
        "shown": shown, "open": [(one, one.is_overdue(today)) for one in shown.open],
        "ended": [(one, False) for one in shown.ended], "mine": request.path,
    }  # fmt: skip
    return render(request, "ledger/mine.html", context)


@by_link
@post_only
def say(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """`do` is done, dropped (with `why`), open, edit (with `waiting_on` and `due`) or undo."""
    item = _the_action(owner_page(token, clock.now()), public_id)
    do, version = request.POST.get("do", ""), _number(request.POST.get("version", ""))
    by = {"now": clock.now(), "actor": owner_of(item)}
    if do == "undo":
        undo_own(item, now=clock.now())
    elif do == "edit":
        due, waiting = _day(request.POST.get("due", "")), request.POST.get("waiting_on", "")[:200]
        edit_action(item, owner=item.owner, due=due, waiting_on=waiting, version=version, **by)  # type: ignore[arg-type]
    else:
        end_action(item, do, why=request.POST.get("why", "")[:200], version=version, **by)  # type: ignore[arg-type]
    back = request.path.removesuffix(f"{public_id}/")
    return HttpResponseRedirect(reader_of(request).link(back))


def _the_action(shown: OwnerPage, public_id: UUID) -> ActionItem:
    """Raises NotFound for one that is not theirs."""
    if str(public_id) not in {one.id for one in [*shown.open, *shown.ended]}:
        raise NotFound("no-such-action")
    return ActionItem.objects.select_related("series__group").get(public_id=public_id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _day(text: str) -> dt.date | None:
    """None for an empty field. Raises RefusedInput for what is no day."""
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise RefusedInput("action-day") from error
