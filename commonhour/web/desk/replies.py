"""Who comes, in the desk: what a series asks, who answered for a date, and how many were there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.attendance import keep_attendance
from commonhour.actions.reply_rules import remove_answers, set_reply_rules
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound
from commonhour.formats.guest_list import guest_list
from commonhour.models import Occurrence, Series
from commonhour.reads.attendance import counted, trend
from commonhour.reads.replies import GuestRow, counts_of, guests_of
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.gate import desk, the_occurrence, the_series, who
from commonhour.web.desk.reply_forms import RULES, AttendanceForm, ReplyRulesForm
from commonhour.web.desk.said import go, show
from commonhour.web.reply_forms import REACHES
from commonhour.web.voice import in_a_sentence


@desk
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    form = ReplyRulesForm(request.POST or None, initial=_rules(series) | {"version": series.version})
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            set_reply_rules(series, **form.cleaned_data, now=clock.now(), actor=who(request))
            return go(request, request.path, gettext("Saved."))
        except Conflict as refused:
            conflict, series = in_a_sentence(refused), Series.objects.get(pk=series.pk)
            form.show_both(_rules(series), series.version)
    context: dict[str, object] = {
        "series": SeriesShape.of(series), "form": form, "conflict": conflict, "trend": trend(series, clock.now()),
    }  # fmt: skip
    return show(request, "replies.html", context, status=409 if conflict else 422 if form.errors else 200)


def _rules(series: Series) -> dict[str, object]:
    return {name: getattr(series, name) for name in RULES}


def guests_part(request: HttpRequest, date: Occurrence) -> dict[str, object]:
    """What the page of a date shows of it. Who only takes notes sees names, and no addresses."""
    has_begun = date.start <= clock.now()
    runs = _runs(request, date)
    counts = counts_of([str(date.public_id)]).get(str(date.public_id))
    return {
        "counts": counts, "guests": guests_of(date, with_addresses=runs) if counts else [], "sees_addresses": runs,
        "counts_people": date.series.keeps_attendance and has_begun, "counted": counted(date),
    }  # fmt: skip


@desk
def as_csv(request: HttpRequest, public_id: UUID) -> HttpResponse:
    date = the_occurrence(request, public_id, Verb.SEE_GUESTS)
    reaches, states = dict(REACHES), _states()
    heads = [gettext("Name"), gettext("Address"), gettext("Answer"), gettext("For which dates?")]
    rows = [
        [one.name, one.email, states[one.state], str(reaches[one.reach])]
        for one in guests_of(date, with_addresses=True)
    ]
    response = HttpResponse("\ufeff" + guest_list(heads, rows), content_type="text/csv; charset=utf-8")
    name = slugify(f"{date.series.slug} {date.slug}") or "meeting"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _states() -> dict[str, str]:
    return {
        "comes": gettext("comes"),
        "waits": gettext("waits for a place"),
        "cannot": gettext("cannot come"),
    }


@desk
def remove(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """GET asks."""
    date = the_occurrence(request, public_id, Verb.SEE_GUESTS)
    guest = _the_guest(date, pk)
    if request.method == "POST":
        remove_answers(date, pk, now=clock.now(), actor=who(request))
        return go(request, f"/desk/occurrence/{public_id}/", gettext("The answers are removed."))
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    context: dict[str, object] = {"line": line, "guest": guest, "path": f"/desk/occurrence/{public_id}/"}
    return show(request, "guest_remove.html", context)


def _the_guest(date: Occurrence, pk: int) -> GuestRow:
    found = next((one for one in guests_of(date, with_addresses=True) if one.id == pk), None)
    if found is None:
        raise NotFound("removed-meanwhile")
    return found


@desk
def attendance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    date = the_occurrence(request, public_id, Verb.KEEP_RECORD)
    kept = counted(date)
    form = AttendanceForm(
        request.POST or None, request.FILES or None, initial={"number": kept.number, "version": kept.version}
    )
    conflict = ""
    if request.method == "POST" and form.is_valid():
        number, version = form.cleaned_data["counted"], form.cleaned_data["version"]
        try:
            keep_attendance(date, number, version=version, now=clock.now(), actor=who(request))
            said = gettext("The number is forgotten.") if number is None else _said(number)
            return go(request, f"/desk/occurrence/{public_id}/", said)
        except Conflict as refused:
            conflict, kept = in_a_sentence(refused), counted(date)
            form.show_both({"number": kept.number}, kept.version)
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    context: dict[str, object] = {"line": line, "form": form, "conflict": conflict}
    context["path"] = f"/desk/occurrence/{public_id}/"
    return show(request, "attendance.html", context, status=409 if conflict else 422 if form.errors else 200)


def _said(number: int) -> str:
    return gettext("People who were there: {number}").format(number=number)


def _runs(request: HttpRequest, date: Occurrence) -> bool:
    return who(request).may(Verb.SEE_GUESTS, *date.series.holders)
