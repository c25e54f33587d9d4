"""The zones a reader may mean: cities by their names in our languages, old names and IANA names."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonhour import clock
from commonhour.core.time.cities import City, city_of, country_name, place_name, search_cities
from commonhour.core.time.zones import offset_text
from commonhour.reads.foresight import ELSEWHERE
from commonhour.web import times
from commonhour.web.public import public
from commonhour.web.reader import Reader, reader_of

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A city as the picker offers it; `link` shows the page one came from in its zone."""

    tzid: str
    name: str
    country: str
    hour: str
    offset: str
    link: str


@public
def page(request: HttpRequest) -> HttpResponse:
    """What the picker offers while one types, and a page of its own without JavaScript."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    cities = search_cities(typed) if typed else [city_of(tzid) for tzid in ELSEWHERE]
    found = [place(city, reader_of(request), "/") for city in cities]
    return render(request, "zone/page.html", {"typed": typed, "places": found})


def near(typed: str, reader: Reader, path: str) -> list[Place]:
    """What somebody may have meant who wrote a zone that there is not."""
    return [place(city, reader, path) for city in search_cities(typed, 4)]


def place(city: City, reader: Reader, path: str) -> Place:
    now = clock.now()
    is_own = city.name == place_name(city.tzid)
    return Place(
        city.tzid,
        place_name(city.tzid, reader.lang) if is_own else city.called or city.name,
        country_name(city.country, reader.lang) if city.country else "",
        times.clock(now, city.tzid),
        offset_text(now, city.tzid),
        reader.link(path, tz=city.tzid),
    )
