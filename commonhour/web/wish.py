"""By the link of who sent it in: what is in the calendar should be moved, called off, or changed otherwise."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.wish import Wished, take_wish_back, wish
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.zones import wall_of
from commonhour.core.typed.time import TypedDoubt, read_time
from commonhour.errors import RefusedInput, UserError
from commonhour.models import Occurrence, Submission
from commonhour.models.wish import KINDS, MOVE, OTHER
from commonhour.reads.mail_links import submission_path
from commonhour.reads.submission import SubmissionShape
from commonhour.reads.wish import coming_dates
from commonhour.web.desk.forms import PlainForm, field_errors
from commonhour.web.desk.gate import post_only
from commonhour.web.reader import reader_of
from commonhour.web.sent_in import back, mine
from commonhour.web.times import clock as hour
from commonhour.web.times import day_and_hour, day_text
from commonhour.web.voice import in_a_sentence, words


class WishForm(PlainForm):
    kind = forms.ChoiceField(
        label=_("What should change?"), choices=KINDS, initial=MOVE, widget=forms.RadioSelect,
        error_messages={"required": _("Say what should change."), "invalid_choice": _("Choose from the list.")},
    )  # fmt: skip
    date = forms.ChoiceField(
        label=_("Which date?"), required=False, error_messages={"invalid_choice": _("Choose from the list.")}
    )
    when = forms.CharField(
        label=_("To which time?"), required=False, max_length=120,
        help_text=_("For a move, as you would write it: “Fri 4 Dec 17:00 Madrid”."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What else should we know?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip

    def __init__(self, dates: Sequence[ListedDate], tzid: str, *args: Any, **kwargs: Any) -> None:
        """`tzid` is the zone of who writes: it counts where none was typed."""
        super().__init__(*args, **kwargs)
        self.tzid = tzid
        self.start: dt.datetime | None = None
        self.fields["date"].choices = [(one.id, _said(one, tzid)) for one in dates]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kind = found.get("kind")
        if kind == MOVE and "when" not in self.errors:
            self._read(found.get("when", "").strip())
        if kind in (MOVE, "cancel") and not found.get("date") and "date" not in self.errors:
            self.add_error("date", gettext("Choose the date."))
        if kind == OTHER and not found.get("words", "").strip():
            self.add_error("words", gettext("Write what should change."))
        return found

    def _read(self, typed: str) -> None:
        try:
            read = read_time(typed, clock.now(), self.tzid, gettext, words())
        except RefusedInput as refused:
            self.add_error("when", in_a_sentence(refused))
            return
        if isinstance(read, TypedDoubt):
            self.add_error("when", read.sentence)
        elif read.instant <= clock.now():
            self.add_error("when", gettext("That is over. Write a time that is still to come."))
        else:
            self.start = read.instant

    def wished(self) -> Wished:
        found = self.cleaned_data
        if found["kind"] == OTHER:
            return Wished(OTHER, words=found["words"])
        date = Occurrence.objects.get(public_id=found["date"])
        typed = found["when"].strip() if self.start else ""
        return Wished(found["kind"], date, typed, self.start, found["words"])


def _said(date: ListedDate, tzid: str) -> str:
    """On the clock of who reads."""
    wall = wall_of(date.start, "UTC" if date.all_day else tzid)
    return (
        day_text(wall.date()) if date.all_day else day_and_hour(day_text(wall.date()), hour(date.start, tzid))
    )


@mine
def page(request: HttpRequest, row: Submission) -> HttpResponse:
    shown = SubmissionShape.of(row)
    if not shown.series_path:
        return back(request, row)
    reader, now = reader_of(request), clock.now()
    posted = request.POST if request.method == "POST" else None
    form = WishForm(coming_dates(row, now), reader.tzid, posted)
    refused, status = "", 200 if posted is None else 422
    if form.is_valid():
        try:
            wish(row, form.wished(), now=now)
            return back(request, row)
        except UserError as error:
            refused, status = in_a_sentence(error), error.status
    context = {
        "form": form, "shown": shown, "mine": submission_path(row.pk), "refused": refused,
        "problems": field_errors(form) if form.is_bound else [],
    }  # fmt: skip
    return render(request, "submit/wish.html", context, status=status)


@mine
@post_only
def take_back(request: HttpRequest, row: Submission) -> HttpResponse:
    take_wish_back(row)
    return back(request, row)
