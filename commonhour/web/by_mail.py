"""Subscribing by mail: the request, which anybody may send, and the page on which the address says yes."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.subscribing import ask, confirm
from commonhour.core.asking import Asking
from commonhour.core.scope import Scope
from commonhour.core.speech.messages.subscribing import KINDS
from commonhour.errors import NotAllowed
from commonhour.gateways.addresses import subscriber
from commonhour.models import Subscription
from commonhour.reads.mail_links import asked_by, own_path
from commonhour.reads.scope import scope_title
from commonhour.reads.subscriber import subscribed
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.by_mail_forms import AskForm
from commonhour.web.door import require_readable
from commonhour.web.public import unkept
from commonhour.web.reader import community_of, reader_of
from commonhour.web.scope import scope_of
from commonhour.web.subscribe import PATH, page_with


@csrf_exempt
def request_mail(request: HttpRequest) -> HttpResponse:
    """One mail to the address, and the same answer whether it is known or not. No cookie guards it: a public page has
    none, and who sends it gains nothing but that mail."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    require_readable(request)
    scope, reader = scope_of(request), reader_of(request)
    if request.method != "POST":
        return HttpResponseRedirect(reader.link(scope.path(PATH), series=scope.series))
    require_own_page(request)
    form = AskForm(request.POST)
    if form.is_valid():
        asking = _asking(scope, form, reader.lang, reader.tzid)
        ask(asking, network_of(request), base_url=settings.BASE_URL, now=clock.now())
        response = render(request, "by_mail/sent.html", {"email": asking.email, "scope": scope})
    else:
        response = page_with(request, form)
    return unkept(response)


def require_own_page(request: HttpRequest) -> None:
    """Browsers say where a form comes from; what says nothing (old ones, scripts) is held by the caps alone."""
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    own = {urlsplit(settings.BASE_URL).netloc, request.get_host()}
    if (site and site != "same-origin") or (origin and urlsplit(origin).netloc not in own):
        raise NotAllowed("form-of-another-site")


def network_of(request: HttpRequest) -> str:
    """The IPv4 address or IPv6 /64 that asks. Only a proxy of our own may say for whom it does (`X-Forwarded-For`, its
    last entry); who comes from our own network without one counts as one."""
    direct = subscriber(request.META.get("REMOTE_ADDR", ""))
    return direct or subscriber(request.headers.get("X-Forwarded-For", "").split(",")[-1].strip())


def _asking(scope: Scope, form: AskForm, language: str, tzid: str) -> Asking:
    row = Subscription.of(scope, clock.now())
    return Asking(
        form.cleaned_data["email"], tuple(form.cleaned_data["kinds"]), tuple(row.groups), tuple(row.spaces),
        row.series_id, tuple(row.tags), language, tzid,
    )  # fmt: skip


@by_link
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was asked for; POST is the yes."""
    asking = asked_by(token, clock.now())
    with for_reader(request, asking.language, asking.tzid):
        if request.method == "POST":
            return HttpResponseRedirect(own_path(confirm(token, now=clock.now())))
        row = Subscription(groups=list(asking.groups), spaces=list(asking.spaces), series_id=asking.series,
                           tags=list(asking.tags))  # fmt: skip
        names = subscribed([row])[0].names or (
            scope_title(Scope(), community_of(request).title or "Common Hour"),
        )
        context = {
            "asking": asking,
            "names": names,
            "kinds": [KINDS[kind] for kind in asking.kinds],
            "token": token,
        }
        return render(request, "by_mail/confirm.html", context)
