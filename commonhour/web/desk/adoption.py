"""A call that comes from an outside calendar: what it is, made ours in two clicks, and given back in two."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.source import adopt_series, give_back_series
from commonhour.errors import Conflict, UserError
from commonhour.models import Occurrence, Series
from commonhour.reads.origin import origin_of
from commonhour.reads.series import cadences
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.gate import desk, the_call, who
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """GET says what will happen; POST does it."""
    series = the_call(request, slug)
    if not series.source_id and not series.schedules.exclude(source=None).exists():
        raise Conflict("this-call-ours-already")
    return _changed_hands(
        request, series, "adopt.html", adopt_series, gettext("“{title}” is ours now. You can change it here.")
    )


@desk
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_call(request, slug)
    if not series.adopted_from_id:
        raise Conflict("this-call-not-from-outside")
    return _changed_hands(
        request, series, "give_back.html", give_back_series, gettext("“{title}” is the calendar’s again.")
    )


def _changed_hands(
    request: HttpRequest, series: Series, template: str, action: Callable[..., Series], sentence: str
) -> HttpResponse:
    refused, status = "", 200
    if request.method == "POST":
        try:
            action(series, now=clock.now(), actor=who(request))
            return go(request, f"/desk/series/{series.slug}/", sentence.format(title=series.title))
        except UserError as error:
            refused, status = in_a_sentence(error), 409
    return show(request, template, _context(series) | {"refused": refused}, status=status)


def sourced_page(request: HttpRequest, series: Series) -> HttpResponse:
    """A call of an outside calendar: read-only, with the way to make it ours."""
    return show(request, "series_sourced.html", _context(series))


def _context(series: Series) -> dict[str, object]:
    now = clock.now()
    upcoming = Occurrence.objects.upcoming(now).filter(series=series).listed(12)
    return {
        "series": SeriesShape.of(series),
        "origin": origin_of(series, with_changes=True),
        "upcoming": upcoming,
        "cadences": [one.schedule for one in cadences([series.pk])[series.pk]],
        "ahead": Occurrence.objects.upcoming(now).filter(series=series).count(),
    }
