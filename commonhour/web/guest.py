"""The page of who says whether they come, by a signed link: each answer changed by a tap, and all of them taken back."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commonhour import clock
from commonhour.actions import replies as actions
from commonhour.core.replies import Reach
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.reads.guest import GuestPage, guest_page
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.desk.gate import post_only
from commonhour.web.reader import reader_of

View = Callable[..., HttpResponse]


def _mine(view: View) -> View:
    """Hands the page on to the view, in its reader's language and zone."""

    @by_link
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        shown = guest_page(token, clock.now())
        with for_reader(request, shown.language, shown.tzid):
            return view(request, shown)

    return wrapped


@_mine
def page(request: HttpRequest, shown: GuestPage) -> HttpResponse:
    return render(request, "replies/mine.html", {"shown": shown, "mine": request.path})


@_mine
@post_only
def answer(request: HttpRequest, shown: GuestPage) -> HttpResponse:
    """For one of the `date`s; or `from` one of them on, where none is every date."""
    typed = request.POST
    begins, comes = typed.get("from"), typed.get("comes", "")
    date = typed.get("date", "") if begins is None else begins
    reach = Reach.DATE if begins is None else Reach.ON if begins else Reach.ALL
    if comes not in ("yes", "no"):
        raise RefusedInput("reply-not-chosen")
    if reach != Reach.ALL and date not in [one.line.id for one in shown.dates]:
        raise NotFound("no-such-day")
    actions.answer(
        shown.email, shown.series_id, date, reach, comes=comes == "yes", language=shown.language, tzid=shown.tzid,
        now=clock.now(),
    )  # fmt: skip
    return _back(request)


@_mine
@post_only
def take_back(request: HttpRequest, shown: GuestPage) -> HttpResponse:
    if shown.id:
        actions.take_all_back(shown.id, shown.series_id, now=clock.now())
    return _back(request)


@_mine
@post_only
def undo(request: HttpRequest, shown: GuestPage) -> HttpResponse:
    if not shown.id:
        raise Conflict("nothing-to-undo")
    actions.undo_answer(shown.id, shown.series_id, now=clock.now())
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page whose button it was."""
    token = request.path.split("/")[2]
    return HttpResponseRedirect(reader_of(request).link(f"/replies/{token}/"))
