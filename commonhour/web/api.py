"""The JSON API, version 1: what programs send. Errors are problem documents (RFC 9457); what it takes says `openapi.json`."""

import datetime as dt
import json
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from icalendar import vDuration

from commonhour import clock
from commonhour.actions.series import checked
from commonhour.actions.submission import send_in
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import RefusedInput
from commonhour.web.api_shape import OPENAPI
from commonhour.web.by_mail import network_of
from commonhour.web.desk.dates import first_start
from commonhour.web.desk.forms import ZoneField
from commonhour.web.door import require_readable
from commonhour.web.public import public_feed
from commonhour.web.reader import reader_of
from commonhour.web.refusals import problem
from commonhour.web.submit_forms import AboutForm
from commonhour.web.voice import in_a_sentence

_JSON = "application/json"
_LONGEST = dt.timedelta(days=1)
# As the API calls them, and as the form does.
_NAMES = {"description": "about", "join_url": "link"}


class SubmissionBody(AboutForm):
    """When it is as RFC 5545 says it: `dtstart` local to `tzid`, `duration` such as PT1H30M, `rrule` without "RRULE:"."""

    dtstart = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y%m%dT%H%M%S"])
    tzid = ZoneField()
    duration = forms.CharField(max_length=20, required=False)
    rrule = forms.CharField(max_length=400, required=False)

    def clean_dtstart(self) -> dt.datetime:
        found: dt.datetime = self.cleaned_data["dtstart"]
        return found.replace(tzinfo=None)

    def clean_duration(self) -> dt.timedelta:
        try:
            found = vDuration.from_ical(self.cleaned_data["duration"] or "PT1H")
        except ValueError as error:
            raise forms.ValidationError(gettext("Write a duration such as PT1H30M.")) from error
        if not dt.timedelta() < found <= _LONGEST:
            raise forms.ValidationError(gettext("It takes at most a day (1440 minutes)."))
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            try:
                if first_start(self.schedule()) <= clock.now():
                    self.add_error("dtstart", gettext("That is over. Write the next date."))
            except RefusedInput as refused:
                self.add_error("rrule", in_a_sentence(refused))
        return found

    def schedule(self) -> Schedule:
        """Raises RefusedInput for a rule that is none."""
        found = self.cleaned_data
        wall = f"{found['dtstart']:%Y%m%dT%H%M%S}"
        return checked(Schedule(wall, found["tzid"], found["duration"], found["rrule"].strip()))


@csrf_exempt  # no browser sends JSON to us from another site: that needs a leave we do not give
def submissions(request: HttpRequest) -> HttpResponse:
    """Send in a meeting, as on /submit/: its address is asked by mail before anybody looks at it."""
    require_readable(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = SubmissionBody(_body(request))
    if not form.is_valid():
        return problem(request, 422, gettext("The meeting was not sent in."), errors=_errors(form))
    found, reader = form.cleaned_data, reader_of(request)
    typed = f"{found['dtstart']:%Y-%m-%d %H:%M} {found['tzid']}"
    row = send_in(
        form.sent(typed, form.schedule()), found["email"], network_of(request), language=reader.lang, tzid=found["tzid"], now=clock.now()
    )  # fmt: skip
    answer = JsonResponse({"id": str(row.public_id), "state": row.state}, status=202)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public_feed
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse({**OPENAPI, "servers": [{"url": settings.BASE_URL}]})


def _body(request: HttpRequest) -> dict[str, Any]:
    """Raises RefusedInput for what is no JSON object."""
    try:
        found = json.loads(request.body) if request.content_type == _JSON else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RefusedInput("json-object-wanted")
    said = {name: value for name, value in found.items() if isinstance(value, str | int)}
    return {_NAMES.get(name, name): value for name, value in said.items()}


def _errors(form: forms.Form) -> list[dict[str, str]]:
    ours = {theirs: name for name, theirs in _NAMES.items()}
    return [
        {"pointer": f"#/{ours.get(name, name)}", "detail": str(sentence)}
        for name, sentences in form.errors.items() for sentence in sentences
    ]  # fmt: skip
