"""The door to a call: what the page before it says, who comes in, and the one answer that carries the provider's link."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.door import ask_for_link
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import JoinTarget
from commonhour.reads.door import tiers_open_to, visitor
from commonhour.reads.occurrence import OccurrencePage, occurrence_page
from commonhour.reads.shapes.way_in import WayIn
from commonhour.web import times
from commonhour.web.by_link import by_link
from commonhour.web.by_mail import network_of, require_own_page
from commonhour.web.by_mail_forms import AddressForm
from commonhour.web.door import require_readable
from commonhour.web.occurrence import the_date
from commonhour.web.public import public, unkept
from commonhour.web.reader import reader_of


@csrf_exempt
def enter(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """GET shows the door; POST goes through it while it is open, or asks for the mail that shows whose an address is."""
    if request.method != "POST":
        return _public_page(request, slug, day)
    require_readable(request)
    found = the_date(request, slug, day, suffix="join")
    if isinstance(found, HttpResponse):
        return found
    if "email" in request.POST:
        return unkept(_asked(request, found))
    return unkept(_through(request, found, is_signed_in=True))


@public
def _public_page(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found = the_date(request, slug, day, suffix="join")
    return found if isinstance(found, HttpResponse) else _page(request, found)


@by_link
def with_link(request: HttpRequest, slug: str, day: str, token: str) -> HttpResponse:
    """The same for whom the link was mailed to. GET changes nothing and shows the buttons."""
    require_readable(request)
    found = the_date(request, slug, day, suffix=f"join/{token}/")
    if isinstance(found, HttpResponse):
        return found
    email = visitor(token, found.id, clock.now())
    return _through(request, found, email) if request.method == "POST" else _page(request, found, email)


def _page(
    request: HttpRequest,
    found: ListedDate,
    email: str = "",
    *,
    form: AddressForm | None = None,
    is_refused: bool = False,
) -> HttpResponse:
    """`email` is one that is confirmed. Without one the page is everybody's, and is the same for all."""
    shown = occurrence_page(found, clock.now())
    lets_in = tiers_open_to(email, found.id, clock.now())
    context = {
        "page": shown, "line": shown.line, "opens": shown.door.opens_at,
        "opens_text": times.full(shown.door.opens_at, reader_of(request).tzid), "is_open": _is_open(shown),
        "ways": [way for way in shown.ways if way.tier in lets_in],
        "others": [way for way in shown.ways if way.tier not in lets_in],
        "email": email, "form": form or AddressForm(), "is_refused": is_refused,
        "group_path": f"/groups/{shown.line.group}/", "own_path": f"{shown.line.path}join",
    }  # fmt: skip
    status = 403 if is_refused else 422 if form else 410 if shown.is_gone else 200
    return render(request, "occurrence/join.html", context, status=status)


def _asked(request: HttpRequest, found: ListedDate) -> HttpResponse:
    """One mail, and the same answer whether the address is known or not."""
    require_own_page(request)
    form, shown = AddressForm(request.POST), occurrence_page(found, clock.now())
    if _is_off(shown):
        return _back(request, found)
    if not form.is_valid():
        return _page(request, found, form=form)
    reader, email = reader_of(request), form.cleaned_data["email"]
    ask_for_link(
        found.id, email, network_of(request), language=reader.lang, tzid=reader.tzid, now=clock.now()
    )
    return render(request, "occurrence/link_sent.html", {"line": shown.line, "email": email})


def _through(
    request: HttpRequest, found: ListedDate, email: str = "", *, is_signed_in: bool = False
) -> HttpResponse:
    """Only this answer carries the provider's link. The desk's session is asked for nothing but a way that not everybody
    may use."""
    shown = occurrence_page(found, clock.now())
    way = _wanted(request, shown.ways) if _is_open(shown) else None
    if way is None:
        return _back(request, found)
    if is_signed_in and not way.is_for_everybody:
        email = _address_of_user(request)
    if way.tier not in tiers_open_to(email, found.id, clock.now()):
        return _page(request, found, "" if is_signed_in else email, is_refused=True)
    return _let_in(request, shown.line, way)


def _let_in(request: HttpRequest, line: ListedDate, way: WayIn) -> HttpResponse:
    url, passcode = JoinTarget.objects.get(pk=way.key).reveal()
    phone = url.removeprefix("tel:") if url.startswith("tel:") else ""
    context = {"line": line, "way": way, "url": url, "passcode": passcode, "phone": phone}
    response = render(request, "occurrence/entered.html", context)
    if url and not (passcode or phone):
        # A redirect would be stopped: `form-action 'self'` also holds for where the answer to a form leads.
        response.headers["Refresh"] = f"0; url={iri_to_uri(url)}"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _back(request: HttpRequest, found: ListedDate) -> HttpResponse:
    return HttpResponseRedirect(reader_of(request).link(f"{found.path}join"))


def _address_of_user(request: HttpRequest) -> str:
    user = request.user
    return str(user.email) if user.is_authenticated and user.is_active else ""


def _wanted(request: HttpRequest, ways: list[WayIn]) -> WayIn | None:
    """The one whose button was pressed, the main one where none was; None when it was removed meanwhile."""
    key = request.POST.get("way")
    return next((one for one in ways if key in (None, str(one.key))), None)


def _is_open(shown: OccurrencePage) -> bool:
    """Whether the door lets anybody in now."""
    return shown.has_join and not _is_off(shown) and shown.state in ("soon", "now")


def _is_off(shown: OccurrencePage) -> bool:
    return shown.is_gone or shown.line.is_cancelled or shown.state == "over"
