"""Whether somebody hears that an agenda or notes are missing: by the signed link of such a mail. Looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonhour import clock
from commonhour.actions.nudges import want_nudges
from commonhour.errors import NotFound
from commonhour.reads.mail_links import nudge_of
from commonhour.reads.nudges import nudge_choice
from commonhour.web.by_link import by_link


@by_link
def page(request: HttpRequest, token: str) -> HttpResponse:
    """`want=yes` brings the mails back; any other press ends them."""
    user, series = nudge_of(token)
    if nudge_choice(user, series) is None:
        raise NotFound("mail-link-unknown")
    if request.method == "POST":
        want_nudges(user, series, is_wanted=request.POST.get("want") == "yes", now=clock.now())
    return render(request, "ledger/nudges.html", {"choice": nudge_choice(user, series)})
