"""Embeds: the agenda inside somebody else's page, as an element, an iframe or a fragment of plain HTML; and their builder."""

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonhour import clock
from commonhour.core.scope import Scope
from commonhour.reads.calendar import agenda_page
from commonhour.reads.scope import scope_title
from commonhour.web.filters import facets
from commonhour.web.public import public, public_feed
from commonhour.web.reader import community_of, reader_of
from commonhour.web.scope import scope_of

PATH = "/embed/"
SHOWN_DAYS, COMPACT_DAYS = 12, 5
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Look:
    """How an embed looks. `auto` follows the reader's device."""

    theme: str
    is_compact: bool

    def query(self) -> dict[str, str]:
        found = {
            "theme": self.theme if self.theme != "auto" else "",
            "compact": "1" if self.is_compact else "",
        }
        return {name: value for name, value in found.items() if value}


@public
def agenda(request: HttpRequest) -> HttpResponse:
    """For an <iframe>: `?group=`, `?space=`, `?tag=` and `?tz=` as everywhere, `?theme=` and `?compact=1` for its look."""
    look = look_of(request)
    context = _context(request, scope_of(request), COMPACT_DAYS if look.is_compact else SHOWN_DAYS)
    return render(request, "embed/agenda.html", context | {"look": look})


@public
def fragment(request: HttpRequest) -> HttpResponse:
    """Plain HTML without styles, to be included by a server or a static site build."""
    return _fragment(request, scope_of(request))


@public
def group_fragment(request: HttpRequest, slug: str) -> HttpResponse:
    return _fragment(request, scope_of(request, group=slug))


@public_feed
def element(request: HttpRequest) -> HttpResponse:
    """The script of <common-hour>, at an address that stays."""
    body = Path(str(finders.find("js/common-hour.js"))).read_bytes()
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public
def builder(request: HttpRequest) -> HttpResponse:
    """The embed of a selection as it will look, and what to paste for it: of several groups and spaces, and one tag."""
    scope, look, reader = scope_of(request), look_of(request), reader_of(request)
    scope = replace(scope, tags=scope.tags[:1])
    is_of_one_zone = bool(request.GET.get("zone"))
    kept = look.query() | ({"zone": "1"} if is_of_one_zone else {})
    chosen = dict(parse_qsl(scope.query()))
    fixed = {"tz": reader.tzid if is_of_one_zone else "", "lang": reader.chosen_lang}
    asked = chosen | {name: value for name, value in fixed.items() if value} | look.query()
    address = _address("/embed/agenda/", asked)
    context = {
        "scope": scope,
        "facets": facets(scope, PATH, reader, with_tags=False, **kept),
        "everything": _address(PATH, kept),
        "chosen": chosen,
        "asked": asked,
        "is_of_one_zone": is_of_one_zone,
        "look": look,
        "preview": address,
        "frame": settings.BASE_URL + address,
        "fragment": settings.BASE_URL + _address("/embed/agenda.fragment.html", chosen),
    }
    return render(request, "embed/builder.html", context)


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query, safe='/,')}".rstrip("?")


def look_of(request: HttpRequest) -> Look:
    """Anything else than a theme's name is `auto`: a page of somebody else's is not to break over it."""
    theme = request.GET.get("theme", "")
    return Look(
        theme if theme in THEMES else "auto", request.GET.get("compact", "") in ("1", "true", "compact")
    )


def _fragment(request: HttpRequest, scope: Scope) -> HttpResponse:
    request._reader = replace(reader_of(request), base=settings.BASE_URL)  # type: ignore[attr-defined]
    response = render(request, "embed/fragment.html", _context(request, scope, SHOWN_DAYS))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _context(request: HttpRequest, scope: Scope, days: int) -> dict[str, object]:
    page = agenda_page(scope, clock.now(), reader_of(request).tzid)
    return {
        "days": page.days[:days],
        "scope": scope,
        "title": scope_title(scope, community_of(request).title),
    }
