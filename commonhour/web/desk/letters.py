"""Letters: mails to the community that were no meeting, or that nobody may answer by himself; a person reads them."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.letter import settle_letters
from commonhour.actions.rights import require
from commonhour.core.rights import Verb
from commonhour.models import Letter
from commonhour.models.letter import DONE, OPEN, SPAM
from commonhour.reads.letter import LetterShape, letters
from commonhour.web.desk.gate import desk, post_only, who
from commonhour.web.desk.pages import page_number
from commonhour.web.desk.said import go, show
from commonhour.web.voice import number

_PAGE, _MOST = "/desk/letters/", 1_000
PROBLEMS = {
    "mail-too-large": _("It is too large to be read: only its head was."),
    "mail-head-too-large": _("Its head is too large to be read."),
    "mail-too-deep": _("It has too many parts within parts to be read."),
    "mail-unreadable": _("It could not be read."),
    "invitation-unreadable": _("There is an invitation in it that could not be read."),
    "winmail": _("There is a winmail.dat in it, which only Outlook can read. Ask for the invitation as an .ics file."),
}  # fmt: skip


class Shown(NamedTuple):
    """A letter, and what of it could not be read."""

    letter: LetterShape
    problems: list[str]


@desk
def index(request: HttpRequest) -> HttpResponse:
    require(who(request), Verb.DECIDE, None)
    page, is_open = page_number(request), "decided" not in request.GET
    found, has_more = letters(page, is_open=is_open)
    context: dict[str, object] = {
        "rows": [Shown(one, problems_of(one)) for one in found], "is_open": is_open, "earlier": page + 1 if has_more else 0,
        "later": page - 1, "addresses": settings.MAILBOX_ADDRESSES,
    }  # fmt: skip
    return show(request, "letters.html", context)


def problems_of(letter: LetterShape) -> list[str]:
    return [str(PROBLEMS[code]) for code in letter.problems]


@desk
@post_only
def settle(request: HttpRequest) -> HttpResponse:
    """The one whose button it is, or those that are ticked."""
    require(who(request), Verb.DECIDE, None)
    state = next((one for one in (DONE, SPAM, OPEN) if one in request.POST), DONE)
    keys = (
        [request.POST.get(state, "")]
        if request.POST.get(state, "ticked") != "ticked"
        else request.POST.getlist("one")
    )
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19][:_MOST]
    rows = list(Letter.objects.filter(pk__in=wanted).exclude(state=state))
    if not rows:
        return go(request, _PAGE, gettext("Nothing was ticked."))
    count = settle_letters(rows, state, now=clock.now(), actor=who(request))
    return go(request, _PAGE, _said(state, count))


def _said(state: str, count: int) -> str:
    words = {
        DONE: ngettext("{n} letter is done.", "{n} letters are done.", count),
        SPAM: ngettext("{n} letter is in the bin.", "{n} letters are in the bin.", count),
        OPEN: ngettext("{n} letter is to be read again.", "{n} letters are to be read again.", count),
    }
    return words[state].format(n=number(count))
