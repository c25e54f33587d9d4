"""One date in the desk: move it, cancel it, put it back, and take the last change back."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence, state_token
from commonhour.core.audience import Audience
from commonhour.core.recurrence.expansion import span
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, UserError
from commonhour.models import Occurrence, Session
from commonhour.reads.clash import Clash, clashes
from commonhour.reads.shapes.session import SessionShape
from commonhour.web.desk.clocks import clock_rows, in_words, oddity
from commonhour.web.desk.gate import desk, the_occurrence, who
from commonhour.web.desk.occurrence_forms import MoveForm, ReasonForm, SeenForm
from commonhour.web.desk.replies import guests_part
from commonhour.web.desk.said import go, show
from commonhour.web.desk.telling import and_told, audience_of, cancelled, moved, telling, wants_to_tell
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import reader_of
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence


@desk
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    occurrence = the_occurrence(request, public_id, Verb.KEEP_RECORD)
    context = _context(request, occurrence)
    if not who(request).may(Verb.CHANGE_DATE, *occurrence.series.holders):
        context |= {"can_change": False, "keeps_record_only": True}
    sessions = [(SessionShape.of(row), row.pk) for row in Session.objects.on(occurrence)]
    shown = context | {"sessions": sessions} | guests_part(request, occurrence)
    return show(request, "occurrence.html", shown)


@desk
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows the form, and with a date in the query what would become of it; POST does it."""
    occurrence = _changeable(request, public_id)
    typed = (
        request.POST if request.method == "POST" else request.GET.copy() if "date" in request.GET else None
    )
    if request.method != "POST" and typed:
        typed.setdefault("seen", state_token(occurrence))
    form = MoveForm(occurrence, clock.now(), typed)
    conflict, is_valid = "", form.is_bound and form.is_valid()
    if is_valid and request.method == "POST":
        dtstart, tzid = form.place()
        reason = form.cleaned_data["reason"].strip()
        try:
            move_occurrence(
                occurrence, now=clock.now(), actor=who(request), dtstart=dtstart, tzid=tzid, reason=reason,
                seen=form.cleaned_data["seen"], tell=wants_to_tell(request),
            )  # fmt: skip
            return _done(request, occurrence, _moved_sentence(occurrence))
        except Conflict as refused:
            conflict = _conflict(form, occurrence, refused)
    told = audience_of(request, occurrence.series)
    context = _context(request, occurrence, form.moved_to() if is_valid else None, told)
    context |= {"form": form, "is_preview": is_valid, "zones": zone_names(occurrence.tzid)}
    if is_valid:
        ends = form.moved_to() + (occurrence.end - occurrence.start)
        news = moved(occurrence, form.moved_to(), ends, form.cleaned_data["reason"].strip())
        context["telling"] = telling(request, occurrence.series, told, dates=[news])
    if is_valid and not occurrence.all_day:
        context["oddity"] = oddity(form.wall(), form.cleaned_data["zone"])
        context["clashes"] = _clashes(occurrence, form.moved_to())
    status = 409 if conflict else 422 if form.errors and request.method == "POST" else 200
    return show(request, "move.html", context | {"conflict": conflict}, status=status)


@desk
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    occurrence = _changeable(request, public_id)
    form = ReasonForm(request.POST or None, initial={"seen": state_token(occurrence)})
    conflict = ""
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            cancel_occurrence(
                occurrence, now=clock.now(), actor=who(request), reason=found["reason"].strip(), seen=found["seen"],
                tell=wants_to_tell(request),
            )  # fmt: skip
            return _done(request, occurrence, gettext("Cancelled: {date}.").format(date=_named(occurrence)))
        except Conflict as refused:
            conflict = _conflict(form, occurrence, refused)
    told = audience_of(request, occurrence.series)
    context = _context(request, occurrence, told=told) | {"form": form, "conflict": conflict}
    context["telling"] = telling(request, occurrence.series, told, dates=[cancelled(occurrence)])
    return show(request, "cancel.html", context, status=409 if conflict else _status(form))


@desk
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    occurrence = _changeable(request, public_id)
    form = SeenForm(
        request.POST if request.method == "POST" else None, initial={"seen": state_token(occurrence)}
    )
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            restore_occurrence(
                occurrence, now=clock.now(), actor=who(request), seen=form.cleaned_data["seen"],
                tell=wants_to_tell(request),
            )  # fmt: skip
            return _done(request, occurrence, gettext("Put back: {date}.").format(date=_named(occurrence)))
        except Conflict as refused:
            conflict = _conflict(form, occurrence, refused)
    start, told = _own_start(occurrence), audience_of(request, occurrence.series)
    context = _context(request, occurrence, start, told) | {"form": form, "conflict": conflict}
    length = occurrence.schedule.duration if occurrence.schedule else occurrence.end - occurrence.start
    context["telling"] = telling(
        request, occurrence.series, told, dates=[moved(occurrence, start, start + length)]
    )
    return show(request, "restore.html", context, status=409 if conflict else 200)


def _changeable(request: HttpRequest, public_id: UUID) -> Occurrence:
    """The date, unless it is over. Said before anybody fills in a form for nothing."""
    occurrence = the_occurrence(request, public_id)
    if occurrence.end <= clock.now():
        raise UserError("date-over")
    if occurrence.schedule is None or occurrence.is_detached:
        raise Conflict("date-of-no-schedule")
    return occurrence


def _conflict(form: SeenForm, occurrence: Occurrence, refused: Conflict) -> str:
    """Somebody was quicker: the page shows the date as it is now, and the form what was asked."""
    occurrence.refresh_from_db()
    token, seen = state_token(occurrence), form.cleaned_data["seen"]
    form.show_present(token, occurrence.reason)
    if seen and seen != token:
        return gettext("Somebody else changed this date at the same moment; look at it again.")
    return in_a_sentence(refused)


def _done(request: HttpRequest, occurrence: Occurrence, sentence: str) -> HttpResponse:
    told = and_told(request, sentence, occurrence.series)
    return go(request, f"/desk/occurrence/{occurrence.public_id}/", told)


def _context(
    request: HttpRequest,
    occurrence: Occurrence,
    moved_to: dt.datetime | None = None,
    told: Audience | None = None,
) -> dict[str, object]:
    (line,), now = Occurrence.objects.filter(pk=occurrence.pk).listed(), clock.now()
    path = f"/series/{occurrence.series.slug}/"
    may_change = who(request).may(Verb.CHANGE_SERIES, occurrence.series.group_id)
    return {
        "line": line,
        "rows": clock_rows(line, reader_of(request).tzid, moved_to, told.zones if told else ()),
        "moved_to": moved_to,
        "series_path": f"/desk{path}" if may_change else f"/meetings/{occurrence.series.slug}/",
        "change_path": f"/desk{path}change/?from={occurrence.public_id}" if may_change else "",
        "is_over": line.end <= now,
        "can_change": line.end > now and occurrence.schedule is not None and not occurrence.is_detached,
    }


def _clashes(occurrence: Occurrence, start: dt.datetime) -> list[Clash]:
    """Who else meets at the new time."""
    span_there = start, start + (occurrence.end - occurrence.start)
    return clashes([span_there], group=occurrence.series.group, series=occurrence.series)


def _own_start(occurrence: Occurrence) -> dt.datetime:
    """When it takes place by its schedule's own rule."""
    schedule = occurrence.schedule
    if schedule is None:
        return occurrence.start
    return span(occurrence.recurrence_id, schedule.tzid, schedule.duration)[0]


def _named(occurrence: Occurrence) -> str:
    where = occurrence.start.date() if occurrence.all_day else None
    when = day_text(where) if where else in_words(occurrence.start, occurrence.tzid)
    return f"{occurrence.title}, {when}"


def _moved_sentence(occurrence: Occurrence) -> str:
    return gettext("Moved: {date}.").format(date=_named(occurrence))


def _status(form: ReasonForm) -> int:
    return 422 if form.is_bound and form.errors else 200
