"""Converting a time that somebody typed into the reader's own and other zones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.typed.time import TypedDoubt, TypedTime, read_time
from commonhour.errors import RefusedInput
from commonhour.reads.calendar import near
from commonhour.reads.foresight import ELSEWHERE
from commonhour.web import times
from commonhour.web.public import public
from commonhour.web.reader import Reader, reader_of
from commonhour.web.voice import in_a_sentence, words

LONGEST = 200


@public
def page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    typed = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, object] = {"typed": typed}
    if typed:
        context |= _answer(typed, reader)
    return render(request, "convert/page.html", context)


def _answer(typed: str, reader: Reader) -> dict[str, object]:
    try:
        found = read_time(typed, clock.now(), reader.tzid, gettext, words())
    except RefusedInput as refusal:
        return {"refusal": in_a_sentence(refusal)}
    if isinstance(found, TypedDoubt):
        choices = [(label, reader.link("/convert/", q=text)) for label, text in found.choices]
        return {"question": found, "choices": choices}
    return {"reading": found, "places": _places(found, reader), "near": near(found.instant)}


def _places(found: TypedTime, reader: Reader) -> list[tuple[str, object]]:
    wanted = [zone for zone in dict.fromkeys(["UTC", *ELSEWHERE]) if zone not in (reader.tzid, found.tzid)]
    return [(times.place(zone), times.there(found.instant, zone)) for zone in wanted]
