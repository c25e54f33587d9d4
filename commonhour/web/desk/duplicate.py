"""A series like another in the desk: its name and first day are asked, its dates shown, then it is written."""

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.duplicate import begun_schedules, duplicate_series
from commonhour.models import Series
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.dates import Preview, preview
from commonhour.web.desk.forms import DayField, PlainForm
from commonhour.web.desk.gate import desk, the_series, who
from commonhour.web.desk.said import go, show
from commonhour.web.reader import reader_of


class DuplicateForm(PlainForm):
    title = forms.CharField(label=_("Name"), max_length=300, error_messages={"required": _("Enter a name.")})
    day = DayField(
        label=_("From which day on?"), help_text=_("Its first date is on that day, or the next one in its rhythm.")
    )  # fmt: skip
    with_join = forms.BooleanField(label=_("People join it by the same link"), required=False, initial=True)

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"]).strip()

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if (
            not clock.now().date() - dt.timedelta(days=1)
            <= day
            <= clock.now().date() + dt.timedelta(days=731)
        ):
            raise forms.ValidationError(gettext("Choose a day of the next two years."))
        return day


@desk
def new(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    today = clock.now().date()
    form = DuplicateForm(
        request.POST if request.method == "POST" else None, initial={"title": series.title, "day": today}
    )
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        found = form.cleaned_data
        made = duplicate_series(
            series, title=found["title"], first_day=found["day"], with_join=found["with_join"], now=clock.now(),
            actor=who(request),
        )  # fmt: skip
        said = gettext("“{title}” is in the calendar.").format(title=made.title)
        return go(request, f"/desk/series/{made.slug}/", said)
    day = form.cleaned_data.get("day") if form.is_bound and form.is_valid() else today
    context = {
        "series": SeriesShape.of(series), "form": form, "path": f"/desk/series/{slug}/",
        "previews": _previews(request, series, day) if day and not form.errors else [],
    }  # fmt: skip
    return show(request, "duplicate.html", context, status=422 if form.is_bound and form.errors else 200)


def _previews(request: HttpRequest, series: Series, day: dt.date) -> list[Preview]:
    now, tzid = clock.now(), reader_of(request).tzid
    return [preview(one, now, tzid) for one in begun_schedules(series, day, now)]
